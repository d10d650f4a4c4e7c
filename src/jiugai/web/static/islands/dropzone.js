/* dropzone.js: files dropped onto a form, many at once (components/drop_zone.html).

   Contract: <form data-island="dropzone" data-max-bytes data-verb> with one <input type=file multiple
   accept>, [data-choose] (its label), [data-send] (the button), [data-chosen] (a list).
   A file of another kind, or too large, is refused here in a sentence and not sent. Sending shows how
   much has gone; the answer of the server is followed as if the form had been posted.
   Without this file: the browser's own control, one button. */
"use strict";
(function () {
  document.addEventListener("jiugai:content", function (event) {
    event.detail.root.querySelectorAll("form[data-island=dropzone]:not(.ready)").forEach(start);
  });

  function start(form) {
    form.classList.add("ready");
    var input = form.querySelector("input[type=file]");
    var send = form.querySelector("[data-send]");
    var list = form.querySelector("[data-chosen]");
    var kinds = (input.accept || "").split(",").map(function (kind) { return kind.trim().toLowerCase(); }).filter(Boolean);
    var most = Number(form.dataset.maxBytes) || Infinity;
    var chosen = [];
    var refused = [];
    form.querySelector("[data-choose]").hidden = false;

    ["dragenter", "dragover"].forEach(function (name) {
      form.addEventListener(name, function (event) {
        event.preventDefault();
        form.classList.add("over");
      });
    });
    ["dragleave", "drop"].forEach(function (name) {
      form.addEventListener(name, function (event) {
        event.preventDefault();
        if (name === "drop" || !form.contains(event.relatedTarget)) form.classList.remove("over");
      });
    });
    form.addEventListener("drop", function (event) { take(event.dataTransfer.files); });
    input.addEventListener("change", function () { take(input.files); });
    form.addEventListener("submit", function (event) {
      if (!chosen.length) return;
      event.preventDefault();
      post();
    });
    draw();

    function take(files) {
      Array.prototype.forEach.call(files, function (file) {
        var why = reason(file);
        if (why) refused.push({ name: file.name, why: why });
        else if (!chosen.some(function (one) { return one.name === file.name && one.size === file.size; })) chosen.push(file);
      });
      keep();
      draw();
    }

    function reason(file) {
      var dot = file.name.lastIndexOf(".");
      var kind = dot < 0 ? "" : file.name.slice(dot).toLowerCase();
      if (kinds.length && kinds.indexOf(kind) < 0) return "只读 " + kinds.join("、") + "，这一个没有上传。";
      if (file.size > most) return "有 " + shown(file.size) + "，超过 " + shown(most) + "，没有上传。请拆成几个文件。";
      if (!file.size) return "是空文件，没有上传。";
      return "";
    }

    /* The control itself holds what will be sent, so that the form is true without our sending. */
    function keep() {
      var bag = new DataTransfer();
      chosen.forEach(function (file) { bag.items.add(file); });
      input.files = bag.files;
    }

    function draw() {
      list.textContent = "";
      chosen.forEach(function (file, index) {
        var row = line(file.name, shown(file.size));
        var drop = document.createElement("button");
        drop.type = "button";
        drop.className = "btn bare small last";
        drop.textContent = "去掉";
        drop.setAttribute("aria-label", "去掉 " + file.name);
        drop.addEventListener("click", function () {
          chosen.splice(index, 1);
          keep();
          draw();
        });
        row.append(drop);
      });
      refused.forEach(function (file) { line(file.name, file.why).classList.add("refused"); });
      send.disabled = !chosen.length;
      send.textContent = chosen.length ? form.dataset.verb + " " + chosen.length + " 个文件" : form.dataset.verb + "所选文件";
    }

    function line(name, note) {
      var row = document.createElement("li");
      var title = document.createElement("span");
      title.className = "verb";
      title.textContent = name;
      var small = document.createElement("small");
      small.textContent = note;
      row.append(title, small);
      list.append(row);
      return row;
    }

    function post() {
      var request = new XMLHttpRequest();
      var bar = document.createElement("progress");
      var row = document.createElement("li");
      var said = document.createElement("span");
      row.className = "progress";
      bar.setAttribute("aria-label", "上传");
      row.append(bar, said);
      list.prepend(row);
      send.disabled = true;
      request.upload.addEventListener("progress", function (event) {
        if (!event.lengthComputable) return;
        bar.max = event.total;
        bar.value = event.loaded;
        said.textContent = "已上传 " + shown(event.loaded) + "，共 " + shown(event.total);
      });
      request.addEventListener("load", function () {
        if (request.status >= 400) return fail(text(request.responseText));
        location.assign(request.responseURL || location.href);
      });
      request.addEventListener("error", function () { fail("没有传上去，可能网络断了。所选文件还在，可以再传一次。"); });
      request.open("POST", form.action);
      request.send(new FormData(form));

      function fail(sentence) {
        row.remove();
        send.disabled = false;
        window.jiugai.say("bad", sentence);
      }
    }
  }

  function text(answer) {
    var page = new DOMParser().parseFromString(answer, "text/html");
    var marked = page.querySelector("[data-sentence]") || page.querySelector("[role=alert]");
    return (marked || page.body).textContent.replace(/\s+/g, " ").trim().slice(0, 300) || "系统出错了，不是您的问题。没有写入。";
  }

  function shown(octets) {
    if (octets < 1024) return octets + " B";
    return octets < 1048576 ? Math.round(octets / 1024) + " kB" : (octets / 1048576).toFixed(1) + " MB";
  }
})();
