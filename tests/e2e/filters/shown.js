// What every bound part of the page shows now: marks and texts of drawings, heads and cells of tables, key numbers.
() => {
  "use strict";
  const filters = window.takedownFilters;
  const styles = getComputedStyle(document.documentElement);
  const colorOf = name => styles.getPropertyValue(`--${name}`).trim();
  const list = values => values === undefined || values === null ? null : Array.from(values);
  const texts = row => Array.from(row.cells, cell => cell.textContent);
  const trace = one => ({
    x: list(one.x), y: list(one.y), base: list(one.base), z: one.z ? one.z.map(list) : null, text: list(one.text),
    hover: list(one.hovertext), above: one.error_x ? list(one.error_x.array) : null,
    below: one.error_x ? list(one.error_x.arrayminus) : null,
    colors: one.marker && Array.isArray(one.marker.color) ? one.marker.color : null,
  });
  const drawing = place => ({
    traces: place.data.map(trace), notes: (place.layout.annotations || []).map(note => note.text),
    names: place.layout.yaxis && place.layout.yaxis.ticktext ? list(place.layout.yaxis.ticktext) : [],
    heights: (place.layout.annotations || []).map(note => note.yref === "paper" ? null : note.y),
    lines: (place.layout.shapes || []).map(shape => shape.x0),
  });
  const table = made => ({
    heads: texts(made.table.tHead.rows[0]).slice(1),
    cells: Array.from(made.table.tBodies[0].rows).filter(row => !row.hidden).map(texts),
  });
  const show = { figure: made => drawing(made.element), table,
    number: made => ({ values: made.original.map(entry => entry[0].textContent) }) };
  const titleOf = made => {
    const title = made.table ? made.table.caption : made.element.querySelector("dt");
    return made.element.id || (title ? title.textContent.trim() : made.kind);
  };
  return {
    tokens: { alert: colorOf("alert"), accent: colorOf("accent") },
    status: document.getElementById("filters-status").textContent,
    parts: filters.places.map((made, number) => [made, number]).filter(([made]) => made.binding).map(([made, number]) => ({
      name: `${number} ${titleOf(made).slice(0, 60)}`, binding: made.binding,
      section: (made.element.parentElement.closest("[id]") || {}).id, isHidden: Boolean(made.element.closest("[hidden]")), shown: show[made.kind](made),
    })),
  };
}
