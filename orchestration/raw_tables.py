"""Schema `raw`: its tables, its ledger of batches, and the one transaction that adds a batch.

Belongs here: table definitions and the statements that write them.
Does not: reading files (connectors) or deciding what is landed (landing).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from orchestration.connectors.base import (
    FILES_TABLE,
    IGNORED_TABLE,
    REJECTED_TABLE,
    STAGED_TABLE,
    Batch,
    SourceDrift,
)
from orchestration.connectors.reports import REPORTS
from orchestration.connectors.sources import PUBLISHED_REPORTS, SOURCES
from orchestration.warehouse import append_batch, read_value

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

META_COLUMNS = "_batch_id varchar, _loaded_at timestamptz, _source_uri varchar, _source_sha256 varchar, _row bigint"
LEDGER = """
    create table if not exists raw._batches (
        batch_id varchar, source varchar, source_uri varchar, source_sha256 varchar, byte_count bigint,
        format varchar, observed_on date, is_synthetic boolean, read_count bigint, rejected_count bigint,
        loaded_at timestamptz, primary key (source, source_sha256)
    )
"""
REJECTED_ROWS = """
    create table if not exists raw.rejected_rows (
        batch_id varchar, source varchar, source_uri varchar, source_sha256 varchar, row_number bigint,
        column_name varchar, reason varchar, raw_text varchar, file_name varchar, loaded_at timestamptz
    )
"""
IGNORED_ROWS = """
    create table if not exists raw.ignored_rows (
        batch_id varchar, source varchar, source_uri varchar, source_sha256 varchar, file_name varchar,
        row_number bigint, reason varchar, loaded_at timestamptz
    )
"""
REPORT_FILES = """
    create table if not exists raw.report_files (
        batch_id varchar, source_uri varchar, source_sha256 varchar, report varchar, observed_on date,
        file_name varchar, layout varchar, read_count bigint, loaded_at timestamptz
    )
"""
REFUSED_FILES = """
    create table if not exists raw.refused_files (
        source varchar, source_uri varchar, source_sha256 varchar, reason varchar, refused_at timestamptz
    )
"""
REPORT_OBSERVATIONS = """
    create table if not exists raw.report_observations (
        source_sha256 varchar, observed_on date, source_uri varchar, recorded_at timestamptz,
        primary key (source_sha256, observed_on)
    )
"""
# Figures of the staged file that a file of the same day gives another value.
CONTRADICTIONS = f"""
    select known._source_uri, count(*) as figures_count
    from {STAGED_TABLE} as staged
    inner join raw.published_figures as known
        on known.observed_on = $1 and known.report = staged.report and known.period_end = staged.period_end
        and coalesce(known.country_code, known.country_label) = coalesce(staged.country_code, staged.country_label)
        and known.product = staged.product and known.requestor = staged.requestor and known.reason = staged.reason
        and known.unit = staged.unit and known.measure = staged.measure
        and known.value_text is distinct from staged.value_text
    group by known._source_uri
    order by known._source_uri
"""
OUTDATED_TABLES = """
    select distinct declared.table_name
    from duckdb_columns() as declared
    left join duckdb_columns() as found
        on found.database_name = $1 and found.schema_name = 'raw'
        and declared.table_name = found.table_name and declared.column_name = found.column_name
        and declared.data_type = found.data_type
    where declared.database_name = 'declared' and declared.schema_name = 'raw' and found.column_name is null
    order by declared.table_name
"""


class OutdatedWarehouseError(RuntimeError):
    """The warehouse was made by a version of this program whose raw tables had other columns."""


@dataclass(frozen=True)
class Counts:
    """Rows of one batch: every record is in exactly one of the two."""

    loaded_count: int
    rejected_count: int


def tables_of(source: str) -> tuple[str, ...]:
    """The raw tables that rows of `source` go to: one, but for published reports, which have one for each kind."""
    if source != PUBLISHED_REPORTS:
        return (f"raw.{source}",)
    return tuple(dict.fromkeys(report.table for report in REPORTS.values()))


def table_of(batch: Batch) -> str:
    """The raw table that the rows of `batch` go to."""
    return REPORTS[batch.report].table if batch.report else f"raw.{batch.source}"


def create_raw_tables(connection: "DuckDBPyConnection") -> None:
    """Make every raw table of landing that does not exist yet, so that dbt finds them even before any file.

    Raises OutdatedWarehouseError when one exists with other columns than are declared here.
    """
    _create_tables(connection)
    catalog = read_value(connection, "select current_catalog()")
    connection.execute("attach ':memory:' as declared; use declared")
    try:
        _create_tables(connection)
        outdated = connection.execute(OUTDATED_TABLES, [catalog]).fetchall()
    finally:
        connection.execute(f'use "{catalog}"; detach declared')
    if outdated:
        tables = ", ".join(f"raw.{table}" for (table,) in outdated)
        raise OutdatedWarehouseError(
            f"{tables}: made by an earlier version of this program, with other columns. Move "
            "the warehouse file away and build again; all of it is loaded anew from the landing folder"
        )


def _create_tables(connection: "DuckDBPyConnection") -> None:
    connection.execute("create schema if not exists raw")
    for source in SOURCES.values():
        _create(connection, f"raw.{source.name}", [f"{column} varchar" for column in source.columns])
    for report in REPORTS.values():
        _create(connection, report.table, [*(f"{column} varchar" for column in report.columns), "observed_on date"])
    for statement in (LEDGER, REJECTED_ROWS, REFUSED_FILES, IGNORED_ROWS, REPORT_FILES, REPORT_OBSERVATIONS):
        connection.execute(statement)


def known_hashes(connection: "DuckDBPyConnection", source: str) -> set[str]:
    """The sha256 of every batch of `source` in the ledger."""
    rows = connection.execute("select source_sha256 from raw._batches where source = ?", [source]).fetchall()
    return {sha256 for (sha256,) in rows}


def store_batch(connection: "DuckDBPyConnection", batch: Batch, loaded_at: datetime) -> Counts:
    """Add the staged rows, the rejects and the ledger row of `batch` in one transaction: all of it or nothing."""
    with _transaction(connection):
        loaded_count = append_batch(connection, table_of(batch), _select_rows(batch, loaded_at))
        rejected_count = append_batch(connection, "raw.rejected_rows", _select_aside(REJECTED_TABLE, batch, loaded_at))
        if batch.report:
            append_batch(connection, "raw.ignored_rows", _select_aside(IGNORED_TABLE, batch, loaded_at))
            append_batch(connection, "raw.report_files", _select_files(batch, loaded_at))
        connection.execute(
            "insert into raw._batches values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                *(batch.batch_id, batch.source, batch.uri, batch.sha256, batch.byte_count, batch.format),
                *(batch.observed_on, batch.is_synthetic, loaded_count + rejected_count, rejected_count, loaded_at),
            ],
        )
    return Counts(loaded_count, rejected_count)


def refuse_contradiction(connection: "DuckDBPyConnection", batch: Batch) -> None:
    """Raises SourceDrift when the staged figures contradict those of another file of the same report and day."""
    if batch.report is None or REPORTS[batch.report].table != "raw.published_figures":
        return
    for uri, count in connection.execute(CONTRADICTIONS, [batch.observed_on]).fetchall():
        raise SourceDrift(
            batch.uri,
            f"gives {count:,} figures another value than {uri}, which is of the same day: keep one of the two",
        )


def store_observation(connection: "DuckDBPyConnection", batch: Batch, recorded_at: datetime) -> None:
    """Record that a published file whose bytes are in raw was seen again, on the day of its folder."""
    values = [batch.sha256, batch.observed_on, batch.uri, recorded_at]
    connection.execute("insert or ignore into raw.report_observations values (?, ?, ?, ?)", values)


def forget_refusals(connection: "DuckDBPyConnection", source: str) -> None:
    """Drop what the last run recorded as refused for `source`; this run records anew."""
    connection.execute("delete from raw.refused_files where source = ?", [source])


def store_refusal(
    connection: "DuckDBPyConnection", source: str, sha256: str | None, drift: SourceDrift, refused_at: datetime
) -> None:
    """Record that a file was refused and why; `sha256` is None when it could not be read so far."""
    values = [source, drift.uri, sha256, drift.reason, refused_at]
    connection.execute("insert into raw.refused_files values (?, ?, ?, ?, ?)", values)


def _create(connection: "DuckDBPyConnection", table: str, columns: list[str]) -> None:
    connection.execute(f"create table if not exists {table} ({', '.join(columns)}, {META_COLUMNS})")


def _select_rows(batch: Batch, loaded_at: datetime) -> str:
    observed = f", date '{batch.observed_on}' as observed_on" if batch.observed_on else ""
    return f"""
        select staged.*, {_meta(batch, loaded_at, "_")}{observed}
        from {STAGED_TABLE} as staged
    """


def _select_aside(table: str, batch: Batch, loaded_at: datetime) -> str:
    return f"""
        select aside.*, '{batch.source}' as source, {_meta(batch, loaded_at, "")}
        from {table} as aside
        order by file_name, row_number, aside
    """


def _select_files(batch: Batch, loaded_at: datetime) -> str:
    return f"""
        select
            files.file_name, files.layout, files.read_count, coalesce(files.report, '{batch.report}') as report,
            date '{batch.observed_on}' as observed_on, {_meta(batch, loaded_at, "")}
        from {FILES_TABLE} as files
    """


def _meta(batch: Batch, loaded_at: datetime, prefix: str) -> str:
    uri = batch.uri.replace("'", "''")
    return (
        f"'{batch.batch_id}' as {prefix}batch_id, timestamptz '{loaded_at.isoformat()}' as {prefix}loaded_at, "
        f"'{uri}' as {prefix}source_uri, '{batch.sha256}' as {prefix}source_sha256"
    )


@contextmanager
def _transaction(connection: "DuckDBPyConnection") -> Iterator[None]:
    connection.execute("begin")
    try:
        yield
    except BaseException:
        connection.execute("rollback")
        raise
    connection.execute("commit")
