"""Writes a small release folder in the contract's layout, with real Parquet, for the tests of the site.

Every table is derived in SQL from one list of invented requests, so the laws of MODEL section 4 hold in it.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import duckdb

from tests.small_release_backlog import BACKLOG_SQL, LATE_SQL, MEETINGS_SQL
from tests.small_release_claims import CLAIMS_SQL, COUNTERS_SQL, COVERAGE_SQL
from tests.small_release_cubes import CUBES_SQL
from tests.small_release_flows import COHORTS_SQL, CURVES_SQL, RIGHTS_SQL
from tests.small_release_ledger import RATES_SQL, RESTATEMENTS_SQL, TOTALS_SQL
from tests.small_release_tables import (
    DAILY_SQL,
    PUBLISHED_SQL,
    REACH_SQL,
    REFERENCE_SQL,
    REQUESTS_SQL,
    SUMMARY_SQL,
    WEEKLY_SQL,
)

RELEASE_ID = "2025-08-15-0a1b2c3d"
AS_OF = date(2025, 8, 15)
PASSED = {"check_id": "law_1", "table": "fct_compliance_daily", "metric": None, "severity": "critical",
          "question": "Do the outcomes add up to the requests reported?", "owner": "data", "is_passed": True,
          "observed": "0 rows", "expected": "0 rows", "error": None}  # fmt: skip
WARNING = PASSED | {
    "check_id": "followers_present",
    "table": "fct_reach_daily",
    "severity": "warning",
    "question": "Are follower counts present?",
    "is_passed": False,
    "observed": "3",
    "expected": "0",
}
# What the ledger pages read: without them a release is one from before there were such pages.
LEDGER = ("fct_published_figures", "fct_published_totals", "fct_published_rates", "fct_restatements", "dim_country",
          "fct_regulator_counters", "fct_ledger_variance", "fct_claims", "fct_claim_feasibility", "fct_coverage",
          "fct_published_files")  # fmt: skip
# Each platform: name, requests, complied.
SMALL = {"facebook": ("Facebook", 60, 54), "x": ("X", 80, 20), "telegram": ("Telegram", 3, 2)}


@dataclass(frozen=True)
class Content:
    """What a test release says. The defaults are a synthetic release with one warning."""

    platforms: Mapping[str, tuple[str, int, int]] = field(default_factory=lambda: SMALL)
    groups: tuple[str, ...] = ("TTP (Tehrik-e-Taliban Pakistan)", "BLA", "ISKP")
    checks: tuple[Mapping[str, object], ...] = (PASSED, WARNING)
    is_synthetic: bool = True
    has_published: bool = True
    has_ledger: bool = True
    has_cubes: bool = True
    day_step: int = 1  # days between two days of the daily tables
    named_from: int = 5  # accounts of a group, platform and week from which on the group is named
    description: str = "One row per cell, for tests."
    verdict: str = "passed_with_warnings"
    first_day: date = date(2025, 7, 14)


def write_release(folder: Path, content: Content | None = None) -> Path:
    """Write the release into `folder` (new) and return it."""
    content = content or Content()
    public = folder / "public"
    (public / "parquet").mkdir(parents=True)
    (public / "csv").mkdir()
    with duckdb.connect(":memory:") as connection:
        names = _create_tables(connection, content)
        resources = [_write_table(connection, name, public, content) for name in names]
    about = {"release_id": RELEASE_ID, "as_of_date": AS_OF.isoformat(), "is_synthetic": content.is_synthetic,
             "tier": "public", "compared_with": None}  # fmt: skip
    package = {"name": "takedown", "title": "Takedown requests", "description": "For tests.", "version": RELEASE_ID,
               "takedown": about, "resources": resources}  # fmt: skip
    _write_json(public / "datapackage.json", package)
    passed = sum(bool(check["is_passed"]) for check in content.checks)
    counts = {"checks": len(content.checks), "passed": passed, "warnings": len(content.checks) - passed, "failed": 0}
    _write_json(folder / "quality.json", {"release_id": RELEASE_ID, "as_of_date": AS_OF.isoformat(), "counts": counts,
                "is_synthetic": content.is_synthetic, "verdict": content.verdict,
                "checks": content.checks})  # fmt: skip
    return folder


def _create_tables(connection: duckdb.DuckDBPyConnection, content: Content) -> list[str]:
    columns = "platform_id VARCHAR, platform_name VARCHAR, n INTEGER, complied INTEGER"
    connection.execute(f"CREATE TABLE _platforms ({columns})")
    rows = [(key, *values) for key, values in content.platforms.items()]
    connection.executemany("INSERT INTO _platforms VALUES ($1, $2, $3, $4)", rows)
    connection.execute("CREATE TABLE _groups (place INTEGER, group_id VARCHAR, group_name VARCHAR)")
    names = [(place, f"group_{place}", name) for place, name in enumerate(content.groups)]
    connection.executemany("INSERT INTO _groups VALUES ($1, $2, $3)", names)
    clock = "CREATE TABLE _clock AS SELECT $1::DATE AS first_day, $2::DATE AS as_of, $3 AS step, $4 AS named_from"
    connection.execute(clock, [content.first_day, AS_OF, content.day_step, content.named_from])
    for script in (REFERENCE_SQL, REQUESTS_SQL, DAILY_SQL, SUMMARY_SQL, REACH_SQL, WEEKLY_SQL):
        connection.execute(script)
    for script in (CURVES_SQL, COHORTS_SQL, RIGHTS_SQL, BACKLOG_SQL, LATE_SQL, MEETINGS_SQL):
        connection.execute(script)
    for script in CUBES_SQL if content.has_cubes else ():
        connection.execute(script)
    for script in (PUBLISHED_SQL, TOTALS_SQL, RATES_SQL, RESTATEMENTS_SQL, COUNTERS_SQL, CLAIMS_SQL, COVERAGE_SQL):
        connection.execute(script)
    for table in LEDGER:
        if not content.has_ledger and table != "fct_published_figures":
            connection.execute(f"DROP TABLE {table}")
        elif not content.has_published:
            connection.execute(f"DELETE FROM {table}")
    named = "SELECT table_name FROM duckdb_tables() WHERE table_name[1] <> '_' ORDER BY 1"
    return [name for (name,) in connection.execute(named).fetchall()]


def _write_table(connection: duckdb.DuckDBPyConnection, name: str, public: Path, content: Content) -> dict[str, object]:
    path = public / "parquet" / f"{name}.parquet"
    connection.execute(f"COPY (FROM {name} ORDER BY ALL) TO '{path}' (FORMAT parquet)")
    connection.execute(f"COPY (FROM {name} ORDER BY ALL) TO '{public / 'csv' / f'{name}.csv'}' (FORMAT csv, HEADER)")
    columns = connection.execute(f"DESCRIBE {name}").fetchall()
    data = path.read_bytes()
    grain = [columns[0][0]]
    return {
        "name": name,
        "path": f"parquet/{name}.parquet",
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "bytes": len(data),
        "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
        "description": content.description,
        "takedown": {"grain": grain, "tier": "public", "owner": "data"},
        "schema": {"primaryKey": grain, "fields": [_field(column[0], column[1]) for column in columns]},
    }


def _field(name: str, kind: str) -> dict[str, object]:
    described: dict[str, object] = {"name": name, "type": kind.lower(), "description": f"What {name} means."}
    stem = name.removesuffix("_rate")
    if name.endswith("_rate"):
        described["metric"] = {"label": f"{stem.replace('_', ' ').capitalize()}, share", "unit": "rate",
                               "stage": "rate", "numerator": f"{stem}_numerator", "denominator": f"{stem}_denominator",
                               "valid_range": [0, 1], "min_cell": 5, "speaker": "warehouse"}  # fmt: skip
    elif name.endswith("_count") or name.startswith("followers_"):
        label = name.removesuffix("_count").replace("_", " ").capitalize()
        described["metric"] = {"label": label, "unit": "request", "stage": "stock", "speaker": "warehouse"}
    return described


def _write_json(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, indent=2), encoding="utf-8")
