"""JSON Lines: one object per line, parsed by DuckDB's JSON functions.

Belongs here: numbering lines, and what makes a line a record.
Does not: parsing JSON in Python, or judging values (rows.py).
"""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from orchestration.connectors.base import (
    RAW_TEXT_LIMIT_CHARACTERS,
    REJECTED_TABLE,
    STAGED_TABLE,
    Batch,
    RejectedRow,
    SourceDrift,
)
from orchestration.connectors.shape import check_columns
from orchestration.connectors.sources import Source
from orchestration.connectors.staging import TextRow, quote_name, quote_text

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

LINE = "line"
SHOWN_LINE = f"left({LINE}, {RAW_TEXT_LIMIT_CHARACTERS})"
READ_BYTE_COUNT = 1 << 22
BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def parse_lines(connection: "DuckDBPyConnection", batch: Batch, source: Source) -> None:
    """Turn the staged lines (`_row`, `line`) into the columns of `source`; those that cannot be go to the rejects.

    Numbers and booleans become their JSON text, null and '' become NULL.
    Raises SourceDrift when a key is unknown anywhere or missing everywhere, or when no line is an object.
    """
    _find_keys(connection)
    keys = _list_keys(connection)
    if keys:
        check_columns(batch, source, keys)
    elif _has_lines(connection):
        raise SourceDrift(batch.uri, "no line is a JSON object with keys: JSON Lines has one object per line")
    _reject_lines(connection)
    _extract_values(connection, source)


def count_lines(path: Path) -> int:
    """How many lines the file has, blank ones included; the last may lack its line break."""
    count, last = 0, b"\n"
    with path.open("rb") as stream:
        while block := stream.read(READ_BYTE_COUNT):
            count += block.count(b"\n")
            last = block[-1:]
    return count + (last != b"\n")


def read_lines(path: Path) -> Iterator[TextRow | RejectedRow]:
    """The lines of the file, numbered from 1, without blank ones; those that are no UTF-8 as rejects."""
    with path.open("rb") as stream:
        for number, line in enumerate(stream, start=1):
            text = (line.removeprefix(BYTE_ORDER_MARK) if number == 1 else line).strip(b" \t\r\n")
            if not text:
                continue
            try:
                yield TextRow(number, (text.decode("utf-8"),))
            except UnicodeDecodeError:
                shown = text.decode("utf-8", "backslashreplace")
                yield RejectedRow(number, None, "is not valid UTF-8: save the file as UTF-8", shown)


def _find_keys(connection: "DuckDBPyConnection") -> None:
    """Parse each line once for its keys (NULL when it has none), and each set of keys once for repetitions."""
    connection.execute(f"""
        create or replace temp table keyed_lines as
        select _row, {LINE}, case when json_valid({LINE}) then nullif(json_keys({LINE}), []) end as keys
        from {STAGED_TABLE}
    """)
    connection.execute("""
        create or replace temp table key_sets as
        select keys, len(keys) <> len(list_distinct(keys)) as is_repeated
        from (select distinct keys from keyed_lines)
        where keys is not null
    """)


def _list_keys(connection: "DuckDBPyConnection") -> list[str]:
    keys = connection.execute("select distinct unnest(keys) as key from key_sets order by key").fetchall()
    return [str(key) for (key,) in keys]


def _has_lines(connection: "DuckDBPyConnection") -> bool:
    return connection.execute("select 1 from keyed_lines limit 1").fetchone() is not None


def _reject_lines(connection: "DuckDBPyConnection") -> None:
    connection.execute(f"""
        insert into {REJECTED_TABLE} (row_number, column_name, reason, raw_text)
        select _row, null, 'is not a JSON object with keys: each line holds one complete object', {SHOWN_LINE}
        from keyed_lines
        where keys is null
        union all
        select _row, null, 'has a repeated key', {SHOWN_LINE}
        from keyed_lines
        where keys in (select keys from key_sets where is_repeated)
    """)


def _extract_values(connection: "DuckDBPyConnection", source: Source) -> None:
    paths = ", ".join(quote_text(f'$."{column}"') for column in source.columns)
    connection.execute(f"""
        create or replace temp table extracted_lines as
        select _row, {LINE}, json_extract_string({LINE}, [{paths}]) as texts, json_type({LINE}, [{paths}]) as types
        from keyed_lines
        where _row not in (select row_number from {REJECTED_TABLE})
    """)
    _reject_nested(connection, source)
    values = ", ".join(
        f"nullif(case when types[{index}] = 'DOUBLE' then regexp_replace(texts[{index}], '[.]0$', '') "
        f"else texts[{index}] end, '') as {quote_name(column)}"
        for index, column in enumerate(source.columns, start=1)
    )
    connection.execute(f"""
        create or replace temp table {STAGED_TABLE} as
        select _row, {values}
        from extracted_lines
        where _row not in (select row_number from {REJECTED_TABLE})
    """)
    connection.execute("drop table keyed_lines; drop table key_sets; drop table extracted_lines")


def _reject_nested(connection: "DuckDBPyConnection", source: Source) -> None:
    names = ", ".join(quote_text(column) for column in source.columns)
    connection.execute(f"""
        insert into {REJECTED_TABLE} (row_number, column_name, reason, raw_text)
        select
            _row,
            [{names}][list_position(list_transform(types, lambda kind: kind in ('OBJECT', 'ARRAY')), true)],
            'a nested object or list where a plain value is expected',
            {SHOWN_LINE}
        from extracted_lines
        where list_has_any(types, ['OBJECT', 'ARRAY'])
    """)
