"""Files in the landing folder: which reader reads which kind, and DuckDB's readers for CSV and Parquet.

Belongs here: the register of file kinds, and what DuckDB reads itself.
Does not: the exact reading of damaged CSV (csv_text), JSON Lines (jsonl), Excel (xlsx), row rules (rows).
"""

import csv
import glob
from pathlib import Path

import duckdb

from orchestration.connectors.base import STAGED_TABLE, Batch, Connector, SourceDrift
from orchestration.connectors.csv_text import LINE_LIMIT_BYTES, has_endless_line, read_header, read_records, take_census
from orchestration.connectors.jsonl import LINE, count_lines, parse_lines, read_lines
from orchestration.connectors.shape import check_columns
from orchestration.connectors.sources import Source
from orchestration.connectors.staging import append_records, create_staging, quote_name, quote_text
from orchestration.connectors.xlsx import stage_xlsx

ENCODING_SAMPLE_BYTE_COUNT = 4096


def stage_file(connection: duckdb.DuckDBPyConnection, batch: Batch, source: Source) -> None:
    """Stage one file by its extension (see Connector).

    Raises SourceDrift when the kind is unknown, the file is empty, or it is not shaped as `source` declares.
    """
    connector = CONNECTORS.get(batch.format)
    if connector is None:
        known = ", ".join(f".{kind}" for kind in CONNECTORS)
        raise SourceDrift(batch.uri, f"this kind of file is not read here. Known kinds: {known}")
    if batch.byte_count == 0:
        raise SourceDrift(batch.uri, "the file is empty (0 bytes), not even a header: deliver it again")
    connector(connection, batch, source)


def file_format(path: Path) -> str:
    """The kind of a file by its name: the extension in lower case, without the dot."""
    return path.suffix.lower().removeprefix(".")


def stage_csv(connection: duckdb.DuckDBPyConnection, batch: Batch, source: Source) -> None:
    """Stage a CSV file: comma, double quotes doubled inside, UTF-8 with or without a BOM, any line ends."""
    _check_encoding(batch)
    try:
        columns = read_header(batch.path)
    except csv.Error as error:
        reason = "the first line is no CSV header: a quote in it is not closed, or it is too long to be one"
        raise SourceDrift(batch.uri, reason) from error
    check_columns(batch, source, columns)
    if not _stage_whole_csv(connection, batch.path, columns):
        create_staging(connection, columns)
        append_records(connection, columns, read_records(batch.path, len(columns)))


def stage_jsonl(connection: duckdb.DuckDBPyConnection, batch: Batch, source: Source) -> None:
    """Stage the objects of a .jsonl file, one per line. Numbers and booleans become their JSON text, null NULL.

    Raises SourceDrift when a key is unknown anywhere or missing everywhere, or when no line is an object.
    """
    _check_encoding(batch)
    if not _stage_whole_lines(connection, batch.path):
        create_staging(connection, [LINE])
        append_records(connection, [LINE], read_lines(batch.path))
    parse_lines(connection, batch, source)


def stage_parquet(connection: duckdb.DuckDBPyConnection, batch: Batch, source: Source) -> None:
    """Stage a Parquet file. Times with a zone become ISO-8601 in UTC; those without stay without an offset."""
    relation = f"read_parquet({_duckdb_path(batch.path)}, file_row_number = true)"
    try:
        described = connection.execute(f"describe select * exclude (file_row_number) from {relation}").fetchall()
        types = {str(name): str(kind) for name, kind, *_ in described}
        check_columns(batch, source, list(types))
        values = ", ".join(f"{_parquet_text(batch, name, kind)} as {quote_name(name)}" for name, kind in types.items())
        create_staging(connection, types)
        connection.execute(
            f"insert into {STAGED_TABLE} by name select file_row_number + 1 as _row, {values} from {relation}"
        )
    except (duckdb.IOException, duckdb.OutOfMemoryException, duckdb.InterruptException):
        raise
    except duckdb.Error:
        reason = "cannot be read as Parquet: it seems damaged or cut off. Deliver it again"
        raise SourceDrift(batch.uri, reason) from None  # its words quote values


def _stage_whole_csv(connection: duckdb.DuckDBPyConnection, path: Path, columns: list[str]) -> bool:
    """Stage the file with DuckDB's reader; False when that reading is not proven complete by the census."""
    census = take_census(path)
    if not census.is_plain or census.comma_count != census.record_count * (len(columns) - 1):
        return False
    create_staging(connection, columns)
    names = ", ".join(quote_name(column) for column in columns)
    types = ", ".join(f"{quote_text(column)}: 'VARCHAR'" for column in columns)
    # One thread: at the seams of its buffers the parallel reader was seen to lose rows of damaged files.
    try:
        loaded = connection.execute(f"""
            insert into {STAGED_TABLE}
            select row_number() over () + 1, {names}
            from read_csv({_duckdb_path(path)}, auto_detect = false, header = true, columns = {{{types}}}, delim = ',',
                          quote = '"', escape = '"', strict_mode = true, parallel = false)
        """).fetchone()
    except duckdb.InvalidInputException:
        return False
    return loaded is not None and int(loaded[0]) == census.record_count - 1


def _parquet_text(batch: Batch, name: str, kind: str) -> str:
    column = quote_name(name)
    if kind == "TIMESTAMP WITH TIME ZONE":
        return f"strftime({column}, '%Y-%m-%dT%H:%M:%S.%f') || 'Z'"
    if kind in ("FLOAT", "DOUBLE"):  # whole numbers with gaps are often written as doubles
        return f"regexp_replace(cast({column} as varchar), '[.]0$', '')"
    if "[" in kind or kind.startswith(("STRUCT", "MAP", "UNION", "BLOB", "VARIANT", "INTERVAL", "BIT")):
        raise SourceDrift(batch.uri, f"column {name!r} has the type {kind.split('(')[0]}: write it as plain text")
    return f"nullif(cast({column} as varchar), '')"


def _check_encoding(batch: Batch) -> None:
    with batch.path.open("rb") as stream:
        head = stream.read(ENCODING_SAMPLE_BYTE_COUNT)
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in head.split(b"\n")[0]:
        raise SourceDrift(
            batch.uri,
            "is written in UTF-16 or UTF-32, not in UTF-8. Convert it (iconv -f UTF-16 -t UTF-8 old > new, "
            "or save as 'CSV UTF-8' in a spreadsheet) and deliver it again",
        )
    if batch.byte_count > LINE_LIMIT_BYTES and has_endless_line(batch.path):
        raise SourceDrift(
            batch.uri, f"has a line of more than {LINE_LIMIT_BYTES:,} bytes: it is no table of text lines"
        )


def _stage_whole_lines(connection: duckdb.DuckDBPyConnection, path: Path) -> bool:
    """Stage the lines of the file with DuckDB's reader; False when that is not proven complete by their count."""
    line_count = count_lines(path)
    create_staging(connection, [LINE])
    # No line has the delimiter \x01 (JSON escapes it), so each is one column; a blank one is NULL.
    try:
        connection.execute(f"""
            insert into {STAGED_TABLE}
            select row_number() over (), {LINE}
            from read_csv({_duckdb_path(path)}, auto_detect = false, header = false, columns = {{'{LINE}': 'VARCHAR'}},
                          delim = chr(1), quote = '', escape = '', parallel = false)
        """)
    except duckdb.InvalidInputException:
        return False
    staged = connection.execute(f"select count(*) from {STAGED_TABLE}").fetchone()
    connection.execute(f"delete from {STAGED_TABLE} where coalesce(trim({LINE}, ' \t\r'), '') = ''")
    return staged == (line_count,)


def _duckdb_path(path: Path) -> str:
    """The path as SQL text that DuckDB does not expand, whatever characters the name has."""
    return quote_text(glob.escape(str(path)))


CONNECTORS: dict[str, Connector] = {
    "csv": stage_csv,
    "jsonl": stage_jsonl,
    "ndjson": stage_jsonl,
    "parquet": stage_parquet,
    "xlsx": stage_xlsx,
}
