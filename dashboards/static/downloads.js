// What a reader takes along from a figure: its table as CSV, its picture, a link to it. All of it is made in the page,
// of what the page shows just now, filters included.
(function () {
  "use strict";
  var root = document.documentElement;
  var block = document.getElementById("downloads-data");
  if (!block) return;
  var words = JSON.parse(block.textContent);
  var folder = document.currentScript.src.replace(/[^/]*$/, "");
  var decoded = window.takedownSite.decoded;
  var NULL = "—";
  // As dashboards/cell_values.py reads a cell; a test compares the two.
  var MARKS = /[\u200e\u200f\u2066-\u2069]/g;
  var NUMBER = /^([+\u2212-]?)(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?(%?)$/;
  var FORMULA = /^[\u200e\u200f\u2066-\u2069]*[=+\-@\t\r\n]/;

  // ---- CSV ------------------------------------------------------------------------------------------------------

  // 1,234 as 1234 and 62.3% as 0.623, as in the release's own files. The point moves in the text: nothing is computed.
  function number(text) {
    var found = NUMBER.exec(text);
    if (!found) return null;
    var whole = found[2].replace(/,/g, ""), fraction = (found[3] || ".").slice(1);
    if (found[4]) {
      var padded = ("00" + whole).slice(-Math.max(whole.length, 2));
      fraction = padded.slice(-2) + fraction;
      whole = padded.slice(0, -2);
    }
    fraction = fraction.replace(/0+$/, "");
    whole = whole.replace(/^0+(?=\d)/, "") || "0";
    var sign = found[1] && found[1] !== "+" && /[1-9]/.test(whole + fraction) ? "-" : "";
    return sign + whole + (fraction ? "." + fraction : "");
  }

  function value(cell) {
    var text = cell.textContent.replace(/\s+/g, " ").trim();
    var bare = text.replace(MARKS, "");
    if (bare === NULL || bare === "") return "";
    var read = cell.classList.contains("number") ? number(bare) : null;
    return read === null ? safe(cell.textContent.trim() === text ? text : cell.textContent) : read;
  }

  // A text that a spreadsheet would run as a formula gets an apostrophe, as in the release's own files.
  function safe(text) { return FORMULA.test(text) ? "'" + text : text; }

  function quoted(text) { return /[",\r\n]/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text; }

  // Rows that are shown; what one cell says of several rows is said in each.
  function lines(table) {
    var width = table.tHead.rows[0].cells.length, open = [], found = [];
    Array.from(table.tBodies[0].rows).forEach(function (row) {
      var cells = Array.from(row.cells), line = [];
      for (var column = 0; column < width; column += 1) {
        if (!(open[column] && open[column].left > 0)) {
          var cell = cells.shift();
          open[column] = { left: cell ? cell.rowSpan : 1, text: cell ? value(cell) : "" };
        }
        open[column].left -= 1;
        line.push(open[column].text);
      }
      if (!row.hidden) found.push(line);
    });
    return found;
  }

  // The table, then one line that says what it is and where from; every line has as many cells as the first.
  function csv(section, table) {
    var heads = Array.from(table.tHead.rows[0].cells, function (head) { return safe(head.textContent); });
    var last = heads.map(function (head, place) { return place ? "" : safe(told(section).join(" ")); });
    return "\ufeff" + [heads].concat(lines(table), [last]).map(function (line) {
      return line.map(quoted).join(",") + "\r\n";
    }).join("");
  }

  // ---- What a figure says of itself -----------------------------------------------------------------------------

  function title(section) { return section.querySelector("h2,h3,h4").textContent.trim(); }

  function filterPairs() {
    var isRows = document.querySelector("[data-row-filters]");
    if (!root.dataset.filtered && !isRows) return [];
    return location.hash.slice(1).split("&").filter(function (part) { return part.indexOf("=") > 0; });
  }

  // The sentence of the filters, and what of it does not hold for this figure.
  function showing(section) {
    if (!filterPairs().length) return [];
    var status = document.querySelector(".filters .showing");
    var not = section.querySelector(".unaffected:not([hidden])");
    return [status, not].filter(Boolean).map(function (one) { return one.textContent.trim(); });
  }

  // The release, and what of it is invented, as the top of the page says it.
  function origin(section) {
    var synthetic = document.querySelector("aside.synthetic");
    return showing(section).concat(words.source, synthetic ? synthetic.textContent.replace(/\s+/g, " ").trim() : []);
  }

  function told(section) { return [title(section) + "."].concat(origin(section)); }

  function fileName(section, ending) {
    var parts = [words.page, section.id, words.release].concat(filterPairs().map(decoded));
    return parts.join("-").replace(/=/g, "_").replace(/[^\w.-]+/g, "_").slice(0, 150) + "." + ending;
  }

  // ---- What the page shows, once it shows it --------------------------------------------------------------------

  function filters() { return window.takedownFilters && window.takedownFilters.page ? window.takedownFilters : null; }

  // Filters read files: a figure is taken along when the page has come to rest.
  function settled() {
    return new Promise(function (resolve) {
      (function look() {
        if (!filters() || "applied" in root.dataset) resolve();
        else window.setTimeout(look, 30);
      })();
    });
  }

  // A long table is filled when it is opened (filters-parts.js): or now.
  function shownTable(section) {
    var table = section.querySelector("details .table table");
    var shared = root.dataset.filtered && filters();
    var made = shared && shared.places.filter(function (one) { return one.table === table; })[0];
    if (made && made.awaited) shared.tables[made.binding.kind](table, made.binding, made.awaited);
    return table;
  }

  function save(content, name) {
    var link = document.createElement("a");
    link.href = URL.createObjectURL(content);
    link.download = name;
    link.click();
    window.setTimeout(function () { URL.revokeObjectURL(link.href); }, 60000);
  }

  function load(name) {
    return new Promise(function (resolve, reject) {
      var script = document.createElement("script");
      script.src = folder + name;
      script.onload = resolve;
      script.onerror = function () { reject(new Error(name)); };
      document.head.append(script);
    });
  }

  function pictures() {
    if (window.takedownPictures) return Promise.resolve();
    return load("picture-fonts.js").then(function () { return load("pictures.js"); });
  }

  function about(section) {
    return { title: title(section), origin: origin(section), isRtl: root.dir === "rtl", language: root.lang };
  }

  var MAKERS = {
    csv: function (section) { return new Blob([csv(section, shownTable(section))], { type: "text/csv;charset=utf-8" }); },
    svg: function (section) {
      return pictures().then(function () { return window.takedownPictures.svg(section, about(section)); });
    },
    png: function (section) {
      return pictures().then(function () { return window.takedownPictures.png(section, about(section)); });
    }
  };

  function take(section, kind) {
    say(section, "");
    return settled().then(function () { return MAKERS[kind](section); }).then(function (content) {
      save(content, fileName(section, kind));
    }).catch(function (error) {
      say(section, words.failed);
      root.dataset.downloadFault = String(error && error.message || error);
    });
  }

  // ---- The link -------------------------------------------------------------------------------------------------

  function say(section, text) { section.querySelector(".said").textContent = text; }

  // The figure with the filters of now. The address takes it too, for browsers that let no page copy.
  function share(section, link) {
    link.setAttribute("href", "#" + [section.id].concat(filterPairs()).join("&"));
    var copied = navigator.clipboard ? navigator.clipboard.writeText(link.href) : Promise.reject();
    copied.then(function () { say(section, words.copied); }, function () { say(section, words.not_copied); });
  }

  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-take]");
    if (!button) return;
    var section = button.closest(".figure");
    if (button.dataset.take === "link") share(section, button);
    else take(section, button.dataset.take);
  });
  document.querySelectorAll("button[data-take]").forEach(function (button) { button.hidden = false; });
})();
