"""A machine whose clock is months or years behind: no record is lost, nothing is published in silence."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from orchestration.landing import land
from orchestration.settings import Settings
from orchestration.warehouse import connect, read_value
from tests.pipeline.faults.aftermath import assert_told, assert_untouched
from tests.pipeline.workbench import Ran, Workbench, run_in

MONTHS_BEHIND = datetime(2025, 7, 1, tzinfo=UTC)  # within the log
YEARS_BEHIND = datetime(2020, 1, 1, tzinfo=UTC)  # before its first record


@pytest.fixture
def behind(workbench: Workbench, home: Path) -> Settings:
    return replace(workbench.settings, home=home, now=MONTHS_BEHIND)


def test_landing_loses_no_record(behind: Settings, august: Ran) -> None:
    behind.warehouse.unlink()
    land(behind)
    counts = []
    for home in (august.home, behind.home):
        with connect(home / "warehouse.duckdb", read_only=True) as connection:
            counts.append(read_value(connection, "select count(*) from raw.responses"))
    assert counts[0] == counts[1] > 0


def test_the_day_that_was_published_has_not_come_yet(behind: Settings, august: Ran) -> None:
    code, _, stderr = run_in(behind.home, behind, "build", "--as-of", "2025-08-15")
    assert code == 2
    assert "lies in the future" in stderr
    assert_untouched(behind, august.release.name, august.releases)


@pytest.mark.parametrize("verb", ["status", "release"])
def test_what_is_published_does_not_depend_on_the_clock(behind: Settings, august: Ran, verb: str) -> None:
    code, _, stderr = run_in(behind.home, behind, verb)
    assert code == 0, stderr
    assert_untouched(behind, august.release.name, august.releases)


def test_a_build_before_the_first_record_says_that_the_clock_is_wrong(workbench: Workbench, august: Ran) -> None:
    past = replace(workbench.settings, now=YEARS_BEHIND)
    workbench.clear(august.home)
    ran = Workbench(past, workbench.shelf).run("build")
    assert_told(ran.code, ran.stderr, "2020-01-01", "set the clock", august.release.name)
    assert_untouched(past, august.release.name, august.releases)
    with connect(past.warehouse, read_only=True) as connection:
        assert read_value(connection, "select count(*) from raw.requests") > 0
