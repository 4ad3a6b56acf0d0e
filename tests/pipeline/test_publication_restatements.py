"""A release tells which past figures it restates and why: held against the sample's files, read row by row.

The former release is of a log that ends on 15 August, the next of the whole log to 31 October.
"""

import shutil
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from orchestration.catalog import ReleaseTable
from orchestration.release import Contents, publish
from orchestration.release_restatements import compare_with, write_restatements
from orchestration.warehouse import connect
from tests.pipeline.marts import ask, database
from tests.pipeline.restated_sample import (
    SETTLED,
    TAKEDOWN,
    is_in,
    platform,
    reported_by_day,
    touching,
    windows_by_metric,
)
from tests.pipeline.sample_calibration import AUGUST, LOG_END, Row, Sources, moment
from tests.pipeline.workbench import Ran, Workbench

Told = list[dict[str, Any]]


def restate(warehouse: Path, tables: Iterable[ReleaseTable], previous: Path) -> Told:
    """What the warehouse would say of the release `previous`. Read-only, as the gate asks."""
    with connect(warehouse, read_only=True) as connection:
        write_restatements(connection, tables, compare_with(connection, previous), "next")
        answer = connection.execute("from publication_restatements order by all")
        names = [column[0] for column in answer.description]
        return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]


@pytest.fixture(scope="module")
def told(october: Ran, tables: tuple[ReleaseTable, ...], former: Path) -> Told:
    return restate(october.home / "warehouse.duckdb", tables, former)


def keys(row: dict[str, Any]) -> dict[str, str]:
    return dict(part.split("=", 1) for part in row["cell_key"].split("; "))


def test_every_cause_is_found_and_every_figure_is_explained(told: Told) -> None:
    causes = {cause for row in told for cause in row["cause"].split("; ")}
    assert causes >= {"late_record", "correction", "retraction"}
    assert [row for row in told if "unexplained" in row["cause"]] == []  # it all adds up
    assert all(row["records_count"] for row in told if "small_cells" not in row["cause"])
    assert {row["table_name"] for row in told} >= {
        *("fct_compliance_daily", "fct_reach_daily", "fct_group_activity_weekly", "fct_backlog"),
        *("fct_compliance_cohorts", "fct_engagement_outcomes"),
    }
    assert max(row["dated_on"] for row in told) <= date(2025, 8, 15)


PLANTED = {"fct_backlog": "pending_count", "fct_engagement_outcomes": "requests_count"}


def test_an_error_of_the_former_release_is_put_down_to_no_record(
    october: Ran, tables: tuple[ReleaseTable, ...], former: Path, tmp_path: Path
) -> None:
    """A thousand too many in every row of two tables: whatever else moved a row, the rest of it is unexplained."""
    wrong = Path(shutil.copytree(former, tmp_path / former.name))
    for table, metric in PLANTED.items():
        name = f"public/parquet/{table}.parquet"
        planted = f"select * replace ({metric} + 1000 as {metric}) from read_parquet('{former / name}')"
        with duckdb.connect() as connection:
            connection.execute(f"copy ({planted}) to '{wrong / name}'")
    told = restate(october.home / "warehouse.duckdb", tables, wrong)
    for table, metric in PLANTED.items():
        causes = [row["cause"] for row in told if (row["table_name"], row["metric"]) == (table, metric)]
        assert {"unexplained", "retraction; unexplained"} <= set(causes)
        assert [cause for cause in causes if not cause.endswith("unexplained")] == []


def test_a_window_of_a_meeting_is_told_as_both_releases_publish_it(
    told: Told, october: Ran, former: Path, sources: Sources
) -> None:
    after, changed = windows_by_metric(october.release), {}
    reported = [reported_by_day(sources, instant) for instant in (AUGUST, LOG_END)]
    for key, (old, row) in windows_by_metric(former).items():
        new = after[key][0]
        if row["window_last_date"] + timedelta(days=SETTLED[key[2]]) > AUGUST.date() or old == new:
            continue
        changed[key] = (row["window_first_date"], old, new)
        if key[2] == "requests_count":
            was, now = (sum(n for at, n in counts.items() if is_in(row, *at)) for counts in reported)
            assert (was, now) == (old, new)
    found = {
        (*(part.split("=")[1] for part in row["cell_key"].split("; ")), row["metric"]): tuple(
            row[name] for name in ("dated_on", "old_value", "new_value")
        )
        for row in told
        if row["table_name"] == "fct_engagement_outcomes"
    }
    assert found == changed
    assert (len(found), len({key[:2] for key in found})) == (26, 9)


def test_what_is_restated_is_what_the_files_say(told: Told, sources: Sources) -> None:
    """Requests reported: on every platform and day the differences add up to what the raw records give."""
    before, after = (reported_by_day(sources, instant) for instant in (AUGUST, LOG_END))
    expected = {
        key: after[key] - before[key]
        for key in before.keys() | after.keys()
        if key[1] <= AUGUST.date() and after[key] != before[key]
    }
    found: Counter[tuple[str, date]] = Counter()
    for row in told:
        if (row["table_name"], row["metric"]) == ("fct_compliance_daily", "reported_count"):
            found[keys(row)["platform_id"], row["dated_on"]] += round(row["difference"])
    assert len(expected) > 5
    assert {key: count for key, count in found.items() if count} == expected


def test_a_cause_is_named_only_where_such_a_record_touches_the_cell(told: Told, sources: Sources) -> None:
    firsts: dict[tuple[str, str], date] = {}
    for name, cause, first in touching(sources):
        firsts[name, cause] = min(first, firsts.get((name, cause), first))
    cells = [row for row in told if row["table_name"] == "fct_compliance_daily"]
    for row in cells:
        for cause in row["cause"].split("; "):
            assert firsts[keys(row)["platform_id"], cause] <= row["dated_on"], row
    assert len(cells) > 100


def test_three_cells_by_hand(told: Told, sources: Sources) -> None:
    """A withdrawn request, a late one and a report moved two days back: the files' own words for the same day."""
    found = {
        (keys(row)["platform_id"], row["dated_on"], cause)
        for row in told
        if (row["table_name"], row["metric"]) == ("fct_compliance_daily", "reported_count")
        for cause in row["cause"].split("; ")
    }
    versions: dict[str, list[Row]] = defaultdict(list)
    for row in sorted(sources["requests"], key=lambda row: moment(row["recorded_at"])):
        versions[row["request_id"]].append(row)
    for rows in versions.values():
        last, day = rows[-1], moment(rows[-1]["reported_at"]).date()
        if last["requested_action"] not in TAKEDOWN or moment(last["recorded_at"]) <= AUGUST or day > AUGUST.date():
            continue
        if last["is_retracted"] and moment(rows[0]["recorded_at"]) <= AUGUST:
            assert (platform(last), day, "retraction") in found
        elif moment(rows[0]["recorded_at"]) > AUGUST and not last["is_retracted"]:
            assert (platform(last), day, "late_record") in found
        elif moment(rows[0]["reported_at"]) != moment(last["reported_at"]):
            assert (platform(last), moment(rows[0]["reported_at"]).date(), "correction") in found
            assert (platform(last), day, "correction") in found
    assert {cause for *_, cause in found} == {"late_record", "correction", "retraction"}


def test_a_release_compared_with_itself_restates_nothing(october: Ran, tables: tuple[ReleaseTable, ...]) -> None:
    assert restate(october.home / "warehouse.duckdb", tables, october.release) == []


def test_a_log_that_ends_earlier_and_one_that_was_cut_there_restate_nothing(
    august: Ran, tables: tuple[ReleaseTable, ...], former: Path
) -> None:
    """Rule 5 of the model: what is recorded later changes no figure as of 15 August."""
    assert restate(august.home / "warehouse.duckdb", tables, former) == []


def test_the_first_release_has_an_empty_table_and_no_question(october: Ran) -> None:
    assert ask(database(october.release), "select count(*) from marts.publication_restatements") == [(0,)]
    assert not [c for c in october.quality()["checks"] if c["check_id"].startswith("publication_restatements.")]


def test_the_next_release_writes_the_table_and_sums_it_up(
    workbench: Workbench, october: Ran, tables: tuple[ReleaseTable, ...], former: Path, told: Told, tmp_path: Path
) -> None:
    text = (october.release / "quality.json").read_text(encoding="utf-8")
    contents = Contents(
        tables, "2025-10-31", is_synthetic=True, previous=former, quality_page="",
        quality=lambda release_id: text.replace(october.release.name, release_id),
    )  # fmt: skip
    warehouse = Path(shutil.copy(october.home / "warehouse.duckdb", tmp_path / "warehouse.duckdb"))
    with connect(warehouse) as connection:
        release = publish(connection, replace(workbench.settings, home=tmp_path), contents).folder
    table = release / "public" / "parquet" / "publication_restatements.parquet"
    rows = duckdb.sql(f"select count(*), min(release), min(compared_with) from read_parquet('{table}')").fetchall()
    assert rows == [(len(told), release.name, former.name)]
    summary = (release / "CHANGES.md").read_text(encoding="utf-8")
    counted = [int(line.split(" | ")[3].replace(",", "")) for line in summary.splitlines() if line.startswith("| `fct")]
    assert sum(counted) == len(told)
