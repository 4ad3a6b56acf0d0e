"""Past cells that two releases tell differently: a cell is a table, a row of its grain, and a metric.

Belongs here: which cells are compared, and what became of each. Does not: why (restatement_causes).
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from orchestration.catalog import Column, ReleaseTable

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# What moves a cell is told by these, beside its dates: it agrees with those that the cell has.
DIMENSIONS = (
    *("platform_id", "agency_id", "group_id", "requested_action", "status", "age_band"),
    *("engagement_id", "window_name"),
)
# What every cell is dated by: the first and the last day of its period, and that from which on it no longer moves.
DATES = ("dated_on", "ended_on", "settled_on")
# The table whose cells are withheld one by one; where one of a pair is, daily tables do not name the pair.
CELLS = "fct_group_activity_weekly"
# What a release withholds it says itself, row by row, since a former one knew other flags: a flag covers a metric where
# no row that carries it shows the metric. One that is empty for another reason (an upper bound that nobody knows) is
# shown in some such row; should there be none, it is taken for withheld, and nothing is told that should not be.
FLAG = re.compile(r"is_(\w+_)?suppressed")
# The last day of the period that begins on a date, by the first word of the column that holds it.
LAST_DAYS = {"date": "{0}", "week": "{0} + 6", "month": "last_day({0})"}
# A period of any other length has its last day beside the first.
FIRST_DATE, LAST_DATE = "_first_date", "_last_date"
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
class Withholding:
    """The flags that a relation has, and by metric those that cover it. A flag that no row carries covers none."""

    flags: frozenset[str]
    covers: Mapping[str, tuple[str, ...]]

    def withholds(self, metric: str, age: str, near: str) -> str:
        """SQL: does the row of the relation, called `age`, withhold the metric?

        A row that is absent is asked of its neighbours in the window `near`: where they are withheld, what it has in
        the other release would be what they hold.
        """
        flags = self.covers.get(metric, ())
        return (
            " or ".join(f"coalesce({age}.{flag}, bool_or({age}.{flag}) over {near}, false)" for flag in flags)
            or "false"
        )

    def is_unjudged_in(self, former: "Withholding", metric: str) -> bool:
        """Did the former release not know a flag that covers the metric now, and so show what is withheld now?"""
        return not former.flags.issuperset(self.covers.get(metric, ()))


def find_withholding(connection: "DuckDBPyConnection", relation: str, metrics: Iterable[str]) -> Withholding:
    """What the rows of a relation show of its metrics, and what they withhold."""
    columns = [str(name) for name, *_ in connection.execute(f"describe select * from {relation}").fetchall()]
    flags = [name for name in columns if FLAG.fullmatch(name)]
    pairs = [(metric, flag) for metric in metrics for flag in flags]
    covers: dict[str, tuple[str, ...]] = {}
    if pairs:
        asked = ", ".join(
            f"coalesce(bool_and({metric} is null) filter (where {flag}), false)" for metric, flag in pairs
        )
        answers = connection.execute(f"select {asked} from {relation}").fetchone() or ()
        for (metric, flag), is_covered in zip(pairs, answers, strict=True):
            if is_covered:
                covers[metric] = (*covers.get(metric, ()), flag)
    return Withholding(frozenset(flags), covers)


@dataclass(frozen=True)
class DatedTable:
    """A table that both releases hold. `old` and `new` are its relations, `metrics` the measures that both have.

    `withheld_before` and `withheld_now` say which of them each relation withholds.
    """

    table: ReleaseTable
    old: str
    new: str
    metrics: tuple[Column, ...]
    withheld_before: Withholding
    withheld_now: Withholding

    @property
    def dated_by(self) -> str:
        return str(self.table.dated_by)

    @property
    def hides_groups(self) -> bool:
        """Does it count under the group `withheld` what it must not name?"""
        return self.table.name != CELLS and {"platform_id", "group_id"} <= set(self.table.grain)

    @property
    def ended_on(self) -> str:
        """SQL: the last day of the period of a row. Raises UndatedTableError."""
        if self.dated_by.endswith(FIRST_DATE):
            return self.dated_by.removesuffix(FIRST_DATE) + LAST_DATE
        word = self.dated_by.partition("_")[0]
        if word not in LAST_DAYS:
            raise UndatedTableError(
                f"model {self.table.name}: config.meta.dated_by is {self.dated_by!r}, which names no period; "
                f"call the column {', '.join(f'{known}_...' for known in LAST_DAYS)} or ...{FIRST_DATE} (with a "
                f"...{LAST_DATE} beside it), or leave the key out"
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
        "ended_on date, settled_on date, metric varchar, kind varchar, "
        f"is_suppression boolean, old_value double, new_value double, {dimensions})"
    )
    for dated in tables:
        connection.execute(_paired(dated, horizon))
        selects = [_cells(dated, metric, horizon) for metric in dated.metrics]
        connection.execute(f"insert into restated_cell by name {' union all '.join(selects)}")


def _paired(dated: DatedTable, horizon: Horizon) -> str:
    """Rows of both releases side by side, by the grain, with their dimensions; dated as the former release dates them.

    is_moved: suppression moved the row; old_X_is_withheld and new_X_is_withheld: the release withholds its X.
    """
    grain = dated.table.grain
    dates = f"{dated.dated_by} as dated_on, {dated.ended_on} as ended_on, {dated.settled_on} as settled_on"
    is_dated = ", ".join(f"coalesce(old.{name}, new.{name}) as {name}" for name in DATES)
    key = ", '; ', ".join(f"'{name}=', {name}" for name in grain)
    past = "settled_on" if horizon.must_have_ended else "dated_on"
    values = ", ".join(
        f"{age}.{m.name} as {age}_{m.name}, {withheld.withholds(m.name, age, 'near')} as {age}_{m.name}_is_withheld"
        for age, withheld in (("old", dated.withheld_before), ("new", dated.withheld_now))
        for m in dated.metrics
    )
    near = ", ".join([name for name in grain if name in (dated.dated_by, "platform_id")] or grain)
    missing = "".join(f", cast(null as varchar) as {name}" for name in DIMENSIONS if name not in grain)
    return f"""
        create or replace temp table paired as
        with old as (select *, {dates} from {dated.old}),
        new as (select *, {dates} from {dated.new}),
        joined as (
            select {", ".join(grain)}, {is_dated}, concat({key}) as cell_key{missing}, {values},
                old.{grain[0]} is not null as is_in_old, new.{grain[0]} is not null as is_in_new
            from old full outer join new using ({", ".join(grain)})
            where coalesce(old.{past}, new.{past}) <= date '{horizon.day}'
            window near as (partition by {near})
        )
        select *, {_is_moved(dated)} as is_moved from joined"""


def _is_moved(dated: DatedTable) -> str:
    """SQL: is the row of a pair that only one release names, or the row of `withheld` that took it in or let it go?"""
    if not dated.hides_groups:
        return "false"
    others = ", ".join(name for name in dated.table.grain if name != "group_id")
    is_of_moved_pair = "(platform_id, group_id) in (select (platform_id, group_id) from moved_pair)"
    return (
        f"{is_of_moved_pair} or (group_id = 'withheld' "
        f"and ({others}) in (select ({others}) from joined where {is_of_moved_pair}))"
    )


def _cells(dated: DatedTable, metric: Column, horizon: Horizon) -> str:
    """The rows of `paired` in which `metric` is not what it was. A row that is absent says that nothing happened."""
    old, new = (f"cast({age}_{metric.name} as double)" for age in ("old", "new"))
    named = "is_moved and group_id is distinct from 'withheld'"
    was_withheld, is_now_withheld = (f"{age}_{metric.name}_is_withheld" for age in ("old", "new"))
    # What the former release showed by another rule nobody has judged by this one: it is not told again.
    is_unjudged = str(dated.withheld_now.is_unjudged_in(dated.withheld_before, metric.name)).lower()
    settled = f"ended_on + {metric.settled_after}" if metric.settled_after else "settled_on"
    is_past = f"{settled} <= date '{horizon.day}'" if horizon.must_have_ended else "true"
    return f"""
        select '{dated.table.name}' as table_name, cell_key, dated_on, ended_on,
            {settled} as settled_on, '{metric.name}' as metric, {", ".join(DIMENSIONS)},
            case when not is_in_old then case when {named} then 'no_longer_withheld' else 'appeared' end
                when not is_in_new then case when {named} then 'withheld' else 'vanished' end
                when {was_withheld} then 'no_longer_withheld'
                when {is_now_withheld} then 'withheld'
                else 'changed' end as kind,
            is_moved or {was_withheld} or {is_now_withheld} or {is_unjudged} as is_suppression,
            {old} as old_value, {new} as new_value
        from paired
        where {is_past} and case when is_in_old and is_in_new then {old} is distinct from {new}
                and coalesce(abs({old} - {new}) > {RELATIVE_NOISE} * greatest(abs({old}), abs({new})), true)
            else coalesce({old}, {new}, 0) <> 0 end"""
