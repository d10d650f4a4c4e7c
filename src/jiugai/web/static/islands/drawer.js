/* drawer.js: the drawer in which a figure opens.

   Contract: a link with hx-get and hx-target="#drawer" (the `figure` tag writes it); the answer is
   components/trace.html. The drawer is a <dialog>: focus stays inside it and Esc closes it by the
   browser's own rules; the back button closes it too; focus returns to the figure.
   Without this file the link leads to the figure's own page. */
"use strict";
(function () {
  var drawer = document.getElementById("drawer");
  if (!drawer || !drawer.showModal) {
    /* An old browser follows the links as they are. */
    document.querySelectorAll('[hx-target="#drawer"]').forEach(function (link) { link.removeAttribute("hx-get"); });
    return;
  }
  var opener = null;
  var last = null; /* the figure that opened it last: going back may let go of the focus once more */
  var byBack = false;

  function open(figure) {
    if (!drawer.open) {
      opener = figure;
      drawer.showModal();
      history.pushState({ drawer: true }, "");
    }
    drawer.scrollTop = 0;
    var title = drawer.querySelector("#drawer-title");
    if (title) {
      title.tabIndex = -1;
      title.focus({ preventScroll: true });
    }
  }

  function close() {
    if (drawer.open) drawer.close();
  }

  function giveBack() {
    var lost = !document.activeElement || document.activeElement === document.body;
    if (lost && last && last.isConnected && !drawer.open) last.focus({ preventScroll: true });
  }

  document.addEventListener("htmx:after:swap", function (event) {
    var target = event.detail.ctx.target;
    if (target === drawer) open(event.detail.ctx.sourceElement);
  });

  drawer.addEventListener("close", function () {
    drawer.replaceChildren();
    if (!byBack && history.state && history.state.drawer) {
      leaving = true;
      history.back();
    }
    byBack = false;
    if (opener && opener.isConnected) opener.focus({ preventScroll: true });
    last = opener;
    opener = null;
  });
  drawer.addEventListener("click", function (event) {
    /* On the veil: the dialog itself is hit, outside its own box. */
    if (event.target === drawer && event.clientX < drawer.getBoundingClientRect().left) close();
    if (event.target.closest("[data-close-drawer]")) close();
  });

  /* Going back closes the drawer. HTMX would ask the server for the page again, and the browser
     would forget where the focus was: neither is meant here. */
  var leaving = false;
  if (window.navigation) {
    navigation.addEventListener("navigate", function (event) {
      if (event.navigationType === "traverse" && (drawer.open || leaving)) event.stopImmediatePropagation();
    }, true); /* before HTMX, whichever script came first */
  }
  document.addEventListener("htmx:before:history:restore", function (event) {
    if (drawer.open || leaving) event.preventDefault();
  });
  window.addEventListener("popstate", function () {
    if (!drawer.open) {
      setTimeout(function () { leaving = false; giveBack(); }, 50);
      return;
    }
    leaving = true;
    byBack = true;
    close();
    setTimeout(function () { leaving = false; giveBack(); }, 50);
  });
})();
