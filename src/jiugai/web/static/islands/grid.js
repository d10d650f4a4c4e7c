/* grid.js: small helps for grids. Both kinds are whole without it.

   data-island="sheet" (components/sheet.html): the arrow keys ← → ↑ ↓ go from one marked cell to the
     next, Enter goes to its finding; a mark and its finding light each other up.
   data-island="rows": a <form> around a table with checkboxes [data-pick], one [data-pick-all] in
     the head, and components/bulk_bar.html: counts, chooses all of the page, hides the bar at none. */
"use strict";
(function () {
  document.addEventListener("jiugai:content", function (event) {
    event.detail.root.querySelectorAll("[data-island=sheet]:not([data-ready])").forEach(sheet);
    event.detail.root.querySelectorAll("[data-island=rows]:not([data-ready])").forEach(rows);
  });

  function sheet(box) {
    box.setAttribute("data-ready", "");
    var marks = Array.prototype.slice.call(box.querySelectorAll("td[id^=cell-]"));
    var at = -1;
    box.addEventListener("keydown", function (event) {
      var step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      if (step && marks.length && event.target === box) {
        event.preventDefault();
        at = (at + step + marks.length) % marks.length;
        show(marks[at]);
      } else if (event.key === "Enter" && event.target === box && marks[at]) {
        marks[at].querySelector(".pin").click();
      }
    });
  }

  function show(cell) {
    document.querySelectorAll(".found").forEach(function (one) { one.classList.remove("found"); });
    cell.classList.add("found");
    cell.scrollIntoView({ block: "nearest", inline: "nearest" });
    var finding = document.getElementById(cell.id.replace("cell-", "finding-"));
    if (finding) {
      finding.classList.add("found");
      finding.scrollIntoView({ block: "nearest" });
    }
  }

  /* From a finding to its cell, within the sheet's own scrolling. */
  document.addEventListener("click", function (event) {
    var pin = event.target.closest(".finding a.pin[href^='#cell-']");
    var cell = pin && document.getElementById(pin.getAttribute("href").slice(1));
    if (cell) {
      event.preventDefault();
      show(cell);
    }
  });

  function rows(form) {
    form.setAttribute("data-ready", "");
    var bulk = form.querySelector("[data-bulk]");
    var all = form.querySelector("[data-pick-all]");
    var picks = function () { return Array.prototype.slice.call(form.querySelectorAll("[data-pick]")); };
    function count() {
      var chosen = picks().filter(function (one) { return one.checked; });
      picks().forEach(function (one) { one.closest("tr").classList.toggle("on", one.checked); });
      if (bulk) {
        bulk.hidden = !chosen.length;
        bulk.querySelector("[data-count]").textContent = chosen.length;
      }
      if (all) {
        all.checked = chosen.length > 0 && chosen.length === picks().length;
        all.indeterminate = chosen.length > 0 && chosen.length < picks().length;
      }
    }
    form.addEventListener("change", function (event) {
      if (event.target === all) picks().forEach(function (one) { one.checked = all.checked; });
      count();
    });
    form.addEventListener("reset", function () { setTimeout(count); });
    count();
  }
})();
