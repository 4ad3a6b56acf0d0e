"""Our own restatements: which past figures changed between two releases, and what in the log changed them."""

from dataclasses import replace
from pathlib import Path

import pytest

from orchestration.catalog import Column
from orchestration.release_changes import changes
from orchestration.restatement_cells import UndatedTableError
from quality.metrics import Table
from quality.restated import OWN_RESTATEMENTS, UnexplainedFlag, restated_expectations
from tests.pipeline.restated_case import (
    ASKED,
    AUGUST,
    DAILY,
    DAY,
    EARLY,
    LATE,
    MARTS,
    SEPTEMBER,
    Case,
    changed_total,
    day,
)


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return changed_total(tmp_path)


def test_a_change_that_no_record_touches_is_unexplained(case: Case) -> None:
    for elsewhere in (
        {"platform_id": "y"},
        {"agency_id": "fia"},
        {"group_id": "bla"},
        {"requested_action": "restrict"},
    ):
        case.record(
            "request", **{**ASKED, **elsewhere, "request_id": str(elsewhere)}, reported_at=EARLY, recorded_at=LATE
        )
    later = {**ASKED, "request_id": "later"}
    case.record("request", **later, reported_at="2025-08-11 00:00:00+00", recorded_at=LATE)  # a day too late
    case.record("request", is_news=False, **ASKED, reported_at=EARLY, recorded_at=EARLY)  # known before
    case.record("check", check_id="c", account_id="a", checked_at=EARLY, recorded_at=LATE)  # moves no request
    assert [(row["cause"], row["records_count"], row["difference"]) for row in case.restatements()] == [
        ("unexplained", 0, 1.0)
    ]


def test_what_had_happened_by_then_and_was_recorded_since_is_late(case: Case) -> None:
    case.record("request", **{**ASKED, "request_id": "late"}, reported_at=EARLY, recorded_at=LATE)
    assert case.causes() == {("total_reported_count", DAY): "late_record"}


def test_all_kinds_of_records_of_what_moved_a_cell_are_named_in_one_order(case: Case) -> None:
    case.new[DAILY.name] = [day(0)]
    case.record("request", is_news=False, **ASKED, reported_at=EARLY, recorded_at=EARLY)
    case.record("request", **ASKED, reported_at=EARLY, recorded_at=LATE, is_retracted=True)
    case.record("response", response_id="e", request_id="r", event_at=EARLY, recorded_at=LATE)
    case.record("response", response_id="e", request_id="r", event_at=EARLY, recorded_at="2025-08-21 00:00:00+00")
    (row,) = case.restatements()
    assert (row["cause"], row["records_count"]) == ("late_record; correction; retraction", 3)


def test_a_correction_touches_the_cell_it_left_and_the_one_it_entered(case: Case) -> None:
    case.old[DAILY.name] = [day(1), day(1, group="bla")]
    case.new[DAILY.name] = [day(2), day(0, group="bla")]
    case.record("request", is_news=False, **{**ASKED, "group_id": "bla"}, reported_at=EARLY, recorded_at=EARLY)
    case.record("request", **ASKED, reported_at=EARLY, recorded_at=LATE)
    assert [row["cause"] for row in case.restatements()] == ["correction", "correction"]


def test_a_flow_is_touched_on_the_days_that_it_left_and_entered_only(case: Case) -> None:
    case.old[DAILY.name] = [day(1, flow=1), day(1, date="2025-08-11", flow=1), day(1, date="2025-08-12", flow=1)]
    case.new[DAILY.name] = [day(0, flow=0), day(1, date="2025-08-11", flow=2), day(1, date="2025-08-12", flow=2)]
    case.record("request", is_news=False, **ASKED, reported_at=EARLY, recorded_at=EARLY)
    case.record("request", **ASKED, reported_at="2025-08-11 10:00:00+00", recorded_at=LATE)
    assert case.causes() == {
        ("total_reported_count", "2025-08-10"): "correction",
        ("reported_count", "2025-08-10"): "correction",
        ("reported_count", "2025-08-11"): "correction",
        ("reported_count", "2025-08-12"): "unexplained",
    }


def test_what_came_and_what_went_is_told_but_not_a_row_of_zeros(case: Case) -> None:
    case.old[DAILY.name] = [day(3), day(0, platform="y")]
    case.new[DAILY.name] = [day(3, group="bla"), day(0, platform="z")]
    told = {row["cell_key"]: (row["kind"], row["old_value"], row["new_value"]) for row in case.restatements()}
    key = "date_day=2025-08-10; platform_id=x; agency_id=pta; group_id={}; requested_action=suspend"
    assert told == {key.format("ttp"): ("vanished", 3.0, None), key.format("bla"): ("appeared", None, 3.0)}


def test_what_is_new_since_the_former_release_is_no_restatement(case: Case) -> None:
    case.old[DAILY.name] = [day(1), day(1, date="2025-08-16")]
    case.new[DAILY.name] = [day(1), day(2, date="2025-08-16")]
    assert case.restatements() == []


@pytest.mark.parametrize(("as_of", "rows"), [(SEPTEMBER, 0), ("2025-08-10 12:00:00+00", 1)])
def test_a_day_that_had_not_ended_is_compared_only_with_the_same_instant(tmp_path: Path, as_of: str, rows: int) -> None:
    case = Case(tmp_path, as_of=as_of, previous_as_of="2025-08-10 12:00:00+00")
    case.old[DAILY.name], case.new[DAILY.name] = [day(1)], [day(2)]
    assert len(case.restatements()) == rows


def test_a_file_that_came_late_restates_a_release_of_the_same_instant(tmp_path: Path) -> None:
    case = Case(tmp_path, as_of=AUGUST)
    case.old[DAILY.name], case.new[DAILY.name] = [day(1)], [day(2)]
    case.record("request", **ASKED, reported_at=EARLY, recorded_at=EARLY)
    assert case.causes() == {("total_reported_count", DAY): "late_record"}


@pytest.mark.parametrize(("noise", "rows"), [(1e-12, 0), (1e-3, 1)])
def test_the_last_digits_of_a_double_restate_nothing(case: Case, noise: float, rows: int) -> None:
    columns = tuple(replace(c, data_type="double") if c.metric else c for c in DAILY.columns)
    case.tables = case.new_tables = (replace(DAILY, columns=columns), *MARTS[1:])
    case.new[DAILY.name] = [(*day(1)[:-1], 1 + noise)]
    assert len(case.restatements()) == rows


def test_a_new_definition_is_a_cause_and_a_new_label_is_none(case: Case) -> None:
    (*others, total) = DAILY.columns
    assert total.metric is not None
    renamed = replace(total, metric={**total.metric, "label": "Requests so far"})
    case.new_tables = (replace(DAILY, columns=(*others, renamed)), *MARTS[1:])
    assert case.causes() == {("total_reported_count", DAY): "unexplained"}


def test_a_column_described_otherwise_is_defined_otherwise(case: Case) -> None:
    (*others, total) = DAILY.columns
    redefined = Column(total.name, total.data_type, "Requests and reminders so far.", total.metric)
    case.new_tables = (replace(DAILY, columns=(*others, redefined)), *MARTS[1:])
    case.record("request", **ASKED, reported_at=EARLY, recorded_at=LATE)
    assert case.causes() == {("total_reported_count", DAY): "late_record; definition"}


def test_a_measure_that_the_former_release_had_not_is_not_compared(case: Case) -> None:
    case.tables = (replace(DAILY, columns=DAILY.columns[:-1]), *MARTS[1:])
    case.old[DAILY.name] = [day(1)[:-1]]
    assert case.restatements() == []


def test_a_date_that_says_no_period_is_refused_by_name(case: Case) -> None:
    case.new_tables = (replace(DAILY, dated_by="platform_id"), *MARTS[1:])
    with pytest.raises(UndatedTableError, match=r"fct_compliance_daily: config\.meta\.dated_by is 'platform_id'"):
        case.restatements()


def test_the_gate_asks_only_where_the_table_is_handed_over() -> None:
    other = Table(name="t", tier="public", grain=("a",), owner="o", columns=("a",), description="")
    assert restated_expectations([other]) == ()
    assert [asked.severity for asked in restated_expectations([other, OWN_RESTATEMENTS])] == ["warning", "warning"]


def test_an_unexplained_or_missing_cause_is_flagged_and_no_other() -> None:
    import pandas as pd

    frame = pd.DataFrame({"cause": ["late_record; small_cells", "unexplained", None]})
    assert UnexplainedFlag("cause").compute(frame).tolist() == [0.0, 1.0, 1.0]


def test_changes_say_that_nothing_changed_or_sum_up_what_did(tmp_path: Path) -> None:
    for name in ("old", "new"):
        for tier in ("public", "research"):
            (tmp_path / name / tier).mkdir(parents=True)
            (tmp_path / name / tier / "datapackage.json").write_text('{"resources": []}', encoding="utf-8")
    assert "No figure about the past changed." in changes(tmp_path / "new", tmp_path / "old")
    row = {"table_name": "t", "metric": "m_count", "cause": "late_record", "cells_count": 1200}
    row |= {"largest_difference": -3.0, "first_date": "2025-08-01", "last_date": "2025-08-10"}
    withheld = {**row, "cause": "small_cells", "largest_difference": None}
    text = changes(tmp_path / "new", tmp_path / "old", [row, withheld])
    assert "| `t` | `m_count` | late_record | 1,200 | -3 | 2025-08-01 to 2025-08-10 |" in text
    assert "| small_cells | 1,200 | withheld |" in text
