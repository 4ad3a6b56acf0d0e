"""A cause is named where records of that kind moved the cell, and what they do not add up to is unexplained."""

from pathlib import Path

import pytest

from tests.pipeline.restated_case import BACKLOG, DAILY, MARTS, Case

DIMENSIONS = {"platform_id": "x", "agency_id": "pta", "group_id": "ttp", "requested_action": "suspend"}
ASKED = {"request_id": "r", "account_id": "a", "is_takedown": True, "object_type": "account", **DIMENSIONS}
OTHER = {**ASKED, "request_id": "s", "account_id": "b"}
FIRST, SECOND, LATE = "2025-08-01 10:00:00+00", "2025-08-10 10:00:00+00", "2025-08-20 10:00:00+00"


def day(date: str, total: int, *, flow: int = 0) -> tuple[object, ...]:
    return (date, "x", "pta", "ttp", "suspend", flow, total)


@pytest.fixture
def case(tmp_path: Path) -> Case:
    """Two requests of one platform, agency and group: the first is moved a day back, the second withdrawn."""
    made = Case(tmp_path)
    made.tables = made.new_tables = (*MARTS, BACKLOG)
    made.record("request", is_news=False, **ASKED, reported_at=FIRST, recorded_at=FIRST, followers_at_report=100)
    made.record("request", is_news=False, **OTHER, reported_at=SECOND, recorded_at=SECOND, followers_at_report=7)
    made.record("request", **ASKED, reported_at="2025-07-31 10:00:00+00", recorded_at=LATE, followers_at_report=100)
    made.record("request", **OTHER, reported_at=SECOND, recorded_at=LATE, is_retracted=True)
    return made


def test_a_record_that_left_the_cell_as_it_was_is_not_named(case: Case) -> None:
    """The correction moved the day before its old report only: from then on the request counts in both."""
    case.old[DAILY.name] = [day("2025-07-31", 0), day("2025-08-10", 2), day("2025-08-12", 2)]
    case.new[DAILY.name] = [day("2025-07-31", 1), day("2025-08-10", 1), day("2025-08-12", 1)]
    told = {(row["dated_on"].isoformat(), row["cause"], row["records_count"]) for row in case.restatements()}
    assert told == {
        ("2025-07-31", "correction", 1),
        ("2025-08-10", "retraction", 1),
        ("2025-08-12", "retraction", 1),
    }


def test_a_backlog_is_moved_in_the_age_band_of_the_day(case: Case) -> None:
    """A day older than it was, the first request is 8 days old on 8 August and not on the 9th."""
    rows = [("2025-08-08", "2-7"), ("2025-08-08", "8-30"), ("2025-08-09", "8-30"), ("2025-08-10", "0-1")]
    was = {("2025-08-08", "2-7"): (1, 100), ("2025-08-09", "8-30"): (1, 100), ("2025-08-10", "0-1"): (1, 7)}
    now = {("2025-08-08", "8-30"): (1, 100), ("2025-08-09", "8-30"): (2, 107)}  # one too many on the 9th
    for held, values in ((case.old, was), (case.new, now)):
        held[BACKLOG.name] = [(date, "x", band, *values.get((date, band), (0, 0))) for date, band in rows]
    told = {
        (row["dated_on"].isoformat(), row["cell_key"].rpartition("=")[2], row["metric"]): row["cause"]
        for row in case.restatements()
    }
    both = ("pending_count", "followers")
    assert told == {
        **{("2025-08-08", "2-7", metric): "correction" for metric in both},
        **{("2025-08-08", "8-30", metric): "correction" for metric in both},
        **{("2025-08-09", "8-30", metric): "unexplained" for metric in both},
        **{("2025-08-10", "0-1", metric): "retraction" for metric in both},
    }


def test_what_the_records_do_not_add_up_to_is_unexplained_beside_them(case: Case) -> None:
    """An error of a thousand on every row of the former release: no record accounts for it."""
    case.old[DAILY.name] = [day("2025-08-05", 1001), day("2025-08-12", 1002)]
    case.new[DAILY.name] = [day("2025-08-05", 1), day("2025-08-12", 1)]
    told = {row["dated_on"].isoformat(): (row["cause"], row["records_count"]) for row in case.restatements()}
    assert told == {"2025-08-05": ("unexplained", 0), "2025-08-12": ("retraction; unexplained", 1)}


def test_an_answer_that_says_nothing_new_explains_nothing(case: Case) -> None:
    case.old[DAILY.name], case.new[DAILY.name] = [day("2025-08-05", 1)], [day("2025-08-05", 2)]
    said = {"request_id": "r", "event_at": "2025-08-03 10:00:00+00", "event_type": "received", "is_automatic": True}
    case.record("response", response_id="e", **said, recorded_at=LATE)
    assert case.causes() == {("total_reported_count", "2025-08-05"): "unexplained"}


def test_a_late_count_moves_the_followers_of_a_backlog_until_the_next_count(case: Case) -> None:
    rows = ("2025-08-04", "2025-08-06")
    case.old[BACKLOG.name] = [(date, "x", "2-7", 1, 100) for date in rows]
    case.new[BACKLOG.name] = [(date, "x", "2-7", 1, 90) for date in rows]
    third = {**ASKED, "request_id": "t", "account_id": "c"}
    case.record("request", is_news=False, **third, reported_at=FIRST, recorded_at=FIRST, followers_at_report=100)
    checked = {"account_id": "c", "status": "live", "followers": 90}
    case.record("check", check_id="c", **checked, checked_at="2025-08-03 10:00:00+00", recorded_at=LATE)
    counted = {**checked, "followers": 100, "checked_at": "2025-08-05 10:00:00+00"}
    case.record("check", is_news=False, check_id="d", **counted, recorded_at="2025-08-05 10:00:00+00")
    assert case.causes() == {("followers", "2025-08-04"): "late_record", ("followers", "2025-08-06"): "unexplained"}


def test_rules_that_cannot_be_found_stop_the_release_by_name(case: Case) -> None:
    case.rules["requests_at"] = "select 1"
    with pytest.raises(ValueError, match=r"requests_at has nothing between 'with' and '.*published as \('"):
        case.restatements()
