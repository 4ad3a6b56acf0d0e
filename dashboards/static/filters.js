// The bar of filters: keeps the state in the address, loads what it needs, and has every figure, table and number of
// the page show it. Without a filter the page is as Python wrote it.
(function (shared) {
  "use strict";
  var LONG_TABLE_CELLS = 2000;
  var root = document.documentElement;
  var data = document.getElementById("filters-data");
  if (!data) return;
  shared.page = JSON.parse(data.textContent);
  var cubes = shared.cubes;
  var text = shared.text;
  var decoded = window.takedownSite.decoded;
  var bar = document.getElementById("filters");
  var status = document.getElementById("filters-status");
  var selects = Array.from(bar.querySelectorAll("select"));
  var everything = status.textContent;
  var places = [];
  var turn = 0;
  var latest = null;

  // ---- The address: #figure&platform=x&agency=nccia ------------------------------------------------------------

  // {anchor, state, carried (filters that this page does not have), unknown (what no page knows)}.
  function read(hash) {
    var found = { anchor: "", state: {}, carried: {}, unknown: [] };
    hash.replace(/^#/, "").split("&").forEach(function (part, place) {
      var cut = part.indexOf("=");
      if (cut < 0) {
        if (place === 0) found.anchor = part;
        return;
      }
      sort(found, decoded(part.slice(0, cut)), decoded(part.slice(cut + 1)));
    });
    return found;
  }

  function sort(found, dimension, value) {
    if (value === "all" && dimension in shared.page.labels) return;
    var select = selects.filter(function (one) { return one.dataset.dimension === dimension; })[0];
    var isOffered = select && Array.from(select.options).some(function (option) { return option.value === value; });
    var names = Object.prototype.hasOwnProperty.call(shared.page.names, dimension) ? shared.page.names[dimension] : {};
    if (isOffered) found.state[dimension] = value;
    else if (!select && Object.prototype.hasOwnProperty.call(names, value)) found.carried[dimension] = value;
    else found.unknown.push(dimension + "=" + value);
  }

  function write(anchor, state) {
    var parts = Object.keys(state).map(function (dimension) {
      return encodeURIComponent(dimension) + "=" + encodeURIComponent(state[dimension]);
    });
    return (anchor ? [anchor] : []).concat(parts).join("&");
  }

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

  // ---- The parts of the page -----------------------------------------------------------------------------------

  function part(element, kind) {
    var binding = element.dataset.binding ? JSON.parse(element.dataset.binding) : null;
    var made = { element: element, kind: kind, binding: binding };
    if (kind === "table") {
      made.table = element.querySelector("table");
      made.original = [made.table.tHead.cloneNode(true), made.table.tBodies[0].cloneNode(true)];
    }
    if (kind === "figure") {
      made.height = element.style.height;
      made.summary = element.getAttribute("aria-label");
      made.most = element.closest(".figure").querySelector(".most");
      made.isMost = made.most && !made.most.hidden;
    }
    if (kind === "number") {
      made.original = Array.from(element.querySelectorAll("[data-value],[data-detail]")).concat(element)
        .filter(function (one) { return one.matches("[data-value],[data-detail]"); })
        .map(function (one) { return [one, one.textContent]; });
    }
    made.note = noteOf(element, kind);
    return made;
  }

  // A line under a drawing, a table that stands alone, or a number: what the filters do not change in it.
  function noteOf(element, kind) {
    var figure = element.closest(".figure");
    if (kind === "table" && figure) return null;
    var note = document.createElement(kind === "number" && element.tagName === "DIV" ? "dd" : "p");
    note.className = kind === "number" ? "detail unaffected" : "note unaffected";
    note.hidden = true;
    if (kind === "number" && element.tagName === "DIV") element.appendChild(note);
    else (kind === "figure" ? element.closest(".plot-frame") : element).after(note);
    return note;
  }

  function cubeOf(binding) { return binding.cube || binding.rows && binding.rows.cube; }

  function isUsed(made) {
    return Boolean(made.binding) && (made.binding.kind === "keep" || cubes.has(cubeOf(made.binding)));
  }

  // The dimensions that change this part of the page.
  function dimensionsOf(made) {
    if (!isUsed(made)) return [];
    if (made.binding.kind === "keep") return [made.binding.dimension];
    var about = cubes.about(cubeOf(made.binding));
    var fixed = Object.assign({}, made.binding.fixed, (made.binding.rows || {}).fixed);
    return about.dimensions.concat(about.along.length ? "period" : []).filter(function (name) { return !(name in fixed); });
  }

  function setNote(made, isFiltered) {
    if (!made.note) return;
    var known = dimensionsOf(made);
    var others = shared.page.dimensions.filter(function (name) { return known.indexOf(name) < 0; });
    var labels = others.map(function (name) { return shared.page.labels[name]; }).join(" · ");
    made.note.hidden = !isFiltered || !others.length;
    if (!made.note.hidden) {
      made.note.textContent = known.length ? text.message("unaffected", { dimensions: labels }) : text.message("unaffected_all");
    }
  }

  // A part about another value than the chosen one (the curve of X while Facebook is chosen) is left out.
  function setHidden(made, state) {
    var fixed = made.binding && made.binding.fixed || {};
    var section = made.kind === "table" ? made.element : made.element.closest(".figure") || made.element;
    // What is fixed to all is never about another value: it stays, and says that the filter does not split it.
    var isOther = Object.keys(fixed).some(function (name) {
      return state[name] && fixed[name] !== "all" && state[name] !== fixed[name];
    });
    if (Object.keys(fixed).length) section.hidden = isOther;
    return isOther;
  }

  function restore(made) {
    setNote(made, false);
    setHidden(made, {});
    if (!made.binding) return;
    if (made.kind === "table") {
      made.table.replaceChild(made.original[0].cloneNode(true), made.table.tHead);
      made.table.replaceChild(made.original[1].cloneNode(true), made.table.tBodies[0]);
    } else if (made.kind === "figure") {
      made.element.style.height = made.height;
      made.element.setAttribute("aria-label", made.summary);
      if (made.most) made.most.hidden = !made.isMost;
      window.takedownSite.draw(made.element, window.takedownSite.written(made.element));
    } else {
      made.original.forEach(function (entry) { entry[0].textContent = entry[1]; });
    }
  }

  // The drawing of a state, without drawing it: what tests compare with the one that Python made.
  function figureOf(made, state) {
    var figure = window.takedownSite.written(made.element);
    var count = shared.drawings[made.binding.kind](figure, made.binding, state);
    if (!count.drawn) {
      figure.data = [];
      figure.layout.height = 120;
      figure.layout.shapes = [];
      figure.layout.annotations = [{
        xref: "paper", yref: "paper", x: 0.5, y: 0.5, text: text.message("none"), showarrow: false
      }];
      ["xaxis", "yaxis"].forEach(function (axis) { figure.layout[axis].visible = false; });
    }
    figure.count = count;
    return figure;
  }

  // A long table that nobody has opened is filled when somebody does.
  function isPutOff(made) {
    var details = made.kind === "table" && made.element.closest("details");
    var isLong = details && made.table.rows.length * made.table.rows[0].cells.length > LONG_TABLE_CELLS;
    if (isLong && !details.open) made.later = details;
    return Boolean(isLong) && !details.open;
  }

  function showLater(made, state, sentence) {
    var mine = turn;
    made.later.addEventListener("toggle", function () { if (mine === turn) show(made, state, sentence); }, { once: true });
  }

  function show(made, state, sentence) {
    if (setHidden(made, state)) return;
    if (isPutOff(made)) {
      showLater(made, state, sentence);
      return;
    }
    if (made.kind === "table") shared.tables[made.binding.kind](made.table, made.binding, state);
    else if (made.kind === "number") shared.fills.number(made.element, made.binding, state);
    else showFigure(made, state, sentence);
  }

  function showFigure(made, state, sentence) {
    var figure = figureOf(made, state);
    made.element.style.height = figure.layout.height + "px";
    if (made.most) {
      made.most.hidden = figure.count.drawn >= figure.count.all;
      made.most.textContent = text.message("most", {
        count: text.format(figure.count.drawn), all: text.format(figure.count.all)
      });
    }
    var title = made.element.closest(".figure").querySelector("h2,h3").textContent;
    made.element.setAttribute("aria-label", text.message("summary", { title: title, sentence: sentence }));
    window.takedownSite.draw(made.element, figure);
  }

  // ---- From a state to the page --------------------------------------------------------------------------------

  function filesFor(state) {
    var names = new Set();
    var wanted = places.filter(isUsed).map(function (made) { return made.binding; });
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
    places.forEach(function (made) { setNote(made, true); });
    var used = places.filter(isUsed);
    var seen = used.filter(isSeen);
    seen.forEach(function (made) { show(made, state, sentence); });
    root.dataset.inSight = String(mine);
    return used.filter(function (made) { return seen.indexOf(made) < 0; }).reduce(function (before, made) {
      return before.then(pause).then(function () { if (mine === turn) show(made, state, sentence); });
    }, Promise.resolve());
  }
  function pause() { return new Promise(function (resolve) { window.setTimeout(resolve, 0); }); }

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
    if (root.dataset.filtered) places.forEach(restore);
    delete root.dataset.filtered;
    announce(found, sentence);
    finish(mine);
  }

  function collect() {
    document.querySelectorAll("main [data-figure]").forEach(function (one) { places.push(part(one, "figure")); });
    document.querySelectorAll("main div.table").forEach(function (one) { places.push(part(one, "table")); });
    document.querySelectorAll("main [data-number]").forEach(function (one) { places.push(part(one, "number")); });
    places.forEach(function (made) { sight.observe(made.element); });
  }

  function start() {
    collect();
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

  shared.state = function () { return read(location.hash); };
  shared.write = write;
  shared.prepare = prepare;
  shared.places = places;
  shared.figureOf = figureOf;
  shared.show = show;
  start();
})(window.takedownFilters = window.takedownFilters || {});
