"""The temporary tables that connectors fill, and the ways to fill them from Python rows.

Belongs here: making the tables, appending text rows in Arrow chunks, appending records set aside.
Does not: reading files (csv_text, jsonl, xlsx) or judging values (rows).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from orchestration.connectors.base import (
    FILES_TABLE,
    IGNORED_TABLE,
    RAW_TEXT_LIMIT_CHARACTERS,
    REJECTED_TABLE,
    STAGED_TABLE,
    IgnoredRow,
    RejectedRow,
    ReportFile,
)

if TYPE_CHECKING:
    import pyarrow as pa
    from duckdb import DuckDBPyConnection

CHUNK_ROW_COUNT = 50_000


class TextRow(NamedTuple):
    """A readable record: its number in the file and its values in the order of the file's columns."""

    row_number: int
    values: Sequence[str | None]


def create_staging(connection: "DuckDBPyConnection", columns: Iterable[str]) -> None:
    """Make the staging tables anew and empty."""
    fields = ", ".join(f"{quote_name(column)} varchar" for column in columns)
    connection.execute(f"create or replace temp table {STAGED_TABLE} (_row bigint, {fields})")
    connection.execute(
        f"create or replace temp table {REJECTED_TABLE} "
        "(row_number bigint, column_name varchar, reason varchar, raw_text varchar, file_name varchar)"
    )
    connection.execute(
        f"create or replace temp table {IGNORED_TABLE} (file_name varchar, row_number bigint, reason varchar)"
    )
    connection.execute(
        f"create or replace temp table {FILES_TABLE} "
        "(file_name varchar, layout varchar, read_count bigint, report varchar)"
    )


def append_records(
    connection: "DuckDBPyConnection", columns: Sequence[str], records: Iterable[TextRow | RejectedRow]
) -> None:
    """Append readable records to the staged rows and the others to the rejects, a chunk at a time; '' becomes NULL."""
    for chunk in _chunks(records):
        append_rows(connection, columns, [record for record in chunk if isinstance(record, TextRow)])
        append_rejects(connection, [record for record in chunk if isinstance(record, RejectedRow)])


def append_rows(connection: "DuckDBPyConnection", columns: Sequence[str], rows: Sequence[TextRow]) -> None:
    """Append `rows`, whose values are in the order of `columns`; '' becomes NULL."""
    import pyarrow as pa

    if not rows:
        return
    arrays = [pa.array([row.row_number for row in rows], pa.int64())]
    arrays += [
        pa.array([value or None for value in values], pa.string())
        for values in zip(*(row.values for row in rows), strict=True)
    ]
    _insert(connection, STAGED_TABLE, pa.table(arrays, names=["_row", *columns]))


def append_rejects(connection: "DuckDBPyConnection", rejects: Sequence[RejectedRow]) -> None:
    """Append unreadable records, their text cut at RAW_TEXT_LIMIT_CHARACTERS."""
    import pyarrow as pa

    if not rejects:
        return
    table = pa.table(
        {
            "row_number": pa.array([reject.row_number for reject in rejects], pa.int64()),
            "column_name": pa.array([reject.column_name for reject in rejects], pa.string()),
            "reason": pa.array([reject.reason for reject in rejects], pa.string()),
            "raw_text": pa.array([_shorten(reject.raw_text) for reject in rejects], pa.string()),
            "file_name": pa.array([reject.file_name for reject in rejects], pa.string()),
        }
    )
    _insert(connection, REJECTED_TABLE, table)


def append_ignored(connection: "DuckDBPyConnection", ignored: Sequence[IgnoredRow]) -> None:
    """Append records that are knowingly not read."""
    import pyarrow as pa

    if ignored:
        _insert(connection, IGNORED_TABLE, pa.Table.from_pylist([asdict(row) for row in ignored]))


def append_files(connection: "DuckDBPyConnection", files: Sequence[ReportFile]) -> None:
    """Append what was read of a publication, file by file."""
    import pyarrow as pa

    if files:
        _insert(connection, FILES_TABLE, pa.Table.from_pylist([asdict(file) for file in files]))


def quote_name(name: str) -> str:
    """`name` as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def quote_text(text: str) -> str:
    """`text` as an SQL string."""
    return "'" + text.replace("'", "''") + "'"


def _insert(connection: "DuckDBPyConnection", table: str, rows: "pa.Table") -> None:
    connection.register("arrived_rows", rows)
    connection.execute(f"insert into {table} by name select * from arrived_rows")
    connection.unregister("arrived_rows")


def _shorten(text: str | None) -> str | None:
    return text if text is None else text[:RAW_TEXT_LIMIT_CHARACTERS]


def _chunks(records: Iterable[TextRow | RejectedRow]) -> Iterator[list[TextRow | RejectedRow]]:
    remaining = iter(records)
    while chunk := list(islice(remaining, CHUNK_ROW_COUNT)):
        yield chunk
