"""Which published cells answer a question for a metric."""

import pytest

from orchestration.metric_query import MetricUnknownError, PublishedMetric, choose, to_sql


def metric(table: str, grain: str, name: str = "reported_count", columns: str = "", **terms: str) -> PublishedMetric:
    names = frozenset([*grain.split(), name, *columns.split()])
    return PublishedMetric(table, tuple(grain.split()), names, name, "Words.", {"unit": "request", **terms})


SUMMARY = metric("fct_compliance_summary", "platform_id", columns="is_total")
DAILY = metric("fct_compliance_daily", "date_day platform_id group_id")
RIGHTS = metric("fct_rights_summary", "agency_id", columns="is_total")
REACH = metric("fct_reach_daily", "date_day platform_id group_id", "followers_live")
ALL = [DAILY, RIGHTS, SUMMARY, REACH]


@pytest.mark.parametrize(
    ("by", "expected"),
    [([], SUMMARY), (["platform_id"], SUMMARY), (["agency_id"], RIGHTS), (["group_id"], DAILY),
     (["group_id", "platform_id"], DAILY)],
)  # fmt: skip
def test_the_coarsest_table_with_all_columns_answers(by: list[str], expected: PublishedMetric) -> None:
    assert choose(ALL, "reported_count", by, is_past=False) == expected


def test_a_table_can_be_named() -> None:
    assert choose(ALL, "fct_compliance_daily.reported_count", ["platform_id"], is_past=False) == DAILY


def test_a_past_date_is_asked_of_what_can_be_replayed() -> None:
    assert choose([RIGHTS, SUMMARY], "reported_count", [], is_past=True) == SUMMARY
    with pytest.raises(MetricUnknownError, match=r"not replayed.*takedown build --as-of"):
        choose(ALL, "reported_count", ["agency_id"], is_past=True)


@pytest.mark.parametrize(
    ("name", "by", "told"),
    [("reportd_count", [], "near are reported_count"), ("fct_compliance_summary.followers_live", [], "followers_live"),
     ("zzz", [], "lists all"), ("", [], "lists all"),
     ("reported_count", ["colour"], r"not published by colour; it is by .*agency_id \(fct_rights_summary\)"),
     ("reported_count", ["agency_id", "group_id"], "not published by agency_id, group_id")],
)  # fmt: skip
def test_what_is_not_published_is_told_with_what_is(name: str, by: list[str], told: str) -> None:
    with pytest.raises(MetricUnknownError, match=told):
        choose(ALL, name, by, is_past=False)


def test_without_a_breakdown_the_total_alone() -> None:
    assert " where is_total " in to_sql(SUMMARY, [], None)
    assert "is_total" not in to_sql(SUMMARY, ["platform_id"], None)
    assert "is_total" not in to_sql(DAILY, [], None)


def test_a_date_is_text_whatever_it_holds() -> None:
    assert to_sql(SUMMARY, [], "x'); drop table t; --").count("compliance_as_of('x''); drop table t; --')") == 1


def test_a_rate_brings_its_n_and_its_bounds() -> None:
    terms = {"unit": "rate", "numerator": "late_count", "denominator": "due_count"}
    rate = metric("t", "clock", "breached_rate", "late_count due_count breached_low breached_high", **terms)
    assert rate.shown == [
        "clock", "breached_rate", "late_count as numerator", "due_count as n", "breached_low as low",
        "breached_high as high",
    ]  # fmt: skip


def test_a_median_brings_how_many_it_is_of() -> None:
    median = metric("t", "platform_id", "median_days", "reported_count median_low_days median_high_days", unit="day")
    assert median.shown[2:] == ["reported_count", "median_low_days as low", "median_high_days as high"]
