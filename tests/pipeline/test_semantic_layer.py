"""MetricFlow's answers are those of the marts: `mf query`, as a person would type it, on the warehouse of a build."""

import csv
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from orchestration.settings import PROJECT_DIR
from tests.pipeline.marts import ask
from tests.pipeline.workbench import Ran
from tests.project.dbt import public_marts

pytest.importorskip("dbt_metricflow", reason="the extra [semantic] is not installed")

COUNTS = [
    "reported_count",
    "complied_count",
    "complied_global_count",
    "complied_local_count",
    "partial_count",
    "declined_count",
    "not_found_count",
    "already_removed_count",
    "pending_count",
    "reversed_count",
    "decided_count",
    "responded_count",
    "accounts_reported_count",
]
RATES = ["complied_of_reported_rate", "complied_of_decided_rate", "response_rate"]
FOLLOWERS = ["followers_reported", "followers_removed", "followers_live"]


def mf(home: Path, answer: Path, *arguments: str) -> list[dict[str, str]]:
    """The rows of `mf query`."""
    environment = {**os.environ, "TAKEDOWN_HOME": str(home), "DBT_PROFILES_DIR": str(PROJECT_DIR / "dbt_project")}
    command = [str(Path(sys.executable).parent / "mf"), "query", "--quiet", *arguments, "--csv", str(answer)]
    run = subprocess.run(command, cwd=PROJECT_DIR, env=environment, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    with answer.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def by(rows: list[dict[str, str]], key: str) -> dict[str, list[float]]:
    return {row[key]: [float(value) for name, value in row.items() if name != key] for row in rows}


def of_marts(october: Ran, sql: str) -> dict[str, list[float]]:
    return {key: [float(value) for value in values] for key, *values in ask(october.home / "warehouse.duckdb", sql)}


def test_counts_and_rates_by_platform_are_those_of_the_summary(october: Ran, tmp_path: Path) -> None:
    metrics = [*COUNTS, *RATES]
    rows = mf(october.home, tmp_path / "a.csv", "--metrics", ",".join(metrics), "--group-by", "request__platform_id")
    expected = of_marts(
        october, f"select platform_id, {', '.join(metrics)} from marts.fct_compliance_summary where not is_total"
    )
    found = by(rows, "request__platform_id")
    assert len(found) == 7
    assert found == {platform: pytest.approx(values) for platform, values in expected.items()}


def test_requests_by_agency_and_month_are_the_flows_of_those_days(october: Ran, tmp_path: Path) -> None:
    dimensions = "agency__agency_name,metric_time__month"
    rows = mf(october.home, tmp_path / "a.csv", "--metrics", "reported_count", "--group-by", dimensions)
    found = {f"{r['agency__agency_name']} {r['metric_time__month'][:7]}": [float(r["reported_count"])] for r in rows}
    expected = of_marts(
        october,
        "select concat(agency_name, ' ', strftime(date_day, '%Y-%m')), sum(reported_count) as n "
        "from marts.fct_compliance_daily inner join marts.dim_agency using (agency_id) group by 1 having n > 0",
    )
    assert len(found) > 10
    assert found == expected


def test_followers_are_those_of_the_last_day(october: Ran, tmp_path: Path) -> None:
    arguments = ("--metrics", ",".join(FOLLOWERS), "--group-by", "reach_cell__platform_id")
    found = by(mf(october.home, tmp_path / "a.csv", *arguments), "reach_cell__platform_id")
    assert found == of_marts(
        october,
        f"select platform_id, {', '.join(f'sum({name})' for name in FOLLOWERS)} from marts.fct_reach_daily "
        "where date_day = (select max(date_day) from marts.fct_reach_daily) group by 1",
    )
    summed = of_marts(
        october, "select platform_id, followers_reported, followers_removed from marts.fct_compliance_summary"
    )
    assert {platform: values[:2] for platform, values in found.items()}.items() <= summed.items()


def test_a_metric_that_is_not_there_is_refused(october: Ran, tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="complied_rate"):
        mf(october.home, tmp_path / "a.csv", "--metrics", "complied_rate", "--group-by", "request__platform_id")


def test_a_metric_has_the_label_and_words_of_its_column(october: Ran) -> None:
    """One fact, one place: what MetricFlow calls a metric is what the marts call the column."""
    manifest: dict[str, Any] = json.loads((PROJECT_DIR / "target" / "manifest.json").read_text(encoding="utf-8"))
    metrics = {metric["name"]: metric for metric in manifest["metrics"].values()}
    columns = {
        column["name"]: column["config"]["meta"]["metric"]["label"]
        for _, model, _ in public_marts()
        if model["name"] in ("fct_compliance_summary", "fct_reach_daily")
        for column in model["columns"]
        if "metric" in (column.get("config") or {}).get("meta", {})
    }
    assert set(metrics) == {*COUNTS, *RATES, *FOLLOWERS}
    assert {name: metric["label"] for name, metric in metrics.items()} == {name: columns[name] for name in metrics}
    summary = manifest["nodes"]["model.takedown.fct_compliance_summary"]["columns"]
    assert {name: metrics[name]["description"] for name in [*COUNTS, *RATES]} == {
        name: summary[name]["description"] for name in [*COUNTS, *RATES]
    }
