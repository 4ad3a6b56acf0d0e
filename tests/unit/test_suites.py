"""From metadata to questions, and what is made ready for them; whether they find what is broken: tests/pipeline."""

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from quality.laws import Law
from quality.metrics import Metric, MetricError, read_metrics, read_tables
from quality.preparation import prepare
from quality.row_counts import RowCountChange
from quality.suites import expectations_for, plan, table_expectations
from tests.unit.gate_case import frames, models, write_manifest


@pytest.fixture
def manifest(tmp_path: Path) -> Path:
    return write_manifest(tmp_path / "manifest.json")


def a_metric(manifest: Path, name: str) -> Metric:
    return next(one for one in read_metrics(manifest) if one.name == name)


def rules(metric: Metric) -> dict[str, str]:
    return {asked.check_id.rpartition(".")[2]: asked.severity for asked in expectations_for(metric)}


def test_a_rate_is_asked_for_its_range_its_parts_and_its_fraction(manifest: Path) -> None:
    assert rules(a_metric(manifest, "complied_of_reported_rate")) == {
        "in_valid_range": "critical",
        "part_within_whole": "critical",
        "is_empty_without_denominator": "critical",
        "equals_its_fraction": "critical",
    }


def test_a_count_of_accounts_in_cells_is_asked_to_be_counted_and_large(manifest: Path) -> None:
    assert rules(a_metric(manifest, "accounts_live_count")) == {
        "is_counted": "critical",
        "hides_small_cells": "critical",
    }


def test_comparisons_only_warn(manifest: Path) -> None:
    found = rules(a_metric(manifest, "total_reported_count"))
    assert found == {"is_counted": "critical", "steps_plausibly": "warning", "does_not_fall": "warning"}


def test_followers_may_be_unknown(manifest: Path) -> None:
    assert rules(a_metric(manifest, "followers_reported")) == {"in_valid_range": "critical"}


def test_what_others_leave_out_is_not_held_against_us(manifest: Path) -> None:
    assert rules(a_metric(manifest, "value_low")) == {}


def test_a_rate_of_others_need_not_be_its_fraction_and_only_warns(manifest: Path) -> None:
    theirs = a_metric(manifest, "complied_of_reported_rate").model_copy(update={"speaker": "platform"})
    assert rules(theirs) == {"in_valid_range": "critical", "part_within_whole": "warning"}


def test_a_check_says_what_it_asks_and_whom(manifest: Path) -> None:
    asked = expectations_for(a_metric(manifest, "followers_reported"))[0]
    assert asked.check_id == "fct_compliance_summary.followers_reported.in_valid_range"
    assert asked.expectation_type == "ExpectColumnValuesToBeBetween"
    assert asked.kwargs == {"column": "followers_reported", "min_value": 0, "max_value": None}
    assert asked.question == "Is every value of “Followers” possible at all?"
    assert (asked.expected, asked.owner) == ("at least 0", "fct_compliance_summary people")


def test_a_range_with_two_ends_names_both(manifest: Path) -> None:
    asked = expectations_for(a_metric(manifest, "complied_of_reported_rate"))[0]
    assert asked.expected == "at least 0 and at most 1"


def test_what_only_others_publish_may_be_missing(manifest: Path) -> None:
    metrics = read_metrics(manifest)
    severities = {
        table.name: {asked.check_id.rpartition(".")[2]: asked.severity for asked in table_expectations(table, metrics)}
        for table in read_tables(manifest)
    }
    assert severities["fct_published_figures"] == {"grain_is_unique": "critical", "is_not_empty": "warning"}
    assert severities["fct_compliance_summary"] == {"grain_is_unique": "critical", "is_not_empty": "critical"}
    assert severities["dim_platform"] == {"grain_is_unique": "critical", "is_not_empty": "critical"}


def test_a_table_that_may_be_empty_is_not_asked_for_rows(manifest: Path) -> None:
    (table,) = [table for table in read_tables(manifest) if table.name == "dim_platform"]
    asked = table_expectations(table.model_copy(update={"may_be_empty": True}), ())
    assert [question.check_id for question in asked] == ["dim_platform.grain_is_unique"]


def test_a_plan_is_in_order_and_every_check_has_its_own_name(manifest: Path) -> None:
    laws = [Law("b", "B?", "warning"), Law("a", "A?")]
    planned = plan(read_tables(manifest), read_metrics(manifest), laws)
    names = [asked.check_id for asked in planned]
    assert names == sorted(set(names))
    assert planned == plan(reversed(read_tables(manifest)), reversed(read_metrics(manifest)), reversed(laws))
    assert {a.check_id: a.severity for a in planned if a.check_id.endswith((".a", ".b"))} == {
        "fct_law_violations.a": "critical",
        "fct_law_violations.b": "warning",
    }


def test_every_question_is_a_question_with_an_owner(manifest: Path) -> None:
    for asked in plan(read_tables(manifest), read_metrics(manifest), [Law("a", "A?")]):
        assert asked.question.endswith("?"), asked.check_id
        assert asked.owner.endswith("people"), asked.check_id
        assert asked.expected, asked.check_id
        counts_rows = asked.expectation_type == "ExpectTableRowCountToBeBetween" or asked.change == RowCountChange()
        assert asked.columns or counts_rows, asked.check_id


def test_two_checks_of_one_name_are_refused(manifest: Path) -> None:
    with pytest.raises(ValueError, match=r"two checks are called fct_law_violations\.is_not_empty"):
        plan(read_tables(manifest), read_metrics(manifest), [Law("is_not_empty", "?")])


@pytest.mark.parametrize(
    "gone",
    [
        "fct_compliance_summary",
        "fct_compliance_daily",
        "fct_group_activity_weekly",
        "fct_law_violations",
        "fct_restatements",
    ],
)
def test_a_law_is_not_skipped_with_its_table(tmp_path: Path, gone: str) -> None:
    left = write_manifest(tmp_path / "manifest.json", [node for node in models() if node["name"] != gone])
    with pytest.raises(MetricError, match=f"model {gone} is not published"):
        plan(read_tables(left), read_metrics(left), [])


def test_forgetting_min_cell_does_not_switch_small_cells_off(manifest: Path) -> None:
    metrics = [one.model_copy(update={"min_cell": None}) for one in read_metrics(manifest)]
    with pytest.raises(MetricError, match=r"fct_group_activity_weekly, column accounts_.*'min_cell' is missing"):
        plan(read_tables(manifest), metrics, [])


def test_without_a_previous_release_nothing_is_compared(manifest: Path) -> None:
    asked = expectations_for(a_metric(manifest, "total_reported_count"))
    daily = frames()["fct_compliance_daily"]
    assert not prepare(asked, daily).compared
    assert not prepare(asked, daily, daily.drop(columns="total_reported_count")).compared
    assert len(prepare(asked, daily, daily).compared) == 2


def test_what_cannot_be_worked_out_is_said_and_the_rest_goes_on(manifest: Path) -> None:
    rate, share = a_metric(manifest, "response_rate"), a_metric(manifest, "complied_of_reported_rate")
    frame = frames()["fct_compliance_summary"].drop(columns="response_numerator").astype({"response_rate": "str"})
    ready = prepare([*expectations_for(rate), *expectations_for(share)], frame)
    assert {asked.check_id.split(".", 1)[1]: reason for asked, reason in ready.errors} == {
        "response_rate.part_within_whole": "table fct_compliance_summary has no column response_numerator;"
        " restore it in the model",
        "response_rate.equals_its_fraction": "table fct_compliance_summary has no column response_numerator;"
        " restore it in the model",
        "response_rate.is_empty_without_denominator": "TypeError: column response_rate holds text, not numbers",
    }
    assert {asked.metric for asked in ready.asked} == {"complied_of_reported_rate"}


def test_the_frame_handed_over_is_left_alone(manifest: Path) -> None:
    frame = frames()["fct_compliance_summary"]
    before = frame.copy()
    prepare(expectations_for(a_metric(manifest, "response_rate")), frame)
    pd.testing.assert_frame_equal(frame, before)


def test_an_expectation_is_a_value(manifest: Path) -> None:
    first = expectations_for(a_metric(manifest, "response_rate"))
    assert first == expectations_for(a_metric(manifest, "response_rate"))
    assert replace(first[0], severity="warning") != first[0]
