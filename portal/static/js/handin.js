/* Handing in: drag and drop, whole folders, progress of the upload. Without it the form is a plain file field. */
(function () {
  "use strict";

  var MOST = 2000;

  function size(bytes) {
    if (bytes < 1024 * 1024) { return Math.max(1, Math.round(bytes / 1024)) + " KB"; }
    return (bytes / 1024 / 1024).toFixed(1) + " MB";
  }

  // Files below a dropped folder, one after the other; calls done once with all of them.
  function gather(entries, done) {
    var files = [];
    var open = 1;
    function close() { open -= 1; if (!open) { done(files); } }
    function walk(entry) {
      open += 1;
      if (entry.isFile) {
        entry.file(function (file) { files.push(file); close(); }, close);
        return;
      }
      var reader = entry.createReader();
      (function more() {
        reader.readEntries(function (batch) {
          if (!batch.length) { close(); return; }
          batch.forEach(walk);
          more();
        }, close);
      })();
    }
    entries.forEach(walk);
    close();
  }

  function start(form) {
    var drop = form.querySelector("[data-drop]");
    var inputs = Array.prototype.slice.call(drop.querySelectorAll("input[type=file]"));
    var chosen = form.querySelector("[data-chosen]");
    var line = form.querySelector("[data-upload-progress]");
    var error = form.querySelector("[data-upload-error]");
    var button = form.querySelector("[type=submit]");
    drop.classList.add("scripted");
    drop.querySelector(".dropword").hidden = false;
    drop.querySelector(".folder label").textContent = "选择文件夹";

    function files() {
      return inputs.reduce(function (all, input) { return all.concat(Array.prototype.slice.call(input.files)); }, []);
    }

    function say() {
      var list = files();
      var bytes = list.reduce(function (sum, file) { return sum + file.size; }, 0);
      error.hidden = true;
      if (!list.length) { chosen.textContent = ""; return; }
      chosen.textContent = "已选：" + (list.length === 1 ? list[0].name : list[0].name + " 等 " + list.length + " 个文件") + "，" + size(bytes);
      if (list.length > MOST) { fail("一次最多 " + MOST + " 个文件，请先压缩成一个 .zip 再报送。"); }
    }

    function fail(words) { error.textContent = words; error.hidden = false; line.hidden = true; button.disabled = false; }

    function take(list) {
      var box = new DataTransfer();
      list.forEach(function (file) { if (file.name.charAt(0) !== ".") { box.items.add(file); } });
      inputs[0].files = box.files;
      inputs[1].value = "";
      say();
    }

    inputs.forEach(function (input, index) {
      input.addEventListener("change", function () {
        if (input.files.length) { inputs[1 - index].value = ""; }
        say();
      });
    });

    ["dragenter", "dragover"].forEach(function (name) {
      drop.addEventListener(name, function (event) { event.preventDefault(); drop.classList.add("over"); });
    });
    drop.addEventListener("dragleave", function (event) {
      if (!drop.contains(event.relatedTarget)) { drop.classList.remove("over"); }
    });
    drop.addEventListener("drop", function (event) {
      event.preventDefault();
      drop.classList.remove("over");
      var items = Array.prototype.slice.call(event.dataTransfer.items || []);
      var entries = items.map(function (item) { return item.webkitGetAsEntry && item.webkitGetAsEntry(); }).filter(Boolean);
      if (entries.some(function (entry) { return entry.isDirectory; })) { gather(entries, take); } else { take(Array.prototype.slice.call(event.dataTransfer.files)); }
    });

    form.addEventListener("submit", function (event) {
      var list = files();
      event.preventDefault();
      if (!list.length) { fail("请先选择文件。"); inputs[0].focus(); return; }
      if (list.length > MOST) { say(); return; }
      var month = form.querySelector("[name=month]");
      if (form.querySelector("[value=register]").checked && !month.value) { fail("报送名册要写明是哪个月生效的。"); month.focus(); return; }
      var empty = list.filter(function (file) { return !file.size; });
      if (empty.length === list.length) { fail("“" + empty[0].name + "”是空的（0 字节），请重新选择。"); return; }
      send(new FormData(form));
    });

    function send(data) {
      var request = new XMLHttpRequest();
      var bar = line.querySelector("progress");
      error.hidden = true;
      line.hidden = false;
      button.disabled = true;
      request.upload.addEventListener("progress", function (event) {
        if (!event.lengthComputable) { return; }
        bar.value = event.loaded / event.total * 100;
        line.querySelector("[data-upload-figure]").textContent = size(event.loaded) + " / " + size(event.total);
        if (event.loaded === event.total) { line.querySelector("[data-upload-label]").textContent = "已传完，正在封存"; }
      });
      request.addEventListener("load", function () {
        if (request.status >= 500) { fail("服务器没有收下，请稍后再试；没有收下的内容不会留下。"); return; }
        if (request.status === 413) { fail("文件太大，请分成几个文件报送。"); return; }
        if (!window.staff.show(request.responseText, request.responseURL, true)) { fail("上传没有成功，请再试一次。"); }
      });
      request.addEventListener("error", function () { fail("网络断开，上传没有完成。请检查网络后再点一次“报送”。"); });
      request.addEventListener("abort", function () { fail("上传已中断。"); });
      request.open("POST", form.action);
      request.send(data);
    }
  }

  function init() { document.querySelectorAll("form[data-hand-in]").forEach(start); }
  document.addEventListener("staff:shown", init);
  init();
})();
