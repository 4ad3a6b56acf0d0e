"""The laws of MODEL section 4 on every row of the built marts, in plain SQL, without the gate."""

import json
from pathlib import Path

import pytest
from scipy.stats import binomtest

from tests.pipeline.conftest import AUGUST
from tests.pipeline.marts import ask, ask_one, database, differences, tables_of
from tests.pipeline.workbench import Ran

OUTCOMES = ("complied", "partial", "declined", "not_found", "already_removed", "reversed")
RATES = ("complied_of_reported", "complied_of_decided", "response")
CELL = "platform_id, agency_id, group_id, requested_action"
# It counts files and records of every time on purpose: how the log was delivered is what it is about.
ABOUT_THE_DELIVERY = {"fct_law_violations"}
# What comes of published reports, which `build_marts` does not land.
NOT_REBUILT = {
    *("fct_published_figures", "fct_published_totals", "fct_published_rates", "fct_published_files"),
    *("fct_restatements", "fct_coverage", "fct_ledger_variance", "bridge_group_designation"),
}
NO_MIRROR_YET = "fct_mirror_timing"  # by August nobody had come back
LAWS_OF_REPORTS = (
    "every_published_label_is_known",
    "every_published_record_is_accounted_for",
    "published_parts_make_the_total",
    "un_designations_stand_in_the_list",
)


@pytest.fixture(scope="module", params=["october", "august"])
def marts(request: pytest.FixtureRequest) -> Path:
    ran: Ran = request.getfixturevalue(request.param)
    return database(ran.release)


def test_every_request_is_in_one_outcome_on_every_day(marts: Path) -> None:
    parts = " + ".join(f"total_{outcome}_count" for outcome in OUTCOMES)
    broken = ask(marts, f"from marts.fct_compliance_daily where total_reported_count <> {parts} + pending_count")
    split = ask(
        marts,
        "from marts.fct_compliance_daily "
        "where total_complied_count <> total_complied_global_count + total_complied_local_count",
    )
    assert ask_one(marts, "select count(*) from marts.fct_compliance_daily") > 1000
    assert broken == split == []


def test_every_request_is_in_one_outcome_on_every_platform(marts: Path) -> None:
    parts = " + ".join(f"{outcome}_count" for outcome in OUTCOMES)
    assert ask(marts, f"from marts.fct_compliance_summary where reported_count <> {parts} + pending_count") == []


@pytest.mark.parametrize("measure", ["reported", *OUTCOMES])
def test_stocks_are_running_sums_of_flows(marts: Path, measure: str) -> None:
    exits = "0" if measure == "reported" else f"{measure}_left_count"
    broken = ask(
        marts,
        f"""from (
            select total_{measure}_count as stock, sum({measure}_count - {exits}) over (
                partition by {CELL} order by date_day rows between unbounded preceding and current row
            ) as flowed from marts.fct_compliance_daily
        ) where stock <> flowed""",
    )
    assert broken == []


def test_days_have_no_gap_and_end_with_the_as_of_date(marts: Path) -> None:
    gaps = ask(
        marts,
        f"""select {CELL}, count(*), min(date_day), max(date_day) from marts.fct_compliance_daily group by all
        having count(*) <> max(date_day) - min(date_day) + 1
            or max(date_day) <> (select max(as_of_date) from marts.fct_compliance_summary)""",
    )
    assert gaps == []


def test_totals_are_the_sums_of_their_parts(marts: Path) -> None:
    columns = [
        name
        for (name,) in ask(
            marts, "select column_name from duckdb_columns() where table_name = 'fct_compliance_summary'"
        )
        if name.endswith("_count") or name.startswith("followers_")
    ]
    sums = ", ".join(f"sum({column})" for column in columns)
    total, parts = ask(marts, f"select {sums} from marts.fct_compliance_summary group by is_total order by is_total")
    assert len(columns) > 12
    assert total == parts


def test_the_last_day_is_the_summary(marts: Path) -> None:
    daily = ask(
        marts,
        "select platform_id, sum(total_reported_count), sum(total_complied_count), sum(pending_count) "
        "from marts.fct_compliance_daily where date_day = (select max(date_day) from marts.fct_compliance_daily) "
        "group by 1 order by 1",
    )
    summary = ask(
        marts,
        "select platform_id, reported_count, complied_count, pending_count from marts.fct_compliance_summary "
        "where not is_total order by 1",
    )
    assert daily == summary


def test_the_last_day_of_reach_is_the_summary(marts: Path) -> None:
    daily = ask(
        marts,
        "select platform_id, sum(followers_reported), sum(followers_removed) from marts.fct_reach_daily "
        "where date_day = (select max(date_day) from marts.fct_reach_daily) group by 1 order by 1",
    )
    summary = ask(
        marts,
        "select platform_id, followers_reported, followers_removed from marts.fct_compliance_summary "
        "where not is_total order by 1",
    )
    assert daily == summary


@pytest.mark.parametrize("rate", RATES)
def test_rates_stand_with_their_numbers(marts: Path, rate: str) -> None:
    rows = ask(
        marts,
        f"select {rate}_rate, {rate}_numerator, {rate}_denominator, {rate}_low, {rate}_high "
        "from marts.fct_compliance_summary",
    )
    for value, numerator, denominator, low, high in rows:
        assert 0 <= numerator <= denominator
        if denominator == 0:
            assert (value, low, high) == (None, None, None)
            continue
        assert value == pytest.approx(numerator / denominator, abs=1e-12)
        interval = binomtest(numerator, denominator).proportion_ci(method="wilson")
        assert (low, high) == pytest.approx((interval.low, interval.high), abs=1e-9)


def test_every_published_rate_names_its_numerator_and_denominator(october: Ran) -> None:
    package = json.loads((october.release / "public" / "datapackage.json").read_text(encoding="utf-8"))
    rates = 0
    for resource in package["resources"]:
        fields = {field["name"]: field for field in resource["schema"]["fields"]}
        for field in fields.values():
            metric = field.get("metric", {})
            if metric.get("unit") == "rate":
                rates += 1
                assert {metric["numerator"], metric["denominator"]} <= fields.keys(), (resource["name"], field["name"])
    assert rates >= len(RATES)


def test_nothing_happens_before_its_request(marts: Path) -> None:
    early = ask(
        marts,
        "select events.* from marts.fct_request_events as events join marts.fct_requests using (request_id) "
        "where event_at < reported_at or events.recorded_at < event_at - interval 5 minute",
    )
    assert early == []
    assert ask(marts, "from marts.fct_requests where decided_at < reported_at or first_response_at < reported_at") == []


def test_nothing_is_known_from_after_the_as_of_date(august: Ran) -> None:
    late = ask(
        database(august.release),
        f"select recorded_at from marts.fct_requests where cast(recorded_at as date) > date '{AUGUST}' union all "
        f"select recorded_at from marts.fct_request_events where cast(recorded_at as date) > date '{AUGUST}'",
    )
    assert late == []


def test_later_records_change_no_figure_of_an_earlier_date(august: Ran, truncated: Path) -> None:
    tables = set(tables_of(truncated)) - ABOUT_THE_DELIVERY - NOT_REBUILT - {NO_MIRROR_YET}
    assert ask(truncated, f"from marts.{NO_MIRROR_YET}") == ask(database(august.release), f"from marts.{NO_MIRROR_YET}")
    assert len(tables) >= 13
    assert differences(truncated, database(august.release), sorted(tables)) == {}


def test_how_the_log_is_delivered_changes_no_figure(october: Ran, delivered_otherwise: Path) -> None:
    tables = set(tables_of(delivered_otherwise)) - ABOUT_THE_DELIVERY - NOT_REBUILT
    assert len(tables) >= 13
    assert differences(delivered_otherwise, database(october.release), sorted(tables)) == {}


def test_how_the_log_is_delivered_breaks_no_law(october: Ran, delivered_otherwise: Path) -> None:
    laws = f"from marts.fct_law_violations where law_id not in {LAWS_OF_REPORTS}"
    broken = f"select law_id, violation_count {laws} order by 1"
    assert ask(delivered_otherwise, broken) == ask(database(october.release), broken)
