// Keys on the dashboard: j and k go from one proposal to the next, Enter opens it; a, r and u go to yes, no and undo.
// They only move the focus: nothing is answered by a letter alone.
(function () {
  "use strict";
  function typing(target) {
    return target.closest("input, textarea, select, [contenteditable]") !== null;
  }
  function step(by) {
    var links = Array.prototype.slice.call(document.querySelectorAll(".cards a"));
    if (!links.length) { return; }
    var at = links.indexOf(document.activeElement);
    var next = at < 0 ? (by > 0 ? 0 : links.length - 1) : Math.min(Math.max(at + by, 0), links.length - 1);
    links[next].focus();
  }
  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.altKey || event.metaKey || typing(event.target)) { return; }
    if (event.key === "j") { step(1); } else if (event.key === "k") { step(-1); } else {
      var wanted = document.querySelector('[data-key="' + (/^[a-z?]$/.test(event.key) ? event.key : "-") + '"]');
      if (wanted) { wanted.focus(); event.preventDefault(); }
    }
  });
  // A page that renews itself does so while nobody is in the middle of it: nothing loses the focus or what was marked.
  function renew() {
    var content = document.getElementById("content");
    var seconds = Number((document.querySelector("[data-renewed]") || {dataset: {}}).dataset.renewed);
    if (!seconds) { return; }
    window.setTimeout(function () {
      var busy = content.contains(document.activeElement) || String(window.getSelection()) || document.hidden;
      if (busy) { renew(); return; }
      fetch(location.href).then(function (answer) { return answer.text(); }).then(function (text) {
        var fresh = new DOMParser().parseFromString(text, "text/html");
        if (!fresh.querySelector("[data-renewed]")) { location.reload(); return; }
        content.replaceChildren.apply(content, Array.prototype.slice.call(fresh.getElementById("content").childNodes));
        var badge = document.getElementById("waiting"), now = fresh.getElementById("waiting");
        if (badge && now) { badge.textContent = now.textContent; }
        renew();
      }).catch(renew);
    }, seconds * 1000);
  }
  renew();
  // On a wide screen the menu is always open.
  var menu = document.querySelector("details.menu");
  function fit() { if (menu && window.matchMedia("(min-width: 56rem)").matches) { menu.open = true; } }
  fit();
  window.addEventListener("resize", fit);
}());
