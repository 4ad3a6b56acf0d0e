"""What a drawing must show in a state of the filters: traces, names of rows, and the texts at its marks.

Belongs here: one function for each kind of drawing that a cube fills. Does not: tables (tables), colours and places.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from tests.e2e.filters.log import Row
from tests.e2e.filters.rows import Binding, Case, Cell, Item, drawn, in_period, items
from tests.e2e.filters.wording import Nothing, plain, say, written

Drawing = dict[str, Any]
DARK_CELL, SLIVER, ROOM = 0.72, 250, 1.1


def drawing(case: Case, binding: Binding) -> Drawing:
    """What a drawing of any kind must show; where it has no row, that there is nothing. Of an unknown kind KeyError."""
    made = DRAWINGS[binding["kind"]](case, binding)
    return made if made.get("names") != [] else nothing(case)


def rates(case: Case, binding: Binding) -> Drawing:
    rows, family = binding["rows"], binding["family"]
    found = drawn(case, rows, items(case, rows))
    told = [plain(say(binding["told"], item, case.words), 90) for item in found]
    hover = [say(binding["hover"], item, case.words, label=plain(item.label), told=said)
             for item, said in zip(found, told, strict=True)]  # fmt: skip
    notes = [say(binding["right"], item, case.words) for item in found]
    overall = case.cell(rows["cube"], case.at({rows["by"]: "all"}))
    rate = overall.get(f"{family}_rate") if overall else None
    if overall and rate is not None:
        notes.append(say(binding["top"], overall, case.words))
    bars = {
        "x": column(found, f"{family}_rate"),
        "y": list(range(len(found))),
        "above": column(found, f"{family}_above"),
        "below": column(found, f"{family}_below"),
        "hover": hover,
        "colors": ["alert" if item.get(f"{family}_standing") == binding["alert"] else "accent" for item in found],
    }
    return {"traces": [bars], "notes": notes, "names": names(found), "lines": [] if rate is None else [rate]}


def stack(case: Case, binding: Binding) -> Drawing:
    rows = binding["rows"]
    found = drawn(case, rows, items(case, rows))
    traces = []
    for name, label in zip(binding["columns"], binding["labels"], strict=True):
        places = {"part": plain(label)}
        hover = [
            say(binding["hover"], item, case.words, label=plain(item.label), **places,
                value=written(item.get(name), "number", case.words)) for item in found
        ]  # fmt: skip
        traces.append({"x": column(found, name), "y": list(range(len(found))), "hover": hover})
    notes = [plain(say(binding["end"], item, case.words), 40) for item in found]
    return {"traces": traces, "notes": notes, "names": names(found)}


def ranges(case: Case, binding: Binding) -> Drawing:
    """From low to high; to the edge where nothing bounds it, and never less than a sliver."""
    rows = binding["rows"]
    found = drawn(case, rows, items(case, rows))
    ends = list(zip(column(found, binding["low"]), column(found, binding["high"]), strict=True))
    top = max((end for pair in ends for end in pair if end is not None), default=0) * ROOM or 1
    widths = [None if low is None else max((top if high is None else high) - low, top / SLIVER) for low, high in ends]
    told = [say(binding["text"], item, case.words) for item in found]
    hover = [f"{plain(item.label, 60)}: {plain(said, 90)}" for item, said in zip(found, told, strict=True)]
    bars = {"x": widths, "base": [low for low, _ in ends], "y": list(range(len(found))), "hover": hover}
    return {"traces": [bars], "notes": [plain(said) for said in told], "names": names(found)}


def lines(case: Case, binding: Binding) -> Drawing:
    found = series(case, binding)[: binding["rows"]["limit"] if binding.get("rows") else None]
    traces = []
    for _, label, days in found:
        hover = [
            say(binding["hover"], Nothing(), case.words, day=written(day, "day", case.words), part=plain(label),
                value=written(value, "number", case.words)) for day, value in days
        ]  # fmt: skip
        traces.append({"x": [day for day, _ in days], "y": [value for _, value in days], "hover": hover})
    if not any(value is not None for _, _, days in found for _, value in days):
        return nothing(case)
    ends = sorted(((days[-1][1], label) for _, label, days in found if days and days[-1][1] is not None),
                  key=lambda end: -end[0])  # fmt: skip
    notes = [f"<b>{written(value, 'end', case.words)}</b> {plain(label, 14)}" for value, label in ends]
    return {"traces": traces, "notes": notes}


def series(case: Case, binding: Binding) -> list[tuple[str, str, list[tuple[str, Any]]]]:
    """Name, label, and day and value of each line: one per column, or one per row, that which ends highest first."""
    if not (rows := binding.get("rows")):
        return [
            ("", line["label"], values(case, binding["cube"], line["column"], case.state)) for line in binding["lines"]
        ]
    name = binding["lines"][0]["column"]
    found = [(item.name, item.label, values(case, rows["cube"], name, item.cell.at)) for item in items(case, rows)]
    return sorted((one for one in found if one[2]), key=lambda one: (-(one[2][-1][1] or 0), one[0]))


def values(case: Case, cube: str, name: str, at: Mapping[str, str]) -> list[tuple[str, Any]]:
    """A column on each day of the state."""
    return [(row["day"], row[name]) for row in case.truth.rows(cube, at) if in_period(row["day"], at)]


def curves(case: Case, binding: Binding) -> Drawing:
    if binding.get("rows"):
        raise LookupError("no truth yet for curves by row: no page has any")
    points = case.truth.rows(binding["cube"], case.at(binding.get("fixed")))
    if not points:
        return nothing(case)
    days = [point["day"] for point in points]
    traces: list[Drawing] = [
        {"x": days, "y": [point[name] for point in points]}
        for name in ("survival_low", "survival_high", "survival_rate")
    ]
    traces[2]["hover"] = [say(binding["hover"], point_of(case, point), case.words) for point in points]
    if binding.get("at_risk"):
        traces.append({"at_risk": [(point["day"], point["at_risk_count"]) for point in points]})
    return {"traces": traces}


def point_of(case: Case, point: Row) -> Cell:
    return Cell(case.truth, "durations", {}, point)


def matrix(case: Case, binding: Binding) -> Drawing:
    rows = binding["rows"]
    every = items(case, rows)
    found, across = drawn(case, rows, every), columns(case, binding, every)
    cells = cells_of(case, binding, found, across)
    texts = [[say(binding["text"], cell, case.words) if cell else "" for cell in line] for line in cells]
    shown = [[cell.get(binding["value"]) if cell else None for cell in line] for line in cells]
    marked = [(i, j) for i, line in enumerate(texts) for j, text in enumerate(line) if text]
    hover = [
        say(binding["hover"], cells[i][j] or Nothing(), case.words, label=plain(found[i].label),
            across=plain(across[j][1]), text=texts[i][j]) for i, j in marked
    ]  # fmt: skip
    grounds = [[1 if text == binding["blank"] else None for text in line] for line in texts]
    colors = [[value if binding.get("top") else value or None for value in line] for line in shown]
    marks = {"x": [j for _, j in marked], "y": [i for i, _ in marked], "text": [texts[i][j] for i, j in marked]}
    traces = [{"z": grounds}, {"z": colors}, marks | {"hover": hover}]
    return {"traces": traces, "names": names(found)}


def cells_of(
    case: Case, binding: Binding, found: Sequence[Item], across: Sequence[tuple[str, str]]
) -> list[list[Cell | None]]:
    """The row of each cell of a grid; None where there is none."""
    cube, name = binding["rows"]["cube"], binding["across"]
    return [[case.cell(cube, {**item.cell.at, name: value}) for value, _ in across] for item in found]


def columns(case: Case, binding: Binding, found: Sequence[Item]) -> list[tuple[str, str]]:
    """Value and name of each column: those that Python names, or of a dimension all that occur, by name."""
    across, at = binding["across"], case.at()
    if named := binding.get("columns"):
        chosen = at.get(across, "all")
        return [(value, label) for value, label in named if in_period(value, at) and chosen in ("all", value)]
    cube = binding["rows"]["cube"]
    occurring = [
        value for value in case.truth.values(across)
        if at.get(across, "all") in ("all", value)
        and any(case.cell(cube, {**item.cell.at, across: value}) for item in found)
    ]  # fmt: skip
    return sorted(((value, case.name(across, value)) for value in occurring), key=lambda column: column[1])


def nothing(case: Case) -> Drawing:
    return {"traces": [], "notes": [case.words.say("No requests in this selection.")]}


def column(found: Sequence[Item], name: str) -> list[Any]:
    return [item.get(name) for item in found]


def names(found: Sequence[Item]) -> list[str]:
    return [plain(item.label) for item in found]


DRAWINGS: Mapping[str, Callable[[Case, Binding], Drawing]] = {
    "rates": rates, "stack": stack, "ranges": ranges, "lines": lines, "curves": curves, "matrix": matrix
}  # fmt: skip
