"""Account checks as bytes, and what staging makes of them."""

import hashlib
import json
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

from orchestration.connectors.base import Batch
from orchestration.connectors.files import stage_file
from orchestration.connectors.sources import ACCOUNT_CHECKS

COLUMNS = list(ACCOUNT_CHECKS.columns)
HEADER = ",".join(COLUMNS)
TIME = "2025-07-01T10:00:00+05:00"


class Row(NamedTuple):
    check_id: str | None
    handle: str | None
    followers: str | None
    number: int


class Reject(NamedTuple):
    number: int
    reason: str
    text: str


class Stage:
    """Stages bytes as a file in `folder`."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
        self.connection = connection
        self.folder = folder

    def __call__(self, name: str, content: bytes | None = None) -> tuple[list[Row], list[Reject]]:
        path = self.folder / name
        if content is not None:
            path.write_bytes(content)
        found = path.read_bytes()
        sha256, kind = hashlib.sha256(found).hexdigest(), path.suffix.removeprefix(".")
        batch = Batch("account_checks", f"account_checks/{name}", path, sha256, len(found), kind)
        stage_file(self.connection, batch, ACCOUNT_CHECKS)
        rows = self.query("select check_id, handle, followers, _row from staged_rows order by _row")
        rejects = self.query("select row_number, reason, raw_text from staged_rejects order by row_number")
        return [Row(*row) for row in rows], [Reject(*reject) for reject in rejects]

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        return self.connection.execute(sql).fetchall()


def connect() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(config={"threads": 2})
    connection.execute("set timezone = 'UTC'")
    return connection


def line(check_id: str, handle: str = "h", followers: str = "5") -> str:
    """One CSV record."""
    return f"{check_id},x,{handle},https://example.org,{TIME},{TIME},live,{followers}"


def record(**changes: object) -> dict[str, object]:
    return dict(zip(COLUMNS, line("1").split(","), strict=True)) | changes


def json_lines(*records: object) -> bytes:
    return "\n".join(json.dumps(each, ensure_ascii=False) for each in records).encode()
