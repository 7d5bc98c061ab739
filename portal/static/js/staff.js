/* Staff screens: send a form without leaving the page and show the page that answers. Everything works without it.
   window.staff.show(html, url): puts the answer's main part, title and address in place of the present ones. */
(function () {
  "use strict";

  function show(html, url, push) {
    var page = new DOMParser().parseFromString(html, "text/html");
    var fresh = page.getElementById("main");
    var main = document.getElementById("main");
    // Not one of our screens (signed out, refused): the browser shows it as a page of its own.
    if (!fresh || !fresh.querySelector(".yg.screen")) { window.location.assign(url); return true; }
    main.replaceWith(document.importNode(fresh, true));
    document.title = page.title;
    if (push && url !== window.location.href) { window.history.pushState({ staff: true }, "", url); }
    if (window.htmx) { window.htmx.process(document.getElementById("main")); }
    document.dispatchEvent(new CustomEvent("staff:shown"));
    return true;
  }

  // Posts a form; resolves with true when the answer is shown, false when nothing came back (nothing was lost here).
  function post(form, button) {
    var data = new FormData(form);
    if (button && button.name) { data.append(button.name, button.value); }
    return fetch(form.action, { method: "POST", body: data, credentials: "same-origin", headers: { Accept: "text/html" } })
      .then(function (answer) {
        return answer.text().then(function (html) {
          if (answer.status >= 500) { return false; }
          return show(html, answer.url, true);
        });
      })
      .catch(function () { return false; });
  }

  window.staff = { show: show, post: post };
  window.addEventListener("popstate", function () { window.location.reload(); });
})();
