"""The sample's figures in the marts, to the last digit, and only by asking as of their dates (MODEL section 5)."""

from collections import Counter
from pathlib import Path

import pytest

from tests.pipeline.marts import ask, ask_one, database
from tests.pipeline.sample_calibration import LOG_END, by_platform, decisions, read_sources
from tests.pipeline.workbench import Ran

REPORTED = {"facebook": 180, "tiktok": 140, "instagram": 60, "telegram": 85, "x": 300, "whatsapp": 87, "all": 852}
COMPLIED = {"facebook": 165, "tiktok": 128, "instagram": 54, "telegram": 78, "x": 84, "whatsapp": 24, "all": 533}
EXACT_FOLLOWERS = 2_149_751  # of the accounts complied with as of 15 August
COMPLAINTS = """
    with known as (
        select *, lead(recorded_at) over (partition by complaint_id order by recorded_at) as superseded_at
        from staging.stg_takedown_log__complaints
        where recorded_at < timestamptz '2025-07-26 00:00:00+00'
    )
    select count(*) from known
    where superseded_at is null and not is_retracted and received_at < timestamptz '2025-07-26 00:00:00+00'
        and status = 'under_investigation'
"""


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        ("reported_count", REPORTED),
        ("complied_count", COMPLIED),
        ("accounts_reported_count", REPORTED),
        ("accounts_complied_count", COMPLIED),
    ],
)
def test_the_summary_as_of_august(august: Ran, column: str, expected: dict[str, int]) -> None:
    rows = ask(database(august.release), f"select platform_id, {column} from marts.fct_compliance_summary")
    assert dict(rows) == expected


def test_the_days_add_up_to_the_same_figures(august: Ran) -> None:
    rows = ask(
        database(august.release),
        "select platform_id, sum(total_reported_count), sum(total_complied_count) from marts.fct_compliance_daily "
        "where date_day = date '2025-08-15' group by rollup (platform_id)",
    )
    assert {platform or "all": reported for platform, reported, _ in rows} == REPORTED
    assert {platform or "all": complied for platform, _, complied in rows} == COMPLIED


def test_each_request_is_in_the_table_of_requests_once(august: Ran) -> None:
    rows = ask(
        database(august.release),
        "select platform_id, count(*), count(distinct request_id), "
        "count_if(outcome in ('complied_global', 'complied_local')) from marts.fct_requests group by platform_id",
    )
    assert {platform: count for platform, count, _, _ in rows} == {p: n for p, n in REPORTED.items() if p != "all"}
    assert all(count == distinct for _, count, distinct, _ in rows)
    assert {platform: complied for *_, platform, complied in [(r[0], r[3]) for r in rows]} == {
        p: n for p, n in COMPLIED.items() if p != "all"
    }


def test_over_two_million_followers_on_the_accounts_that_went(august: Ran) -> None:
    total, parts = ask(
        database(august.release),
        "select sum(followers_removed) from marts.fct_compliance_summary group by is_total order by is_total desc",
    )
    assert total == parts
    assert total[0] == pytest.approx(EXACT_FOLLOWERS, rel=0.05)  # every account's are blurred
    ((exact, least),) = ask(
        database(august.release),
        "select followers_removed, followers_removed_low from compliance_as_of('2025-08-15') inner join "
        "(from marts.fct_compliance_at_claims select * exclude (followers_removed)) using (as_of_date, platform_id) "
        "where platform_id = 'all'",
    )
    assert exact == EXACT_FOLLOWERS > least > 2_000_000


def test_as_of_july(july: Path) -> None:
    assert ask_one(july, "select reported_count from marts.fct_compliance_summary where is_total") == 481
    assert ask_one(july, "select count(*) from marts.fct_requests") == 481


def test_a_whole_release_as_of_july(july_build: Ran) -> None:
    assert july_build.release.name.startswith("2025-07-25-")
    released = database(july_build.release)
    assert ask_one(released, "select reported_count from marts.fct_compliance_summary where is_total") == 481
    assert ask_one(released, "select reported_count from compliance_as_of('2025-07-25') where is_total") == 481


def test_complaints_under_investigation_in_july(july: Path) -> None:
    assert ask_one(july, COMPLAINTS) == 2417


def test_what_is_known_now_about_august_is_something_else(october: Ran) -> None:
    ((reported, complied),) = ask(
        database(october.release),
        "select sum(total_reported_count), sum(total_complied_count) from marts.fct_compliance_daily "
        "where date_day = date '2025-08-15'",
    )
    assert (reported, complied) != (REPORTED["all"], COMPLIED["all"])
    assert reported != REPORTED["all"]


def test_every_outcome_is_that_of_a_plain_reading_of_the_files(october: Ran) -> None:
    sources = read_sources(october.home / "landing", "requests", "responses")
    read = {key: outcome for key, (outcome, _) in decisions(sources["requests"], sources["responses"], LOG_END).items()}
    rows = ask(
        database(october.release),
        "select request_id, regexp_replace(outcome, '_(global|local)$', '') from marts.fct_requests",
    )
    assert dict(rows) == read
    assert min(Counter(read.values()).values()) > 0
    assert len(by_platform(sources["requests"])) == 7
