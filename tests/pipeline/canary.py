"""Finds the marks of large_sample in whatever a build left behind: every value of tables, every byte of files.

Belongs here: opening things. Does not: what may be where (test_canary).
"""

import base64
import gzip
import re
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from orchestration.release_tables import quote
from orchestration.warehouse import connect
from tests.pipeline.large_sample import IDENTIFIERS, RESTRICTED_KEY, SECRETS, TEXTS

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# Marks of builds that fail: labels, values of the wrong kind, and what stands in files that are refused.
FAILING = {name: f"zq{name}qz" for name in ("platform", "agency", "group", "basis", "time", "count", "listed", "free")}
FAILING |= {name: f"zq{name}qz" for name in ("header", "bytes", "sheet", "ragged", "file")}
MARKS = sorted(
    {*IDENTIFIERS.values(), *(mark for texts in TEXTS.values() for mark in texts.values()), *FAILING.values()}
    | {SECRETS["account_key"].partition("-")[0]}
)
SECRET_KEY = "age-secret-key-1[a-z0-9]{20}"
MARK_OF_ANY_KIND = f"zq[a-z]+?qz|{SECRET_KEY}"
# In bytes that are compressed only whole marks count: something like a mark turns up by chance.
FOUND = re.compile(f"zq(?:{'|'.join(mark[2:] for mark in MARKS)})|{SECRET_KEY}".encode())
LONGEST = max(map(len, [*MARKS, RESTRICTED_KEY]))
CHUNK_BYTES = 1 << 24
EMBEDDED = re.compile(rb"[A-Za-z0-9+/]{2000,}={0,2}")
COMPRESSED = (b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda")


def marks_in_text(text: str | bytes) -> set[str]:
    """The marks and keys in a text, in lower or upper case."""
    content = text.encode() if isinstance(text, str) else text
    return {found.decode() for found in FOUND.findall(content.lower())}


def marks_below(folder: Path) -> dict[str, set[str]]:
    """The marks in each file below `folder` that holds any, by its path from there; packed contents are unpacked."""
    paths = [path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink()]
    assert paths, f"nothing to look at in {folder}"
    found = {str(path.relative_to(folder)): marks_in_file(path) for path in paths}
    return {name: marks for name, marks in found.items() if marks}


def marks_in_file(path: Path) -> set[str]:
    """The marks in the bytes of a file, in the values of its tables, and in what is packed in it."""
    marks = _marks_in_bytes(path) | marks_in_text(path.name)
    if path.suffix in UNPACKED:
        marks |= UNPACKED[path.suffix](path)
    return marks


def marks_in_database(path: Path, *, schema: str = "%") -> set[str]:
    """The marks in every text, name and comment of a DuckDB file, or in the texts of one schema."""
    marks: set[str] = set()
    with connect(path, read_only=True) as database:
        for what in ("tables", "columns", "views", "functions"):
            marks |= marks_in_text(repr(database.execute(f"from duckdb_{what}() where not internal").fetchall()))
        relations = database.execute(
            "select schema_name, table_name from duckdb_tables() where schema_name like $1", [schema]
        ).fetchall()
        for schema, table in relations:
            marks |= _marks_in_relation(database, f'"{schema}"."{table}"')
    return marks


def _marks_in_parquet(path: Path) -> set[str]:
    with connect(Path(":memory:")) as memory:
        return _marks_in_relation(memory, f"read_parquet({quote(path)})")


def _marks_in_relation(connection: "DuckDBPyConnection", relation: str) -> set[str]:
    columns = connection.execute(f"describe from {relation}").fetchall()
    parts = [
        f"""select distinct unnest(regexp_extract_all(lower(cast("{name}" as varchar)), '{MARK_OF_ANY_KIND}'))
        from {relation} where regexp_matches(lower(cast("{name}" as varchar)), '{MARK_OF_ANY_KIND}')"""
        for name, kind, *_ in columns
        if "VARCHAR" in kind or "BLOB" in kind
    ]
    return {str(mark) for part in parts for (mark,) in connection.execute(part).fetchall()}


def _marks_in_bytes(path: Path) -> set[str]:
    marks: set[str] = set()
    before = b""
    with path.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            marks |= marks_in_text(before + chunk)
            before = chunk[-LONGEST:]
    return marks


def _marks_in_gzip(path: Path) -> set[str]:
    return marks_in_text(gzip.decompress(path.read_bytes()))


def _marks_in_sqlite(path: Path) -> set[str]:
    # By value: a text that is longer than a page lies on several, which need not be neighbours.
    marks: set[str] = set()
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
        tables = [name for (name,) in database.execute("select name from sqlite_master where type = 'table'")]
        for table in tables:
            for row in database.execute(f'select * from "{table}"'):
                marks.update(*(marks_in_text(value) for value in _unpacked(row)))
    return marks


def _unpacked(row: Iterable[object]) -> Iterator[str | bytes]:
    for value in row:
        if isinstance(value, bytes) and value[:2] in COMPRESSED:
            yield zlib.decompress(value)
        elif isinstance(value, str | bytes):
            yield value


def _marks_in_script(path: Path) -> set[str]:
    # A page that works from disk carries its data in it: base64, perhaps compressed, perhaps a database.
    marks: set[str] = set()
    for packed in EMBEDDED.findall(path.read_bytes()):
        content = base64.b64decode(packed + b"=" * (-len(packed) % 4))
        if content[:2] == b"\x1f\x8b":
            content = gzip.decompress(content)
        marks |= marks_in_text(content)
    return marks


UNPACKED = {
    ".parquet": _marks_in_parquet,
    ".duckdb": marks_in_database,
    ".gz": _marks_in_gzip,
    ".db": _marks_in_sqlite,
    ".js": _marks_in_script,
    ".html": _marks_in_script,
}
