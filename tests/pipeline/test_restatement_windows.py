"""The windows of meetings in our own restatements: dated outside their grain, moved by requests and by meetings."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from orchestration.catalog import Column, ReleaseTable
from tests.pipeline.restated_case import MARTS, Case, metric

ASKED = {"request_id": "r", "account_id": "a", "is_takedown": True, "object_type": "account", "platform_id": "x"}
ASKED |= {"agency_id": "pta", "group_id": "ttp", "requested_action": "suspend"}
REMOVED = {"response_id": "e", "request_id": "r", "event_type": "suspended", "is_automatic": False}
EARLY, LATE = "2025-06-10 10:00:00+00", "2025-08-20 10:00:00+00"
KEYS = (*(Column(name, "varchar", name) for name in ("engagement_id", "window_name", "platform_id")),)
DATES = (*(Column(name, "date", name) for name in ("held_on", "window_first_date", "window_last_date")),)
WINDOWS = ReleaseTable(
    name="fct_engagement_outcomes",
    tier="public",
    grain=("engagement_id", "window_name"),
    owner="data",
    description="One row per window.",
    columns=(
        *(*KEYS, *DATES, metric("requests_count"), metric("complied_count")),
        replace(metric("overlapping_engagements_count", "count"), settled_after=30),
    ),
    dated_by="window_first_date",
    settled_after=7,
)


def windows(
    meeting: str, held_on: str, *values: int, after: tuple[int, ...] | None = None, platform: str = "x"
) -> list[tuple[object, ...]]:
    """Both windows of a meeting, with the same values unless the second has others."""
    held = date.fromisoformat(held_on)
    spans = {"before": (-30, -1), "after": (1, 30)}
    return [
        (meeting, name, platform, held, *(held + timedelta(days) for days in span), *told)
        for (name, span), told in zip(spans.items(), (values, after or values), strict=True)
    ]


@pytest.fixture
def case(tmp_path: Path) -> Case:
    """One meeting, held on 20 June with platform x; the window before it had 5 requests and has 6."""
    made = Case(tmp_path)
    made.tables = made.new_tables = (*MARTS, WINDOWS)
    made.old[WINDOWS.name] = windows("m", "2025-06-20", 5, 2, 0)
    made.new[WINDOWS.name] = windows("m", "2025-06-20", 6, 2, 0, after=(5, 2, 0))
    return made


def told(case: Case) -> dict[tuple[str, str], tuple[str, str, int]]:
    """By window and metric: first day, cause and number of records."""
    return {
        (row["cell_key"].replace("engagement_id=", "").replace("; window_name=", " "), row["metric"]): (
            row["dated_on"].isoformat(),
            row["cause"],
            row["records_count"],
        )
        for row in case.restatements()
    }


def test_a_late_request_moves_the_windows_that_hold_its_day(case: Case) -> None:
    case.record("request", **ASKED, reported_at=EARLY, recorded_at=LATE)
    assert told(case) == {("m before", "requests_count"): ("2025-05-21", "late_record", 1)}


@pytest.mark.parametrize(
    "elsewhere",
    [{"platform_id": "y"}, {"reported_at": "2025-06-20 10:00:00+00"}, {"reported_at": "2025-05-20 10:00:00+00"}],
)
def test_a_request_outside_the_window_explains_nothing(case: Case, elsewhere: dict[str, str]) -> None:
    case.record("request", **{**ASKED, "reported_at": EARLY, **elsewhere}, recorded_at=LATE)
    assert told(case) == {("m before", "requests_count"): ("2025-05-21", "unexplained", 0)}


def test_a_request_moved_within_the_window_explains_nothing(case: Case) -> None:
    case.record("request", is_news=False, **ASKED, reported_at=EARLY, recorded_at=EARLY)
    case.record("request", **ASKED, reported_at="2025-06-11 10:00:00+00", recorded_at=LATE)
    assert told(case) == {("m before", "requests_count"): ("2025-05-21", "unexplained", 0)}


def test_what_the_request_does_not_add_up_to_is_unexplained(case: Case) -> None:
    case.new[WINDOWS.name] = windows("m", "2025-06-20", 7, 2, 0, after=(5, 2, 0))
    case.record("request", **ASKED, reported_at=EARLY, recorded_at=LATE)
    assert told(case) == {("m before", "requests_count"): ("2025-05-21", "late_record; unexplained", 1)}


@pytest.mark.parametrize(
    ("removed_at", "cause"),
    [("2025-06-17 10:00:00+00", ("late_record", 1)), ("2025-06-17 10:00:01+00", ("unexplained", 0))],
)
def test_a_late_answer_counts_within_168_hours(case: Case, removed_at: str, cause: tuple[str, int]) -> None:
    case.new[WINDOWS.name] = windows("m", "2025-06-20", 5, 3, 0, after=(5, 2, 0))
    case.record("request", is_news=False, **ASKED, reported_at=EARLY, recorded_at=EARLY)
    case.record("response", **REMOVED, event_at=removed_at, recorded_at=LATE)
    assert told(case) == {("m before", "complied_count"): ("2025-05-21", *cause)}


def test_a_meeting_told_late_brings_its_windows_and_counts_in_those_of_others(case: Case) -> None:
    """It shares days with the meeting of its platform, and none that count with that of another."""
    others = (("m", "x"), ("n", "y"))
    case.old[WINDOWS.name] = [row for key, name in others for row in windows(key, "2025-06-20", 5, 2, 0, platform=name)]
    case.new[WINDOWS.name] = [row for key, name in others for row in windows(key, "2025-06-20", 5, 2, 1, platform=name)]
    case.new[WINDOWS.name] += windows("late", "2025-06-18", 4, 0, 1)
    overlapping, late = "overlapping_engagements_count", "late_record"
    # Within 30 days of the windows after, which ended on 18 and 20 July, another meeting might still have come.
    assert {key: cause for key, (_, cause, _) in told(case).items()} == {
        **{(f"late {name}", "requests_count"): late for name in ("before", "after")},
        **{(f"{key} before", overlapping): late for key in ("late", "m")},
        ("n before", overlapping): "unexplained",
    }


def test_a_meeting_moved_since_is_dated_as_it_was_and_moves_its_windows_itself(case: Case) -> None:
    """A request of its former days that came late is named beside it; one of its new days is not."""
    case.new[WINDOWS.name] = windows("m", "2025-07-25", 9, 2, 0)
    for key, day in (("r", EARLY), ("s", "2025-07-22 10:00:00+00")):
        case.record("request", **{**ASKED, "request_id": key}, reported_at=day, recorded_at=LATE)
    assert told(case) == {
        ("m before", "requests_count"): ("2025-05-21", "late_record; correction", 2),
        ("m after", "requests_count"): ("2025-06-21", "correction", 1),
    }


def test_a_window_not_settled_by_the_former_release_is_not_compared(case: Case) -> None:
    case.old[WINDOWS.name] = windows("m", "2025-08-10", 5, 2, 0)
    case.new[WINDOWS.name] = windows("m", "2025-08-10", 6, 2, 0)
    assert told(case) == {}
