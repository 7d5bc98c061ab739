/* Starts Wagtail's date and time pickers and its panels of rows from data attributes, also in parts that are added later:
   the content security policy forbids the inline scripts that Wagtail's templates carry. */
(function () {
  "use strict";

  function start(scope) {
    scope.querySelectorAll("[data-picker]").forEach(function (note) {
      var picker = window[note.dataset.picker];
      if (typeof picker !== "function" || !document.getElementById(note.dataset.for)) { return; }
      picker(note.dataset.for, JSON.parse(note.dataset.options));
      note.remove();
    });
  }

  function startPanels() {
    document.querySelectorAll("[data-inline-panel]").forEach(function (note) {
      if (typeof window.InlinePanel === "function") { new window.InlinePanel(JSON.parse(note.dataset.inlinePanel)); }
      note.remove();
    });
  }

  document.addEventListener("DOMContentLoaded", function () {
    start(document);
    startPanels();
    new MutationObserver(function (changes) {
      changes.forEach(function (change) {
        change.addedNodes.forEach(function (node) { if (node.nodeType === 1 && node.querySelector("[data-picker]")) { start(node); } });
      });
    }).observe(document.body, { childList: true, subtree: true });
  });
})();
