"""Figures as publishers write them, read strictly: no form that is none, and no bounds that no number lies in."""

import pytest

from orchestration.connectors.published_reports.values import is_figure

FALSE_BOUNDS = ["<0", "< 0", "<00", "30 - 10", "12,000 - 11,000", "1,000 - 999", "2 - 1"]
BOUNDS = ["<1", "<10", "< 10", " <10 ", "0 - 0", "10 - 10", "9 - 10", "11000 - 12000", "999 - 1000", "11,000 - 12,000"]
FALSE_FORMS = ["10-30", "10 -30", "10 - 30 - 40", "- 3", "-3", "<-1", "< <10", "<1,000", "1,00 - 2,000", "> 10", "4I7"]


@pytest.mark.parametrize("text", [*FALSE_BOUNDS, *FALSE_FORMS])
def test_what_no_number_can_be_is_no_count(text: str) -> None:
    assert not is_figure(text, "received")


@pytest.mark.parametrize("text", [*BOUNDS, "0", "28.0", "1,773", "?", "N/A", "NULL", ""])
def test_a_count_may_be_exact_bounded_or_missing(text: str) -> None:
    assert is_figure(text, "received")


@pytest.mark.parametrize("measure", ["removed_legal_percent", "complied_rate"])
@pytest.mark.parametrize("text", ["<10", "1 - 2", "101", "-1", "1,0"])
def test_shares_are_given_without_bounds(text: str, measure: str) -> None:
    assert not is_figure(text, measure)
