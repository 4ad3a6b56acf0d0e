"""`publication_changes`: how far each headline figure moved since the release before, and how much of that is news.

Belongs here: the figures of two releases side by side, and that of the former's day as this release knows it. Does not:
single cells of the past and what restated them (release_restatements), judging them (quality does).
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from orchestration.catalog import Column, ReleaseTable
from orchestration.publication import CHANGES
from orchestration.release_macros import TABLE_OF_MACROS
from orchestration.release_restatements import Comparison, is_comparable, is_redefined, published_fields
from orchestration.release_tables import quote
from orchestration.warehouse import read_value

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# The tables of one row per platform and all together, by the macro that replays them where there is one.
REPLAYED_BY = {"fct_compliance_summary": "compliance_at"}
# Of this daily table the last day is told, and by platform: its rows add up.
BY_DAY, DAY = "fct_reach_daily", "date_day"
# Units of which a row that is not there is none, and not unknown.
NOT_COUNTED = frozenset({"rate", "day"})
FOLLOWERS = "follower"
NONE_YET = "select cast(null as varchar) as platform_id where false"


@dataclass(frozen=True)
class Told:
    """One table's figures by platform, as SQL: in the former release, in this one, and of the former's day as known
    now (`then`, where `is_replayed`).
    """

    table: ReleaseTable
    metrics: tuple[Column, ...]
    before: str
    now: str
    then: str
    is_replayed: bool


def write_changes(
    connection: "DuckDBPyConnection", tables: Iterable[ReleaseTable], comparison: Comparison | None, release_id: str
) -> None:
    """Write the temporary table `publication_changes` for the marts as they stand; empty for a first release."""
    columns = ", ".join(f"{column.name} {column.data_type}" for column in CHANGES.columns)
    connection.execute(f"create or replace temp table {CHANGES.name} ({columns})")
    if comparison is None:
        return
    fields = published_fields(comparison.previous)
    by_name = {table.name: table for table in tables}
    _write_reach(connection, by_name, fields, comparison)
    for told in _told(connection, by_name, fields, comparison):
        for age, query in (("before", told.before), ("now", told.now), ("then", told.then)):
            connection.execute(f"create or replace temp table told_{age} as {query}")
        for metric in told.metrics:
            values: dict[str, object] = {"release": release_id, "compared_with": comparison.previous.name}
            values |= {"is_redefined": is_redefined(metric, fields[told.table.name][metric.name])}
            connection.execute(_changes(told, metric), values)


def _told(
    connection: "DuckDBPyConnection",
    tables: Mapping[str, ReleaseTable],
    fields: Mapping[str, Mapping[str, Any]],
    comparison: Comparison,
) -> Iterator[Told]:
    for name, table in sorted(tables.items()):
        metrics = tuple(column for column in table.columns if _is_in_both(column, fields.get(name, {})))
        if table.tier != "public" or not metrics:
            continue
        if table.grain == ("platform_id",):
            then = NONE_YET
            if name in REPLAYED_BY:
                replay = _replay(connection, REPLAYED_BY[name], comparison)
                then = _with_public_followers(replay, metrics, tables if _is_day_over(comparison) else {})
            yield Told(
                table, metrics, f"from {_old(comparison, name)}", f"from marts.{name}", then, name in REPLAYED_BY
            )
        elif name == BY_DAY:
            stocks = tuple(metric for metric in metrics if (metric.metric or {}).get("stage") == "stock")
            ages = ("from reach_before", "from reach_now", "from reach_then")
            yield Told(table, stocks, *ages, is_replayed=_is_day_over(comparison))


def _is_day_over(comparison: Comparison) -> bool:
    """Is what the former release told of its last day what any later one tells of that day?"""
    # A day is over for whoever writes its last second.
    return comparison.previous_as_of.time() >= time(23, 59, 59)


def _is_in_both(column: Column, former: Mapping[str, Any]) -> bool:
    """Is it a measure that the former release had too, with the number that says whether it may be shown?"""
    needed = (column.metric or {}).get("denominator", column.name)
    return is_comparable(column, former.get(column.name, {})) and needed in former


def _with_public_followers(replay: str, metrics: Iterable[Column], tables: Mapping[str, ReleaseTable]) -> str:
    """The replayed figures, but followers as the release tells them of that day, and no nearer than it does."""
    public = {column.name for column in tables[BY_DAY].columns} if BY_DAY in tables else set()
    followers = [column.name for column in metrics if (column.metric or {}).get("unit") == FOLLOWERS]
    told = [f"reach.{name}" if name in public else f"cast(null as bigint) as {name}" for name in followers]
    others = ["platform_id", *(column.name for column in metrics if column.name not in followers)]
    columns = ", ".join([*(f"replayed.{name}" for name in others), *told, *_denominators(metrics)])
    return f"select {columns} from ({replay}) as replayed left join reach_then as reach using (platform_id)"


def _denominators(metrics: Iterable[Column]) -> list[str]:
    named = [column.metric["denominator"] for column in metrics if column.metric and "denominator" in column.metric]
    return [f"replayed.{name}" for name in dict.fromkeys(named)]


def _old(comparison: Comparison, name: str) -> str:
    return f"read_parquet({quote(comparison.previous / 'public' / 'parquet' / f'{name}.parquet')})"


def _replay(connection: "DuckDBPyConnection", macro: str, comparison: Comparison) -> str:
    """The query of a macro, asked of the former release's instant as known now. Raises ValueError without the macro."""
    query = f"select max(definition) from marts.{TABLE_OF_MACROS} where macro_name = $macro"
    definition = read_value(connection, query, {"macro": macro})
    if definition is None:
        raise ValueError(
            f"marts.{TABLE_OF_MACROS} has no {macro}, which tells what is new and what restated: "
            "see dbt_project/macros/replay/as_of_macros.sql"
        )
    world, known = (_instant(moment) for moment in (comparison.previous_as_of, comparison.as_of))
    # `blurred` is a parameter of some macros: true gives followers as the public tables tell them.
    told = re.sub(r"\bblurred\b", "true", str(definition))
    return told.replace("as_instant(v)", world).replace("as_instant(k)", known)


def _instant(moment: datetime) -> str:
    return f"timestamptz '{moment.isoformat(sep=' ')}'"


def _write_reach(
    connection: "DuckDBPyConnection",
    tables: Mapping[str, ReleaseTable],
    fields: Mapping[str, Mapping[str, Any]],
    comparison: Comparison,
) -> None:
    """Write reach_before, reach_now and reach_then: daily stocks by platform and for all, on the day of each."""
    names = [c.name for c in tables[BY_DAY].columns if c.metric] if BY_DAY in tables else []
    former = [name for name in names if name in fields.get(BY_DAY, {})]
    old, new = _old(comparison, BY_DAY), f"marts.{BY_DAY}"
    day, today = (f"date '{moment.date()}'" for moment in (comparison.previous_as_of, comparison.as_of))
    for age, source, columns, dated in (
        ("before", old, former, day),
        ("now", new, names, today),
        ("then", new, names, day),
    ):
        query = _by_platform(source, columns, dated) if columns else NONE_YET
        connection.execute(f"create or replace temp table reach_{age} as {query}")


def _by_platform(source: str, columns: Iterable[str], day: str) -> str:
    """The stocks on the last day up to `day`. One cell that is withheld leaves the sum unknown."""
    sums = ", ".join(f"case when count(*) = count({name}) then sum({name}) end as {name}" for name in columns)
    return (
        f"select coalesce(platform_id, 'all') as platform_id, {sums} from {source} "
        f"where {DAY} = (select max({DAY}) from {source} where {DAY} <= {day}) "
        "group by grouping sets ((platform_id), ()) having count(*) > 0"
    )


def _changes(told: Told, column: Column) -> str:
    """One row per platform that either release has. What this release withholds it does not repeat from the last."""
    is_count = (column.metric or {}).get("unit") not in NOT_COUNTED
    before, now, then = (_value(age, column, is_count=is_count) for age in ("before", "now", "then"))
    is_withheld = f"told_now.platform_id is not null and told_now.{column.name} is null" if is_count else "false"
    return f"""
        insert into {CHANGES.name} by name
        with told as (
            select platform_id, case when not ({is_withheld}) then {before} end as value_before, {now} as value_now,
                {then if told.is_replayed else "cast(null as double)"} as known_then
            from told_now full outer join told_before using (platform_id) left join told_then using (platform_id)
        ),
        changed as (select *, value_now - value_before as change from told)
        select '{told.table.name}' as table_name, '{column.name}' as metric, platform_id, value_before, value_now,
            change, case when change is not null and known_then is not null then known_then - value_before end
                as restated_change,
            case when change is not null then value_now - known_then end as new_change,
            cast($is_redefined as boolean) as is_redefined, $release as release, $compared_with as compared_with
        from changed"""


def _value(age: str, column: Column, *, is_count: bool) -> str:
    """SQL: the figure of a row of told_before, told_now or told_then. A platform that is not there has counts of 0."""
    value = f"cast(told_{age}.{column.name} as double)"
    if is_count:
        return f"case when told_{age}.platform_id is null then 0 else {value} end"
    metric = column.metric or {}
    if "min_cell" not in metric or "denominator" not in metric:
        return value
    return f"case when told_{age}.{metric['denominator']} >= {int(metric['min_cell'])} then {value} end"
