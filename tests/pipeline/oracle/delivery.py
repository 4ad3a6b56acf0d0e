"""A log as files in a landing folder: cut anywhere, in any order, of any kind, some of it delivered twice."""

import csv
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from io import StringIO
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from orchestration.connectors.sources import SOURCES
from tests.pipeline.oracle.log import Record

PAKISTAN = timezone(timedelta(hours=5))
KINDS = ("csv", "jsonl", "parquet")


@dataclass(frozen=True)
class File:
    """Records of one source in the order in which they stand in the file."""

    source: str
    kind: str
    records: tuple[Record, ...]


def write_files(landing: Path, files: Sequence[File]) -> None:
    """The files under names that sort in the order given: they are landed in that order."""
    for number, file in enumerate(files):
        path = landing / file.source / f"synthetic-{number:03}.{file.kind}"
        path.parent.mkdir(parents=True, exist_ok=True)
        WRITERS[file.kind](path, SOURCES[file.source].columns, file.records)


def _write_csv(path: Path, columns: Sequence[str], records: Sequence[Record]) -> None:
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows([_text(getattr(record, column)) or "" for column in columns] for record in records)
    path.write_text(text.getvalue(), encoding="utf-8", newline="")


def _write_jsonl(path: Path, columns: Sequence[str], records: Sequence[Record]) -> None:
    rows = ({column: _plain(getattr(record, column)) for column in columns} for record in records)
    path.write_text("".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows), encoding="utf-8")


def _write_parquet(path: Path, columns: Sequence[str], records: Sequence[Record]) -> None:
    table = {
        column: pa.array([_text(getattr(record, column)) for record in records], pa.string()) for column in columns
    }
    pq.write_table(pa.table(table), path)


def _plain(value: Any) -> Any:  # noqa: ANN401 - whatever a record holds
    """Numbers and booleans as JSON has them, the rest as text."""
    return value if isinstance(value, bool | int | None) else _text(value)


def _text(value: Any) -> str | None:  # noqa: ANN401 - whatever a record holds
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime):
        return value.astimezone(PAKISTAN).isoformat()
    return None if value is None else str(value)


WRITERS = {"csv": _write_csv, "jsonl": _write_jsonl, "parquet": _write_parquet}
