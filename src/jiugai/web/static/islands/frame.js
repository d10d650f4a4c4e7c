/* frame.js: what every page needs beyond HTMX. Without it every link and form still works.

   - an answer that refuses (4xx, 5xx) is said in #notices, never swapped into a fragment;
   - a session that has ended leads to the door, not the door into a fragment;
   - a swapped region tells a screen reader that it is busy;
   - <button data-opens="ID">, [data-closes]: dialogs; details that float close on Esc and outside;
   - <details data-fold>: stands open without script, folded with it;
   - <button data-print>: prints the page;
   - islands are started again in whatever HTMX brought: listen for "jiugai:content". */
"use strict";
(function () {
  document.documentElement.classList.add("scripted");

  var OURS = "系统出错了，不是您的问题。填写还在，没有写入。请稍后再试。";
  var SLOW = "等了太久没有回答。可能网络不通，也可能系统正忙。请稍后再试，没有写入。";

  function say(kind, sentence) {
    var place = document.getElementById("notices");
    if (!place) return;
    var box = document.createElement("div");
    box.className = "notice " + kind;
    box.setAttribute("role", "alert");
    box.innerHTML = '<svg class="icon" aria-hidden="true"><use href="#i-' + (kind === "bad" ? "bad" : "info") + '"/></svg><p class="body"></p><button class="btn bare" type="button" aria-label="收起">收起</button>';
    box.querySelector(".body").textContent = sentence;
    box.querySelector("button").addEventListener("click", function () { box.remove(); });
    place.prepend(box);
    var at = place.getBoundingClientRect();
    if (at.top < 0 || at.top > innerHeight) place.scrollIntoView({ block: "center" });
  }

  /* The sentence of a refusal: its marked text if it is a page, the whole if it is a note. */
  function sentenceOf(text) {
    var answer = new DOMParser().parseFromString(text || "", "text/html");
    var marked = answer.querySelector("[data-sentence]") || answer.querySelector("[role=alert]");
    var said = (marked || answer.body).textContent.replace(/\s+/g, " ").trim();
    return !marked && (said.length > 300 || !said) ? "" : said;
  }

  document.addEventListener("htmx:response:error", function (event) {
    var answer = event.detail.ctx;
    if (answer.response.status === 422) return; /* a form with its mistakes marked: swapped in */
    say("bad", sentenceOf(answer.text) || OURS);
  });

  document.addEventListener("htmx:error", function (event) {
    if (event.detail.ctx && !event.detail.ctx.response) say("bad", SLOW);
    else if (window.console) console.error(event.detail.error);
  });

  /* Followed to another page by a redirect: the fragment asked for is not what came. */
  document.addEventListener("htmx:before:swap", function (event) {
    var answer = event.detail.ctx.response;
    if (!answer || !answer.raw || !answer.raw.redirected) return;
    if (/<html[\s>]/i.test(event.detail.ctx.text.slice(0, 2000))) {
      event.preventDefault();
      location.assign(answer.raw.url);
    }
  });

  document.addEventListener("htmx:before:request", function (event) {
    var target = event.detail.ctx.target;
    if (target && target.setAttribute) target.setAttribute("aria-busy", "true");
  });
  document.addEventListener("htmx:finally:request", function (event) {
    var target = event.detail.ctx && event.detail.ctx.target;
    if (target && target.removeAttribute) target.removeAttribute("aria-busy");
  });

  function fold(root) {
    root.querySelectorAll("details[data-fold][open]").forEach(function (one) {
      one.removeAttribute("data-fold");
      one.open = false;
    });
  }

  document.addEventListener("click", function (event) {
    var opener = event.target.closest("[data-opens]");
    if (opener) {
      var dialog = document.getElementById(opener.getAttribute("data-opens"));
      if (dialog && dialog.showModal) {
        event.preventDefault();
        dialog.showModal();
      }
    }
    var closer = event.target.closest("[data-closes]");
    if (closer) closer.closest("dialog").close();
    if (event.target.closest("[data-print]")) window.print();
    document.querySelectorAll("details.pop[open], .tabs details[open]").forEach(function (one) {
      if (!one.contains(event.target)) one.open = false;
    });
  });
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    document.querySelectorAll("details.pop[open], .tabs details[open]").forEach(function (one) {
      one.open = false;
      one.querySelector("summary").focus();
    });
  });

  function announce(root) {
    fold(root);
    document.dispatchEvent(new CustomEvent("jiugai:content", { detail: { root: root } }));
  }
  document.addEventListener("htmx:after:swap", function () { announce(document); });
  document.addEventListener("DOMContentLoaded", function () { announce(document); });
  window.addEventListener("beforeprint", function () { announce(document); });

  window.jiugai = { say: say };
})();
