"""The two tables that a release writes about itself: its checks, and the releases so far.

Belongs here: `publication_checks` and `publication_status`, made from the gate's verdicts when the release is named.
Does not: deciding whether to publish (quality does).
"""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from orchestration.catalog import Column, ReleaseTable

CHECKS = ReleaseTable(
    name="publication_checks",
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
        Column("release", "varchar", "Release that it was run on."),
    ),
)
STATUS = ReleaseTable(
    name="publication_status",
    tier="public",
    grain=("release",),
    owner="quality",
    description="One row per release in the line of releases that ends with this one.",
    columns=(
        Column("release", "varchar", "Release id: as-of date and the first 8 hex digits of the hash of its content."),
        Column("as_of_date", "date", "Date it is as of."),
        Column("compared_with", "varchar", "The release before it."),
        Column("is_synthetic", "boolean", "Is it made from the synthetic sample?"),
        Column("verdict", "varchar", "passed or passed_with_warnings; a blocked release is never written."),
        Column("checks_count", "bigint", "Checks run."),
        Column("passed_count", "bigint", "Checks passed."),
        Column("warnings_count", "bigint", "Checks that did not pass and warn only."),
    ),
)
ARROW_TYPES = {"varchar": pa.string(), "boolean": pa.bool_(), "date": pa.date32(), "bigint": pa.int64()}


def checks_table(quality: Mapping[str, Any]) -> pa.Table:
    """`publication_checks` of the release that `quality` (the parsed quality.json) is about."""
    rows = [
        {**check, "check": check["check_id"], "table_name": check["table"], "passed": check["is_passed"]}
        | {"release": quality["release_id"]}
        for check in quality["checks"]
    ]
    return _arrow(CHECKS, rows)


def status_table(quality: Mapping[str, Any], previous: Path | None) -> pa.Table:
    """`publication_status`: the rows of the `previous` release folder, if any, and one for this release."""
    counts = quality["counts"]
    row = {
        "release": quality["release_id"],
        "as_of_date": date.fromisoformat(quality["as_of_date"]),
        "compared_with": previous.name if previous else None,
        "is_synthetic": quality["is_synthetic"],
        "verdict": quality["verdict"],
        "checks_count": counts["checks"],
        "passed_count": counts["passed"],
        "warnings_count": counts["warnings"],
    }
    earlier = pq.read_table(previous / "public" / "parquet" / f"{STATUS.name}.parquet").to_pylist() if previous else []
    return _arrow(STATUS, [*(old for old in earlier if old["release"] != row["release"]), row])


def _arrow(table: ReleaseTable, rows: Sequence[Mapping[str, Any]]) -> pa.Table:
    return pa.table(
        {c.name: pa.array([row.get(c.name) for row in rows], ARROW_TYPES[c.data_type]) for c in table.columns}
    )
