"""Rates and words: what is withheld, who may be called low, and how a number is written."""

from dataclasses import replace
from datetime import date

from dashboards.rates import Rate, by_rate
from dashboards.words import Words

WORDS = Words()
OVERALL = Rate("All platforms", 0.6, 60, 100, 0.5, 0.69, min_cell=5)
LOW = Rate("X", 0.2, 20, 100, 0.13, 0.29, min_cell=5)
HIGH = Rate("TikTok", 0.9, 90, 100, 0.83, 0.95, min_cell=5)
TINY = Rate("Telegram", 0.0, 0, 4, 0.0, 0.49, min_cell=5)
EMPTY = Rate("YouTube", None, 0, 0, None, None, min_cell=5)
UNSURE = Rate("WhatsApp", 0.5, 5, 10, 0.24, 0.76, min_cell=5)


def test_too_few_are_withheld_and_none_is_a_dash() -> None:
    assert TINY.is_withheld
    assert TINY.describe(WORDS) == "withheld (n < 5)"
    assert not EMPTY.is_withheld
    assert EMPTY.describe(WORDS) == "—"
    assert not replace(TINY, denominator=5).is_withheld


def test_a_withheld_rate_is_never_called_low_and_has_no_whiskers() -> None:
    assert not TINY.is_below(OVERALL)
    assert (TINY.reach_below, TINY.reach_above, EMPTY.reach_above) == (0.0, 0.0, 0.0)


def test_low_and_high_need_the_whole_interval() -> None:
    assert LOW.is_below(OVERALL)
    assert HIGH.is_above(OVERALL)
    assert not UNSURE.is_below(OVERALL), "0.5 < 0.6, but the interval reaches 0.76"
    assert not replace(LOW, high=0.6).is_below(OVERALL), "touching is not below"
    assert not LOW.is_below(replace(OVERALL, rate=None))


def test_order_puts_blank_rates_last() -> None:
    assert [rate.label for rate in by_rate([TINY, LOW, EMPTY, HIGH])] == ["TikTok", "X", "Telegram", "YouTube"]


def test_numbers_are_written_for_readers() -> None:
    assert WORDS.number(1234567) == "1,234,567"
    assert WORDS.number(None) == "—"
    assert WORDS.number(0) == "0", "a zero is not a missing value"
    assert WORDS.compact(2103141) == "2.1M"
    assert WORDS.compact(771300) == "771K"
    assert WORDS.compact(999600) == "999.6K", "and not 1000K"
    assert WORDS.percent(0.62559) == "62.6%"
    assert WORDS.percent(0.62559, 0) == "63%"
    assert WORDS.percent(None) == "—"
    assert WORDS.day(date(2025, 8, 5)) == "5 August 2025"
    assert WORDS.plural("{count} request", "{count} requests", 1) == "1 request"
    assert WORDS.plural("{count} request", "{count} requests", 1200) == "1,200 requests"


def test_a_value_with_braces_is_not_formatted_again() -> None:
    assert WORDS.say("from {name}", name="{0.__class__}") == "from {0.__class__}"
