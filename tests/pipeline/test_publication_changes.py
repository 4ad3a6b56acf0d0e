"""A release tells how far its headline figures moved, and why: held against the sample's files, read row by row.

The former release is of a log that ends on 15 August, the next of the whole log to 31 October.
"""

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from orchestration.catalog import ReleaseTable
from orchestration.changed_figures import write_changes
from orchestration.release_restatements import compare_with
from orchestration.warehouse import connect
from tests.pipeline.marts import ask, database
from tests.pipeline.restated_sample import reported_by_day
from tests.pipeline.sample_calibration import AUGUST, LOG_END, Sources
from tests.pipeline.workbench import Ran

Told = dict[tuple[str, str, str], dict[str, Any]]
SUMMARY = "fct_compliance_summary"


def tell(warehouse: Path, tables: tuple[ReleaseTable, ...], previous: Path) -> Told:
    """What the warehouse would say of the release `previous`. Read-only, as the gate asks."""
    with connect(warehouse, read_only=True) as connection:
        write_changes(connection, tables, compare_with(connection, previous), "next")
        answer = connection.execute("from publication_changes")
        names = [column[0] for column in answer.description]
        rows = [dict(zip(names, row, strict=True)) for row in answer.fetchall()]
    return {(row["table_name"], row["metric"], row["platform_id"]): row for row in rows}


@pytest.fixture(scope="module")
def told(october: Ran, tables: tuple[ReleaseTable, ...], former: Path) -> Told:
    return tell(october.home / "warehouse.duckdb", tables, former)


def by_platform(counts: Counter[tuple[str, date]], until: date) -> Counter[str]:
    totals: Counter[str] = Counter()
    for (name, day), count in counts.items():
        if day <= until:
            totals[name] += count
            totals["all"] += count
    return totals


def test_requests_reported_then_now_and_of_then_as_known_now_are_those_of_the_files(
    told: Told, sources: Sources
) -> None:
    before = by_platform(reported_by_day(sources, AUGUST), AUGUST.date())
    then = by_platform(reported_by_day(sources, LOG_END), AUGUST.date())
    now = by_platform(reported_by_day(sources, LOG_END), LOG_END.date())
    assert set(before) < set(now), "a platform that is new"
    assert then != before, "a past told otherwise"
    expected = {
        name: (before[name], now[name], now[name] - before[name], then[name] - before[name], now[name] - then[name])
        for name in now
    }
    columns = ("value_before", "value_now", "change", "restated_change", "new_change")
    reported = {
        platform: tuple(row[column] for column in columns)
        for (table, metric, platform), row in told.items()
        if (table, metric) == (SUMMARY, "reported_count")
    }
    assert reported == expected


def test_every_change_is_new_and_restated_exactly(told: Told) -> None:
    with_parts = [row for row in told.values() if row["new_change"] is not None]
    assert any(row["restated_change"] for row in with_parts)
    for row in with_parts:
        whole, parts = row["change"], row["new_change"] + row["restated_change"]
        is_rate = row["metric"].endswith("_rate")
        assert abs(whole - parts) < 1e-12 if is_rate else whole == parts, row
        assert row["change"] == row["value_now"] - row["value_before"]


def test_what_is_restated_of_the_stocks_is_what_the_past_of_the_daily_table_says(
    told: Told, october: Ran, former: Path
) -> None:
    """The other way round: the stocks of 15 August in both releases, request by request replayed in neither."""
    query = "select sum(total_complied_count), sum(pending_count) from {0} where date_day = date '2025-08-15'"
    path = former / "public" / "parquet" / "fct_compliance_daily.parquet"
    ((old_complied, old_pending),) = ask(database(october.release), query.format(f"read_parquet('{path}')"))
    ((complied, pending),) = ask(database(october.release), query.format("marts.fct_compliance_daily"))
    assert complied != old_complied
    assert told[SUMMARY, "complied_count", "all"]["restated_change"] == complied - old_complied
    assert told[SUMMARY, "pending_count", "all"]["restated_change"] == pending - old_pending


def test_a_release_compared_with_itself_changes_nothing(october: Ran, tables: tuple[ReleaseTable, ...]) -> None:
    told = tell(october.home / "warehouse.duckdb", tables, october.release)
    assert told
    assert {row["change"] for row in told.values()} <= {0, None}
    assert {row["restated_change"] for row in told.values()} <= {0, None}


def test_the_first_release_tells_no_change_and_asks_nothing_of_it(october: Ran) -> None:
    assert ask(database(october.release), "select count(*) from marts.publication_changes") == [(0,)]
    assert not [c for c in october.quality()["checks"] if c["check_id"].startswith("publication_changes.")]
