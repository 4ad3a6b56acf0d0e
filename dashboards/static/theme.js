// Runs before the page is painted, so that a chosen theme does not flash. Some browsers refuse storage from disk.
(function () {
  "use strict";
  try {
    var chosen = window.localStorage.getItem("takedown-theme");
    if (chosen === "dark" || chosen === "light") document.documentElement.dataset.theme = chosen;
  } catch (refused) {
    document.documentElement.removeAttribute("data-theme");
  }
})();
