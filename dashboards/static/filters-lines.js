// Redraws lines over days (figures_over_time.lines) and Kaplan-Meier curves (figures_by_day) for a state of the filters.
(function (shared) {
  "use strict";
  var text = shared.text;
  var rows = shared.rows;
  var cubes = shared.cubes;
  var GAP_PIXELS = 16;
  var FRAME_PIXELS = 12 + 46;
  var MONTH_TICKS = 5;
  var HEIGHT_INTERVALS = 5;

  // The values of a column on the days that are drawn. A stock holds until the next row of the cube.
  function series(cube, column, at) {
    var limits = rows.range(at.period);
    var made = { days: [], values: [] };
    var run = cubes.run(cube, at);
    if (!run) return made;
    var days = run.shard.columns.day;
    var values = run.shard.columns[column];
    var row = run.from - 1;
    cubes.about(cube).days.forEach(function (day) {
      while (row + 1 < run.to && days[row + 1] <= day) row += 1;
      if (row < run.from || !rows.isIn(day, limits)) return;
      made.days.push(day);
      made.values.push(values[row]);
    });
    return made;
  }

  function seriesOf(binding, state) {
    if (!binding.rows) {
      return binding.lines.map(function (line) {
        var made = series(binding.cube, line.column, state);
        return Object.assign(made, { label: line.label, token: line.token });
      });
    }
    var column = binding.lines[0].column;
    var found = rows.rowsOf(binding.rows, state).map(function (item) {
      var made = series(binding.rows.cube, column, item.row.at);
      return Object.assign(made, { label: item.label, name: item.name, id: item.id });
    });
    found = found.filter(function (one) { return one.days.length; });
    found.sort(function (a, b) { return (last(b) || 0) - (last(a) || 0) || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0); });
    found.forEach(function (one, place) { one.token = place ? "neutral" : binding.lines[0].token; });
    return found;
  }
  function last(one) { return one.values[one.values.length - 1]; }

  function lines(figure, binding, state) {
    var found = seriesOf(binding, state);
    var all = found.length;
    if (binding.rows) found = found.slice(0, binding.rows.limit);
    var prototype = figure.data[0];
    figure.data = found.map(function (one, place) { return lineTrace(figure.data[place] || prototype, one, binding); });
    var known = [].concat.apply([], found.map(function (one) { return one.values; })).filter(function (v) { return v !== null; });
    var top = known.reduce(function (most, value) { return Math.max(most, value); }, 0) || 1;
    var layout = figure.layout;
    delete layout.xaxis.tickvals;
    delete layout.xaxis.ticktext;
    Object.assign(layout.xaxis, monthTicks(found));
    Object.assign(layout.yaxis, { range: [0, top * 1.06] }, shared.scale.countTicks(top, HEIGHT_INTERVALS));
    layout.annotations = endLabels(found, top * 1.06, layout.height - FRAME_PIXELS);
    return { drawn: known.length ? found.length : 0, all: all };
  }

  function lineTrace(base, one, binding) {
    var trace = Object.assign({}, base, { x: one.days, y: one.values });
    trace.line = Object.assign({}, base.line, { color: "var(--" + one.token + ")" });
    trace.hovertext = one.days.map(function (day, place) {
      var words = { day: text.format(day, "day"), value: text.format(one.values[place]), part: text.plain(one.label) };
      return text.fill(binding.hover, rows.NOTHING, words);
    });
    return trace;
  }

  // figures_over_time.month_ticks.
  function monthTicks(found) {
    var first = null;
    var final = null;
    found.forEach(function (one) {
      if (!one.days.length) return;
      if (first === null || one.days[0] < first) first = one.days[0];
      if (final === null || one.days[one.days.length - 1] > final) final = one.days[one.days.length - 1];
    });
    if (first === null) return {};
    var firsts = [];
    for (var month = monthOf(first); month <= monthOf(final); month += 1) {
      var day = Math.floor(month / 12) + "-" + ("0" + (month % 12 + 1)).slice(-2) + "-01";
      if (day >= first) firsts.push(day);
    }
    var every = Math.ceil(firsts.length / MONTH_TICKS) || 1;
    var shown = firsts.filter(function (day, place) { return place % every === 0; });
    if (!shown.length) return {};
    return { tickvals: shown, ticktext: shown.map(function (day, place) {
      var year = day.slice(0, 4);
      var name = shared.page.shortMonths[Number(day.slice(5, 7)) - 1];
      return place && shown[place - 1].slice(0, 4) === year ? name : name + "<br>" + Number(year);
    }) };
  }
  function monthOf(day) { return Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1; }

  function endLabels(found, top, pixels) {
    var ends = found.filter(function (one) { return one.values.length && last(one) !== null; });
    ends = ends.map(function (one, place) { return { one: one, value: last(one), place: place }; });
    ends.sort(function (a, b) { return b.value - a.value || a.place - b.place; });
    var heights = spread(ends.map(function (end) { return end.value / top * pixels; }), pixels);
    return ends.map(function (end, place) {
      return {
        xref: "paper", x: 1, xanchor: "left", xshift: 8, y: end.value,
        yshift: heights[place] - end.value / top * pixels,
        text: "<b>" + text.format(end.value, "end") + "</b> " + text.plain(end.one.label, 14),
        showarrow: false, font: { size: 12.5, color: "var(--" + end.one.token + ")" }
      };
    });
  }

  // figures_over_time.spread: labels moved apart, from the top down, then lifted back where there is room.
  function spread(heights, limit) {
    var placed = [];
    heights.forEach(function (height) {
      placed.push(Math.min(height, placed.length ? placed[placed.length - 1] - GAP_PIXELS : limit));
    });
    var floor = placed.length * GAP_PIXELS <= limit ? 0 : limit - placed.length * GAP_PIXELS;
    for (var place = placed.length - 1; place >= 0; place -= 1) {
      placed[place] = Math.max(placed[place], floor);
      floor = placed[place] + GAP_PIXELS;
    }
    return placed;
  }

  // The days and the values of one curve: rows of one run.
  function points(cube, at) {
    var run = cubes.run(cube, at);
    var made = [];
    for (var row = run ? run.from : 0; run && row < run.to; row += 1) made.push(pointAt(run, row));
    return made;
  }
  function pointAt(run, row) {
    return { day: run.shard.columns.day[row], get: function (column) { return rows.valueOf(run, column, row); } };
  }

  function column(found, name) { return found.map(function (point) { return point.get(name); }); }

  // figures_by_day.curve: low, high, the curve, and where it has a fourth trace, the numbers at risk on its days.
  function curves(figure, binding, state) {
    var found = points(binding.cube, rows.stateOf(state, binding.fixed));
    var days = column(found, "day");
    ["survival_low", "survival_high", "survival_rate"].forEach(function (name, place) {
      Object.assign(figure.data[place], { x: days, y: column(found, name) });
    });
    figure.data[2].hovertext = found.map(function (point) { return text.fill(binding.hover, point); });
    if (binding.at_risk && figure.data[3]) {
      figure.data[3].text = figure.data[3].x.map(function (day) {
        var next = found.filter(function (point) { return point.day >= day; })[0];
        return next ? text.format(next.get("at_risk_count")) : "";
      });
    }
    return { drawn: found.length ? 1 : 0, all: 1 };
  }

  shared.series = { of: seriesOf, one: series, points: points };
  Object.assign(shared.drawings, { lines: lines, curves: curves });
})(window.takedownFilters = window.takedownFilters || {});
