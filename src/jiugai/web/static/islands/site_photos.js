/* site_photos.js: photos kept on the phone until they lie on the server (templates/supervision/site_code.html).

   Contract: <section data-island="site-photos" data-token> with [data-state] and <ul data-queue>;
   where photos are taken also <form data-shoot data-number data-set data-site> with one file input,
   the radios "shows", the text "scene".
   A photo taken goes into this browser's own store (IndexedDB) before anything else, with a number of
   its own, then piece by piece to the server, which says from which byte to go on. A lost network, a
   closed page or a session that has ended stop it; the next page with this file goes on.
   Without this file: the browser's own file control and one button, sent in one go. */
"use strict";
(function () {
  var PIECE = 262144;
  var WAIT = 15000;
  var section = null;
  var store = null;
  var busy = false;
  var again = 0;
  var others = {}; /* photos of another account on this phone: kept for it */

  document.addEventListener("jiugai:content", function () {
    var found = document.querySelector("[data-island=site-photos]");
    if (!found || found === section || !window.indexedDB) return;
    section = found;
    open(function (database) {
      store = database;
      var form = document.querySelector("form[data-shoot]");
      if (form) shoot(form);
      draw();
      send();
    });
  });
  window.addEventListener("online", function () { send(); });

  function open(then) {
    var asked = indexedDB.open("jiugai-photos", 1);
    asked.onupgradeneeded = function () { asked.result.createObjectStore("photos", { keyPath: "key" }); };
    asked.onsuccess = function () { then(asked.result); };
  }

  function within(mode, act, then) {
    var work = store.transaction("photos", mode);
    var asked = act(work.objectStore("photos"));
    work.oncomplete = function () { if (then) then(asked.result); };
    work.onabort = work.onerror = function () { window.jiugai.say("bad", "手机存不下这张照片，请先腾出空间再拍。照片没有存下。"); };
  }

  function all(then) { within("readonly", function (photos) { return photos.getAll(); }, then); }
  function put(photo, then) { within("readwrite", function (photos) { return photos.put(photo); }, then); }
  function drop(photo, then) { within("readwrite", function (photos) { return photos.delete(photo.key); }, then); }

  /* A number of version 4; crypto.randomUUID is not there without TLS. */
  function number() {
    var octets = crypto.getRandomValues(new Uint8Array(16));
    octets[6] = (octets[6] & 15) | 64;
    octets[8] = (octets[8] & 63) | 128;
    var hex = Array.prototype.map.call(octets, function (octet) { return (octet + 256).toString(16).slice(1); }).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
  }

  /* The set's number is this phone's for the code, also after signing in anew. */
  function setOf(form) {
    var name = "jiugai-set-" + form.dataset.number;
    var kept = localStorage.getItem(name) || form.dataset.set;
    localStorage.setItem(name, kept);
    return kept;
  }

  function shoot(form) {
    var input = form.querySelector("input[type=file]");
    form.classList.add("ready");
    input.removeAttribute("required");
    input.addEventListener("change", function () {
      Array.prototype.forEach.call(input.files, function (file) {
        var shows = form.querySelector("input[name=shows]:checked");
        put({
          key: number(), number: form.dataset.number, set: setOf(form), site: form.dataset.site,
          blob: file, size: file.size, shows: shows ? shows.value : "works",
          scene: form.querySelector("input[name=scene]").value, phone_at: new Date().toISOString(),
          word: shows ? shows.parentNode.textContent.trim() : ""
        }, function () { draw(); send(); });
      });
      input.value = "";
    });
  }

  function draw(now) {
    all(function (photos) {
      section.hidden = !photos.length;
      state(photos.length ? photos.length + " 张在手机里" + (navigator.onLine ? "，正在传" : "，没有网，有网就接着传") : "");
      var list = section.querySelector("[data-queue]");
      list.querySelectorAll("img").forEach(function (image) { URL.revokeObjectURL(image.src); });
      list.textContent = "";
      photos.forEach(function (photo) {
        var row = document.createElement("li");
        var image = document.createElement("img");
        var about = document.createElement("div");
        var title = document.createElement("b");
        var bar = document.createElement("progress");
        image.src = URL.createObjectURL(photo.blob);
        image.alt = photo.site + photo.word + "照片";
        title.textContent = photo.site + "　" + photo.word + (photo.scene ? "　" + photo.scene : "");
        bar.max = photo.size || 1;
        bar.value = now && now.key === photo.key ? now.received : 0;
        bar.dataset.key = photo.key;
        bar.setAttribute("aria-label", "已传多少");
        about.append(title, bar);
        row.append(image, about);
        list.append(row);
      });
    });
  }

  function state(words) { section.querySelector("[data-state]").textContent = words; }

  function moved(photo, received) {
    var bar = section.querySelector('progress[data-key="' + photo.key + '"]');
    if (bar) bar.value = received;
  }

  function send() {
    if (busy || !store || !section) return;
    all(function (kept) {
      var photos = kept.filter(function (photo) { return !others[photo.key]; });
      if (!photos.length) return;
      if (!navigator.onLine) return draw();
      busy = true;
      one(photos[0]).then(function () {
        busy = false;
        send();
      }, function (fault) {
        busy = false;
        if (fault && fault.others) {
          others[photos[0].key] = true;
          send();
        }
        state(fault && fault.sentence ? fault.sentence : "网络断了，照片还在手机里，有网就接着传");
        clearTimeout(again);
        again = setTimeout(send, WAIT);
      });
    });
  }

  function one(photo) {
    var base = "/site-photos/" + encodeURIComponent(photo.number) + "/";
    var about = form({ key: photo.key, set_key: photo.set, size: photo.size, shows: photo.shows, scene: photo.scene, phone_at: photo.phone_at });
    return ask(base + "begin/", about).then(function (told) { return pieces(photo, base, told); });
  }

  function pieces(photo, base, told) {
    if (told.done) return done(photo, told);
    moved(photo, told.received);
    if (told.received >= photo.size) {
      return ask(base + "finish/", form({ key: photo.key })).then(function (after) {
        if (!after.done && after.received >= photo.size) throw {};
        return pieces(photo, base, after);
      });
    }
    var piece = photo.blob.slice(told.received, told.received + PIECE, "application/octet-stream");
    return ask(base + "piece/?key=" + photo.key + "&at=" + told.received, piece).then(function (after) {
      return pieces(photo, base, after);
    });
  }

  function done(photo, told) {
    return new Promise(function (resolve) {
      drop(photo, function () {
        if (told.kind !== "ok") window.jiugai.say(told.kind, told.sentence);
        draw();
        if (document.querySelector('form[data-number="' + photo.number + '"]')) refresh();
        resolve();
      });
    });
  }

  /* The list of what came, drawn anew by the server. */
  function refresh() {
    fetch(location.href, { credentials: "same-origin" }).then(function (answer) { return answer.text(); }).then(function (text) {
      var fresh = new DOMParser().parseFromString(text, "text/html").getElementById("came-title");
      var old = document.getElementById("came-title");
      if (fresh && old) old.closest("section").replaceWith(fresh.closest("section"));
    });
  }

  function form(values) {
    var filled = new FormData();
    Object.keys(values).forEach(function (name) { filled.append(name, values[name]); });
    return filled;
  }

  function ask(address, body) {
    var headers = { "X-CSRFToken": section.dataset.token };
    if (body instanceof Blob) headers["Content-Type"] = "application/octet-stream";
    return fetch(address, { method: "POST", body: body, headers: headers, credentials: "same-origin", redirect: "error" }).then(function (answer) {
      if ((answer.headers.get("Content-Type") || "").indexOf("application/json") === 0) return answer.json();
      if (answer.status === 403) throw { sentence: "登录已过期，照片还在手机里；请重新登录后再打开本页，会接着传" };
      if (answer.status === 404) throw { others: true, sentence: "有照片是别的账号拍的，留在手机里，等那个账号登录再传" };
      throw {};
    });
  }
})();
