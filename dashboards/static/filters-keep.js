// Leaves rows out of a drawing that no cube fills: those about another value than the chosen one.
(function (shared) {
  "use strict";

  // What a trace holds per point, and is cut together.
  var PER_POINT = ["x", "y", "base", "text", "hovertext", "customdata"];

  function keep(figure, binding, state) {
    var chosen = state[binding.dimension] || "all";
    var moved = new Map();
    binding.keys.forEach(function (key, row) {
      if (chosen === "all" || !key || key === chosen) moved.set(row, moved.size);
    });
    figure.data.forEach(function (trace) { cut(trace, moved); });
    var layout = figure.layout;
    layout.height -= binding.row_pixels * (binding.keys.length - moved.size);
    layout.yaxis.range = [moved.size - 0.5, -0.5];
    layout.yaxis.ticktext = layout.yaxis.ticktext.filter(function (label, row) { return moved.has(row); });
    layout.yaxis.tickvals = Array.from(moved.values());
    if (layout.annotations) layout.annotations = notes(layout.annotations, moved);
    return { drawn: moved.size, all: moved.size };
  }

  function notes(annotations, moved) {
    return annotations.filter(function (note) {
      return note.yref === "paper" || moved.has(Math.round(note.y));
    }).map(function (note) { return note.yref === "paper" ? note : Object.assign({}, note, { y: at(note.y, moved) }); });
  }

  function at(y, moved) { return y - Math.round(y) + moved.get(Math.round(y)); }

  function cut(trace, moved) {
    var kept = trace.y.map(function (y) { return moved.has(Math.round(y)); });
    var only = function (values) { return values.filter(function (value, place) { return kept[place]; }); };
    PER_POINT.forEach(function (name) { if (Array.isArray(trace[name])) trace[name] = only(trace[name]); });
    trace.y = trace.y.map(function (y) { return at(y, moved); });
    [["marker", "color"], ["error_x", "array"], ["error_x", "arrayminus"]].forEach(function (path) {
      var part = trace[path[0]];
      if (part && Array.isArray(part[path[1]])) part[path[1]] = only(part[path[1]]);
    });
  }

  shared.drawings.keep = keep;
})(window.takedownFilters = window.takedownFilters || {});
