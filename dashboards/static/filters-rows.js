// The rows that a figure or a table shows in a state of the filters, in their order. Rows are looked up, never summed.
(function (shared) {
  "use strict";
  var WITHHELD = "withheld";
  var cubes = shared.cubes;

  // The first and the last day of a period, as texts that compare like days; null for all.
  function range(period) {
    if (!period || period === "all") return null;
    var quarter = /^(\d{4})-Q([1-4])$/.exec(period);
    if (!quarter) return [period + "-01", period + "-31"];
    var first = 3 * Number(quarter[2]) - 2;
    return [quarter[1] + "-" + two(first) + "-01", quarter[1] + "-" + two(first + 2) + "-31"];
  }
  function two(number) { return (number < 10 ? "0" : "") + number; }

  function isIn(value, limits) {
    return !limits || typeof value === "number" || (value >= limits[0] && value <= limits[1]);
  }

  function isDimension(cube, name) {
    return name === "basis" ? cubes.has("basis") : cubes.about(cube).dimensions.indexOf(name) >= 0;
  }

  // The row of a run that stands for it: the one of the given along values, or, of days, the last there is by then.
  // Rows lie in the order of what they run along.
  function pick(run, along, at) {
    if (!along.length) return run.from;
    if (along.length === 1) return pickOne(run, along[0], at);
    for (var row = run.to - 1; row >= run.from; row -= 1) {
      if (along.every(function (name) { return isAt(run.shard.columns[name][row], at[name]); })) return row;
    }
    return -1;
  }
  function isAt(value, wanted) { return wanted === undefined || String(value) === String(wanted); }

  function pickOne(run, name, at) {
    var limits = range(at.period);
    var values = run.shard.columns[name];
    var wanted = at[name];
    if (wanted === undefined && limits && typeof values[run.from] === "string") wanted = limits[1];
    else if (wanted === undefined) return run.to - 1;
    var low = run.from;
    var high = run.to;
    while (low < high) {
      var middle = (low + high) >> 1;
      if (values[middle] <= wanted) low = middle + 1;
      else high = middle;
    }
    if (low === run.from) return -1;
    return name === "day" || at[name] === undefined || values[low - 1] === wanted ? low - 1 : -1;
  }

  // One row of a cube: get(column) of it, get(column, at) of the row with other coordinates. Null where there is none.
  function rowAt(cube, at) {
    var run = cubes.run(cube, at);
    if (!run) return null;
    var place = pick(run, cubes.about(cubes.cubeOf(cube, at)).along, at);
    return place < 0 ? null : { at: at, run: run, place: place, get: getter(cube, at, run, place) };
  }

  function getter(cube, at, run, place) {
    return function (column, other) {
      if (other && Object.keys(other).length) {
        var elsewhere = rowAt(cube, Object.assign({}, at, other));
        return elsewhere ? elsewhere.get(column) : null;
      }
      return valueOf(run, column, place);
    };
  }

  function valueOf(run, column, row) {
    var values = run.shard.columns[column];
    if (!values) throw new Error("no cube column " + column);
    return values[row];
  }

  var NOTHING = { get: function () { return null; } };

  function labelOf(dimension, id, isShort) {
    var names = shared.page.names[dimension];
    var label = names ? names[id] || id : dimension === "month" ? String(id).slice(0, 7) : String(id);
    return isShort ? label.split(" (")[0] || label : label;
  }

  // The values of a dimension that a figure can show in this state: the chosen one, or each.
  function valuesOf(dimension, state) {
    if (state[dimension] && state[dimension] !== "all") return [state[dimension]];
    return cubes.values(dimension).filter(function (value) { return value !== "all"; });
  }

  // The values that the rows of one state run along (months, weeks), within the period.
  function alongOf(cube, name, at) {
    var run = cubes.run(cube, at);
    var limits = range(at.period);
    var found = new Set();
    for (var row = run ? run.from : 0; run && row < run.to; row += 1) {
      if (isIn(run.shard.columns[name][row], limits)) found.add(run.shard.columns[name][row]);
    }
    return Array.from(found).sort(function (a, b) { return a < b ? -1 : a > b ? 1 : 0; });
  }

  function stateOf(state, fixed) { return Object.assign({}, state, fixed || {}); }

  function idsOf(cube, dimension, state) {
    return isDimension(cube, dimension) ? valuesOf(dimension, state) : alongOf(cube, dimension, state);
  }

  // The rows in their order: {id, label, name, get}. `label` is for a drawing, `name` is the whole name.
  function rowsOf(rows, state) {
    var found = [];
    idsOf(rows.cube, rows.by, state).forEach(function (id) {
      var own = {};
      own[rows.by] = id;
      var row = rowAt(rows.cube, stateOf(state, own));
      if (row) found.push(named(rows, id, row));
    });
    return sorted(rows, found);
  }
  function named(rows, id, row) {
    return {
      id: id, label: labelOf(rows.by, id, rows.short_names), name: labelOf(rows.by, id, false), get: row.get, row: row
    };
  }

  // What rows are ordered and chosen by: a column of theirs, or of the same state in another cube.
  function measure(rows, item, column) {
    if (column === "id") return item.id;
    var row = rows.order_cube ? rowAt(rows.order_cube, item.row.at) : item.row;
    return row ? row.get(column) : null;
  }

  function sorted(rows, found) {
    var marks = new Map(found.map(function (item) {
      return [item, rows.order.map(function (order) { return measure(rows, item, order.replace(/^-/, "")); })];
    }));
    return found.sort(function (a, b) {
      var apart = (a.id === WITHHELD) - (b.id === WITHHELD);
      for (var i = 0; !apart && i < rows.order.length; i += 1) {
        apart = compare(marks.get(a)[i], marks.get(b)[i], rows.order[i][0] === "-");
      }
      return apart || compare(a.name, b.name, false);
    });
  }
  function compare(x, y, isDown) {
    if (x === null || y === null) return (x === null) - (y === null);
    return (x < y ? -1 : x > y ? 1 : 0) * (isDown ? -1 : 1);
  }

  // The rows that are drawn of many: those of the most weight, in the order of all.
  function drawn(rows, found) {
    if (found.length <= rows.limit) return found;
    var ranked = found.map(function (item, place) { return [measure(rows, item, rows.weight) || 0, place]; });
    ranked.sort(function (a, b) { return compare(a[0], b[0], true) || a[1] - b[1]; });
    var kept = new Set(ranked.slice(0, rows.limit).map(function (entry) { return entry[1]; }));
    return found.filter(function (item, place) { return kept.has(place); });
  }

  // Every state that a binding will look up, by cube: what has to be loaded for it.
  function statesOf(binding, state) {
    var rows = binding.rows || { cube: binding.cube };
    var at = stateOf(state, binding.fixed);
    var states = [at];
    [rows.by, binding.across].forEach(function (dimension) {
      if (!dimension || !isDimension(rows.cube, dimension)) return;
      states = states.concat.apply(states, states.map(function (known) {
        return valuesOf(dimension, at).concat(["all"]).map(function (value) {
          var own = {};
          own[dimension] = value;
          return stateOf(known, own);
        });
      }));
    });
    return [{ cube: rows.cube, states: states }].concat(rows.order_cube ? { cube: rows.order_cube, states: states } : []);
  }

  shared.rows = {
    NOTHING: NOTHING, valueOf: valueOf, range: range, isIn: isIn, rowAt: rowAt, rowsOf: rowsOf, drawn: drawn, stateOf: stateOf,
    idsOf: idsOf, labelOf: labelOf, statesOf: statesOf, isDimension: isDimension
  };
})(window.takedownFilters = window.takedownFilters || {});
