/* plan.js: the sliders of the plan studio (templates/funding/plan.html).

   Contract: a form marked data-island="plan" holds range inputs, each named by an <output for=…> with
   data-unit, and data-signed where more and less are meant. The output says what the slider says; a
   slider that is let go sends the form, once it has stood still for a moment. Without script the
   button sends it. */
"use strict";
(function () {
  var waiting;
  document.addEventListener("input", function (event) {
    var slider = event.target;
    if (slider.type !== "range" || !slider.closest("[data-island=plan]")) return;
    var said = slider.form.querySelector("output[for='" + slider.id + "']");
    if (!said) return;
    var plus = "signed" in said.dataset && Number(slider.value) > 0 ? "+" : "";
    said.textContent = plus + slider.value + said.dataset.unit;
  });
  document.addEventListener("change", function (event) {
    var slider = event.target, form = slider.form;
    if (slider.type !== "range" || !slider.closest("[data-island=plan]")) return;
    clearTimeout(waiting);
    waiting = setTimeout(function () { form.requestSubmit(); }, 600);
  });
})();
