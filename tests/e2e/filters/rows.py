"""The rows that a figure or a table must show in a state of the filters, in their order; of many, those that are drawn.

Belongs here: names, order and limit. Does not: what rows say (truth, wording).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dashboards.words import Words
from tests.e2e.filters.log import Row
from tests.e2e.filters.truth import ALL, At, Truth

Binding = Mapping[str, Any]
Names = Mapping[str, Mapping[str, str]]
ALONG = ("month", "week")


@dataclass(frozen=True)
class Case:
    """A page in a state of the filters: what is true, how values are called, and in which language."""

    truth: Truth
    names: Names
    words: Words
    state: At

    def at(self, *more: At | None) -> dict[str, str]:
        """The coordinates of the state with others put in, or over them."""
        found = dict(self.state)
        for one in more:
            found |= one or {}
        return found

    def cell(self, cube: str, at: At) -> "Cell | None":
        row = self.truth.row(cube, at)
        return None if row is None else Cell(self.truth, cube, at, row)

    def name(self, dimension: str, value: str) -> str:
        return value[:7] if dimension == "month" else self.names.get(dimension, {}).get(value, value)


@dataclass(frozen=True)
class Cell:
    """A row with its coordinates."""

    truth: Truth
    cube: str
    at: At
    row: Row

    def get(self, column: str, at: At | None = None) -> Any:  # noqa: ANN401 - a cell of any kind
        """The value of a column, of this row or of that with other coordinates. A column unknown here is a fault."""
        row = self.truth.row(self.cube, {**self.at, **at}) if at else self.row
        return None if row is None else row[column]


@dataclass(frozen=True)
class Item:
    """A row of a figure or table: the value it stands for, what it is called in a drawing and in full."""

    value: str
    label: str
    name: str
    cell: Cell

    def get(self, column: str, at: At | None = None) -> Any:  # noqa: ANN401 - a cell of any kind
        return self.cell.get(column, at)


def items(case: Case, rows: Binding) -> list[Item]:
    """Every row, in its order."""
    by, at = rows["by"], case.at()
    found = []
    for value in values_of(case, rows["cube"], by, at):
        if cell := case.cell(rows["cube"], at | {by: value}):
            name = case.name(by, value)
            label = name.split(" (")[0] or name if rows.get("short_names") else name
            found.append(Item(value, label, name, cell))
    return ordered(case, rows, found)


def values_of(case: Case, cube: str, by: str, at: At) -> list[str]:
    """The values that rows or columns can stand for: the chosen one, or all that there are in the state."""
    if by in (*ALONG, "horizon"):
        rows = case.truth.rows(cube, at)
        inside = [row for row in rows if case.truth.row(cube, {**at, by: row[by]}) and in_period(row[by], at)]
        return sorted({row[by] for row in inside})
    return [at[by]] if at.get(by, ALL) != ALL else case.truth.values(by)


def in_period(day: str, at: At) -> bool:
    period = at.get("period", ALL)
    months = [f"{period[:4]}-{3 * int(period[-1]) - back:02d}" for back in (2, 1, 0)] if "Q" in period else [period]
    return period == ALL or len(day) < len("2025-07-01") or day[:7] in months


def ordered(case: Case, rows: Binding, found: list[Item]) -> list[Item]:
    """By name; then by each column from the last to the first, of which none comes last; some values at the end."""
    found = sorted(found, key=lambda item: item.name)
    for order in reversed(rows["order"]):
        column, is_down = order.removeprefix("-"), order.startswith("-")
        marks = {item.value: measure(case, rows, item, column) for item in found}
        known = [item for item in found if marks[item.value] is not None]
        known.sort(key=lambda item: marks[item.value], reverse=is_down)
        found = known + [item for item in found if marks[item.value] is None]
    return sorted(found, key=lambda item: item.value == "withheld")


def measure(case: Case, rows: Binding, item: Item, column: str) -> Any:  # noqa: ANN401 - a cell of any kind
    """What rows are ordered and chosen by: a column of theirs, or of the same state in another cube."""
    if column == "id":
        return item.value
    cell = case.cell(rows["order_cube"], item.cell.at) if rows.get("order_cube") else item.cell
    return cell.get(column) if cell else None


def drawn(case: Case, rows: Binding, found: list[Item]) -> list[Item]:
    """Of more rows than the limit those with the most weight, in the order of all."""
    ranked = sorted(found, key=lambda item: measure(case, rows, item, rows["weight"]) or 0, reverse=True)
    kept = {item.value for item in ranked[: rows["limit"]]}
    return [item for item in found if item.value in kept]
