// Filters that hide rows of tables and of drawings. It counts rows and computes nothing else; the state lives in the address.
(function () {
  "use strict";
  var bar = document.querySelector("[data-row-filters]");
  if (!bar) return;
  var texts = JSON.parse(document.getElementById("row-filter-texts").textContent);
  var selects = Array.from(bar.querySelectorAll("select"));
  var decoded = window.takedownSite.decoded;
  var wasOpen = new Map();
  var FEW = 60; // rows that a reader can look through

  function filled(template, values) {
    return template.replace(/\{(\w+)\}/g, function (whole, name) { return name in values ? values[name] : whole; });
  }

  // #anchor&platform=x&verdict=contradicted: what has no equals sign is the place on the page.
  function readAddress() {
    var read = { anchor: "", values: {} };
    location.hash.slice(1).split("&").filter(Boolean).forEach(function (part) {
      var at = part.indexOf("=");
      if (at < 0) read.anchor = read.anchor || part;
      else read.values[decoded(part.slice(0, at))] = decoded(part.slice(at + 1));
    });
    return read;
  }

  function writeAddress() {
    var parts = readAddress().anchor ? [readAddress().anchor] : [];
    selects.forEach(function (select) {
      if (select.value) parts.push(select.dataset.dimension + "=" + encodeURIComponent(select.value));
    });
    var address = location.href.split("#")[0] + (parts.length ? "#" + parts.join("&") : "");
    history.pushState(null, "", address);
    show();
  }

  function chosen() {
    return selects.filter(function (select) { return select.value; });
  }

  // A row that says nothing of a dimension is not of it, and stays.
  function answers(keyOf) {
    return chosen().every(function (select) {
      var key = keyOf(select.dataset.dimension);
      return key === null || key === undefined || key.split(" ").indexOf(select.value) >= 0;
    });
  }

  function showRows(body) {
    var rows = Array.from(body.querySelectorAll("tr[data-keyed]"));
    var left = rows.filter(function (row) {
      row.hidden = !answers(function (dimension) { return row.getAttribute("data-row-" + dimension); });
      return !row.hidden;
    });
    var none = body.querySelector("tr.no-rows");
    if (none) none.remove();
    if (rows.length && !left.length) body.appendChild(emptyRow(body));
    return { count: left.length, all: rows.length };
  }

  function emptyRow(body) {
    var row = document.createElement("tr"), cell = document.createElement("td");
    row.className = "no-rows";
    cell.colSpan = body.closest("table").tHead.rows[0].cells.length;
    cell.textContent = texts.none;
    row.appendChild(cell);
    return row;
  }

  // Lists that open: those without a row left are hidden, the others opened while a filter leaves few rows.
  function showLists() {
    var few = document.querySelectorAll("details[data-row-list] tr[data-keyed]:not([hidden])").length <= FEW;
    document.querySelectorAll("details[data-row-list]").forEach(function (list) {
      var rows = Array.from(list.querySelectorAll("tr[data-keyed]"));
      var left = rows.some(function (row) { return !row.hidden; });
      if (!wasOpen.has(list)) wasOpen.set(list, list.open);
      list.hidden = rows.length > 0 && !left;
      list.open = chosen().length && few ? left : wasOpen.get(list);
      if (!chosen().length) wasOpen.delete(list);
    });
    document.querySelectorAll("[data-keyed]:not(tr)").forEach(function (part) {
      part.hidden = !answers(function (dimension) { return part.getAttribute("data-row-" + dimension); });
    });
  }

  function kept(values, places) {
    return places.map(function (place) { return values[place]; });
  }

  // The rows of a drawing lie at the places 0, 1, 2, … of its y axis: those left move up.
  function keptFigure(figure) {
    var rows = figure.layout.meta.rows, was = rows.length, places = [];
    rows.forEach(function (row, place) {
      if (answers(function (dimension) { return row[dimension]; })) places.push(place);
    });
    function keepArrays(part) {
      Object.keys(part).forEach(function (name) {
        var value = part[name];
        if (Array.isArray(value) && value.length === was) part[name] = kept(value, places);
        else if (value && typeof value === "object" && !Array.isArray(value)) keepArrays(value);
      });
    }
    figure.data.forEach(function (trace) {
      keepArrays(trace);
      if (trace.orientation === "h" || trace.mode === "markers") trace.y = places.map(function (_, index) { return index; });
    });
    var axis = figure.layout.yaxis, pixels = figure.layout.meta.pixels || 0;
    axis.ticktext = kept(axis.ticktext, places);
    axis.tickvals = places.map(function (_, index) { return index; });
    axis.range = [places.length - 0.5, -0.5];
    figure.layout.annotations = (figure.layout.annotations || []).filter(function (note) {
      return note.yref === "paper" || places.indexOf(note.y) >= 0;
    }).map(function (note) {
      if (note.yref !== "paper") note.y = places.indexOf(note.y);
      return note;
    });
    figure.layout.height -= pixels * (was - places.length);
    return figure;
  }

  function showFigures() {
    document.querySelectorAll("[data-figure]").forEach(function (place) {
      var figure = window.takedownSite.written(place);
      if (!figure.layout.meta || !figure.layout.meta.rows) return;
      figure = keptFigure(figure);
      place.style.height = figure.layout.height + "px";
      window.takedownSite.draw(place, figure);
    });
  }

  function show() {
    var counts = { count: 0, all: 0 };
    document.querySelectorAll("tbody").forEach(function (body) {
      var one = showRows(body);
      if (body.closest(".figure")) return;
      counts.count += one.count;
      counts.all += one.all;
    });
    showLists();
    showFigures();
    bar.querySelector("[data-clear]").hidden = !chosen().length;
    bar.querySelector(".showing").textContent = sentence(counts);
  }

  function sentence(counts) {
    var number = new Intl.NumberFormat(document.documentElement.lang, { numberingSystem: "latn" });
    var choices = chosen().map(function (select) {
      var label = bar.querySelector('label[for="' + select.id + '"]').textContent;
      return filled(texts.choice, { dimension: label, value: select.selectedOptions[0].textContent });
    });
    var told = !choices.length ? texts.everything : filled(texts.showing, {
      choices: choices.join(" · "), count: number.format(counts.count), all: number.format(counts.all)
    });
    var strangers = unknown();
    return strangers.length ? told + " " + filled(texts.unknown, { values: strangers.join(" · ") }) : told;
  }

  // What the address asks for and this page does not offer: of a dimension it has, an unknown value.
  function unknown() {
    var values = readAddress().values;
    return selects.filter(function (select) {
      var value = values[select.dataset.dimension];
      return value && value !== select.value;
    }).map(function (select) { return values[select.dataset.dimension]; });
  }

  function followAddress() {
    var values = readAddress().values;
    selects.forEach(function (select) {
      select.value = values[select.dataset.dimension] || "";
      if (select.selectedIndex < 0) select.value = "";
    });
    show();
  }

  bar.hidden = false;
  bar.addEventListener("submit", function (event) { event.preventDefault(); });
  selects.forEach(function (select) { select.addEventListener("change", writeAddress); });
  bar.querySelector("[data-clear]").addEventListener("click", function () {
    selects.forEach(function (select) { select.value = ""; });
    writeAddress();
  });
  window.addEventListener("hashchange", followAddress);
  window.addEventListener("popstate", followAddress);
  document.fonts.ready.then(followAddress);
})();
