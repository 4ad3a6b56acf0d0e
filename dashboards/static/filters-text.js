// Fills the places of sentences that came translated, and writes numbers as the pages do. Computes no metric.
(function (shared) {
  "use strict";
  var NULL = "—";
  var writers = {};

  // What Words does in Python: the same digits, marks and rounding, which is to the even neighbour.
  function formatter(options) {
    var key = JSON.stringify(options);
    var more = { roundingMode: "halfEven", numberingSystem: "latn" };
    if (!writers[key]) writers[key] = new Intl.NumberFormat(shared.page.locale, Object.assign(more, options));
    return writers[key];
  }

  function written(value, options) {
    // Intl puts a mark before a minus in Urdu, Babel does not.
    return formatter(options).format(value).replace(/\u200e/g, "");
  }

  function isolated(text) {
    return shared.page.isRtl ? "\u2066" + text + "\u2069" : text;
  }

  function decimal(value) { return written(value, { maximumFractionDigits: 3 }); }

  function compact(value) {
    var digits = shared.page.compactDigits === "always" || Math.abs(value) >= 999500 ? 1 : 0;
    return written(value, { notation: "compact", maximumFractionDigits: digits, minimumFractionDigits: 0 });
  }

  function percent(value, digits) {
    return isolated(written(value, { style: "percent", minimumFractionDigits: digits, maximumFractionDigits: digits }));
  }

  function day(value, months) {
    var parts = String(value).split("-").map(Number);
    return parts[2] + " " + months[parts[1] - 1];
  }

  var FORMATS = {
    number: decimal,
    compact: compact,
    end: function (value) { return value >= 10000 ? compact(value) : decimal(value); },
    percent: function (value) { return percent(value, 1); },
    percent0: function (value) { return percent(value, 0); },
    day: function (value) { return day(value, shared.page.months) + " " + String(value).slice(0, 4); },
    short: function (value) { return day(value, shared.page.shortMonths); },
    iso: String,
    text: String
  };

  function format(value, name) {
    return value === null || value === undefined ? NULL : FORMATS[name || "number"](value);
  }

  // `row.get(column, at)` gives the value of a column; `words` are the places that are names and not numbers.
  function fill(text, row, words) {
    var places = text.places || {};
    var template = text.template;
    if (text.many) {
      var counted = places[text.count || "count"];
      if (row.get(counted.column, counted.at) !== 1) template = text.many;
    }
    return template.replace(/\{(\w+)\}/g, function (whole, name) {
      if (words && name in words) return words[name];
      var place = places[name];
      return place ? format(row.get(place.column, place.at), place.format) : whole;
    });
  }

  // A wording is a text, or cases of which the value of a column chooses one.
  function chosen(wording, row) {
    if (!wording.column) return wording;
    var value = row.get(wording.column);
    var text = wording.texts[value === null || value === undefined ? "" : String(value)];
    return text || wording.other || { template: NULL };
  }

  function say(wording, row, words) {
    return fill(chosen(wording, row), row, words);
  }

  // As figures.plain: literal in a drawing, which would make a link of `<a href>`, and cut to a length.
  function plain(text, length) {
    var letters = Array.from(text);
    var cut = letters.length <= (length || 26) ? text : letters.slice(0, (length || 26) - 1).join("") + "…";
    return cut.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
  }

  // A sentence of the page itself, with its places.
  function message(name, values) {
    return fill({ template: shared.page.templates[name] }, null, values || {});
  }

  // The choice between one and many is the same in both languages.
  function counted(count) {
    return message(count === 1 ? "one_request" : "many_requests", { n: decimal(count) });
  }

  shared.text = {
    NULL: NULL, format: format, fill: fill, chosen: chosen, say: say, plain: plain, message: message, counted: counted
  };
})(window.takedownFilters = window.takedownFilters || {});
