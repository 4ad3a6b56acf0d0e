// The state of the filters in the address, so that a view can be sent as a link: #figure&platform=x&agency=nccia.
(function (shared) {
  "use strict";
  var decoded = window.takedownSite.decoded;
  var selects = Array.from(document.querySelectorAll("#filters select"));

  // {anchor, state, carried (filters that this page does not have), unknown (what no page knows)}.
  function read(hash) {
    var found = { anchor: "", state: {}, carried: {}, unknown: [] };
    hash.replace(/^#/, "").split("&").forEach(function (part, place) {
      var cut = part.indexOf("=");
      if (cut < 0) {
        if (place === 0) found.anchor = part;
        return;
      }
      classify(found, decoded(part.slice(0, cut)), decoded(part.slice(cut + 1)));
    });
    return found;
  }

  function classify(found, dimension, value) {
    if (value === "all" && dimension in shared.page.labels) return;
    var select = selects.filter(function (one) { return one.dataset.dimension === dimension; })[0];
    var isOffered = select && Array.from(select.options).some(function (option) { return option.value === value; });
    var names = Object.prototype.hasOwnProperty.call(shared.page.names, dimension) ? shared.page.names[dimension] : {};
    if (isOffered) found.state[dimension] = value;
    else if (!select && Object.prototype.hasOwnProperty.call(names, value)) found.carried[dimension] = value;
    else found.unknown.push(dimension + "=" + value);
  }

  function write(anchor, state) {
    var parts = Object.keys(state).map(function (dimension) {
      return encodeURIComponent(dimension) + "=" + encodeURIComponent(state[dimension]);
    });
    return (anchor ? [anchor] : []).concat(parts).join("&");
  }

  shared.address = { selects: selects, read: read, write: write };
})(window.takedownFilters = window.takedownFilters || {});
