"""One thing broken in a small house that is in order: the check for it fails, and only that."""

from collections.abc import Callable, Iterable

import pandas as pd
import pytest

from quality.cube import CUBE
from tests.pipeline.gate_judge import (
    DAILY,
    LAWS,
    PLATFORM,
    PUBLISHED,
    RESTATEMENTS,
    SUMMARY,
    WEEKLY,
    Change,
    Gate,
    add,
    all_of,
    amiss,
    before,
    open_gate,
    put,
)
from tests.unit.gate_case import daily, frames, previous, restatements


@pytest.fixture(scope="module")
def gate(tmp_path_factory: pytest.TempPathFactory) -> Gate:
    return open_gate(tmp_path_factory.mktemp("gate"))


def twice(frame: pd.DataFrame) -> None:
    frame.loc[len(frame)] = frame.iloc[0]


FILLED = all_of(
    put("is_suppressed", False, 2),
    *(put(f"accounts_{name}_count", 9, 2) for name in ("active", "reported", "first_reported", "complied", "live")),
)

# what is broken: (table, how, the one check that fails)
BROKEN: dict[str, tuple[str, Change, str]] = {
    "below the range": (SUMMARY, put("followers_reported", -1), "followers_reported.in_valid_range"),
    "an empty count": (LAWS, put("checked_count", pd.NA), "checked_count.is_counted"),
    "an empty cell that is not withheld": (WEEKLY, put("accounts_live_count", pd.NA), "accounts_live_count.is_counted"),
    "a cell of four": (WEEKLY, put("accounts_active_count", 4), "accounts_active_count.hides_small_cells"),
    "a part beyond the whole": (
        SUMMARY,
        all_of(put("response_numerator", 11), put("response_rate", 1.1)),
        "response_rate.part_within_whole",
    ),
    "a rate withheld for no reason": (
        SUMMARY,
        put("response_rate", None),
        "response_rate.is_empty_without_denominator",
    ),
    "a rate of nothing": (
        SUMMARY,
        all_of(put("response_numerator", 0), put("response_denominator", 0)),
        "response_rate.is_empty_without_denominator",
    ),
    "a rate off by a millionth": (SUMMARY, add("response_rate", 1e-6), "response_rate.equals_its_fraction"),
    "a row twice": (PLATFORM, twice, "grain_is_unique"),
    "a row twice, by two columns": (PUBLISHED, twice, "grain_is_unique"),
    "a request in no outcome": (SUMMARY, add("reported_count", 1, [0, 2]), "outcomes_add_up"),
    "complied neither way": (SUMMARY, add("complied_local_count", -1, [0, 2]), "complied_adds_up"),
    "a total of its own": (SUMMARY, add("responded_count", 1, 2), "responded_count.total_is_sum_of_parts"),
    "no total row": (SUMMARY, put("is_total", False, 2), "has_one_total_row"),
    "a day's request in no outcome": (DAILY, add("pending_count", 1), "outcomes_add_up"),
    "a stock that jumps": (
        DAILY,
        all_of(add("total_complied_count", 1), add("pending_count", -1)),
        "total_complied_count.is_running_sum",
    ),
    "an exit unheard of": (DAILY, add("complied_left_count", 1, 3), "total_complied_count.is_running_sum"),
    "a number in a withheld row": (WEEKLY, put("followers", 100, 1), "withheld_rows_are_empty"),
    "a row withheld alone": (WEEKLY, FILLED, "withheld_not_alone"),
    "a broken law": (LAWS, put("violation_count", 2), "nothing_in_the_future"),
    "a law that only warns": (LAWS, put("violation_count", 2, 1), "every_row_was_read"),
    "all platforms that are not their sum": (
        CUBE,
        all_of(add("complied_count", 1, [4, 5]), add("pending_count", -1, [4, 5])),
        "complied_count.adds_up_over_platform",
    ),
    "all agencies that are not their sum": (
        CUBE,
        all_of(add("complied_count", 1, [3, 5]), add("pending_count", -1, [3, 5])),
        "complied_count.adds_up_over_agency",
    ),
    "a law that looked at nothing": (LAWS, put("checked_count", 0), "looked_at_something"),
}


@pytest.mark.parametrize(("table", "how", "check"), BROKEN.values(), ids=BROKEN)
def test_what_is_broken_fails_its_check_and_no_other(gate: Gate, table: str, how: Change, check: str) -> None:
    frame = frames()[table]
    how(frame)
    found = amiss(gate.judge(table, frame))
    assert list(found) == [check]
    assert found[check].error is None
    assert found[check].severity == next(q.severity for q in gate.plan if q.check_id == f"{table}.{check}")


@pytest.mark.parametrize(("table", "severity"), [(PLATFORM, "critical"), (PUBLISHED, "warning")])
def test_no_rows_fail_that_check_and_no_other(gate: Gate, table: str, severity: str) -> None:
    found = amiss(gate.judge(table, frames()[table].iloc[:0]))
    assert {rule: (verdict.severity, verdict.observed) for rule, verdict in found.items()} == {
        "is_not_empty": (severity, "0 rows")
    }


def silent(requests: int, complied: int) -> pd.DataFrame:
    """Sixty days on, Telegram had these, and X goes on as before."""
    first = [("2025-07-01", "x", 10, 4), ("2025-07-01", "telegram", 6, 1)]
    return daily([*first, ("2025-08-30", "x", 9, 4), ("2025-08-30", "telegram", requests, complied)])


# what is broken against the previous release: (table, now, before, the one check that warns)
MOVED: dict[str, tuple[str, Callable[[], pd.DataFrame], Callable[[], pd.DataFrame], str]] = {
    "a total twice as large": (
        SUMMARY,
        lambda: frames()[SUMMARY],
        lambda: before(SUMMARY, put("reported_count", 9, 2)),
        "reported_count.steps_plausibly",
    ),
    "a stock that fell": (
        DAILY,
        lambda: frames()[DAILY],
        lambda: before(DAILY, add("total_complied_count", 50)),
        "total_complied_count.does_not_fall",
    ),
    "requests that stopped": (DAILY, lambda: silent(0, 1), lambda: previous()[DAILY], "requests_keep_coming"),
    "responses that stopped": (DAILY, lambda: silent(1, 0), lambda: previous()[DAILY], "responses_keep_coming"),
    "a law that was dropped": (
        LAWS,
        lambda: frames()[LAWS],
        lambda: before(LAWS, put("law_id", "nothing_before_its_request")),
        "no_law_dropped",
    ),
    "a restatement that is new": (
        RESTATEMENTS,
        lambda: restatements((432, 214), (30, 31)),
        lambda: frames()[RESTATEMENTS],
        "nothing_newly_restated",
    ),
    "rows that are gone": (
        PLATFORM,
        lambda: frames()[PLATFORM].iloc[:1],
        lambda: pd.concat([frames()[PLATFORM].assign(platform_id=["a", "b"]), frames()[PLATFORM]]),
        "row_count_does_not_collapse",
    ),
    "a publisher that is gone": (
        PUBLISHED,
        lambda: frames()[PUBLISHED],
        lambda: before(PUBLISHED, put("publisher", "tiktok")),
        "no_publisher_dropped",
    ),
}


@pytest.mark.parametrize(("table", "now", "then", "check"), MOVED.values(), ids=MOVED)
def test_what_moved_since_the_previous_release_warns_and_nothing_else(
    gate: Gate, table: str, now: Callable[[], pd.DataFrame], then: Callable[[], pd.DataFrame], check: str
) -> None:
    found = amiss(gate.judge(table, now(), then()))
    assert list(found) == [check]
    assert (found[check].severity, found[check].error) == ("warning", None)


def kinds(checks: Iterable[str]) -> set[str]:
    """What a check asks, without the table and metric that it asks it of."""
    return {check.rpartition(".")[2] for check in checks}


def test_every_kind_of_check_has_been_seen_to_fail(gate: Gate) -> None:
    broken = [row[-1] for row in (*BROKEN.values(), *MOVED.values())]
    assert kinds([*broken, "is_not_empty"]) == kinds(question.check_id for question in gate.plan)
