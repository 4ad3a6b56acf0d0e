"""publication_changes in small: what is told of two releases, and what is not, the ugly cases first."""

from pathlib import Path

import pytest

from tests.pipeline.changed_case import NOON, Figures


@pytest.fixture
def figures(tmp_path: Path) -> Figures:
    """x had 10 requests, of which one was withdrawn since; 5 are new."""
    case = Figures(tmp_path)
    case.before = [("x", 10, 1000, 0.5, 10), ("all", 10, 1000, 0.5, 10)]
    case.then = [("x", 9, 1, 0.4, 9), ("all", 9, 1, 0.4, 9)]
    case.now = [("x", 14, 1500, 0.7, 14), ("all", 14, 1500, 0.7, 14)]
    case.reach_before = [("2025-08-15", "x", "ttp", 1000)]
    case.reach_now = [("2025-08-15", "x", "ttp", 900), ("2025-10-31", "x", "ttp", 1500)]
    return case


def test_a_count_moves_by_what_is_new_and_what_is_restated(figures: Figures) -> None:
    assert figures.of("reported_count") == [10, 14, 4, -1, 5]
    assert figures.of("reported_count", "all") == [10, 14, 4, -1, 5]


def test_a_first_release_has_no_changes(figures: Figures) -> None:
    assert figures.changes(is_first=True) == {}


def test_a_platform_that_nobody_had_asked_had_none(figures: Figures) -> None:
    figures.now.append(("youtube", 3, 30, 1.0, 3))
    assert figures.of("reported_count", "youtube") == [0, 3, 3, 0, 3]


def test_a_platform_whose_requests_were_all_withdrawn_has_none(figures: Figures) -> None:
    figures.now, figures.then = figures.now[1:], figures.then[1:]
    assert figures.of("reported_count") == [10, 0, -10, -10, 0]


def test_followers_that_are_withheld_now_are_not_told_of_before_either(figures: Figures) -> None:
    figures.now[0] = ("x", 14, None, 0.7, 14)
    assert figures.of("followers_removed") == [None] * 5


def test_followers_that_were_withheld_before_have_no_change(figures: Figures) -> None:
    figures.before[0] = ("x", 10, None, 0.5, 10)
    assert figures.of("followers_removed") == [None, 1500, None, None, None]


def test_followers_of_the_former_day_are_those_that_the_release_tells_of_it_and_no_nearer(figures: Figures) -> None:
    assert figures.of("followers_removed") == [1000, 1500, 500, -100, 600]
    figures.reach_now[0] = ("2025-08-15", "x", "ttp", None)
    assert figures.of("followers_removed") == [1000, 1500, 500, None, None]


def test_one_withheld_group_leaves_the_day_of_a_platform_and_of_all_untold(figures: Figures) -> None:
    figures.reach_now += [("2025-10-31", "x", "bla", None), ("2025-10-31", "tiktok", "bla", 7)]
    assert figures.of("followers_removed", "x", "fct_reach_daily")[1] is None
    assert figures.of("followers_removed", "all", "fct_reach_daily")[:3] == [None, None, None]
    assert figures.of("followers_removed", "tiktok", "fct_reach_daily") == [0, 7, 7, 0, 7]


def test_a_rate_of_too_few_is_withheld_on_either_side(figures: Figures) -> None:
    figures.before[0] = ("x", 4, 1000, 0.5, 4)
    assert figures.of("complied_rate") == [None, 0.7, None, None, None]


def test_a_rate_of_too_few_on_the_day_as_known_now_has_no_parts(figures: Figures) -> None:
    figures.then[0] = ("x", 4, 1, 0.4, 4)
    before, now, change, restated, new = figures.of("complied_rate")
    assert (before, now, restated, new) == (0.5, 0.7, None, None)
    assert change == pytest.approx(0.2)


def test_of_a_release_made_at_noon_its_day_cannot_be_told_again_by_days(tmp_path: Path, figures: Figures) -> None:
    noon = Figures(tmp_path / "noon", NOON)
    for name in ("before", "then", "now", "reach_before", "reach_now"):
        setattr(noon, name, getattr(figures, name))
    assert noon.of("reported_count") == [10, 14, 4, -1, 5]
    assert noon.of("followers_removed") == [1000, 1500, 500, None, None]
    assert noon.of("followers_removed", "x", "fct_reach_daily") == [1000, 1500, 500, None, None]


def test_a_figure_that_is_defined_anew_says_so(figures: Figures) -> None:
    figures.described = {"reported_count": "What it was."}
    told = figures.changes()
    assert told["fct_compliance_summary", "reported_count", "x"]["is_redefined"]
    assert not told["fct_compliance_summary", "complied_rate", "x"]["is_redefined"]


def test_a_stock_holds_until_the_next_day_that_is_told(figures: Figures) -> None:
    figures.reach_now[1] = ("2025-10-30", "x", "ttp", 1500)
    assert figures.of("followers_removed", "x", "fct_reach_daily") == [1000, 1500, 500, -100, 600]
