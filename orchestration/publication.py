"""The tables that a release writes about itself: its checks, the releases so far, what it restates and what changed.

Belongs here: what `publication_checks`, `publication_status`, `publication_restatements` and `publication_changes`
hold, and the first two, made from the gate's verdicts when the release is named. Does not: deciding whether to publish
(quality does), the comparison of two releases (release_restatements, changed_figures).
"""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from orchestration.catalog import Column, ReleaseTable

CHECKS = ReleaseTable(
    name="publication_checks",
    friendly_name="gate_checks",
    tier="public",
    grain=("check",),
    owner="quality",
    description="One row per check that the gate ran on this release, with its question and what it saw.",
    columns=(
        Column("check", "varchar", "Name of the check. A reserved word in SQL: write it in double quotes."),
        Column("table_name", "varchar", "Table that was asked."),
        Column("metric", "varchar", "Column that was asked, where the check is about one."),
        Column("severity", "varchar", "critical stops a release, warning is printed beside the number."),
        Column("passed", "boolean", "Did it pass?"),
        Column("question", "varchar", "The question in plain words."),
        Column("observed", "varchar", "What was seen."),
        Column("expected", "varchar", "What was expected."),
        Column("owner", "varchar", "Who answers for it."),
        Column("consequence", "varchar", "What it means for whoever reads the numbers; NULL where it passed."),
        Column("failing_count", "bigint", "Rows that fail; NULL where it is not asked row by row."),
        Column("failing_rows", "varchar", "The first rows that fail, as a JSON list; NULL where there are none."),
        Column("release", "varchar", "Release that it was run on."),
    ),
)
STATUS = ReleaseTable(
    name="publication_status",
    friendly_name="releases",
    tier="public",
    grain=("release",),
    owner="quality",
    description="One row per release in the line of releases that ends with this one.",
    columns=(
        Column("release", "varchar", "Release id: as-of date and the first 8 hex digits of the hash of its content."),
        Column("as_of_date", "date", "Date it is as of."),
        Column("as_of_at", "timestamp with time zone", "Instant it is as of (UTC); NULL for a release that kept none."),
        Column("compared_with", "varchar", "The release before it."),
        Column("is_synthetic", "boolean", "Is it made from the synthetic sample?"),
        Column("verdict", "varchar", "passed or passed_with_warnings; a blocked release is never written."),
        Column("checks_count", "bigint", "Checks run."),
        Column("passed_count", "bigint", "Checks passed."),
        Column("warnings_count", "bigint", "Checks that did not pass and warn only."),
    ),
)
RESTATEMENTS = ReleaseTable(
    name="publication_restatements",
    friendly_name="own_restatements",
    tier="public",
    grain=("table_name", "cell_key", "metric"),
    owner="quality",
    description=(
        "One row per past figure that this release tells differently from the one before: a cell of a dated table up "
        "to the date that the former was as of, and why it changed."
    ),
    columns=(
        Column("table_name", "varchar", "Table that holds the figure."),
        Column("cell_key", "varchar", "Row of that table, by its grain: date_day=2025-08-10; platform_id=x; ..."),
        Column("dated_on", "date", "Date of the row, or first day of its period."),
        Column("metric", "varchar", "Column that changed."),
        Column(
            "old_value",
            "double",
            "What the former release said; NULL where it had no such row or withheld it, and "
            "where this release withholds it or took a withheld one in.",
        ),
        Column("new_value", "double", "What this release says; NULL where it has no such row or withholds it."),
        Column(
            "difference",
            "double",
            "new_value less old_value, a missing row counting 0; NULL where withholding alone can have moved it.",
        ),
        Column(
            "kind",
            "varchar",
            "changed, appeared (no such row before), vanished, withheld (a small cell now), no_longer_withheld.",
        ),
        Column(
            "cause",
            "varchar",
            "Why, several joined by a semicolon: late_record (of what had happened by then, "
            "recorded since), correction, retraction, asked_again (for an account, under another group, which takes "
            "its past along), review (a person's verdict on a mirror), definition (the column's description or "
            "terms changed), small_cells (a group came to or left withheld), unexplained. Records are named where "
            "both logs, replayed, put the request, account, pair or meeting that they are about elsewhere in this "
            "cell, each kind that it has; unexplained alone, where none does, and beside them, where what they moved "
            "is not the whole difference (rates, upper bounds, oldest_age_days, complaints, and what a meeting told "
            "late or moved brings to its own windows, are not added up).",
        ),
        Column(
            "records_count",
            "bigint",
            "Records that this release knows, the former did not, and that touch the "
            "row; NULL where a small cell moved.",
        ),
        Column("release", "varchar", "This release."),
        Column("compared_with", "varchar", "The release before it."),
    ),
)
CHANGES = ReleaseTable(
    name="publication_changes",
    friendly_name="changes_since_last_release",
    tier="public",
    grain=("table_name", "metric", "platform_id"),
    owner="quality",
    description=(
        "One row per headline figure and platform (and all together): what the release before said, what this one "
        "says, and how much of the difference is news and how much a past told differently."
    ),
    columns=(
        Column("table_name", "varchar", "Table that holds the figure. Of fct_reach_daily its last day, by platform."),
        Column("metric", "varchar", "Column that holds the figure."),
        Column("platform_id", "varchar", "Platform slug, or all for all together."),
        Column(
            "value_before",
            "double",
            "What the former release said; 0 for a count of a platform that it had no row of. NULL where it withheld "
            "the figure (a rate on fewer than min_cell of its denominator counts as withheld), had none, or this "
            "release withholds it.",
        ),
        Column("value_now", "double", "What this release says; NULL where it withholds the figure or has none."),
        Column("change", "double", "value_now less value_before; NULL where either is."),
        Column(
            "restated_change",
            "double",
            "Of the change, what is told differently of the day that the former release was as of: the figure of that "
            "day as known now, less value_before. Late records, corrections, retractions and new definitions do that. "
            "NULL where change is, and where that day cannot be told again.",
        ),
        Column(
            "new_change",
            "double",
            "Of the change, what happened after the day that the former release was as of: change less "
            "restated_change. NULL where that is.",
        ),
        Column("is_redefined", "boolean", "Did the column's definition change since the former release?"),
        Column("release", "varchar", "This release."),
        Column("compared_with", "varchar", "The release before it."),
    ),
)
ARROW_TYPES = {
    "varchar": pa.string(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
    "timestamp with time zone": pa.timestamp("us", "UTC"),
    "bigint": pa.int64(),
}


def checks_table(quality: Mapping[str, Any]) -> pa.Table:
    """`publication_checks` of the release that `quality` (the parsed quality.json) is about."""
    rows = [
        {**check, "check": check["check_id"], "table_name": check["table"], "passed": check["is_passed"]}
        | {"release": quality["release_id"], "consequence": check.get("consequence") or None}
        | {"failing_rows": _json(check.get("failing_rows"))}
        for check in quality["checks"]
    ]
    return arrow_table(CHECKS, rows)


def status_table(quality: Mapping[str, Any], as_of: datetime, previous: Path | None) -> pa.Table:
    """`publication_status`: the rows of the `previous` release folder, if any, and one for this release."""
    counts = quality["counts"]
    row = {
        "release": quality["release_id"],
        "as_of_date": date.fromisoformat(quality["as_of_date"]),
        "as_of_at": as_of,
        "compared_with": previous.name if previous else None,
        "is_synthetic": quality["is_synthetic"],
        "verdict": quality["verdict"],
        "checks_count": counts["checks"],
        "passed_count": counts["passed"],
        "warnings_count": counts["warnings"],
    }
    earlier = pq.read_table(previous / "public" / "parquet" / f"{STATUS.name}.parquet").to_pylist() if previous else []
    return arrow_table(STATUS, [*(old for old in earlier if old["release"] != row["release"]), row])


def _json(rows: Sequence[Mapping[str, Any]] | None) -> str | None:
    return json.dumps(rows, ensure_ascii=False) if rows else None


def arrow_table(table: ReleaseTable, rows: Sequence[Mapping[str, Any]]) -> pa.Table:
    """`rows` with the columns of `table`; a column that a row lacks is NULL."""
    return pa.table(
        {c.name: pa.array([row.get(c.name) for row in rows], ARROW_TYPES[c.data_type]) for c in table.columns}
    )
