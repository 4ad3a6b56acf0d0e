// Draws the figures that the page carries as JSON. No metric is computed here, and nothing leaves the page.
(function () {
  "use strict";
  var root = document.documentElement;
  var CONFIG = { showSendToCloud: false, plotlyServerURL: "", displayModeBar: false, responsive: true, scrollZoom: false, doubleClick: false };

  function isDark() {
    if (root.dataset.theme) return root.dataset.theme === "dark";
    return window.matchMedia("(prefers-color-scheme: dark)").matches;
  }

  // plotly.js cannot read CSS variables: every "var(--token)" becomes the colour it stands for just now.
  function resolved(value, styles) {
    if (typeof value === "string") {
      var token = /^var\((--[a-z0-9-]+)\)$/.exec(value);
      return token ? styles.getPropertyValue(token[1]).trim() : value;
    }
    if (Array.isArray(value)) return value.map(function (item) { return resolved(item, styles); });
    if (value === null || typeof value !== "object") return value;
    var copy = {};
    Object.keys(value).forEach(function (key) { copy[key] = resolved(value[key], styles); });
    return copy;
  }

  function drawAll() {
    if (typeof Plotly === "undefined") return;
    var styles = getComputedStyle(root);
    document.querySelectorAll("[data-figure]").forEach(function (place) {
      var text = document.getElementById(place.dataset.figure).textContent;
      var figure = resolved(JSON.parse(text), styles);
      // The browser does not wait for a resize before it prints, but it does for a drawing of a given width.
      if (root.classList.contains("printing")) figure.layout.width = place.clientWidth;
      Plotly.react(place, figure.data, figure.layout, CONFIG);
    });
  }

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

  // A link to a column inside a closed list opens the list.
  function openTarget() {
    var target = location.hash.length > 1 ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null;
    var list = target && target.closest("details");
    if (!list) return;
    list.open = true;
    target.scrollIntoView();
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

  function start() {
    document.querySelector(".tools").hidden = false;
    document.getElementById("theme-button").addEventListener("click", switchTheme);
    document.getElementById("print-button").addEventListener("click", function () { window.print(); });
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
