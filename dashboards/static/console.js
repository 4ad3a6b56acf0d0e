// The console's page: takes SQL, shows what DuckDB answers. Whatever comes from a query or from data is set as text.
(function () {
  "use strict";
  var MOST_SHOWN = 500;
  var NUMBER = /^(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|FLOAT|DOUBLE|DECIMAL)/;
  var FORMULA = /^[=+\-@\t\r\n]/;
  var messages = JSON.parse(document.getElementById("console-messages").textContent);
  var editor = byId("sql"), status = byId("status"), error = byId("error"), place = byId("result");
  var engine = null, result = null, turn = 0;

  function byId(id) { return document.getElementById(id); }

  function say(name, values) {
    return messages[name].replace(/\{(\w+)\}/g, function (unused, key) { return values[key]; });
  }

  function make(tag, text, kind) {
    var element = document.createElement(tag);
    if (text !== undefined) element.textContent = text;
    if (kind) element.className = kind;
    return element;
  }

  function show(statusText, errorText) {
    status.textContent = statusText;
    error.textContent = errorText || "";
  }

  function setBusy(isBusy) {
    byId("run").setAttribute("aria-disabled", String(isBusy));
    byId("stop").hidden = !isBusy;
    byId("csv").disabled = byId("copy").disabled = isBusy || !result;
    place.setAttribute("aria-busy", String(isBusy));
  }

  function heading(name, kind) {
    var cell = make("th", name, NUMBER.test(kind) ? "number" : "");
    cell.scope = "col";
    cell.append(make("span", kind, "kind"));
    return cell;
  }

  function valueCell(value, kind) {
    if (value === null) return make("td", messages.null, NUMBER.test(kind) ? "number null" : "null");
    return make("td", value, kind === "plan" ? "plan" : NUMBER.test(kind) ? "number" : "");
  }

  function draw() {
    var table = make("table"), head = make("tr"), body = make("tbody");
    result.names.forEach(function (name, index) { head.append(heading(name, result.types[index])); });
    result.rows.slice(0, MOST_SHOWN).forEach(function (row) {
      var line = make("tr");
      row.forEach(function (value, index) { line.append(valueCell(value, result.types[index])); });
      body.append(line);
    });
    table.append(make("caption", place.getAttribute("aria-label"), "unseen"), make("thead"), body);
    table.tHead.append(head);
    place.replaceChildren(table);
    place.hidden = false;
    place.scrollTop = place.scrollLeft = 0;
  }

  function counted(milliseconds) {
    var rows = result.rows.length;
    var name = result.isCut ? "count_cut" : rows === 1 ? "count_one" : "count";
    var values = { rows: rows.toLocaleString("en"), time: Math.round(milliseconds), shown: MOST_SHOWN };
    return say(name, values) + (rows > MOST_SHOWN ? " " + say("shown", values) : "");
  }

  function isSupported() {
    return typeof WebAssembly === "object" && typeof Worker === "function" && typeof DecompressionStream === "function";
  }

  async function ready(mine) {
    if (engine) return engine;
    show(messages.starting);
    try {
      var started = await takedownConsole.start();
    } catch (reason) {
      throw { text: say("failed", { reason: reason.message || reason }) };
    }
    if (mine !== turn) started.worker.terminate();
    else engine = started;
    return engine;
  }

  async function answer(statement, mine) {
    var started = await ready(mine);
    if (mine !== turn) return;
    show(messages.running);
    var begun = performance.now();
    try {
      var found = await takedownConsole.ask(started.connection, statement);
    } catch (reason) {
      var told = takedownConsole.explainError(reason);
      throw { text: told.isRefused ? messages.refused : told.text };
    }
    if (mine !== turn) return;
    result = found;
    draw();
    show(counted(performance.now() - begun));
  }

  function clear() {
    result = null;
    place.hidden = true;
    setBusy(false);
  }

  async function run() {
    var statement = editor.value;
    if (!byId("stop").hidden) return;
    clear();
    if (!isSupported()) return show("", messages.unsupported);
    if (!statement.trim()) return show("", messages.empty);
    var mine = ++turn;
    setBusy(true);
    try {
      await answer(statement, mine);
    } catch (problem) {
      if (mine === turn) show("", problem.text || String(problem));
    } finally {
      if (mine === turn) setBusy(false);
    }
  }

  // A query cannot be interrupted, but the worker that it runs in can be ended.
  function stop() {
    turn += 1;
    if (engine) engine.worker.terminate();
    engine = null;
    show(messages.stopped);
    setBusy(false);
    editor.focus();
  }

  // As in the release's own CSV: a text that a spreadsheet would run as a formula gets an apostrophe; NULL is nothing.
  function csvCell(value, kind) {
    if (value === null) return "";
    var text = FORMULA.test(value) && !NUMBER.test(kind) ? "'" + value : value;
    return text === "" || /[",\r\n]/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text;
  }

  function asCsv() {
    var header = result.names.map(function (name) { return csvCell(name, "VARCHAR"); });
    var lines = result.rows.map(function (row) {
      return row.map(function (value, index) { return csvCell(value, result.types[index]); }).join(",");
    });
    return [header.join(",")].concat(lines).join("\n") + "\n";
  }

  function download() {
    var link = make("a");
    link.href = URL.createObjectURL(new Blob([asCsv()], { type: "text/csv" }));
    link.download = "query.csv";
    link.click();
    setTimeout(function () { URL.revokeObjectURL(link.href); }, 60000);
  }

  async function copy() {
    try {
      await navigator.clipboard.writeText(asCsv());
      show(messages.copied);
    } catch (refused) {
      show("", messages.not_copied);
    }
  }

  function take(event) {
    var button = event.target.closest("[data-sql]");
    if (!button) return;
    editor.value = button.dataset.sql;
    editor.scrollIntoView({ block: "center" });
    editor.focus();
    run();
  }

  editor.addEventListener("keydown", function (event) {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    run();
  });
  byId("run").addEventListener("click", run);
  byId("stop").addEventListener("click", stop);
  byId("csv").addEventListener("click", download);
  byId("copy").addEventListener("click", copy);
  document.addEventListener("click", take);
})();
