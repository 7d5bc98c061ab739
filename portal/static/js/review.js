/* Review by the keyboard alone: space as suggested, M mask, K keep, A everywhere, E edit, U undo, N next,
   R send back, Enter accept.
   Every key presses a button that is on the screen; without scripts the same buttons send the same forms. */
(function () {
  "use strict";

  var busy = false;
  var decidedAt = -1; // place of the last decision: the next doubt behind it is looked at next
  var document_ = "";

  function root() { return document.getElementById("reviewer"); }
  function all(selector, within) { return Array.prototype.slice.call((within || root()).querySelectorAll(selector)); }
  function say(words) { var line = root() && root().querySelector("[data-said]"); if (line) { line.textContent = words; } }

  // --- the current item: a doubt, or a mask that was opened
  function current() { return root().querySelector("[data-item].now"); }

  function look(item, quiet) {
    all(".now").forEach(function (old) { old.classList.remove("now"); });
    if (!item) { return; }
    item.classList.add("now");
    var fold = item.parentElement.closest("details");
    if (fold) { fold.open = true; }
    all("[data-mark='" + item.dataset.mark + "']").forEach(function (mark) { if (mark !== item) { mark.classList.add("now"); } });
    if (!quiet) { item.focus({ preventScroll: true }); }
    inView(item, root().querySelector("[data-rail]"));
    all("[data-pane]").forEach(function (pane) { inView(place(pane, item), pane); });
  }

  // Where an item stands in a pane: its mark, or the last piece that begins before it (a mask covers a part of it).
  function place(pane, item) {
    var at = Number(item.dataset.start);
    var before = all("[data-start]", pane).filter(function (piece) { return Number(piece.dataset.start) <= at; });
    return pane.querySelector("[data-mark='" + item.dataset.mark + "']") || before[before.length - 1];
  }

  function inView(element, pane) {
    if (!element || !pane || pane.scrollHeight <= pane.clientHeight) { return; }
    var box = element.getBoundingClientRect();
    var frame = pane.getBoundingClientRect();
    var room = Math.min(80, frame.height / 4);
    if (box.top < frame.top + room || box.bottom > frame.bottom - room) {
      pane.scrollTop += box.top - frame.top - frame.height / 3;
    }
  }

  function doubts() { return all(".doubts > [data-item]"); }

  function step(by) {
    var list = doubts();
    if (!list.length) { return; }
    var at = list.indexOf(current());
    look(list[(at + by + list.length) % list.length]);
  }

  // --- sending: the answer replaces the screen, panes stay where they were
  function send(form, button, words) {
    if (busy) { return; }
    busy = true;
    var kept = places();
    root().classList.add("busy");
    window.staff.post(form, button).then(function (shown) {
      busy = false;
      if (!shown) {
        root().classList.remove("busy");
        say("没有连上服务器，刚才这一步没有执行。请检查网络后再按一次。");
        return;
      }
      restore(kept);
      if (words && root() && !document.querySelector("#main .messages .error")) { say(words); }
    });
  }

  function places() {
    return { id: root().dataset.document, tops: all("[data-pane], [data-rail]").map(function (pane) { return pane.scrollTop; }),
      folds: all("details[data-fold]").filter(function (fold) { return fold.open; }).map(function (fold) { return fold.dataset.fold; }),
      pane: (root().querySelector(".pane-choice:checked") || {}).id };
  }

  function restore(kept) {
    if (!root() || root().dataset.document !== kept.id) { return; }
    all("[data-pane], [data-rail]").forEach(function (pane, index) { pane.scrollTop = kept.tops[index]; });
    kept.folds.forEach(function (name) { var fold = root().querySelector("[data-fold='" + name + "']"); if (fold) { fold.open = true; } });
    if (kept.pane) { document.getElementById(kept.pane).checked = true; }
    pick();
  }

  function pick() {
    var list = doubts();
    look(list.filter(function (item) { return Number(item.dataset.start) > decidedAt; })[0] || list[0], false);
    var done = root().querySelector("[data-done]"); // nothing left: the focus stands on the words that say so, not nowhere
    if (done) { done.focus({ preventScroll: true }); }
  }

  function choose(move) {
    var item = current();
    var button = item && item.querySelector("button[name=move][value=" + move + "]");
    if (!button) { say(doubts().length ? "" : "没有存疑了。按 Enter 通过，或在“已遮”里选一处再改。"); return; }
    decidedAt = Number(item.dataset.start);
    send(button.form, button);
  }

  function press(key) {
    var holder = root().querySelector("[data-key='" + key + "']");
    if (!holder) { return; }
    if (holder.tagName === "A") { go(holder.href); return; }
    var button = holder.querySelector("button");
    if (button.disabled) { say(key === "u" ? "没有可以撤销的操作。" : "还有 " + doubts().length + " 处存疑，处理完才能通过。"); if (key !== "u") { step(0); } return; }
    if (key === "u") { decidedAt = -1; }
    send(holder, button, key === "u" ? "已撤销上一步。" : "");
  }

  function sendBack(form) {
    form.closest("details").open = true;
    form.elements.note.focus();
  }

  function go(url) {
    if (busy) { return; }
    busy = true;
    fetch(url, { credentials: "same-origin", headers: { Accept: "text/html" } })
      .then(function (answer) { return answer.text().then(function (html) { busy = false; window.staff.show(html, answer.url, true); }); })
      .catch(function () { busy = false; say("没有连上服务器，请检查网络。"); });
  }

  // --- a selection in the original becomes a place: code points, not UTF-16 units
  function points(node, offset) {
    var piece = node.nodeType === 3 ? node.parentElement.closest("[data-start]") : null;
    if (!piece) { return null; }
    return Number(piece.dataset.start) + Array.from(node.data.slice(0, offset)).length;
  }

  function selected() {
    var selection = window.getSelection();
    var pane = root() && root().querySelector("[data-pane=original]");
    if (!pane || !selection.rangeCount || selection.isCollapsed) { return null; }
    var range = selection.getRangeAt(0);
    if (!pane.contains(range.startContainer) || !pane.contains(range.endContainer)) { return null; }
    var start = points(range.startContainer, range.startOffset);
    var end = points(range.endContainer, range.endOffset);
    return start === null || end === null || end <= start ? null : { start: start, end: end, words: selection.toString() };
  }

  function fill() {
    var place = selected();
    var form = root() && root().querySelector("[data-add]");
    if (!place || !form) { return; }
    form.elements.start.value = place.start;
    form.elements.end.value = place.end;
    form.elements.words.value = place.words;
    say("选中“" + place.words.slice(0, 20) + "”：按 M 遮住，全文相同的词语一起遮。");
  }

  function maskSelection() {
    var form = root().querySelector("[data-add]");
    fill();
    decidedAt = Number(form.elements.start.value);
    send(form, form.querySelector("button[name=move]"));
    window.getSelection().removeAllRanges();
  }

  // --- both panes scroll together: straight lines between the places that stand in both
  function together() {
    var panes = all("[data-pane]");
    var leader = null;
    function anchors(pane) {
      var map = {};
      var zero = pane.getBoundingClientRect().top - pane.scrollTop;
      all("[data-start]", pane).forEach(function (piece) { map[piece.dataset.start] = piece.getBoundingClientRect().top - zero; });
      return map;
    }
    function follow(from, to) {
      var a = anchors(from);
      var b = anchors(to);
      var keys = Object.keys(a).filter(function (key) { return key in b; }).map(Number).sort(function (x, y) { return x - y; });
      var line = [[0, 0]].concat(keys.map(function (key) { return [a[key], b[key]]; }), [[from.scrollHeight, to.scrollHeight]]);
      var aim = from.scrollTop + from.clientHeight / 3;
      for (var i = 1; i < line.length; i += 1) {
        if (line[i][0] >= aim) {
          var span = line[i][0] - line[i - 1][0] || 1;
          to.scrollTop = line[i - 1][1] + (aim - line[i - 1][0]) / span * (line[i][1] - line[i - 1][1]) - to.clientHeight / 3;
          return;
        }
      }
    }
    panes.forEach(function (pane, index) {
      ["wheel", "touchstart", "keydown", "pointerdown"].forEach(function (name) { pane.addEventListener(name, function () { leader = pane; }, { passive: true }); });
      pane.addEventListener("scroll", function () {
        if (leader === pane) { window.requestAnimationFrame(function () { follow(pane, panes[1 - index]); }); }
      }, { passive: true });
    });
  }

  // Out of a field by Esc: an alias that was not sent goes back to what it was; the keys work on the same item again.
  function leave(field) {
    var item = field.closest("[data-item]");
    if (field.name === "replacement") { field.value = field.defaultValue; }
    field.blur();
    if (item) { item.focus({ preventScroll: true }); }
  }

  // --- keys
  var KEYS = {
    " ": function () { var item = current(); choose(item && item.dataset.suggested ? item.dataset.suggested : "none"); },
    m: function () { if (selected()) { maskSelection(); } else { choose("mask"); } },
    k: function () { choose("keep"); },
    a: function () { var box = current() && current().querySelector("[name=everywhere]"); if (box) { box.checked = !box.checked; say(box.checked ? "全文同样处理" : "只处理这一处"); } else { say("这个词全文只有这一处。"); } },
    e: function () { var field = current() && current().querySelector("[name=replacement]"); if (field) { var fold = field.closest("details"); if (fold) { fold.open = true; } field.focus(); field.select(); } },
    u: function () { press("u"); },
    n: function () { press("n"); },
    r: function () { var form = root().querySelector("[data-return]"); if (form) { sendBack(form); } },
    enter: function () { press("enter"); },
    escape: function () { var help = root().querySelector(".keyhelp"); if (help.open) { help.open = false; look(current()); } },
    arrowdown: function () { step(1); },
    arrowup: function () { step(-1); },
    "?": function () { var help = root().querySelector(".keyhelp"); help.open = !help.open; if (help.open) { root().querySelector("[data-rail]").scrollTop = help.offsetTop; } },
    "？": function () { KEYS["?"](); }
  };

  // On window and in the capturing phase, so that the frame's own single-key shortcuts do not answer too.
  window.addEventListener("keydown", function (event) {
    if (!root() || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) { return; }
    var field = event.target.closest && event.target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select");
    if (field) {
      if (event.key === "Escape") { leave(field); }
      return;
    }
    var key = event.key.toLowerCase();
    var control = event.target.closest && event.target.closest("button, a, summary, label, input");
    if (!(key in KEYS) || (control && (key === " " || key === "enter"))) { return; }
    if ((key === "arrowdown" || key === "arrowup") && !doubts().length) { return; }
    event.preventDefault();
    event.stopImmediatePropagation();
    KEYS[key]();
  }, true);

  document.addEventListener("submit", function (event) {
    if (!root() || !root().contains(event.target)) { return; }
    event.preventDefault();
    var note = event.target.elements.note;
    if (note && !note.value.trim()) { say("请写明退回的原因，报送人才知道怎么改。"); sendBack(event.target); return; }
    var item = event.target.closest("[data-item]");
    if (item) { decidedAt = Number(item.dataset.start); }
    send(event.target, event.submitter);
  });

  document.addEventListener("click", function (event) {
    if (!root() || !window.getSelection().isCollapsed) { return; }
    var next = event.target.closest("a[data-key]");
    if (next) { event.preventDefault(); go(next.href); return; }
    var mark = event.target.closest("[data-pane] [data-mark]");
    var item = mark && document.getElementById(mark.dataset.mark);
    if (item) { look(item); var fold = item.querySelector(":scope > details"); if (fold) { fold.open = true; } return; }
    var chosen = event.target.closest("[data-item]");
    if (chosen && !chosen.classList.contains("now")) { look(chosen, true); }
  });

  document.addEventListener("selectionchange", function () { if (root()) { fill(); } });
  document.addEventListener("input", function (event) {
    if (event.target.id === "add-words") { event.target.form.elements.start.value = ""; event.target.form.elements.end.value = ""; }
  });

  function init() {
    if (!root()) { return; }
    if (root().dataset.document !== document_) { document_ = root().dataset.document; decidedAt = -1; }
    all(".scripted-only").forEach(function (element) { element.hidden = false; });
    together();
    pick();
  }
  document.addEventListener("staff:shown", init);
  init();
})();
