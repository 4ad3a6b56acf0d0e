// Starts DuckDB-Wasm inside a page that lies on a disk, makes the released tables in it, and locks it.
// The page may reach nothing (its Content-Security-Policy), so the engine is handed over instead of fetched.
(function () {
  "use strict";
  var MOST_ROWS = 50000;
  // Beside this script, and not below the page: the pages of another language lie in a folder of their own.
  var folder = document.currentScript.src.replace(/[^/]*$/, "");
  // What the reader's statement runs in: the engine's own parser takes exactly one SELECT statement there, of which
  // FROM, WITH, VALUES, DESCRIBE, SHOW and SUMMARIZE are kinds, and nothing that writes, loads or sets.
  var EXPLAIN = /^((?:\s|--[^\n]*\n|\/\*[^]*?\*\/)*)explain(\s+analyze)?\s/i;
  var NOT_ONE_SELECT = /Expected a single SELECT statement/;
  // In the worker, before the engine: the Wasm comes by message, and errors are the page's to show.
  var BEFORE_ENGINE = [
    "console.log = function () {};",
    "var handedOver = new Promise(function (resolve) {",
    "  self.addEventListener('message', function take(event) {",
    "    if (!event.data || !event.data.takedownWasm) return;",
    "    event.stopImmediatePropagation();",
    "    self.removeEventListener('message', take);",
    "    resolve(event.data.takedownWasm);",
    "  });",
    "});",
    "self.fetch = function () {",
    "  return handedOver.then(function (bytes) {",
    "    return new Response(bytes, { headers: { 'Content-Type': 'application/wasm' } });",
    "  });",
    "};",
  ].join("\n");

  function loadScript(name) {
    return new Promise(function (resolve, reject) {
      var script = document.createElement("script");
      script.src = folder + name;
      script.onload = resolve;
      script.onerror = function () { reject(new Error("static/" + name + " is not beside this page.")); };
      document.head.append(script);
    });
  }

  function unpacked(text) {
    var packed = Uint8Array.from(atob(text), function (sign) { return sign.charCodeAt(0); });
    var stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Response(stream).arrayBuffer().then(function (buffer) { return new Uint8Array(buffer); });
  }

  async function startWorker() {
    var source = BEFORE_ENGINE + "\n" + takedownEngine.worker;
    var address = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
    var worker = new Worker(address);
    URL.revokeObjectURL(address);
    var wasm = await unpacked(takedownEngine.wasm);
    worker.postMessage({ takedownWasm: wasm }, [wasm.buffer]);
    return worker;
  }

  async function fill(connection) {
    await connection.query("ATTACH ':memory:' AS takedown (COMPRESS)");
    await connection.query("CREATE SCHEMA takedown.marts");
    await connection.query("USE takedown.marts");
    for (var table of takedownDatabase) {
      await connection.query(table.declared);
      if (table.count) {
        // The engine takes no stream without a row.
        await connection.insertArrowFromIPCStream(await unpacked(table.rows), { name: table.name, create: false });
      }
    }
    await connection.query("CHECKPOINT takedown");
  }

  async function lock(connection) {
    for (var setting of [
      "autoinstall_known_extensions = false",
      "autoload_known_extensions = false",
      "enable_external_access = false",
      "lock_configuration = true",
    ]) await connection.query("SET " + setting);
  }

  // Resolves to { worker, connection }. Each start has its own worker, so that a query can be stopped by ending it.
  async function start() {
    if (!window.takedownEngine) await loadScript("console-engine.js");
    if (!window.takedownDatabase) await loadScript("console-database.js");
    var worker = await startWorker();
    var database = new takedownEngine.duckdb.AsyncDuckDB(new takedownEngine.duckdb.VoidLogger(), worker);
    await database.instantiate("data:application/wasm,");
    var connection = await database.connect();
    await fill(connection);
    await lock(connection);
    await connection.query("BEGIN TRANSACTION READ ONLY");
    return { worker: worker, connection: connection };
  }

  function quoted(text) { return "'" + text.replace(/'/g, "''") + "'"; }

  function texts(table) {
    var columns = table.schema.fields.map(function (field, index) { return table.getChildAt(index); });
    return Array.from({ length: table.numRows }, function (unused, row) {
      return columns.map(function (column) { return column.get(row); });
    });
  }

  // Every statement starts in a transaction of its own that cannot write: the second lock behind query().
  async function ask(connection, statement) {
    await connection.query("ROLLBACK");
    await connection.query("BEGIN TRANSACTION READ ONLY");
    var explained = EXPLAIN.exec(statement);
    var inner = explained ? statement.slice(explained[0].length) : statement;
    var source = "query(" + quoted(inner) + ")";
    if (explained) {
      var plan = await connection.query("EXPLAIN" + (explained[2] || "") + " FROM " + source);
      var lines = texts(plan).map(function (row) { return [row[1]]; });
      return { names: ["plan"], types: ["plan"], rows: lines, isCut: false };
    }
    var described = texts(await connection.query("DESCRIBE FROM " + source));
    var limit = " LIMIT " + (MOST_ROWS + 1);
    // The engine writes every value as text, so that numbers and times stand here exactly as DuckDB shows them.
    var rows = texts(await connection.query("SELECT COLUMNS(*)::VARCHAR FROM " + source + limit));
    return {
      names: described.map(function (column) { return column[0]; }),
      types: described.map(function (column) { return column[1]; }),
      rows: rows.slice(0, MOST_ROWS),
      isCut: rows.length > MOST_ROWS,
    };
  }

  // What the engine says of the reader's own statement, without its view of what we put around it, and without its
  // advice to install an extension.
  function explainError(error) {
    var message = String(error.message || error);
    return { isRefused: NOT_ONE_SELECT.test(message), text: message.split(/\n\n(?:LINE |Please try installing)/)[0] };
  }

  window.takedownConsole = { start: start, ask: ask, explainError: explainError };
})();
