// Fills tables, key numbers and sentences for a state of the filters. Text goes in as text, never as markup.
(function (shared) {
  "use strict";
  var text = shared.text;
  var rows = shared.rows;
  var SPANS = { day: true, source: true, reason: true };

  function element(name, className, content) {
    var made = document.createElement(name);
    if (className) made.className = className;
    if (content !== undefined) made.textContent = content;
    return made;
  }

  // As table_html writes a cell: a header where it is the first, set to the right where its column is a number.
  function cell(content, kind, isFirst, isNumber) {
    var made = element(isFirst ? "th" : "td", isNumber ? "number" : "");
    if (isFirst) made.scope = "row";
    if (kind) made.appendChild(element("span", SPANS[kind] ? kind : "badge " + kind, content));
    else made.textContent = content;
    return made;
  }

  function said(wording, row) {
    var chosen = text.chosen(wording, row);
    return [text.fill(chosen, row), chosen.kind];
  }

  function numbers(table) {
    return Array.from(table.tHead.rows[0].cells, function (head) { return head.classList.contains("number"); });
  }

  // A line is a list of [content, kind]; the last may be the total.
  function fill(table, lines, hasTotal) {
    var isNumber = numbers(table);
    var body = element("tbody");
    lines.forEach(function (line, place) {
      var row = body.insertRow();
      if (hasTotal && place === lines.length - 1) row.className = "total";
      line.forEach(function (entry, column) { row.appendChild(cell(entry[0], entry[1], column === 0, isNumber[column])); });
    });
    if (!lines.length) {
      var nothing = body.insertRow().appendChild(element("td", "", text.message("no_rows")));
      nothing.colSpan = isNumber.length;
    }
    table.replaceChild(body, table.tBodies[0]);
  }

  // Columns whose number depends on the state: the first head stays, the others are made as the second was.
  function setHeads(table, labels, isNumber) {
    var head = table.tHead.rows[0];
    while (head.cells.length > 1) head.deleteCell(1);
    labels.forEach(function (label) {
      var made = head.appendChild(element("th", isNumber ? "number" : "", label));
      made.scope = "col";
    });
  }

  function rowTable(table, binding, state) {
    var lines = rows.rowsOf(binding.rows, state).map(function (item) {
      return [[item.name, dayKind(binding.rows.by)]].concat(cells(binding, item));
    });
    var overall = binding.total ? totalOf(binding, state) : null;
    if (overall) lines.push([[binding.total, ""]].concat(cells(binding, overall)));
    fill(table, lines, Boolean(overall));
  }
  function dayKind(by) { return by === "month" || by === "week" ? "day" : ""; }
  function cells(binding, row) { return binding.cells.map(function (wording) { return said(wording, row); }); }
  function totalOf(binding, state) {
    var own = {};
    own[binding.rows.by] = "all";
    return rows.rowAt(binding.rows.cube, rows.stateOf(state, own));
  }

  function dayTable(table, binding, state) {
    var found = binding.rows
      ? shared.series.of({ rows: binding.rows, lines: [{ column: binding.columns[0] }] }, state)
      : binding.columns.map(function (column) { return shared.series.one(binding.cube, column, state); });
    var values = found.map(function (one) {
      return new Map(one.days.map(function (day, place) { return [day, one.values[place]]; }));
    });
    var days = new Set([].concat.apply([], found.map(function (one) { return one.days; })));
    var shown = weekly(Array.from(days).sort());
    if (binding.rows) setHeads(table, found.map(function (one) { return one.name; }), true);
    fill(table, shown.map(function (day) {
      return [[day, "day"]].concat(values.map(function (known) { return [text.format(known.get(day)), ""]; }));
    }));
  }

  // series.weekly: every seventh day, counted back from the last.
  function weekly(days) {
    var last = Date.parse(days[days.length - 1]);
    return days.filter(function (day) { return Math.round((last - Date.parse(day)) / 86400000) % 7 === 0; });
  }

  function curveTable(table, binding, state) {
    var found = shared.series.points(binding.cube, rows.stateOf(state, binding.fixed));
    var lines = found.filter(function (point, place) {
      return binding.days.indexOf(point.day) >= 0 || place === found.length - 1;
    }).map(function (point) { return binding.cells.map(function (wording) { return said(wording, point); }); });
    fill(table, lines);
  }

  function gridTable(table, binding, state) {
    var made = shared.grid(binding, state);
    var isNumber = numbers(table)[1];
    setHeads(table, made.columns.map(function (column) { return column.label; }), isNumber);
    fill(table, made.items.map(function (item, place) {
      var line = made.cells[place].map(function (row) { return row ? said(binding.cell, row) : [text.NULL, ""]; });
      return [[item.name, dayKind(binding.rows.by)]].concat(line);
    }));
  }

  function keep(table, binding, state) {
    var chosen = state[binding.dimension] || "all";
    Array.from(table.tBodies[0].rows).forEach(function (row, place) {
      var key = binding.keys[place];
      row.hidden = chosen !== "all" && Boolean(key) && key !== chosen;
    });
  }

  // A key number or a sentence: elements marked data-value and data-detail.
  function number(place, binding, state) {
    var row = rows.rowAt(binding.cube, rows.stateOf(state, binding.fixed));
    setText(place, "[data-value]", binding.value, row);
    setText(place, "[data-detail]", binding.detail, row);
  }
  function setText(place, selector, wording, row) {
    var target = place.matches(selector) ? place : place.querySelector(selector);
    if (!target || !wording) return;
    target.textContent = row ? text.say(wording, row) : selector === "[data-value]" ? text.NULL : text.message("none");
  }

  shared.tables = { rows: rowTable, days: dayTable, curve: curveTable, grid: gridTable, keep: keep };
  shared.fills = { number: number };
})(window.takedownFilters = window.takedownFilters || {});
