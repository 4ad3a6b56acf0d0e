"""Our own restatements beyond requests: small cells, accounts, complaints and cohorts, each touched in its own way."""

from pathlib import Path

import pytest

from tests.pipeline.restated_case import ASKED, DAILY, DAY, EARLY, LATE, Case, changed_total, day

REMOVED = {"event_type": "suspended", "is_automatic": False}


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return changed_total(tmp_path)


@pytest.fixture
def july_cohort(tmp_path: Path) -> Case:
    """July's requests: more of them are complied with than the former release knew; within 30 days is not settled."""
    made = Case(tmp_path)
    for rows, within_week, within_month in ((made.old, 3, 3), (made.new, 4, 9)):
        rows["fct_compliance_cohorts"] = [
            ("2025-07-01", "x", 7, within_week),
            ("2025-07-01", "x", 30, within_month),
            ("2025-07-01", "all", 7, within_week),
        ]
    return made


def test_a_group_that_is_withheld_now_takes_its_figures_along_and_they_are_not_told_again(case: Case) -> None:
    """A week became too small: its pair is not named any more, and counts under `withheld`."""
    case.old[DAILY.name], case.new[DAILY.name] = [day(7), day(9, group="withheld")], [day(16, group="withheld")]
    week = ("2025-08-04", "ttp", "x")
    case.old["fct_group_activity_weekly"] = [(*week, 5, False)]
    case.new["fct_group_activity_weekly"] = [(*week, None, True)]
    case.record("request", is_news=False, **ASKED, reported_at=EARLY, recorded_at=EARLY)
    case.record("request", **ASKED, reported_at=EARLY, recorded_at=LATE, is_retracted=True)
    told = {
        (row["table_name"], row["kind"]): (row["cause"], row["old_value"], row["new_value"], row["records_count"])
        for row in case.restatements()
    }
    assert told == {
        (DAILY.name, "withheld"): ("small_cells", None, None, None),
        (DAILY.name, "changed"): ("retraction; small_cells", None, 16.0, None),
        ("fct_group_activity_weekly", "withheld"): ("small_cells", None, None, None),
    }


def test_what_withheld_counted_all_along_is_explained_by_its_records(case: Case) -> None:
    case.old[DAILY.name], case.new[DAILY.name] = [day(7, group="withheld")], [day(8, group="withheld")]
    for rows in (case.old, case.new):
        rows["fct_group_activity_weekly"] = [("2025-08-04", "ttp", "x", None, True)]
    case.record("request", **ASKED, reported_at=EARLY, recorded_at=LATE)
    assert [(row["cause"], row["difference"]) for row in case.restatements()] == [("late_record", 1.0)]


def test_an_account_asked_for_again_under_another_group_takes_its_past_along(tmp_path: Path) -> None:
    case = Case(tmp_path)
    case.old["fct_group_activity_weekly"] = [("2025-08-04", "ttp", "x", 6, False), ("2025-08-04", "bla", "x", 6, False)]
    case.new["fct_group_activity_weekly"] = [("2025-08-04", "ttp", "x", 5, False), ("2025-08-04", "bla", "x", 7, False)]
    case.record("request", is_news=False, **ASKED, reported_at="2025-07-29 00:00:00+00", recorded_at=EARLY)
    removed = {"response_id": "e", "request_id": "r", "event_at": "2025-08-05 00:00:00+00", **REMOVED}
    case.record("response", is_news=False, **removed, recorded_at=EARLY)
    case.record("request", **{**ASKED, "request_id": "s", "group_id": "bla"}, reported_at=LATE, recorded_at=LATE)
    assert [row["cause"] for row in case.restatements()] == ["asked_again", "asked_again"]


def test_a_complaint_settled_since_restates_nothing_and_one_withdrawn_does(tmp_path: Path) -> None:
    case = Case(tmp_path)
    case.old["fct_complaint_flow"] = [(DAY, "x", "under_investigation", 2, 2), (DAY, "y", "under_investigation", 2, 2)]
    case.new["fct_complaint_flow"] = [(DAY, "x", "under_investigation", 1, 1), (DAY, "y", "under_investigation", 1, 1)]
    for key, platform, is_retracted in (("c", "x", True), ("d", "y", False)):
        told = {"complaint_id": key, "platform_id": platform, "received_at": EARLY, "status": "under_investigation"}
        case.record("complaint", is_news=False, **told, recorded_at=EARLY)
        case.record("complaint", **{**told, "status": "dismissed"}, recorded_at=LATE, is_retracted=is_retracted)
    causes = {(row["cell_key"].split("; ")[1], row["cause"]) for row in case.restatements()}
    assert causes == {("platform_id=x", "retraction"), ("platform_id=y", "unexplained")}


def test_a_cohort_is_compared_once_it_has_settled_and_is_touched_through_its_own_requests(july_cohort: Case) -> None:
    july_cohort.record("request", **ASKED, reported_at="2025-08-02 00:00:00+00", recorded_at=LATE)  # of the next month
    assert {row["cause"] for row in july_cohort.restatements()} == {"unexplained"}


def test_a_late_answer_touches_the_cohort_of_its_request(july_cohort: Case) -> None:
    july_cohort.record("request", is_news=False, **ASKED, reported_at="2025-07-30 00:00:00+00", recorded_at=EARLY)
    july_cohort.record(
        "response", response_id="e", request_id="r", event_at="2025-08-02 00:00:00+00", recorded_at=LATE, **REMOVED
    )
    told = [(row["cell_key"], row["cause"]) for row in july_cohort.restatements()]
    assert told == [
        ("month_start_date=2025-07-01; platform_id=all; horizon_days=7", "late_record"),
        ("month_start_date=2025-07-01; platform_id=x; horizon_days=7", "late_record"),
    ]
