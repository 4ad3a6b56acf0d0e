// Draws the figures that the page carries as JSON. No metric is computed here, and nothing leaves the page.
(function () {
  "use strict";
  var root = document.documentElement;
  var CONFIG = { showSendToCloud: false, plotlyServerURL: "", displayModeBar: false, responsive: true, scrollZoom: false, doubleClick: false };

  function isDark() {
    if (root.dataset.theme) return root.dataset.theme === "dark";
    return window.matchMedia("(prefers-color-scheme: dark)").matches;
  }

  // A drawing runs left to right on every page (its labels would be clipped otherwise), so that each run of Urdu in it
  // says for itself which way it runs.
  var ARABIC = /[\u0600-\u06ff]/;
  function isolated(text) {
    return text.split("<br>").map(function (line) {
      return ARABIC.test(line) && line[0] !== "\u2067" ? "\u2067" + line + "\u2069" : line;
    }).join("<br>");
  }

  // plotly.js cannot read CSS variables: every "var(--token)" becomes the colour it stands for just now.
  function resolved(value, styles) {
    if (typeof value === "string") {
      var token = /^var\((--[a-z0-9-]+)\)$/.exec(value);
      return token ? styles.getPropertyValue(token[1]).trim() : isolated(value);
    }
    if (Array.isArray(value)) return value.map(function (item) { return resolved(item, styles); });
    if (value === null || typeof value !== "object") return value;
    var copy = {};
    Object.keys(value).forEach(function (key) { copy[key] = resolved(value[key], styles); });
    return copy;
  }

  // What each place shows now, as filters left it: {data, layout} with colours still as tokens.
  var shown = new Map();

  function draw(place, figure) {
    shown.set(place, figure);
    if (typeof Plotly === "undefined") return Promise.resolve();
    var drawn = resolved(figure, getComputedStyle(root));
    // The browser does not wait for a resize before it prints, but it does for a drawing of a given width.
    if (root.classList.contains("printing")) {
      drawn.layout.width = place.clientWidth;
      // The Brief is one sheet, whatever its language and however many platforms there are.
      if (place.closest(".brief")) drawn.layout.height = Math.min(Math.round(drawn.layout.height * 0.72), 250);
    }
    return Plotly.react(place, drawn.data, drawn.layout, CONFIG);
  }

  function written(place) {
    return JSON.parse(document.getElementById(place.dataset.figure).textContent);
  }

  // For pictures: the figure of now in light colours, and what `read` finds meanwhile. Nothing is painted in between.
  function light(place, read) {
    var before = root.dataset.theme;
    root.dataset.theme = "light";
    var styles = getComputedStyle(root);
    var found = { figure: resolved(shown.get(place) || written(place), styles), read: read(styles) };
    if (before) root.dataset.theme = before;
    else root.removeAttribute("data-theme");
    return found;
  }

  function drawAll() {
    document.querySelectorAll("[data-figure]").forEach(function (place) {
      draw(place, shown.get(place) || written(place));
    });
  }

  // A part of the address; what somebody mistyped stays as it is.
  function decoded(text) {
    try {
      return decodeURIComponent(text);
    } catch (malformed) {
      return text;
    }
  }

  // For the scripts of filters and downloads: draw(place, {data, layout}), and what the page came with.
  window.takedownSite = { draw: draw, written: written, light: light, decoded: decoded };

  function resizeAll() {
    if (typeof Plotly === "undefined") return;
    document.querySelectorAll("[data-figure]").forEach(function (place) { Plotly.Plots.resize(place); });
  }

  function showTheme() {
    document.getElementById("theme-button").setAttribute("aria-pressed", String(isDark()));
    drawAll();
  }

  function switchTheme() {
    root.dataset.theme = isDark() ? "light" : "dark";
    try {
      window.localStorage.setItem("takedown-theme", root.dataset.theme);
    } catch (refused) {
      root.dataset.themeIsRemembered = "false";
    }
    showTheme();
  }

  // Paper is light and narrower than the screen: figures are drawn for it, then drawn back.
  var themeBeforePrint;
  function beforePrint() {
    themeBeforePrint = root.dataset.theme;
    root.dataset.theme = "light";
    root.classList.add("printing");
    drawAll();
  }
  function afterPrint() {
    if (themeBeforePrint) root.dataset.theme = themeBeforePrint;
    else root.removeAttribute("data-theme");
    root.classList.remove("printing");
    drawAll();
    resizeAll();
  }

  // Before the filters, as in #figure&platform=x, which the browser does not find by itself.
  function anchor() { return decoded(location.hash.slice(1).split("&")[0]); }

  // A link to a column inside a closed list opens the list.
  function openTarget() {
    var target = document.getElementById(anchor());
    var list = target && target.closest("details");
    if (list) list.open = true;
    if (list || (target && location.hash.indexOf("&") > 0)) target.scrollIntoView();
  }

  // The country selector opens another page of this folder, and only one whose name is such a page's.
  function startChooser() {
    var place = document.querySelector("[data-chooser]");
    if (!place) return;
    var select = place.querySelector("select");
    place.hidden = false;
    select.addEventListener("change", function () {
      if (/^published(-[a-z]+)?\.html$/.test(select.value)) location.href = select.value;
    });
  }

  // The same page in another language opens at the same place and with the same filters.
  function keepHash(event) {
    var link = event.currentTarget;
    link.href = link.getAttribute("href").split("#")[0] + location.hash;
  }

  function startButton(id, act) {
    var button = document.getElementById(id);
    button.hidden = false;
    button.addEventListener("click", act);
  }

  function start() {
    startButton("theme-button", switchTheme);
    startButton("print-button", function () { window.print(); });
    document.querySelectorAll("[data-keeps-hash]").forEach(function (link) {
      ["click", "auxclick", "contextmenu", "focus"].forEach(function (kind) { link.addEventListener(kind, keepHash); });
    });
    window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", showTheme);
    window.addEventListener("beforeprint", beforePrint);
    window.addEventListener("afterprint", afterPrint);
    window.addEventListener("hashchange", openTarget);
    openTarget();
    startChooser();
    if (typeof Plotly !== "undefined") Plotly.setPlotConfig(CONFIG);
    // Text is measured when it is drawn, so the font has to be there first.
    document.fonts.ready.then(function () {
      showTheme();
      root.dataset.drawn = "true";
    });
  }
  start();
})();
