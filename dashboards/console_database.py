"""Packs the public tables of a release for the SQL console, as one classic script.

Belongs here: the tables as Arrow, the SQL that declares them, what is left out of a page that would grow too large.
Does not: the engine (handed in as finished files), the page (pages.console).
The page makes the DuckDB database out of this itself: a database file has other bytes each time it is written, and the
same release must give the same site.
"""

import base64
import gzip
import io
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from dashboards.data import Release
from dashboards.release_facts import Table

SCRIPT = "console-database.js"
# The engine takes 11 MB of a page that is to stay below 25 MB, so that a file share or a mail can carry it.
LARGEST_BYTES = 13_000_000


@dataclass(frozen=True)
class PackedTable:
    """One public table: the type of each column in DuckDB's words, the rows (gzip, base64), how many there are."""

    table: Table
    types: tuple[str, ...]
    row_count: int
    rows: str

    @property
    def columns(self) -> tuple[tuple[str, str, str], ...]:
        """Name, type and meaning of each column."""
        fields = self.table.fields
        return tuple((field.name, kind, field.description) for field, kind in zip(fields, self.types, strict=True))


@dataclass(frozen=True)
class PackedDatabase:
    """The tables that the console holds, and those that it does not for their size."""

    tables: tuple[PackedTable, ...]
    left_out: tuple[PackedTable, ...]

    @property
    def byte_count(self) -> int:
        return sum(len(table.rows) for table in self.tables)

    def write(self, folder: Path) -> None:
        """Write the script that leaves `takedownDatabase` behind."""
        tables = [
            {"name": packed.table.name, "declared": declare(packed), "count": packed.row_count, "rows": packed.rows}
            for packed in self.tables
        ]
        text = f"window.takedownDatabase = {json.dumps(tables, separators=(',', ':'))};\n"
        (folder / SCRIPT).write_text(text, encoding="utf-8", newline="\n")


def pack_database(release: Release, largest_bytes: int = LARGEST_BYTES) -> PackedDatabase:
    """Every public table in the order of its grain; the largest are left out until `largest_bytes` suffice."""
    packed = [_pack(release, table) for _, table in sorted(release.facts.tables.items())]
    kept = _fitting(packed, largest_bytes)
    return PackedDatabase(tuple(kept), tuple(table for table in packed if table not in kept))


def declare(packed: PackedTable) -> str:
    """The SQL that creates the empty table with its comments."""
    name = f"marts.{_name(packed.table.name)}"
    columns = ", ".join(f"{_name(column)} {kind}" for column, kind, _ in packed.columns)
    comments = (
        f"COMMENT ON COLUMN {name}.{_name(column)} IS {_text(meaning)};" for column, _, meaning in packed.columns
    )
    about = f"COMMENT ON TABLE {name} IS {_text(packed.table.description)};"
    return "\n".join((f"CREATE TABLE {name} ({columns});", about, *comments))


def _pack(release: Release, table: Table) -> PackedTable:
    import pyarrow.ipc
    import pyarrow.parquet

    types = [str(row["column_type"]) for row in release.rows(f"DESCRIBE {_name(table.name)}")]
    path = release.folder / "public" / table.path
    # A release's Parquet lies in the order of its grain; so do the rows of the console. Texts go as dictionaries: a
    # seventh of the bytes.
    texts = [field.name for field in pyarrow.parquet.read_schema(path) if pyarrow.types.is_string(field.type)]
    rows = pyarrow.parquet.read_table(path, read_dictionary=texts).replace_schema_metadata()
    rows = rows.unify_dictionaries().combine_chunks()
    stream = io.BytesIO()
    with pyarrow.ipc.new_stream(stream, rows.schema) as writer:
        writer.write_table(rows)
    packed = base64.b64encode(gzip.compress(stream.getvalue(), compresslevel=6, mtime=0)).decode()
    return PackedTable(table, tuple(types), rows.num_rows, packed)


def _fitting(packed: Iterable[PackedTable], largest_bytes: int) -> list[PackedTable]:
    kept = list(packed)
    while kept and sum(len(table.rows) for table in kept) > largest_bytes:
        kept.remove(max(kept, key=lambda table: len(table.rows)))
    return kept


def _name(identifier: str) -> str:
    return '"' + identifier.replace('"', '""') + '"'


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
