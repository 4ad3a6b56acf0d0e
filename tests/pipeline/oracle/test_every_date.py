"""The sample on every date: what the macros of a release replay is what a build as of that date makes."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from orchestration.release_tables import quote
from tests.pipeline.compiled_models import CATALOG, Replay
from tests.pipeline.conftest import AUGUST
from tests.pipeline.marts import database
from tests.pipeline.oracle.comparison import REPLAYED as BUILT
from tests.pipeline.workbench import Ran

FIRST, LAST = date(2025, 4, 1), date(2025, 10, 31)
# Macro, and the rows of a build as of the same date that it must give.
REPLAYED = {
    "requests_as_of": "marts.fct_requests",
    "compliance_as_of": "marts.fct_compliance_summary",
    "reach_as_of": "(from marts.fct_reach_daily where date_day = (select cast(as_of as date) from raw.clock))",
    "group_activity_as_of": "marts.fct_group_activity_weekly",
    "mirrors_as_of": "marts.fct_mirrors",
}


def dates(first: date, last: date, step_days: int = 1) -> Iterator[date]:
    while first <= last:
        yield first
        first += timedelta(days=step_days)


@pytest.fixture(scope="module")
def october_replay(replay: Replay, october: Ran) -> Iterator[Replay]:
    """The records of the October build to build from again, and its release, attached, to ask."""
    replay.take_over(october.home / "warehouse.duckdb")
    replay.connection.execute(f"attach {quote(database(october.release))} as released (read_only)")
    yield replay
    replay.connection.execute("detach released")
    replay.forget_mirrors()


def told(replay: Replay, release: str, macro: str, day: date) -> None:
    """Keep what a macro of the release says in a table of our own."""
    replay.connection.execute(f"use {release}")
    replay.connection.execute(f"create or replace temp table told as from {macro}('{day}')")
    replay.connection.execute(f"use {CATALOG}")


@pytest.mark.timeout(600)
@pytest.mark.parametrize("macro", REPLAYED)
def test_the_macros_exist(october_replay: Replay, macro: str) -> None:
    told(october_replay, "released", macro, LAST)
    assert october_replay.rows("select count(*) as rows from told")[0]["rows"] > 0


@pytest.mark.timeout(600)
def test_the_october_release_replays_every_date_as_it_would_have_been_built(october_replay: Replay) -> None:
    wrong = []
    for day in dates(FIRST, LAST):
        october_replay.build(day.isoformat(), BUILT)
        for macro, built in REPLAYED.items():
            told(october_replay, "released", macro, day)
            wrong += [(day, macro, row) for row in unlike(october_replay, "told", built)]
    assert not wrong[:5]


@pytest.mark.timeout(600)
def test_the_august_release_replays_what_the_october_release_does(october_replay: Replay, august: Ran) -> None:
    october_replay.connection.execute(f"attach {quote(database(august.release))} as earlier (read_only)")
    wrong = []
    for day in dates(FIRST, date.fromisoformat(AUGUST), step_days=3):
        for macro in REPLAYED:
            told(october_replay, "earlier", macro, day)
            october_replay.connection.execute("create or replace temp table told_before as from told")
            told(october_replay, "released", macro, day)
            wrong += [(day, macro, row) for row in unlike(october_replay, "told", "told_before")]
    october_replay.connection.execute("detach earlier")
    assert not wrong[:5]


def unlike(replay: Replay, one: str, other: str) -> list[dict[str, object]]:
    """The first row that only one of two relations has, columns by name."""
    columns = ", ".join(column["column_name"] for column in replay.rows(f"describe from {one}"))
    here, there = (f"(select {columns} from {relation})" for relation in (one, other))
    return replay.rows(
        f"(select 'the release' as says, * from ({here} except all {there}) limit 1) union all "
        f"(select 'the build' as says, * from ({there} except all {here}) limit 1)"
    )
