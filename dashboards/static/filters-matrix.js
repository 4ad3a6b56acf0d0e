// Redraws heat maps (figures_over_time.heat_map) for a state of the filters: grounds, colours and texts of the cells.
(function (shared) {
  "use strict";
  var text = shared.text;
  var rows = shared.rows;
  var DARK_CELL_SHARE = 0.72;

  // The columns of a grid: values of a dimension, or what the rows run along; null where there is none.
  function columnsOf(binding, items, state) {
    var cube = binding.rows.cube;
    if (binding.columns) return given(binding, state);
    if (rows.isDimension(cube, binding.across)) {
      return rows.idsOf(cube, binding.across, state).filter(function (id) {
        return items.some(function (item) { return cell(binding, item, id); });
      }).map(function (id) { return { id: id, label: rows.labelOf(binding.across, id) }; }).sort(function (a, b) {
        return a.label < b.label ? -1 : a.label > b.label ? 1 : 0;
      });
    }
    var found = new Set();
    items.forEach(function (item) {
      rows.idsOf(cube, binding.across, item.row.at).forEach(function (id) { found.add(id); });
    });
    return Array.from(found).sort(function (a, b) { return a < b ? -1 : a > b ? 1 : 0; }).map(function (id) {
      return { id: id, label: String(id) };
    });
  }

  // The columns that Python names, less those that the filters leave out.
  function given(binding, state) {
    var chosen = state[binding.across];
    var limits = rows.range(state.period);
    return binding.columns.map(function (column) { return { id: column[0], label: column[1] }; }).filter(function (column) {
      if (binding.across === "week" || binding.across === "month") return rows.isIn(column.id, limits);
      return !chosen || chosen === "all" || chosen === column.id;
    });
  }

  function cell(binding, item, id) {
    var own = {};
    own[binding.across] = id;
    return rows.rowAt(binding.rows.cube, rows.stateOf(item.row.at, own));
  }

  // Every cell of a grid: its row of the cube, or null. A drawing holds fewer rows than the table.
  function grid(binding, state, isDrawn) {
    var found = rows.rowsOf(binding.rows, state);
    var items = isDrawn ? rows.drawn(binding.rows, found) : found;
    var columns = columnsOf(binding, found, state);
    return { items: items, all: found.length, columns: columns, cells: items.map(function (item) {
      return columns.map(function (column) { return cell(binding, item, column.id); });
    }) };
  }

  function matrix(figure, binding, state) {
    var made = grid(binding, state, true);
    made.texts = made.cells.map(function (line) {
      return line.map(function (row) { return row ? text.say(binding.text, row) : ""; });
    });
    made.values = made.cells.map(function (line) {
      return line.map(function (row) { return row ? row.get(binding.value) : null; });
    });
    var flat = [].concat.apply([], made.values);
    made.top = binding.top || flat.reduce(function (most, value) { return Math.max(most, value || 0); }, 0) || 1;
    setFrame(figure.layout, made);
    figure.data[0].z = made.texts.map(function (line) {
      return line.map(function (said) { return said === binding.blank ? 1 : null; });
    });
    figure.data[1].z = made.values.map(function (line) {
      return line.map(function (value) { return binding.top ? value : value || null; });
    });
    figure.data[1].zmax = made.top;
    setTexts(figure.data[2], binding, made);
    // What else is drawn over the cells belongs to the rows of the unfiltered state.
    if (Object.keys(state).length) figure.data = figure.data.slice(0, 3);
    return { drawn: made.items.length, all: made.all };
  }

  function setFrame(layout, made) {
    var every = Math.ceil(made.columns.length / 12) || 1;
    var shown = made.columns.map(function (column, place) { return place; }).filter(function (p) { return p % every === 0; });
    layout.height = 34 * made.items.length + 40;
    layout.xaxis.tickvals = shown;
    layout.xaxis.ticktext = shown.map(function (place) { return text.plain(made.columns[place].label); });
    layout.yaxis.range = [made.items.length - 0.5, -0.5];
    layout.yaxis.tickvals = made.items.map(function (item, place) { return place; });
    layout.yaxis.ticktext = made.items.map(function (item) { return text.plain(item.label); });
  }

  function setTexts(trace, binding, made) {
    Object.assign(trace, { x: [], y: [], text: [], hovertext: [] });
    var colors = [];
    made.texts.forEach(function (line, i) {
      line.forEach(function (said, j) {
        if (!said) return;
        trace.x.push(j);
        trace.y.push(i);
        trace.text.push(said);
        colors.push(colorOf(made.values[i][j], made.top, binding));
        var words = { label: text.plain(made.items[i].label), across: text.plain(made.columns[j].label), text: said };
        trace.hovertext.push(text.fill(binding.hover, made.cells[i][j], words));
      });
    });
    trace.textfont = Object.assign({}, trace.textfont, { color: colors });
  }

  function colorOf(value, top, binding) {
    if (binding.top ? value === null : !value) return "var(--muted)";
    return value / top > DARK_CELL_SHARE ? "var(--page)" : "var(--ink)";
  }

  shared.grid = grid;
  shared.drawings.matrix = matrix;
})(window.takedownFilters = window.takedownFilters || {});
