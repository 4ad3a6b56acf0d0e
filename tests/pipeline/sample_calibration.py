"""An independent reading of the sample: the files row by row, and a plain fold for the state as of a moment."""

import csv
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
from python_calamine import load_workbook

Row = dict[str, Any]
Sources = dict[str, list[Row]]

JULY = datetime(2025, 7, 25, 23, 59, 59, 999999, UTC)
AUGUST = datetime(2025, 8, 15, 23, 59, 59, 999999, UTC)
LOG_END = datetime(2025, 10, 31, 23, 59, 59, tzinfo=UTC)
KEYS = {
    "requests": "request_id",
    "responses": "response_id",
    "account_checks": "check_id",
    "complaints": "complaint_id",
    "engagements": "engagement_id",
    "mirror_reviews": "review_id",
}
OUTCOMES = {
    "suspended": "complied",
    "removed": "complied",
    "geo_restricted": "complied",
    "content_removed": "partial",
    "declined": "declined",
    "not_found": "not_found",
    "already_removed": "already_removed",
    "reinstated": "reversed",
}


def read_sources(landing: Path, *names: str) -> Sources:
    """All records of the named sources (all five unless named), file after file."""
    return {
        name: [row for path in sorted((landing / name).iterdir()) for row in read_file(path)] for name in names or KEYS
    }


def read_file(path: Path) -> list[Row]:
    """The records of one file; texts as text, an empty cell as None."""
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            return [_typed(row) for row in csv.DictReader(file)]
    if path.suffix == ".jsonl":
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    if path.suffix == ".xlsx":
        header, *rows = load_workbook(str(path)).get_sheet_by_index(0).to_python()
        return [_typed(dict(zip(map(str, header), row, strict=True))) for row in rows]
    relation = duckdb.connect().execute("select * from read_parquet(?)", [str(path)])
    names = [column[0] for column in relation.description]
    return [dict(zip(names, row, strict=True)) for row in relation.fetchall()]


def _typed(row: dict[str, Any]) -> Row:
    row = {name: None if value == "" else value for name, value in row.items()}
    if "is_retracted" in row:
        row["is_retracted"] = {"true": True, "false": False}[row["is_retracted"]]
    for name in row.keys() & {"followers", "followers_at_report", "followers_at_action"}:
        row[name] = None if row[name] is None else int(row[name])
    return row


@cache
def moment(text: str) -> datetime:
    read = datetime.fromisoformat(text)
    assert read.tzinfo is not None, f"{text!r} has no offset"
    return read.astimezone(UTC)


def effective(rows: Iterable[Row], key: str, event_time: str, as_of: datetime) -> Iterator[Row]:
    """The latest record of each key known at `as_of`, unless it is withdrawn or lies ahead."""
    latest: dict[str, Row] = {}
    for row in sorted(rows, key=lambda row: moment(row["recorded_at"])):
        if moment(row["recorded_at"]) <= as_of:
            latest[row[key]] = row
    return (row for row in latest.values() if not row["is_retracted"] and moment(row[event_time]) <= as_of)


def takedowns(requests: Iterable[Row], as_of: datetime) -> dict[str, Row]:
    """Takedown requests known at `as_of`, by request_id."""
    known = effective(requests, "request_id", "reported_at", as_of)
    return {row["request_id"]: row for row in known if row["requested_action"] in ("suspend", "restrict")}


def decisions(requests: Iterable[Row], responses: Iterable[Row], as_of: datetime) -> dict[str, tuple[str, Row | None]]:
    """Outcome and deciding response of each takedown request known at `as_of`; pending ones have none."""
    known = takedowns(requests, as_of)
    answers: defaultdict[str, list[Row]] = defaultdict(list)
    for row in effective(responses, "response_id", "event_at", as_of):
        if row["event_type"] in OUTCOMES:
            answers[row["request_id"]].append(row)
    decided: dict[str, tuple[str, Row | None]] = {}
    for request_id, request in known.items():
        last = max(answers[request_id], key=lambda row: moment(row["event_at"]), default=None)
        outcome = "pending" if last is None else OUTCOMES[last["event_type"]]
        if outcome == "partial" and request["object_type"] in ("post", "video"):
            outcome = "complied"
        decided[request_id] = (outcome, last)
    return decided


def by_platform(requests: Iterable[Row]) -> Counter[str]:
    return Counter(str(row["platform"]).replace("Twitter", "X") for row in requests)
