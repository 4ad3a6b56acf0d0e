// The parts of the page that filters change: its figures, tables and numbers, each as Python wrote it and as a state
// of the filters has it.
(function (shared) {
  "use strict";
  var LONG_TABLE_CELLS = 2000;
  var cubes = shared.cubes;
  var text = shared.text;

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
    var fixed = made.binding.fixed || {};
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
    made.awaited = null;
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

  // A long table that nobody has opened is filled when somebody does: until then it awaits its state.
  function isPutOff(made) {
    var details = made.kind === "table" && made.element.closest("details");
    return Boolean(details) && !details.open
      && made.table.rows.length * made.table.rows[0].cells.length > LONG_TABLE_CELLS;
  }

  function putOff(made, state, sentence) {
    made.awaited = state;
    made.element.closest("details").addEventListener("toggle", function () {
      if (made.awaited === state) show(made, state, sentence);
    }, { once: true });
  }

  function show(made, state, sentence) {
    made.awaited = null;
    if (setHidden(made, state)) return;
    if (isPutOff(made)) putOff(made, state, sentence);
    else if (made.kind === "table") shared.tables[made.binding.kind](made.table, made.binding, state);
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

  function collect() {
    var found = [];
    [["[data-figure]", "figure"], ["div.table", "table"], ["[data-number]", "number"]].forEach(function (entry) {
      document.querySelectorAll("main " + entry[0]).forEach(function (one) { found.push(part(one, entry[1])); });
    });
    return found;
  }

  shared.parts = {
    collect: collect, isUsed: isUsed, setNote: setNote, restore: restore, show: show, figureOf: figureOf
  };
})(window.takedownFilters = window.takedownFilters || {});
