// The bar of filters: has every figure, table and number of the page show the state that is in the address, and loads
// what it needs for that. Without a filter the page is as Python wrote it.
(function (shared) {
  "use strict";
  var SLICE_MS = 30;
  var root = document.documentElement;
  var data = document.getElementById("filters-data");
  if (!data) return;
  shared.page = JSON.parse(data.textContent);
  var cubes = shared.cubes;
  var text = shared.text;
  var parts = shared.parts;
  var selects = shared.address.selects;
  var read = shared.address.read;
  var write = shared.address.write;
  var bar = document.getElementById("filters");
  var status = document.getElementById("filters-status");
  var everything = status.textContent;
  var places = parts.collect();
  var turn = 0;
  var latest = null;
  var resumedAt = 0;

  // ---- The choice ----------------------------------------------------------------------------------------------

  // Another choice is another address, so that the way back leads to the one before.
  function choose() {
    var chosen = Object.assign({}, read(location.hash).carried);
    selects.forEach(function (select) { if (select.value !== "all") chosen[select.dataset.dimension] = select.value; });
    go(chosen);
  }

  function go(state) {
    var hash = write("", state);
    if (hash) location.hash = hash;
    else {
      history.pushState(null, "", location.href.split("#")[0]);
      apply();
    }
  }

  // ---- What the page says about its state ----------------------------------------------------------------------

  function listed(state) {
    return Object.keys(state).map(function (dimension) {
      var value = (shared.page.names[dimension] || {})[state[dimension]] || state[dimension];
      return text.message("choice", { dimension: shared.page.labels[dimension], value: value });
    }).join(" · ");
  }

  function showing(state) {
    var sentence = text.message("showing", { choices: listed(state) });
    var row = cubes.has("compliance") ? shared.rows.rowAt("compliance", state) : null;
    var count = row ? text.counted(row.get("reported_count")) : "";
    return count ? text.message("with_count", { sentence: sentence, count: count }) : sentence;
  }

  function announce(found, sentence) {
    var notes = [sentence];
    if (Object.keys(found.carried).length) notes.push(text.message("elsewhere", { choices: listed(found.carried) }));
    if (found.unknown.length) notes.push(text.message("unknown", { values: found.unknown.join(" · ") }));
    status.textContent = notes.join(" · ");
  }

  // The other pages of the part of the site, the other language, and links to figures keep the state.
  function carry(found) {
    var state = Object.assign({}, found.state, found.carried);
    document.querySelectorAll("nav .pages a").forEach(function (link) {
      var hash = write("", state);
      link.setAttribute("href", link.getAttribute("href").split("#")[0] + (hash ? "#" + hash : ""));
    });
    document.querySelectorAll(".figure .action[href^='#']").forEach(function (link) {
      link.setAttribute("href", "#" + write(link.getAttribute("href").slice(1).split("&")[0], state));
    });
  }

  // ---- From a state to the page --------------------------------------------------------------------------------

  function filesFor(state) {
    var names = new Set();
    var wanted = places.filter(parts.isUsed).map(function (made) { return made.binding; });
    wanted.filter(function (binding) { return binding.kind !== "keep"; }).forEach(function (binding) {
      shared.rows.statesOf(binding, state).forEach(function (need) {
        cubes.filesOf(need.cube, need.states).forEach(function (name) { names.add(name); });
      });
    });
    if (cubes.has("compliance")) cubes.filesOf("compliance", [state]).forEach(function (name) { names.add(name); });
    return Array.from(names);
  }

  function prepare(state) {
    return cubes.start().then(function () { return Promise.all(filesFor(state).map(cubes.load)); });
  }

  // Which parts are in sight, as the browser tells: asking for each one's place would lay the page out again.
  var sight = new IntersectionObserver(function (entries) {
    entries.forEach(function (entry) { entry.target.isInSight = entry.isIntersecting; });
  });
  function isSeen(made) { return made.element.isInSight === true; }

  // What is in sight first, the rest after the browser has painted that.
  function showAll(state, mine) {
    var sentence = showing(state);
    places.forEach(function (made) { parts.setNote(made, true); });
    var used = places.filter(parts.isUsed);
    var seen = used.filter(isSeen);
    seen.forEach(function (made) { parts.show(made, state, sentence); });
    root.dataset.inSight = String(mine);
    resumedAt = -SLICE_MS;
    return used.filter(function (made) { return seen.indexOf(made) < 0; }).reduce(function (before, made) {
      return before.then(pause).then(function () { if (mine === turn) parts.show(made, state, sentence); });
    }, Promise.resolve());
  }

  // A browser waits 4 ms for each of many timers: so not after every part, but after so many milliseconds of work.
  function pause() {
    if (performance.now() - resumedAt < SLICE_MS) return null;
    return new Promise(function (resolve) { window.setTimeout(resolve, 0); }).then(function () {
      resumedAt = performance.now();
    });
  }

  function finish(mine) { if (mine === turn) root.dataset.applied = location.hash.slice(1); }

  // A link to a figure changes the address and not the state: nothing is drawn again then.
  function apply() {
    var found = read(location.hash);
    var wanted = write("", Object.assign({}, found.state, found.carried)) + "?" + found.unknown.join("&");
    if (wanted === latest) return null;
    latest = wanted;
    turn += 1;
    var mine = turn;
    delete root.dataset.applied;
    selects.forEach(function (select) { select.value = found.state[select.dataset.dimension] || "all"; });
    carry(found);
    if (!Object.keys(found.state).length) {
      applyNothing(found, everything, mine);
      return null;
    }
    return prepare(found.state).then(function () {
      if (mine !== turn) return null;
      root.dataset.filtered = "true";
      announce(found, showing(found.state));
      return showAll(found.state, mine).then(function () { finish(mine); });
    }).catch(function (error) {
      if (mine !== turn) return;
      selects.forEach(function (select) { select.value = "all"; });
      applyNothing(found, text.message("missing"), mine);
      root.dataset.filterFault = error.message;
    });
  }

  function applyNothing(found, sentence, mine) {
    if (root.dataset.filtered) places.forEach(parts.restore);
    delete root.dataset.filtered;
    announce(found, sentence);
    finish(mine);
  }

  function start() {
    places.forEach(function (made) { sight.observe(made.element); });
    bar.hidden = false;
    bar.addEventListener("submit", function (event) { event.preventDefault(); });
    bar.addEventListener("change", choose);
    document.getElementById("filters-clear").addEventListener("click", function () { go({}); });
    // Whoever comes near the bar will choose something: the files for that are then there already.
    var warm = function () { prepare({}).catch(function () { root.dataset.filterFault = "index"; }); };
    ["pointerenter", "focusin"].forEach(function (kind) { bar.addEventListener(kind, warm, { once: true }); });
    window.addEventListener("hashchange", apply);
    window.addEventListener("popstate", apply);
    document.fonts.ready.then(apply);
  }

  shared.prepare = prepare;
  shared.places = places;
  start();
})(window.takedownFilters = window.takedownFilters || {});
