"""Cohorts, backlog and breaches of agreed hours on the sample, against what plain rules make of the same rows."""

from collections import Counter
from collections.abc import Iterator
from csv import DictReader
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from scipy.stats import binomtest

from orchestration.settings import PROJECT_DIR
from tests.pipeline.backlog_truth import TRUE_BACKLOG
from tests.pipeline.compiled_models import Replay, compile_models
from tests.pipeline.marts import ask, ask_one, database
from tests.pipeline.workbench import Ran, Workbench

AS_OF = datetime(2025, 10, 31, 23, 59, 59, 999999, tzinfo=UTC)
HORIZONS = (1, 7, 30, 90)
HOUR = timedelta(hours=1)
BACKLOG_OF_A_DAY = """
    select platform_id, age_band, pending_count, followers, oldest_age_days
    from intermediate.int_backlog_cells__daily where date_day = date '{}' and pending_count > 0
"""
OPEN_BY_BAND = """
    select platform_id, age_band, count(*), coalesce(sum(followers), 0), max(age_days)
    from marts.fct_open_requests left join (
        select account_id, max_by(followers, change_number) filter (followers is not null) as followers
        from intermediate.int_accounts__blurred group by account_id
    ) using (account_id) group by all
"""


@pytest.fixture(scope="module")
def warehouse(october: Ran) -> Path:
    return october.home / "warehouse.duckdb"


@pytest.fixture(scope="module")
def replay(workbench: Workbench, october: Ran, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Replay]:
    """The records of the October build, to build the backlog from as of any instant."""
    folder = tmp_path_factory.mktemp("backlog")
    settings = replace(workbench.settings, home=folder / "compiled")
    replay = Replay(compile_models(settings, ("fct_backlog", "fct_open_requests")), folder / "home")
    replay.take_over(october.home / "warehouse.duckdb")
    yield replay
    replay.close()


def test_cohorts_are_judged_when_they_are_old_enough(october: Ran) -> None:
    path, counted = database(october.release), Counter[tuple[Any, ...]]()
    for platform, reported_at, complied_at in ask(
        path, "select platform_id, reported_at, complied_at from marts.fct_requests"
    ):
        for days in HORIZONS:
            horizon_at = reported_at + timedelta(days=days)
            if horizon_at > AS_OF:
                continue
            for key in (platform, "all"):
                cell = (reported_at.date().replace(day=1), key, days)
                counted[*cell, "eligible"] += 1
                counted[*cell, "complied"] += complied_at is not None and complied_at <= horizon_at
    rows = ask(
        path,
        "select month_start_date, platform_id, horizon_days, eligible_count, complied_count "
        "from marts.fct_compliance_cohorts",
    )
    assert len(rows) > 100
    for *cell, eligible, complied in rows:
        assert (eligible, complied) == (counted[*cell, "eligible"], counted[*cell, "complied"]), cell
    assert sum(row[3] for row in rows) == sum(count for key, count in counted.items() if key[3] == "eligible")


def test_cohorts_leave_no_request_out(october: Ran) -> None:
    path = database(october.release)
    total = ask_one(path, "select count(*) from marts.fct_requests")
    sums = "select horizon_days, is_total, sum(eligible_count + too_young_count) from marts.fct_compliance_cohorts"
    assert {reported for *_, reported in ask(path, f"{sums} group by all")} == {total}


@pytest.mark.parametrize(
    ("table", "part", "whole", "rate"),
    [
        ("fct_compliance_cohorts", "complied_count", "eligible_count", "complied_within"),
        ("fct_sla_summary", "breached_count", "due_count", "breached"),
    ],
)
def test_shares_and_bounds_are_those_of_scipy(october: Ran, table: str, part: str, whole: str, rate: str) -> None:
    columns = f"{part}, {whole}, {rate}_rate, {rate}_low, {rate}_high"
    rows = ask(database(october.release), f"select {columns} from marts.{table}")
    assert any(count for _, count, *_ in rows)
    for count, of, *shares in rows:
        if not of:
            assert shares == [None, None, None]
            continue
        interval = binomtest(count, of).proportion_ci(method="wilson")
        assert shares == pytest.approx([count / of, interval.low, interval.high], abs=1e-9)


def test_the_backlog_is_what_a_join_of_requests_and_days_gives(warehouse: Path) -> None:
    stored = "from intermediate.int_backlog_cells__daily where pending_count > 0 or followers <> 0"
    assert ask_one(warehouse, f"select count(*) {stored}") > 2000
    assert ask(warehouse, f"(from ({TRUE_BACKLOG})) except all ({stored})") == []
    assert ask(warehouse, f"({stored}) except all (from ({TRUE_BACKLOG}))") == []


def test_the_published_backlog_is_that_backlog_but_for_what_is_withheld(warehouse: Path) -> None:
    columns = "date_day, platform_id, age_band, pending_count, oldest_age_days"
    told = "followers, followers_missing_count"
    for names, where in ((columns, "true"), (f"{columns}, {told}", "not is_suppressed")):
        published = f"select {names} from marts.fct_backlog where {where}"
        assert ask_one(warehouse, f"select count(*) from ({published})") > 1000
        assert ask(warehouse, f"{published} except all select {names} from intermediate.int_backlog_cells__daily") == []
    assert ask(warehouse, f"from marts.fct_backlog where is_suppressed and coalesce({told}) is not null") == []


def test_the_backlog_has_every_band_on_every_day_and_adds_up(warehouse: Path) -> None:
    both = ask(
        warehouse,
        """select date_day, platform_id, backlog.pending_count, daily.pending_count, bands from (
            select date_day, platform_id, sum(pending_count) as pending_count, count(*) as bands
            from marts.fct_backlog group by all
        ) as backlog full join (
            select date_day, platform_id, sum(pending_count) as pending_count
            from marts.fct_compliance_daily group by all
        ) as daily using (date_day, platform_id)""",
    )
    assert len(both) > 1000
    assert [row for row in both if row[2] != row[3] or row[4] != 5] == []


def test_open_requests_are_the_backlog_of_the_last_day(warehouse: Path) -> None:
    last_day = ask(warehouse, f"{BACKLOG_OF_A_DAY.format('2025-10-31')} order by all")
    open_requests = ask(warehouse, f"{OPEN_BY_BAND} order by all")
    assert last_day == open_requests
    assert ask_one(warehouse, "select sum(pending_count) from marts.fct_compliance_summary where is_total") == sum(
        row[2] for row in open_requests
    )


@pytest.mark.timeout(300)
@pytest.mark.parametrize("as_of", ["2025-08-14T08:00:00+00:00", "2025-08-15T00:00:00+00:00"])
def test_open_requests_are_the_backlog_as_of_any_instant(replay: Replay, as_of: str) -> None:
    replay.build(as_of)
    open_requests = replay.rows(OPEN_BY_BAND)
    assert replay.rows(f"({OPEN_BY_BAND}) except all ({BACKLOG_OF_A_DAY.format(as_of[:10])})") == []
    assert replay.rows(f"({BACKLOG_OF_A_DAY.format(as_of[:10])}) except all ({OPEN_BY_BAND})") == []
    assert {row["age_band"] for row in open_requests} >= {"0-1", "2-7", "8-30", "31-90"}
    # Whole 24 hours would say otherwise, or the instant tests nothing.
    younger = "age_days > date_diff('hour', reported_at, as_of) // 24"
    assert replay.rows(f"from marts.fct_open_requests, raw.clock where {younger}")


def test_the_oldest_open_request_of_a_platform_is_first(warehouse: Path) -> None:
    ranked = "select platform_id, age_rank, reported_at from marts.fct_open_requests order by 1, 2"
    for platform in {row[0] for row in ask(warehouse, ranked)}:
        rows = [row for row in ask(warehouse, ranked) if row[0] == platform]
        assert [row[1] for row in rows] == list(range(1, len(rows) + 1))
        assert [row[2] for row in rows] == sorted(row[2] for row in rows)


def agreements() -> list[dict[str, str]]:
    with (PROJECT_DIR / "dbt_project" / "seeds" / "agreed_hours.csv").open(encoding="utf-8", newline="") as file:
        return list(DictReader(file))


def hours_agreed(platform: str, action: str, clock: str, on: date) -> int | None:
    """Hours that stood on a day; the sample names platform and action in every row."""
    for row in agreements():
        last = date.fromisoformat(row["valid_to"] or "9999-12-31")
        names = (row["platform_id"], row["requested_action"], row["clock"])
        if names == (platform, action, clock) and date.fromisoformat(row["valid_from"]) <= on <= last:
            return int(row["agreed_hours"])
    return None


def test_breaches_are_what_the_agreements_make_of_each_request(warehouse: Path) -> None:
    requests = ask(
        warehouse,
        "select request_id, requests.platform_id, requested_action, reported_at, first_response_at, "
        "(select min(event_at) from marts.fct_request_events as events where events.request_id = requests.request_id "
        " and outcome is not null and outcome <> 'reversed' and superseded_at is null and not is_retracted "
        " and event_at <= (select as_of from staging.stg_warehouse__clock)) "
        "from marts.fct_requests as requests",
    )
    expected = {}
    for request_id, platform, action, reported_at, *stops in requests:
        for clock, stopped_at in zip(("first_response", "decision"), stops, strict=True):
            hours = hours_agreed(platform, action, clock, reported_at.date())
            if hours is not None and (stopped_at or AS_OF) > reported_at + hours * HOUR:
                expected[request_id, clock] = (hours, stopped_at is None)
    stored = ask(warehouse, "select request_id, clock, agreed_hours, is_open from marts.fct_sla_breaches")
    assert {tuple(row[:2]): tuple(row[2:]) for row in stored} == expected
    assert {hours for hours, _ in expected.values()} == {24, 48, 72, 120}
    assert {is_open for _, is_open in expected.values()} == {True, False}


def test_an_agreement_binds_only_requests_made_while_it_stood(warehouse: Path) -> None:
    spans = ask(
        warehouse,
        "select agreed_hours, min(reported_at), max(reported_at) from marts.fct_sla_breaches "
        "where platform_id = 'facebook' and clock = 'decision' and requested_action = 'suspend' group by 1 order by 1",
    )
    (_, new_from, _), (_, old_from, old_to) = spans
    assert [row[0] for row in spans] == [48, 72]
    assert old_from.date() >= date(2025, 6, 19)
    assert old_to.date() < date(2025, 9, 4) <= new_from.date()


def test_the_summary_counts_the_breaches(warehouse: Path) -> None:
    listed = "select platform_id, clock, count(*), count_if(is_open) from marts.fct_sla_breaches group by all"
    counted = "select platform_id, clock, breached_count, open_count from marts.fct_sla_summary"
    assert sorted(ask(warehouse, f"{counted} where not is_total and breached_count > 0")) == sorted(
        ask(warehouse, listed)
    )
    totals = ask(warehouse, "select clock, sum(breached_count) from marts.fct_sla_summary group by is_total, clock")
    assert len(totals) == 4
    assert len(set(totals)) == 2


def test_what_was_made_up_for_the_sample_says_so(october: Ran) -> None:
    path = database(october.release)
    assert ask(path, "select distinct is_agreement_synthetic from marts.fct_sla_breaches") == [(True,)]
    assert ask(path, "select distinct is_agreement_synthetic from marts.fct_sla_summary") == [(True,)]
