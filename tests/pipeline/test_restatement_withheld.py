"""What a release withholds is not told again as what the former one said, whichever flag withholds it."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from orchestration.catalog import Column, ReleaseTable
from tests.pipeline.restated_case import MARTS, WEEKLY, Case, metric, table

DAY, WEEK = "2025-08-10", "2025-08-04"


def flagged(made: ReleaseTable, flag: str) -> ReleaseTable:
    return replace(made, columns=(*made.columns, Column(flag, "boolean", "Withheld?")))


REACH = flagged(
    table(
        "fct_reach_daily",
        "date_day",
        ("platform_id", "group_id"),
        metric("followers_live", "follower"),
        metric("followers_live_high", "follower"),
        metric("mirrors_live_count", "account"),
        metric("followers_net_removed", "follower"),
    ),
    "is_stock_suppressed",
)
UNFLAGGED = table(
    "fct_backlog",
    "date_day",
    ("platform_id", "age_band"),
    metric("pending_count"),
    metric("followers", "follower"),
)
BACKLOG = flagged(UNFLAGGED, "is_suppressed")
STOCKS = flagged(
    replace(WEEKLY, columns=(*WEEKLY.columns, metric("accounts_live_count", "account"))), "is_stock_suppressed"
)


@pytest.fixture
def case(tmp_path: Path) -> Case:
    made = Case(tmp_path)
    made.tables = made.new_tables = (*MARTS, REACH, BACKLOG)
    return made


def reach(
    live: int, mirrors: int | None, net: int | None, *, group: str = "ttp", high: int | None = 99
) -> tuple[object, ...]:
    """A row whose mirrors are withheld where they are None."""
    return (DAY, "x", group, live, high, mirrors, net, mirrors is None)


def told(case: Case) -> dict[tuple[str, str], tuple[Any, ...]]:
    """By the last part of its key and its metric: kind, old, new and difference of each restated cell."""
    return {
        (row["cell_key"].rsplit("=", 1)[1], row["metric"]): (
            *(row["kind"], row["old_value"], row["new_value"], row["difference"]),
        )
        for row in case.restatements()
    }


def test_six_mirrors_that_are_few_now_are_not_told_again_and_the_rest_of_the_row_is(case: Case) -> None:
    case.old["fct_reach_daily"], case.new["fct_reach_daily"] = [reach(10, 6, 40)], [reach(12, None, None)]
    assert told(case) == {
        ("ttp", "followers_live"): ("changed", 10.0, 12.0, 2.0),
        ("ttp", "mirrors_live_count"): ("withheld", None, None, None),
        ("ttp", "followers_net_removed"): ("withheld", None, None, None),
    }


def test_what_few_mirrors_were_is_not_told_by_what_they_are(case: Case) -> None:
    case.old["fct_reach_daily"], case.new["fct_reach_daily"] = [reach(10, None, None)], [reach(10, 6, 40)]
    assert told(case) == {
        ("ttp", "mirrors_live_count"): ("no_longer_withheld", None, 6.0, None),
        ("ttp", "followers_net_removed"): ("no_longer_withheld", None, 40.0, None),
    }


def test_why_and_by_how_many_records_is_not_told_of_what_is_withheld(case: Case) -> None:
    case.old["fct_reach_daily"], case.new["fct_reach_daily"] = [reach(10, 6, 40)], [reach(10, None, None)]
    case.record("request", request_id="r", account_id="a", platform_id="x", group_id="ttp", is_takedown=True,
        reported_at=f"{DAY} 10:00:00+00", recorded_at="2025-08-20 10:00:00+00")  # fmt: skip
    assert {(row["cause"], row["records_count"]) for row in case.restatements()} == {("small_cells", None)}


def test_what_both_withhold_is_no_restatement(case: Case) -> None:
    case.old["fct_reach_daily"] = case.new["fct_reach_daily"] = [reach(10, None, None)]
    assert told(case) == {}


def test_a_bound_that_nobody_knows_any_more_is_not_withheld(case: Case) -> None:
    """In a row that withholds something else: another such row shows its bound."""
    case.old["fct_reach_daily"] = [reach(10, 6, 40), reach(7, 6, 40, group="bla")]
    case.new["fct_reach_daily"] = [reach(10, None, None, high=None), reach(7, None, None, group="bla", high=98)]
    found = told(case)
    assert found["ttp", "followers_live_high"] == ("changed", 99.0, None, None)
    assert found["bla", "followers_live_high"] == ("changed", 99.0, 98.0, -1.0)


def test_a_row_that_is_gone_is_not_told_of_where_its_neighbours_are_withheld(case: Case) -> None:
    """Its six mirrors are among those of the others now, which are few in one of them."""
    case.old["fct_reach_daily"] = [reach(10, 6, 40), reach(7, 9, 40, group="bla")]
    case.new["fct_reach_daily"] = [reach(17, None, None, group="bla")]
    found = told(case)
    assert found["ttp", "followers_live"] == ("vanished", 10.0, None, -10.0)
    assert found["ttp", "mirrors_live_count"] == ("vanished", None, None, None)
    assert found["bla", "mirrors_live_count"] == ("withheld", None, None, None)


@pytest.mark.parametrize(("old", "new", "kind"), [(7, None, "withheld"), (None, 7, "no_longer_withheld")])
def test_a_group_that_goes_to_withheld_or_comes_from_it_shows_no_difference(
    case: Case, old: int | None, new: int | None, kind: str
) -> None:
    """Reach names no group in a week that is withheld; the row of `withheld` takes in what the other loses."""
    for rows, value in ((case.old, old), (case.new, new)):
        rows[WEEKLY.name] = [(WEEK, "ttp", "x", value, value is None)]
        named = [reach(7, 6, 40), reach(20, 8, 50, group="withheld")]
        rows["fct_reach_daily"] = [reach(27, 14, 90, group="withheld")] if value is None else named
    found = told(case)
    for name in ("followers_live", "mirrors_live_count", "followers_net_removed"):
        assert found["ttp", name][0] == kind
        assert found["withheld", name][0] == "changed"
        assert [found[group, name][position] for group in ("ttp", "withheld") for position in (1, 3)] == [None] * 4


def test_what_was_shown_before_there_was_a_flag_is_not_told_again(case: Case) -> None:
    """One account's followers, which this release would withhold; the number of requests is no secret."""
    case.tables = (*MARTS, UNFLAGGED)
    case.new_tables = (*MARTS, BACKLOG)
    case.old["fct_backlog"] = [(DAY, "x", "0-1", 1, 6000), (DAY, "x", "2-7", 1, 70)]
    case.new["fct_backlog"] = [(DAY, "x", "0-1", 6, 9000, False), (DAY, "x", "2-7", 2, None, True)]
    assert told(case) == {
        ("0-1", "pending_count"): ("changed", 1.0, 6.0, 5.0),
        ("2-7", "pending_count"): ("changed", 1.0, 2.0, 1.0),
        ("0-1", "followers"): ("changed", None, 9000.0, None),
        ("2-7", "followers"): ("withheld", None, None, None),
    }


@pytest.mark.parametrize(
    ("was_blurred", "said"),
    [(True, {("0-1", "followers"): ("changed", 6000.0, 6900.0, 900.0)}), (False, {})],
)
def test_what_was_told_exactly_before_it_was_blurred_is_not_told_again(
    case: Case, was_blurred: bool, said: dict[tuple[str, str], tuple[Any, ...]]
) -> None:
    """Nor what the blur does to it."""
    case.old["fct_backlog"] = [(DAY, "x", "0-1", 6, 6000, False)]
    case.new["fct_backlog"] = [(DAY, "x", "0-1", 6, 6900, False)]
    blurred = [replace(c, metric={**c.metric, "blurred": True}) if c.metric else c for c in BACKLOG.columns]
    case.new_tables = (*MARTS, replace(BACKLOG, columns=tuple(blurred)))
    case.tables = case.new_tables if was_blurred else (*MARTS, BACKLOG)
    assert told(case) == said


def test_a_stock_and_a_flow_are_each_withheld_by_their_own_flag(case: Case) -> None:
    case.tables = case.new_tables = (STOCKS,)
    case.old[WEEKLY.name] = [(WEEK, "ttp", "x", 6, False, 7, False), (WEEK, "bla", "x", 6, False, 7, False)]
    case.new[WEEKLY.name] = [(WEEK, "ttp", "x", 8, False, None, True), (WEEK, "bla", "x", None, True, None, True)]
    rows = {
        (row["cell_key"].split("; ")[1], row["metric"]): (row["kind"], row["old_value"]) for row in case.restatements()
    }
    assert rows == {
        ("group_id=ttp", "accounts_active_count"): ("changed", 6.0),
        ("group_id=ttp", "accounts_live_count"): ("withheld", None),
        ("group_id=bla", "accounts_active_count"): ("withheld", None),
        ("group_id=bla", "accounts_live_count"): ("withheld", None),
    }
