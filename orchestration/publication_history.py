"""How the checks of the gate came out from release to release: `publication_check_history`.

Belongs here: the table, made from the verdicts of this release and the history that the release before it keeps.
Does not: verdicts (quality), the other tables that a release writes about itself (publication).
"""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, TypeAlias

import pyarrow as pa
import pyarrow.parquet as pq

from orchestration.catalog import Column, ReleaseTable
from orchestration.publication import CHECKS, STATUS, arrow_table

HISTORY = ReleaseTable(
    name="publication_check_history",
    friendly_name="gate_check_history",
    tier="public",
    grain=("check", "first_release"),
    owner="quality",
    description=(
        "One row per check of the gate and run of releases in which it came out alike, in the line of releases that "
        "ends with this one. A release whose gate did not ask the check ends the run."
    ),
    columns=(
        Column("check", "varchar", "Name of the check. A reserved word in SQL: write it in double quotes."),
        Column("table_name", "varchar", "Table that was asked."),
        Column("severity", "varchar", "critical stops a release, warning is printed beside the number."),
        Column("passed", "boolean", "Did it pass? Only a warning can be false: a critical one stops the release."),
        Column("first_release", "varchar", "First release of the run."),
        Column("first_as_of_date", "date", "Date that it is as of."),
        Column("last_release", "varchar", "Last release of the run; this release where the run goes on."),
        Column("last_as_of_date", "date", "Date that it is as of."),
        Column("releases_count", "bigint", "Releases in the run."),
        Column("release", "varchar", "This release."),
    ),
)
Run: TypeAlias = dict[str, Any]


def history_table(quality: Mapping[str, Any], previous: Path | None) -> pa.Table:
    """`publication_check_history` of the release that `quality` (the parsed quality.json) is about.

    Where the `previous` release keeps no history yet, it begins with the verdicts of that release.
    """
    release_id, day = quality["release_id"], date.fromisoformat(quality["as_of_date"])
    runs = _runs_of(previous) if previous else []
    open_runs = {run["check"]: run for run in runs if previous and run["last_release"] == previous.name}
    for check in quality["checks"]:
        before = open_runs.get(check["check_id"])
        if before and (before["passed"], before["severity"]) == (check["is_passed"], check["severity"]):
            before |= {"last_release": release_id, "last_as_of_date": day}
            before["releases_count"] += 1
        else:
            runs.append(_new_run(check["check_id"], check["table"], check["severity"], check["is_passed"])
                        | _lasting(release_id, day))  # fmt: skip
    return arrow_table(HISTORY, [run | {"release": release_id} for run in runs])


def _runs_of(previous: Path) -> list[Run]:
    folder = previous / "public" / "parquet"
    kept = folder / f"{HISTORY.name}.parquet"
    if kept.exists():
        return [dict(run) for run in pq.read_table(kept).to_pylist()]
    statuses = pq.read_table(folder / f"{STATUS.name}.parquet").to_pylist()
    day = next(one["as_of_date"] for one in statuses if one["release"] == previous.name)
    return [
        _new_run(one["check"], one["table_name"], one["severity"], one["passed"]) | _lasting(previous.name, day)
        for one in pq.read_table(folder / f"{CHECKS.name}.parquet").to_pylist()
    ]


def _new_run(check: str, table: str, severity: str, passed: bool) -> Run:
    return {"check": check, "table_name": table, "severity": severity, "passed": passed, "releases_count": 1}


def _lasting(release_id: str, day: date) -> Run:
    """From this release to this release."""
    return {"first_release": release_id, "first_as_of_date": day, "last_release": release_id, "last_as_of_date": day}
