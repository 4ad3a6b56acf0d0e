// Loads the shards of the cubes on demand, as scripts, since a page opened from disk may read nothing else.
// A state of the filters is one whole number: its places in the lists of values, as digits (dashboards/cubes.py).
(function (shared) {
  "use strict";
  var base = document.currentScript.src.replace(/[^/]*$/, "") + "cubes/";
  var index = null;
  var shards = {};
  var waiting = {};
  var places = {};

  window.takedownCubes = function (made) {
    index = made;
    Object.keys(made.values).forEach(function (dimension) {
      places[dimension] = new Map(made.values[dimension].map(function (value, place) { return [value, place]; }));
    });
  };

  // `repeats` are columns that say what another does: a numerator that is a count.
  window.takedownCube = function (cube, name, columns, rows, repeats) {
    var shard = { columns: {}, starts: new Map(), length: rows.length };
    columns.forEach(function (column, place) {
      shard.columns[column] = rows.map(function (row) { return row[place]; });
    });
    Object.keys(repeats).forEach(function (column) { shard.columns[column] = shard.columns[repeats[column]]; });
    var keys = shard.columns.key;
    for (var row = rows.length - 1; row >= 0; row -= 1) shard.starts.set(keys[row], row);
    shards[cube + "-" + name] = shard;
  };

  function load(file) {
    if (!waiting[file]) {
      waiting[file] = new Promise(function (resolve, reject) {
        var script = document.createElement("script");
        script.src = base + file + ".js";
        script.addEventListener("load", resolve);
        script.addEventListener("error", function () { delete waiting[file]; reject(new Error(file)); });
        document.head.appendChild(script);
      });
    }
    return waiting[file];
  }

  function start() { return load("index"); }

  function has(cube) { return Boolean(index && index.cubes[cube]); }
  function about(cube) { return index.cubes[cube]; }
  function values(dimension) { return index.values[dimension] || []; }

  // The breakdown by legal basis is a cube of its own: few figures need it.
  function cubeOf(cube, at) {
    return cube === "compliance" && at.basis && at.basis !== "all" ? "basis" : cube;
  }

  function keyOf(entry, order, at) {
    var key = 0;
    for (var i = 0; i < entry.orders[order].length; i += 1) {
      var dimension = entry.orders[order][i];
      var place = places[dimension].get(at[dimension] || "all");
      if (place === undefined) return -1;
      key = key * places[dimension].size + place;
    }
    return key;
  }

  function periodOf(entry, at) {
    return entry.dimensions.indexOf("period") < 0 ? "all" : at.period || "all";
  }

  // The file of one order that holds the key, if any does: the last one that starts at or before it.
  function fileOf(cube, order, at) {
    var entry = index.cubes[cube];
    var firsts = (entry.shards[periodOf(entry, at)] || {})[order];
    var key = firsts ? keyOf(entry, order, at) : -1;
    if (key < 0) return null;
    var low = 0;
    var high = firsts.length;
    while (low < high) {
      var middle = (low + high) >> 1;
      if (firsts[middle] <= key) low = middle + 1;
      else high = middle;
    }
    return low ? { name: cube + "-" + periodOf(entry, at) + "." + order + (low - 1), key: key } : null;
  }

  // The files that hold these states: in the order that needs the fewer.
  function filesOf(cube, states) {
    var found = ["a", "b"].map(function (order) {
      var names = new Set();
      states.forEach(function (at) {
        var file = fileOf(cubeOf(cube, at), order, at);
        if (file) names.add(file.name);
      });
      return names;
    });
    return found[1].size && found[1].size < found[0].size ? found[1] : found[0];
  }

  // The rows of one state: {shard, from, to}; null where it has none, or its file is not loaded.
  function run(cube, at) {
    var name = cubeOf(cube, at);
    for (var order = 0; order < 2; order += 1) {
      var file = fileOf(name, order ? "b" : "a", at);
      var shard = file && shards[file.name];
      if (!shard) continue;
      var from = shard.starts.get(file.key);
      if (from === undefined) return null;
      var to = from + 1;
      while (to < shard.length && shard.columns.key[to] === file.key) to += 1;
      return { shard: shard, from: from, to: to };
    }
    return null;
  }

  shared.cubes = {
    start: start, load: load, has: has, about: about, values: values, cubeOf: cubeOf, filesOf: filesOf, run: run
  };
})(window.takedownFilters = window.takedownFilters || {});
