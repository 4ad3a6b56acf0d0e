"""Past cells that two releases tell differently: a cell is a table, a row of its grain, and a metric.

Belongs here: which cells are compared, and what became of each. Does not: why (restatement_causes).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from orchestration.catalog import Column, ReleaseTable

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# What a record can be told by, beside its dates. A cell is touched by the records that agree with those it has.
DIMENSIONS = ("platform_id", "agency_id", "group_id", "requested_action", "status")
# The last day of the period that begins on a date, by the first word of the column that holds it.
LAST_DAYS = {"date": "{0}", "week": "{0} + 6", "month": "last_day({0})"}
# The records that can move a measure, by its unit; of a rate, by that of its numerator.
SCOPES = {"account": "account", "follower": "account", "complaint": "complaint"}
MIRROR_METRICS = ("mirrors_", "followers_regained", "followers_net_removed")
# Sums of doubles differ in the last digits from run to run; that restates nothing.
RELATIVE_NOISE = 1e-9


class UndatedTableError(ValueError):
    """A model says that a column dates its rows, and nobody can tell which dates that column means."""


@dataclass(frozen=True)
class Horizon:
    """Up to where two releases can be compared: `day`, and whether a period must have ended by then."""

    day: date
    must_have_ended: bool


@dataclass(frozen=True)
class DatedTable:
    """A table that both releases hold. `old` and `new` are its relations, `metrics` the measures that both have."""

    table: ReleaseTable
    old: str
    new: str
    metrics: tuple[Column, ...]

    @property
    def dated_by(self) -> str:
        return str(self.table.dated_by)

    @property
    def has_suppression(self) -> bool:
        """Does an empty cell mean that it is withheld?"""
        return any(column.name == "is_suppressed" for column in self.table.columns)

    @property
    def ended_on(self) -> str:
        """SQL: the last day of the period of a row. Raises UndatedTableError."""
        word = self.dated_by.partition("_")[0]
        if word not in LAST_DAYS:
            raise UndatedTableError(
                f"model {self.table.name}: config.meta.dated_by is {self.dated_by!r}, which names no period; "
                f"call the column {', '.join(f'{known}_...' for known in LAST_DAYS)} or leave the key out"
            )
        return LAST_DAYS[word].format(self.dated_by)

    @property
    def settled_on(self) -> str:
        """SQL: the day from which on a row no longer moves by itself."""
        days = self.table.settled_after
        return f"{self.ended_on} + cast({days} as integer)" if days else self.ended_on


def find_cells(connection: "DuckDBPyConnection", tables: Sequence[DatedTable], horizon: Horizon) -> None:
    """Write the temporary table `restated_cell`: every past cell that is not what it was.

    Wants `moved_pair`: the pairs of platform and group that one of the two releases names and the other does not.
    """
    dimensions = ", ".join(f"{name} varchar" for name in DIMENSIONS)
    connection.execute(
        "create or replace temp table restated_cell (table_name varchar, cell_key varchar, dated_on date, "
        "ended_on date, settled_on date, metric varchar, scope varchar, moves varchar, kind varchar, "
        f"is_suppression boolean, old_value double, new_value double, {dimensions})"
    )
    for dated in tables:
        connection.execute(_paired(dated, horizon))
        selects = [_cells(dated, metric) for metric in dated.metrics]
        connection.execute(f"insert into restated_cell by name {' union all '.join(selects)}")


def _paired(dated: DatedTable, horizon: Horizon) -> str:
    """Rows of both releases side by side, by the grain, with their dimensions; is_moved: suppression moved the row."""
    grain, settled = dated.table.grain, dated.settled_on
    past = f"{settled if horizon.must_have_ended else dated.dated_by} <= date '{horizon.day}'"
    key = ", '; ', ".join(f"'{name}=', {name}" for name in grain)
    values = ", ".join(f"{age}.{m.name} as {age}_{m.name}" for m in dated.metrics for age in ("old", "new"))
    missing = "".join(f", cast(null as varchar) as {name}" for name in DIMENSIONS if name not in grain)
    return f"""
        create or replace temp table paired as
        with old as (select * from {dated.old} where {past}),
        new as (select * from {dated.new} where {past}),
        joined as (
            select {", ".join(grain)}, {dated.ended_on} as ended_on, {settled} as settled_on,
                concat({key}) as cell_key{missing}, {values},
                old.{grain[0]} is not null as is_in_old, new.{grain[0]} is not null as is_in_new
            from old full outer join new using ({", ".join(grain)})
        )
        select *, {_is_moved(dated)} as is_moved from joined"""


def _is_moved(dated: DatedTable) -> str:
    """SQL: is the row of a pair that only one release names, or the row of `withheld` that took it in or let it go?"""
    if dated.has_suppression or not {"platform_id", "group_id"} <= set(dated.table.grain):
        return "false"
    others = ", ".join(name for name in dated.table.grain if name != "group_id")
    is_of_moved_pair = "(platform_id, group_id) in (select (platform_id, group_id) from moved_pair)"
    return (
        f"{is_of_moved_pair} or (group_id = 'withheld' "
        f"and ({others}) in (select ({others}) from joined where {is_of_moved_pair}))"
    )


def _cells(dated: DatedTable, metric: Column) -> str:
    """The rows of `paired` in which `metric` is not what it was. A row that is absent says that nothing happened."""
    old, new = (f"cast({age}_{metric.name} as double)" for age in ("old", "new"))
    named = "is_moved and group_id is distinct from 'withheld'"
    withheld = "true" if dated.has_suppression else "false"
    return f"""
        select '{dated.table.name}' as table_name, cell_key, {dated.dated_by} as dated_on, ended_on,
            settled_on, '{metric.name}' as metric, '{_scope(dated.table, metric)}' as scope,
            '{_moves(dated.table, metric)}' as moves, {", ".join(DIMENSIONS)},
            case when not is_in_old then case when {named} then 'no_longer_withheld' else 'appeared' end
                when not is_in_new then case when {named} then 'withheld' else 'vanished' end
                when {withheld} and {old} is null then 'no_longer_withheld'
                when {withheld} and {new} is null then 'withheld'
                else 'changed' end as kind,
            is_moved or kind in ('withheld', 'no_longer_withheld') as is_suppression,
            {old} as old_value, {new} as new_value
        from paired
        where case when is_in_old and is_in_new then {old} is distinct from {new}
                and coalesce(abs({old} - {new}) > {RELATIVE_NOISE} * greatest(abs({old}), abs({new})), true)
            else coalesce({old}, {new}, 0) <> 0 end"""


def _scope(table: ReleaseTable, metric: Column) -> str:
    """Which records can move the measure: those of what it counts, and for an upper bound those of others, too."""
    is_of_mirrors = metric.name.startswith(MIRROR_METRICS)
    scope = "mirror" if is_of_mirrors else SCOPES.get(_terms(table, metric)["unit"], "request")
    if not metric.name.endswith("_high"):
        return scope
    return f"{scope} {'anywhere' if is_of_mirrors else 'on_platform'}"


def _moves(table: ReleaseTable, metric: Column) -> str:
    """How the measure goes with time: a cohort settles, a stock carries what came before its date, a flow does not."""
    if table.settled_after:
        return "cohort"
    return "stock" if _terms(table, metric).get("stage") == "stock" else "flow"


def _terms(table: ReleaseTable, metric: Column) -> Mapping[str, Any]:
    """The metadata of the measure, or where it is a rate that of its numerator."""
    terms = metric.metric or {}
    by_name = {column.name: column.metric for column in table.columns if column.metric}
    return by_name.get(str(terms.get("numerator"))) or terms
