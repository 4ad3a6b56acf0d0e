"""`publication_restatements`: which figures about the past this release tells differently from the one before, and why.

Belongs here: the comparison of two releases as one table, and its summary for CHANGES.md. Does not: finding the cells
(restatement_cells) or their causes (restatement_causes), judging them (quality does).
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from orchestration.catalog import Column, ReleaseTable
from orchestration.publication import RESTATEMENTS, STATUS
from orchestration.release_tables import quote
from orchestration.restatement_causes import RECORD_CAUSES, explain_cells, find_touches
from orchestration.restatement_cells import CELLS, DatedTable, Horizon, find_cells, find_withholding
from orchestration.warehouse import read_value

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# What of its metadata says what a measure means; a new label or plausible range makes it no other number.
DEFINING_TERMS = ("unit", "stage", "numerator", "denominator", "speaker")
SUMMARY = f"""
    select table_name, metric, cause, count(*) as cells_count,
        max_by(difference, (abs(difference), dated_on, cell_key)) filter (where difference is not null)
            as largest_difference,
        min(dated_on) as first_date, max(dated_on) as last_date
    from {RESTATEMENTS.name} group by all order by all
"""


@dataclass(frozen=True)
class Comparison:
    """The release folder that is compared with, and the instants that the two are as of."""

    previous: Path
    previous_as_of: datetime
    as_of: datetime

    @property
    def known_until(self) -> datetime:
        """The last instant that both releases know."""
        return min(self.previous_as_of, self.as_of)

    @property
    def horizon(self) -> Horizon:
        """Of the same instant both tell the same; else only what had ended can be compared."""
        day = self.known_until.date()
        if self.previous_as_of == self.as_of:
            return Horizon(day, must_have_ended=False)
        # A day is over for whoever writes its last second.
        is_over = self.known_until.time() >= time(23, 59, 59)
        return Horizon(day if is_over else day - timedelta(days=1), must_have_ended=True)


def read_as_of(connection: "DuckDBPyConnection") -> datetime:
    """The instant that the warehouse is as of, in UTC."""
    instant: datetime = read_value(connection, "select as_of from raw.clock")
    return instant.astimezone(UTC)


def compare_with(connection: "DuckDBPyConnection", previous: Path) -> Comparison:
    """The comparison of the warehouse with the release in the folder `previous`."""
    quality = json.loads((previous / "quality.json").read_text(encoding="utf-8"))
    status = f"read_parquet({quote(previous / 'public' / 'parquet' / f'{STATUS.name}.parquet')})"
    names = {row[0] for row in connection.execute(f"describe select * from {status}").fetchall()}
    instant = None
    if "as_of_at" in names:  # releases written before restatements were told do not say
        query = f"select max(as_of_at) from {status} where release = $release"
        instant = read_value(connection, query, {"release": quality["release_id"]})
    end_of_day = datetime.combine(date.fromisoformat(quality["as_of_date"]), time.max, tzinfo=UTC)
    return Comparison(previous, (instant or end_of_day).astimezone(UTC), read_as_of(connection))


def write_restatements(
    connection: "DuckDBPyConnection", tables: Iterable[ReleaseTable], comparison: Comparison | None, release_id: str
) -> None:
    """Write the temporary table `publication_restatements` for the marts as they stand; empty for a first release."""
    columns = ", ".join(f"{column.name} {column.data_type}" for column in RESTATEMENTS.columns)
    connection.execute(f"create or replace temp table {RESTATEMENTS.name} ({columns})")
    if comparison is None:
        return
    by_name = {table.name: table for table in tables}
    old = {path.stem: f"read_parquet({quote(path)})" for path in comparison.previous.glob("*/parquet/*.parquet")}
    new = {name: f"marts.{name}" for name in by_name}
    fields = published_fields(comparison.previous)
    _note_pairs(connection, old.get(CELLS), new.get(CELLS))
    find_cells(connection, list(_dated_tables(connection, by_name, fields, old)), comparison.horizon)
    connection.execute("set variable known_until = cast(? as timestamptz)", [comparison.known_until])
    find_touches(connection, old, new)
    explain_cells(connection)
    _note_definitions(connection, by_name, fields)
    connection.execute(_told(), {"release": release_id, "compared_with": comparison.previous.name})


def summarise(connection: "DuckDBPyConnection") -> list[Mapping[str, Any]]:
    """One row per table, metric and cause of `publication_restatements`, for CHANGES.md."""
    cursor = connection.execute(SUMMARY)
    names = [column[0] for column in cursor.description or []]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def published_fields(release: Path) -> dict[str, dict[str, Mapping[str, Any]]]:
    """The fields of every public table of a release, as its data package defines them."""
    path = release / "public" / "datapackage.json"
    try:
        package = json.loads(path.read_text(encoding="utf-8"))
        resources = [resource for resource in package["resources"] if resource["format"] == "parquet"]
        return {r["name"]: {field["name"]: field for field in r["schema"]["fields"]} for r in resources}
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(
            f"{path} is damaged ({error!r}), so nothing can be compared with {release.name}: put the file back, "
            "or move that release out of the folder"
        ) from error


def _dated_tables(
    connection: "DuckDBPyConnection",
    tables: Mapping[str, ReleaseTable],
    fields: Mapping[str, Mapping[str, Any]],
    old: Mapping[str, str],
) -> Iterator[DatedTable]:
    """The tables that both releases have in the same grain and that say what dates their rows.

    The cubes do not say: each of their cells repeats requests that dated tables tell, in up to 96 states a request, so
    that one late record would be named hundreds of times. What only one of the two releases blurs is left out: both
    together would tell what the blur does.
    """
    for name, table in tables.items():
        if table.tier != "public" or not {*table.grain, table.dated_by} <= set(fields.get(name, ())):
            continue
        metrics = [c for c in table.columns if is_comparable(c, fields[name].get(c.name, {}))]
        if metrics:
            both = (old[name], f"marts.{name}")
            withheld = (find_withholding(connection, relation, [c.name for c in metrics]) for relation in both)
            yield DatedTable(table, *both, tuple(metrics), *withheld)


def is_comparable(column: Column, field: Mapping[str, Any]) -> bool:
    """Is it a measure, as the field of the former release was, and are both blurred or neither?"""
    if column.metric is None or "metric" not in field:
        return False
    return bool(field["metric"].get("blurred")) == bool(column.metric.get("blurred"))


def _note_pairs(connection: "DuckDBPyConnection", old: str | None, new: str | None) -> None:
    """Write `unnamed_pair`, the pairs that either release does not name, and `moved_pair`, those that only one does."""
    flagged = "select distinct platform_id, group_id, {0} as age from {1} where is_suppressed"
    ages = ((source, f"'{age}'") for source, age in ((old, "old"), (new, "new")) if old and new and source)
    queries = [flagged.format(age, source) for source, age in ages]
    empty = "select null::varchar as platform_id, null::varchar as group_id, null::varchar as age where false"
    connection.execute(
        "create or replace temp table unnamed_pair as select platform_id, group_id, count(*) as ages_count "
        f"from ({' union all '.join(queries or [empty])}) group by platform_id, group_id"
    )
    connection.execute("create or replace temp view moved_pair as select * from unnamed_pair where ages_count = 1")


def _note_definitions(
    connection: "DuckDBPyConnection", tables: Mapping[str, ReleaseTable], fields: Mapping[str, Mapping[str, Any]]
) -> None:
    connection.execute("create or replace temp table changed_definition (table_name varchar, metric varchar)")
    changed = [
        [name, column.name]
        for name, table in tables.items()
        for column in table.columns
        if column.metric and column.name in fields.get(name, {}) and is_redefined(column, fields[name][column.name])
    ]
    for pair in changed:
        connection.execute("insert into changed_definition values (?, ?)", pair)


def is_redefined(column: Column, field: Mapping[str, Any]) -> bool:
    """Does a column mean something else than the field of that name in the former release?"""
    new, old = column.metric or {}, field.get("metric", {})
    return column.description != field["description"] or any(new.get(k) != old.get(k) for k in DEFINING_TERMS)


def _told() -> str:
    """One row per cell. What this release withholds it does not repeat from the last, nor what gives it away."""
    counts = ", ".join(f"count(*) filter (where cause = '{cause}') > 0 as is_{cause}" for cause in RECORD_CAUSES)
    causes: Sequence[tuple[str, str]] = (
        *((f"is_{cause} and not is_withheld", cause) for cause in RECORD_CAUSES),
        ("definition.metric is not null", "definition"),
        ("is_suppression", "small_cells"),
        ("not is_sum and definition.metric is null and not is_suppression", "unexplained"),
    )
    words = ", ".join(f"case when {condition} then '{cause}' end" for condition, cause in causes)
    return f"""
        insert into {RESTATEMENTS.name} by name
        with explained as (
            select table_name, cell_key, metric, {counts}, count(distinct change_id) as changes_count
            from cell_cause group by all
        ),
        cell as (select *, kind in ('withheld', 'no_longer_withheld') as is_withheld from restated_cell)
        select table_name, cell_key, dated_on, metric,
            case when not is_suppression then old_value end as old_value,
            new_value,
            case when is_suppression then null
                when kind = 'changed' then new_value - old_value
                else coalesce(new_value, 0) - coalesce(old_value, 0) end as difference,
            kind, coalesce(nullif(concat_ws('; ', {words}), ''), 'unexplained') as cause,
            case when not is_suppression then coalesce(changes_count, 0) end as records_count,
            $release as release, $compared_with as compared_with
        from cell
        left join explained using (table_name, cell_key, metric)
        left join cell_sum using (table_name, cell_key, metric)
        left join changed_definition as definition using (table_name, metric)"""
