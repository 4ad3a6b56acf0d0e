// Redraws figures of rows (dashboards/figures.py) for a state of the filters: takes the drawing as Python made it and
// puts other rows into it. Where Python and this file differ, a test of the unfiltered state fails.
(function (shared) {
  "use strict";
  var text = shared.text;
  var rows = shared.rows;
  var ROW_PIXELS = 37;
  var WIDTH_INTERVALS = 4.5;
  // Steps of 2.5, and of 250K and 250M, whose multiples compact writing would round.
  var UNWRITABLE = { 1: true, 100000: true, 100000000: true };

  function step(top, intervals) {
    for (var power = 1; ; power *= 10) {
      for (var i = 0; i < 4; i += 1) {
        var leading = [10, 20, 25, 50][i];
        var size = Math.floor(leading * power / 10);
        if (!(leading === 25 && UNWRITABLE[power]) && top / size <= intervals) return size;
      }
    }
  }

  // scales.count_ticks.
  function countTicks(top, intervals) {
    var size = step(top, intervals);
    var values = [];
    for (var place = 0; place <= Math.floor(top / size); place += 1) values.push(place * size);
    var form = size >= 10000 ? "compact" : "number";
    return { tickvals: values, ticktext: values.map(function (value) { return text.format(value, form); }) };
  }

  function places(items) { return items.map(function (item, place) { return place; }); }

  // figures.row_axis: rows from the top down, placed by number.
  function setRowAxis(layout, items) {
    layout.yaxis.range = [items.length - 0.5, -0.5];
    layout.yaxis.tickvals = places(items);
    layout.yaxis.ticktext = items.map(function (item) { return text.plain(item.label) + " "; });
  }

  function errorBars(items, family) {
    return {
      array: items.map(function (item) { return item.get(family + "_above"); }),
      arrayminus: items.map(function (item) { return item.get(family + "_below"); })
    };
  }

  function told(wording, hover, item) {
    return text.fill(hover, item, { label: text.plain(item.label), told: text.plain(text.say(wording, item), 90) });
  }

  function rates(figure, binding, items, overall) {
    var bars = figure.data[0];
    bars.y = places(items);
    bars.x = items.map(function (item) { return item.get(binding.family + "_rate"); });
    bars.marker.color = items.map(function (item) {
      return item.get(binding.family + "_standing") === binding.alert ? "var(--alert)" : "var(--accent)";
    });
    bars.error_x = Object.assign({}, bars.error_x, errorBars(items, binding.family));
    bars.hovertext = items.map(function (item) { return told(binding.told, binding.hover, item); });
    figure.layout.height = ROW_PIXELS * items.length + 64;
    setRowAxis(figure.layout, items);
    figure.layout.annotations = items.map(function (item, place) {
      return {
        xref: "paper", x: 1, xanchor: "left", xshift: 12, y: place, text: text.say(binding.right, item),
        showarrow: false, font: { size: 12.5 }
      };
    });
    setOverall(figure.layout, binding, overall);
  }

  function setOverall(layout, binding, overall) {
    delete layout.shapes;
    var rate = overall.get(binding.family + "_rate");
    if (rate === null) return;
    var line = { color: "var(--ink)", width: 1, dash: "dash" };
    layout.shapes = [{ type: "line", x0: rate, x1: rate, yref: "paper", y0: 0, y1: 1, line: line }];
    layout.annotations.push({
      x: rate, yref: "paper", y: 1, yanchor: "bottom", text: text.say(binding.top, overall), showarrow: false,
      font: { size: 12, color: "var(--muted)" }
    });
  }

  function stack(figure, binding, items) {
    var totals = items.map(function () { return 0; });
    binding.columns.forEach(function (column, part) {
      var trace = figure.data[part];
      trace.y = places(items);
      trace.x = items.map(function (item) { return item.get(column); });
      trace.x.forEach(function (value, place) { totals[place] += value || 0; });
      trace.hovertext = items.map(function (item) {
        var words = { label: text.plain(item.label), part: text.plain(binding.labels[part]) };
        words.value = text.format(item.get(column));
        return text.fill(binding.hover, item, words);
      });
    });
    var top = Math.max.apply(null, totals.concat([0])) || 1;
    figure.layout.height = ROW_PIXELS * items.length + 44;
    Object.assign(figure.layout.xaxis, { range: [0, top] }, countTicks(top, WIDTH_INTERVALS));
    setRowAxis(figure.layout, items);
    figure.layout.annotations = items.map(function (item, place) {
      var end = text.plain(text.say(binding.end, item), 40);
      return { x: totals[place], y: place, text: end, xanchor: "left", xshift: 5, showarrow: false };
    });
  }

  // figures_by_period.range_bars: from low to high, to the edge where nothing bounds it, never less than a sliver.
  function ranges(figure, binding, items) {
    var ends = items.map(function (item) { return [item.get(binding.low), item.get(binding.high)]; });
    var known = [].concat.apply([], ends).filter(function (value) { return value !== null; });
    var top = known.reduce(function (most, value) { return Math.max(most, value); }, 0) * 1.1 || 1;
    var bars = figure.data[0];
    bars.y = places(items);
    bars.base = ends.map(function (end) { return end[0]; });
    bars.x = ends.map(function (end) {
      return end[0] === null ? null : Math.max((end[1] === null ? top : end[1]) - end[0], top / 250);
    });
    var told = items.map(function (item) { return text.say(binding.text, item); });
    bars.hovertext = items.map(function (item, place) {
      return text.plain(item.label, 60) + ": " + text.plain(told[place], 90);
    });
    figure.layout.height = 34 * items.length + 44;
    Object.assign(figure.layout.xaxis, { range: [0, top] }, countTicks(top, WIDTH_INTERVALS));
    setRowAxis(figure.layout, items);
    figure.layout.annotations = told.map(function (said, place) {
      return {
        xref: "paper", x: 1, xanchor: "left", xshift: 8, y: place, text: text.plain(said), showarrow: false,
        font: { size: 12.5 }
      };
    });
  }

  var KINDS = { rates: rates, stack: stack, ranges: ranges };

  function draw(figure, binding, state) {
    var all = {};
    all[binding.rows.by] = "all";
    var at = rows.stateOf(state, all);
    var found = rows.rowsOf(binding.rows, state);
    var items = rows.drawn(binding.rows, found);
    KINDS[binding.kind](figure, binding, items, rows.rowAt(binding.rows.cube, at) || rows.NOTHING);
    return { drawn: items.length, all: found.length };
  }

  shared.scale = { countTicks: countTicks };
  shared.drawings = { rates: draw, stack: draw, ranges: draw };
})(window.takedownFilters = window.takedownFilters || {});
