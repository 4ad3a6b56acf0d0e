"""Rows that break no rule, and what the row rules say of them once some of their values are changed.

Belongs here: the good rows and the judging. Does not: values that break a rule (the tests).
"""

from collections.abc import Callable
from typing import Any

import duckdb

from orchestration.connectors.rows import reject_bad_rows
from orchestration.connectors.sources import Source
from orchestration.connectors.staging import TextRow, append_rows, create_staging

TIME = "2025-07-01T10:00:00+05:00"
Problem = tuple[str, str]  # column, reason
GOOD: dict[str, dict[str, str]] = {
    "requests": {
        "request_id": "1",
        "agency": "PTA",
        "platform": "X",
        "object_type": "account",
        "handle": "sample",
        "requested_action": "suspend",
        "channel": "portal",
        "followers_at_report": "0",
        "reported_at": TIME,
        "recorded_at": TIME,
        "is_retracted": "false",
    },
    "responses": {
        "response_id": "1",
        "request_id": "1",
        "platform": "X",
        "event_type": "received",
        "event_at": TIME,
        "recorded_at": TIME,
    },
    "account_checks": {
        "check_id": "1",
        "platform": "X",
        "url": "https://example.org/sample",
        "checked_at": TIME,
        "recorded_at": TIME,
        "status": "live",
    },
    "complaints": {"complaint_id": "1", "received_at": TIME, "recorded_at": TIME, "status": "reported"},
    "engagements": {"engagement_id": "1", "held_on": "2025-07-01", "recorded_at": TIME},
    "mirror_reviews": {
        "review_id": "1",
        "predecessor_platform": "X",
        "predecessor_handle": "sample",
        "successor_platform": "X",
        "successor_handle": "https://example.org/sample",
        "verdict": "unsure",
        "reviewed_at": TIME,
        "recorded_at": TIME,
    },
}

Judge = Callable[..., Any]  # a Problem, or None
JudgeAll = Callable[..., list[Problem | None]]


def judge_rows(
    connection: duckdb.DuckDBPyConnection, source: Source, *changes: dict[str, str | None]
) -> list[Problem | None]:
    """Judge a good row once for each set of changed values; returns what is wrong with each, None for a good one."""
    create_staging(connection, source.columns)
    rows = [{**GOOD[source.name], **changed} for changed in changes]
    values = [[row.get(column) for column in source.columns] for row in rows]
    append_rows(connection, source.columns, [TextRow(number, row) for number, row in enumerate(values)])
    reject_bad_rows(connection, source)
    staged = connection.execute("select _row from staged_rows").fetchall()
    rejects = connection.execute("select row_number, column_name, reason from staged_rejects").fetchall()
    problems: dict[int, Problem | None] = dict.fromkeys(number for (number,) in staged)
    assert not problems.keys() & {number for number, _, _ in rejects}
    problems |= {number: (column, reason) for number, column, reason in rejects}
    return [problems[number] for number in range(len(rows))]
