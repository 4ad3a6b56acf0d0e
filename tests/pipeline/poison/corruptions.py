"""Damage to published tables of the kinds that really happen, drawn by a seed over every table and column.

Belongs here: drawing a corruption, and its SQL. Does not: who notices (scoring), or any table's meaning: what is drawn
knows columns and types, so it cannot go easy on what the checks are good at.

A column is drawn from all columns of all tables alike, then one of the kinds that its type or its table can suffer.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

NUMERIC = frozenset({"BIGINT", "INTEGER", "DOUBLE", "HUGEINT"})
DATED = frozenset({"DATE", "TIMESTAMP WITH TIME ZONE"})
# What becomes of one cell: kind -> the new value, by the type of its column.
OF_NUMBERS = {
    "one more": "{c} + 1",
    "one less": "{c} - 1",
    "ten times": "{c} * 10",
    "a thousand times": "{c} * 1000",
    "negated": "-{c}",
    "zero": "0",
}
OF_DATES = {"a day later": "{c} + interval 1 day", "a year earlier": "{c} - interval 1 year"}
OF_FLAGS = {"flipped": "not {c}"}
OF_ALL = {"left empty": "null"}
OF_COLUMNS = ("two rows swapped", "column shifted by a row")
OF_TABLES = ("row dropped", "row twice")
OF_DAYS = ("week dropped", "stale copy of the day before")
OF_PLATFORMS = ("platform gone",)
OTHER_LABEL = "another label"


@dataclass(frozen=True)
class Target:
    """A table that can be damaged: its relation, row count, grain, and columns with their types.

    `required` are the columns that its contract lets nobody leave empty.
    """

    name: str
    relation: str
    row_count: int
    grain: tuple[str, ...]
    columns: Mapping[str, str]
    required: frozenset[str] = frozenset()

    @property
    def date(self) -> str | None:
        """The column of the grain that says when."""
        return next((name for name in self.grain if self.columns[name] == "DATE"), None)


@dataclass(frozen=True)
class Corruption:
    """One thing gone wrong: what, where, and the statements that do it to the table."""

    kind: str
    table: str
    column: str
    row: int
    statements: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.table}.{self.column}, row {self.row}: {self.kind}"


def draw(random: Random, targets: Sequence[Target]) -> Corruption:
    """The next corruption of a seeded generator."""
    pairs = [(target, column) for target in targets for column in target.columns]
    target, column = random.choice(pairs)
    kind = random.choice(kinds_for(target, column))
    row, other = random.randrange(target.row_count), random.randrange(target.row_count)
    return Corruption(kind, target.name, column, row, _statements(target, column, kind, row, other))


def kinds_for(target: Target, column: str) -> list[str]:
    """What can happen to this column, and to its table."""
    kinds = [*_of_cell(target.columns[column]), *OF_ALL, *OF_COLUMNS, *OF_TABLES]
    if target.columns[column] == "VARCHAR":
        kinds.append(OTHER_LABEL)
    if target.date:
        kinds += OF_DAYS
    if "platform_id" in target.columns:
        kinds += OF_PLATFORMS
    return kinds


def _of_cell(data_type: str) -> Mapping[str, str]:
    if data_type in NUMERIC:
        return OF_NUMBERS
    if data_type in DATED:
        return OF_DATES
    return OF_FLAGS if data_type == "BOOLEAN" else {}


def _statements(target: Target, column: str, kind: str, row: int, other: int) -> tuple[str, ...]:
    name, place = f'"{column}"', _place(target, row)
    cells = {**_of_cell(target.columns[column]), **OF_ALL}
    if kind in cells:
        new = cells[kind].format(c=name)
        return (f"update {target.relation} set {name} = {new} where rowid = {place}",)
    if kind == OTHER_LABEL:
        return (_relabel(target, name, place),)
    if kind in OF_COLUMNS:
        return (_moved(target, name, kind, place, _place(target, other)),)
    return _of_rows(target, kind, place)


def _place(target: Target, row: int) -> str:
    order = ", ".join(target.grain)
    return f"(select rowid from {target.relation} order by {order} limit 1 offset {row})"


def _relabel(target: Target, name: str, place: str) -> str:
    """The next of the labels that the column knows, the first after the last."""
    labels = f"select distinct {name} as label from {target.relation} where {name} is not null"
    here = f"(select {name} from {target.relation} where rowid = {place})"
    after = f"(select min(label) from ({labels}) where label > coalesce({here}, ''))"
    new = f"coalesce({after}, (select min(label) from ({labels})))"
    return f"update {target.relation} set {name} = {new} where rowid = {place}"


def _moved(target: Target, name: str, kind: str, place: str, other: str) -> str:
    order = ", ".join(target.grain)
    moved = f"select rowid as place, lag({name}) over (order by {order}) as value from {target.relation}"
    if kind == "two rows swapped":
        value = f"select case when rowid = {place} then {other} else {place} end as place, {name} as value"
        moved = f"{value} from {target.relation} where rowid in ({place}, {other})"
    return f"update {target.relation} as t set {name} = moved.value from ({moved}) as moved where t.rowid = moved.place"


def _of_rows(target: Target, kind: str, place: str) -> tuple[str, ...]:
    relation, chosen = target.relation, f"from {target.relation} where rowid = {place}"
    if kind == "row twice":
        return (f"insert into {relation} {chosen}",)
    if kind == "platform gone":
        return (f"delete from {relation} where platform_id = (select platform_id {chosen})",)
    if kind == "row dropped":
        return (f"delete {chosen}",)
    day = f"(select {target.date} {chosen})"
    if kind == "week dropped":
        return (f"delete from {relation} where {target.date} between {day} and {day} + interval 6 day",)
    before = f"(select max({target.date}) from {relation} where {target.date} < {day})"
    remembered = f"create or replace temp table chosen as select {day} as day, {before} as before"
    return (
        remembered,
        f"delete from {relation} where {target.date} = (select day from chosen where before is not null)",
        f"insert into {relation} select * replace ((select day from chosen) as {target.date}) from {relation} "
        f"where {target.date} = (select before from chosen)",
    )
