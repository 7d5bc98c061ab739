/* Small helps for readers whose browser runs scripts. Every page works without them. */
(function () {
  "use strict";

  // Facets stand open beside the results on a wide screen, in browsers that cannot do so by style alone.
  var wide = window.matchMedia("(min-width: 44rem)");
  function openFacets() {
    document.querySelectorAll("details[data-open-when-wide]").forEach(function (panel) {
      if (wide.matches) { panel.open = true; }
    });
  }
  if (!(window.CSS && CSS.supports && CSS.supports("selector(::details-content)"))) { openFacets(); }

  // Buttons that only a script can serve are hidden in the markup.
  document.querySelectorAll("[data-copy], [data-print]").forEach(function (button) {
    if (button.hasAttribute("data-copy") && !navigator.clipboard) { return; }
    button.hidden = false;
  });

  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-copy], [data-print]");
    if (!button) { return; }
    if (button.hasAttribute("data-print")) { window.print(); return; }
    var source = document.getElementById(button.getAttribute("data-copy"));
    navigator.clipboard.writeText(source.textContent.trim()).then(function () {
      button.textContent = "已复制";
    });
  });

  // The contents list follows the reader.
  var links = document.querySelectorAll(".toc a[href^='#']");
  if (links.length && "IntersectionObserver" in window) {
    var byId = {};
    links.forEach(function (link) { byId[link.getAttribute("href").slice(1)] = link; });
    var observer = new IntersectionObserver(function (entries) {
      entries.forEach(function (entry) {
        if (!entry.isIntersecting) { return; }
        links.forEach(function (link) { link.removeAttribute("aria-current"); });
        byId[entry.target.id].setAttribute("aria-current", "true");
      });
    }, { rootMargin: "0px 0px -75% 0px" });
    Object.keys(byId).forEach(function (id) {
      var heading = document.getElementById(id);
      if (heading) { observer.observe(heading); }
    });
  }

  // After a refused form, the reader starts at the list of what to change.
  var errors = document.querySelector(".errors[role='alert']");
  if (errors) { errors.focus(); }
})();
