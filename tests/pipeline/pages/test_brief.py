"""The Brief's first sentences and its numbers: said of too few, of none, of nobody who lags, and of the usual."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from dashboards.data import Release, open_release
from dashboards.deltas import Change, Changes
from dashboards.pages import brief
from dashboards.pages.brief import lag_sentence, lead_sentence
from dashboards.pages.brief_numbers import key_numbers, read_median
from dashboards.rates import SUMMARY, Rate
from dashboards.words import Words
from tests.page_readings import texts
from tests.small_release import PASSED, Content, write_release

WORDS = Words()
OVERALL = Rate("All platforms", 0.6, 60, 100, 0.5, 0.69, min_cell=5)
LOW = Rate("X", 0.2, 20, 100, 0.13, 0.29, min_cell=5)
LOWER = Rate("WhatsApp", 0.1, 10, 100, 0.05, 0.17, min_cell=5)
HIGH = Rate("TikTok", 0.9, 90, 100, 0.83, 0.95, min_cell=5)
UNSURE = Rate("YouTube", 0.5, 5, 10, 0.24, 0.76, min_cell=5)
TINY = Rate("Telegram", 0.0, 0, 4, 0.0, 0.49, min_cell=5)
TOTAL = {
    "reported_count": 100, "pending_count": 12, "accounts_reported_count": 98, "followers_reported": 2_000_000,
    "followers_removed": 1_200_000,
}  # fmt: skip


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[Release]:
    """One platform with too few requests for a rate, no ledger, no check that failed."""
    content = Content(
        platforms={"x": ("X", 3, 1)}, has_published=False, has_ledger=False, checks=(PASSED,), verdict="passed"
    )
    with open_release(write_release(tmp_path / "release", content)) as opened:
        yield opened


def test_without_a_request_the_lead_says_so_and_nothing_else() -> None:
    nothing = {**TOTAL, "reported_count": 0, "pending_count": 0}
    assert lead_sentence(nothing, [], replace(OVERALL, rate=None, denominator=0), WORDS) == (
        "No takedown request has been reported."
    )


def test_of_too_few_requests_no_rate_is_said(bare: Release) -> None:
    page = brief.build(bare, WORDS)
    assert page.lead.startswith("3 requests have been reported, too few for a rate. ")
    assert "%" not in page.lead
    assert [number.value for number in page.parts["key_numbers"]][:2] == ["3", "withheld"]
    assert texts(page.parts["rates"].table)[0] == ["X", "withheld", "1", "3", "—", "—"]
    assert page.parts["claims"].sentence == "This release holds no official claims to compare with."


def test_one_request_is_one() -> None:
    single = {**TOTAL, "reported_count": 1, "pending_count": 1}
    few = replace(OVERALL, numerator=0, denominator=1)
    assert lead_sentence(single, [], few, WORDS) == (
        "1 request has been reported, too few for a rate. 1 request awaits a decision."
    )


def test_the_lead_says_what_was_met_what_is_open_and_who_lags(release: Release) -> None:
    (row,) = release.rows(f"SELECT pending_count FROM {SUMMARY} WHERE is_total")
    assert brief.build(release, WORDS).lead == (
        f"Platforms complied with 76 of 143 requests (53.1%). {row['pending_count']} requests await a decision. "
        "X (25%) lags: its whole 95% interval lies below that rate."
    )


def test_only_those_whose_whole_interval_lies_below_lag_and_the_lowest_comes_first() -> None:
    assert lag_sentence([HIGH, UNSURE, LOW, LOWER, TINY], OVERALL, WORDS) == (
        "WhatsApp (10%) and X (20%) lag: the whole 95% interval of each lies below that rate."
    )


def test_where_nobody_lags_nobody_is_named() -> None:
    assert lag_sentence([HIGH, UNSURE, TINY], OVERALL, WORDS) == "No platform lags clearly behind that rate."
    assert lag_sentence([], OVERALL, WORDS) == "No platform lags clearly behind that rate."


def test_followers_that_are_withheld_are_said_to_be_and_have_no_change() -> None:
    hidden = {**TOTAL, "followers_removed": None, "followers_reported": None}
    untold = Changes(None, {(SUMMARY, "followers_removed", "all"): Change(None, None, None, None, None)})
    *_, followers = key_numbers(hidden, OVERALL, None, untold, WORDS)
    assert (followers.value, followers.delta) == ("withheld", "")
    assert followers.detail == "summed over accounts, not deduplicated"


def test_a_median_that_is_not_reached_is_no_number() -> None:
    median = key_numbers(TOTAL, OVERALL, None, Changes(), WORDS)[3]
    assert (median.value, median.delta) == ("not reached", "")
    assert key_numbers(TOTAL, OVERALL, 1, Changes(), WORDS)[3].value == "1 day"


def test_a_median_beyond_the_last_day_with_ten_at_risk_is_not_quoted(release: Release, bare: Release) -> None:
    assert read_median(release) is not None
    assert read_median(bare) is None


def test_the_numbers_carry_their_changes() -> None:
    def moved(change: float) -> Change:
        return Change(1, 2, change, None, None)

    columns = {"reported_count": 22, "complied_of_reported_rate": 0.0994, "pending_count": -2, "followers_removed": 0}
    told = {(SUMMARY, column, "all"): moved(change) for column, change in columns.items()}
    told["fct_time_to_action_summary", "median_days", "all"] = moved(-1)
    numbers = key_numbers(TOTAL, OVERALL, 6, Changes(None, told), WORDS)
    assert [number.delta for number in numbers] == ["+22", "+9.9 points", "−2", "−1 day", "unchanged"]
    withheld = replace(OVERALL, denominator=4)
    assert key_numbers(TOTAL, withheld, 6, Changes(None, told), WORDS)[1].delta == ""


def test_the_last_day_of_the_lines_is_the_summary(release: Release) -> None:
    page = brief.build(release, WORDS)
    total = release.rows(f"SELECT reported_count, complied_count FROM {SUMMARY} WHERE is_total")[0]
    last = texts(page.parts["cumulative"].table)[-1]
    assert last == ["2025-08-15", str(total["reported_count"]), str(total["complied_count"])]


def test_a_release_without_ages_has_no_drawing_of_them(release: Release) -> None:
    without = replace(release.facts, tables={k: v for k, v in release.facts.tables.items() if k != "fct_backlog"})
    assert brief.build(replace(release, facts=without), WORDS).parts["pending"] is None
    assert brief.build(release, WORDS).parts["pending"] is not None
