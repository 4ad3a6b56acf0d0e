"""What a table, a key number or a sentence must say in a state of the filters: heads and cells as texts.

Belongs here: one function for each kind that a cube fills. Does not: drawings (drawings).
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from dashboards.words import NULL
from tests.e2e.filters.drawings import cells_of, columns, point_of, series, values
from tests.e2e.filters.rows import Binding, Case, items
from tests.e2e.filters.wording import say, written

Table = dict[str, Any]


def row_table(case: Case, binding: Binding) -> Table:
    rows = binding["rows"]
    found = [[item.name, *(say(cell, item, case.words) for cell in binding["cells"])] for item in items(case, rows)]
    if binding.get("total") and (whole := case.cell(rows["cube"], case.at({rows["by"]: "all"}))):
        found.append([binding["total"], *(say(cell, whole, case.words) for cell in binding["cells"])])
    return {"cells": filled(case, found)}


def day_table(case: Case, binding: Binding) -> Table:
    """Every seventh day counted back from the last, a column per line of the drawing."""
    if binding.get("rows"):
        drawing = {"rows": binding["rows"], "lines": [{"column": binding["columns"][0]}]}
        found = [(name, dict(days)) for name, _, days in series(case, drawing)]
    else:
        found = [("", dict(values(case, binding["cube"], name, case.state))) for name in binding["columns"]]
    days = sorted({day for _, known in found for day in known})
    shown = [day for day in days if (date.fromisoformat(days[-1]) - date.fromisoformat(day)).days % 7 == 0]
    cells = [[day, *(written(known.get(day), "number", case.words) for _, known in found)] for day in shown]
    table: Table = {"cells": filled(case, cells)}
    return table | ({"heads": [name for name, _ in found]} if binding.get("rows") else {})


def curve_table(case: Case, binding: Binding) -> Table:
    points = case.truth.rows(binding["cube"], case.at(binding.get("fixed")))
    shown = [point for point in points if point["day"] in binding["days"] or point is points[-1]]
    return {"cells": filled(case, [
        [say(cell, point_of(case, point), case.words) for cell in binding["cells"]] for point in shown
    ])}  # fmt: skip


def grid_table(case: Case, binding: Binding) -> Table:
    found = items(case, binding["rows"])
    across = columns(case, binding, found)
    cells = [
        [item.name, *(say(binding["cell"], cell, case.words) if cell else NULL for cell in line)]
        for item, line in zip(found, cells_of(case, binding, found, across), strict=True)
    ]
    return {"cells": filled(case, cells), "heads": [label for _, label in across]}


def number(case: Case, binding: Binding) -> Table:
    """The value, and what it is out of where that follows the filters."""
    cell = case.cell(binding["cube"], case.at(binding.get("fixed")))
    value = say(binding["value"], cell, case.words) if cell else NULL
    missing = case.words.say("No requests in this selection.")
    detail = binding.get("detail")
    # What stands there while nothing is filtered may be more than the words that do not depend on the state.
    if not detail or not (case.state or "column" in detail or detail.get("places")):
        return {"values": [value]}
    return {"values": [value, say(detail, cell, case.words) if cell else missing]}


def filled(case: Case, cells: Sequence[Sequence[str]]) -> list[list[str]]:
    return [list(line) for line in cells] or [[case.words.say("No rows.")]]


TABLES: Mapping[str, Callable[[Case, Binding], Table]] = {
    "rows": row_table, "days": day_table, "curve": curve_table, "grid": grid_table, "number": number
}  # fmt: skip
