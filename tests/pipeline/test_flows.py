"""Meetings, requests for data, complaints and the rights lens: the marts say what a plain reading of the files says."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

import pytest
from scipy.stats import binomtest

from tests.pipeline.conftest import JULY
from tests.pipeline.marts import ask, ask_one, database
from tests.pipeline.sample_calibration import AUGUST, LOG_END, Sources, read_sources
from tests.pipeline.sample_flows import complaint_moves, disclosures, engagement_outcomes, rights, seed
from tests.pipeline.workbench import Ran

SHARES = {
    "fct_engagement_outcomes": ("complied_of_judged",),
    "fct_disclosure_summary": ("disclosed_of_requested", "disclosed_of_decided", "response"),
    "fct_rights_summary": (
        *("reversed_of_complied", "appealed_of_decided", "not_found_of_reported", "undesignated_of_known"),
        *("no_legal_basis_of_reported", "corrected_of_reported", "retracted_of_recorded"),
    ),
}
LAST_DAY = "(select max(date_day) from marts.fct_complaint_flow)"


class Case(NamedTuple):
    """A release, the files it was made from, and the instant it is as of."""

    marts: Path
    sources: Sources
    as_of: datetime


@pytest.fixture(scope="module", params=[("october", LOG_END), ("august", AUGUST)], ids=["october", "august"])
def case(request: pytest.FixtureRequest) -> Case:
    name, as_of = request.param
    ran: Ran = request.getfixturevalue(name)
    names = ("requests", "responses", "complaints", "engagements")
    return Case(database(ran.release), read_sources(ran.home / "landing", *names), as_of)


def test_windows_around_meetings(case: Case) -> None:
    rows = ask(
        case.marts,
        "select engagement_id, window_name, is_window_complete, overlapping_engagements_count, requests_count, "
        "judged_count, complied_count from marts.fct_engagement_outcomes",
    )
    read = engagement_outcomes(case.sources, case.as_of)
    assert {(key, window): tuple(figures) for key, window, *figures in rows} == read
    assert len({figures[0] for figures in read.values()}) == 2, "complete windows and others"


def test_a_window_is_thirty_days_on_either_side_and_never_the_day_itself(case: Case) -> None:
    spans = ask(
        case.marts,
        "select distinct window_name, window_first_date - held_on, window_last_date - held_on "
        "from marts.fct_engagement_outcomes order by 1",
    )
    assert spans == [("after", 1, 30), ("before", -30, -1)]


def test_every_measure_of_a_meeting_says_that_it_is_descriptive(october: Ran) -> None:
    package = json.loads((october.release / "public" / "datapackage.json").read_text(encoding="utf-8"))
    (table,) = [entry for entry in package["resources"] if entry["name"] == "fct_engagement_outcomes"]
    measures = [field for field in table["schema"]["fields"] if "metric" in field]
    assert len(measures) == 5
    silent = [text for text in [table, *measures] if "escriptive" not in text["description"]]
    assert silent == []


def test_a_meeting_is_published_without_its_subject_and_outcome(case: Case) -> None:
    columns = ask(case.marts, "select column_name from duckdb_columns() where table_name = 'fct_engagement_outcomes'")
    assert {"subject", "outcome", "mode"} & {name for (name,) in columns} == set()


def test_requests_for_data(case: Case) -> None:
    rows = ask(
        case.marts,
        "select request_id, platform_id, requested_action, outcome, first_response_at, decided_at, fields_disclosed, "
        "unrecognised_fields_count from marts.fct_disclosure",
    )
    assert {key: tuple(facts) for key, *facts in rows} == disclosures(case.sources, case.as_of)


def test_the_sample_has_every_kind_of_answer_to_a_request_for_data(october: Ran) -> None:
    marts = database(october.release)
    outcomes = ask(marts, "select distinct outcome from marts.fct_disclosure order by 1")
    assert outcomes == [("acknowledged",), ("disclosed",), ("pending",), ("refused",)]
    assert ask_one(marts, "select sum(unrecognised_fields_count) from marts.fct_disclosure") > 0


def test_only_fields_of_the_seed_are_published(case: Case) -> None:
    published = ask(case.marts, "select distinct unnest(split(fields_disclosed, '; ')) from marts.fct_disclosure")
    assert published
    assert {name for (name,) in published} <= {row["field_id"] for row in seed("disclosure_fields")}


def test_the_summary_of_requests_for_data_counts_their_table(case: Case) -> None:
    counted = ask(
        case.marts,
        "select coalesce(platform_id, 'all'), requested_action, count(*), count_if(outcome = 'disclosed'), "
        "count_if(outcome = 'refused'), count_if(outcome = 'acknowledged'), count_if(outcome = 'pending'), "
        "count(first_response_at) from marts.fct_disclosure "
        "group by grouping sets ((platform_id, requested_action), (requested_action)) order by 1, 2",
    )
    summary = ask(
        case.marts,
        "select platform_id, requested_action, requested_count, disclosed_count, refused_count, acknowledged_count, "
        "pending_count, responded_count from marts.fct_disclosure_summary order by 1, 2",
    )
    assert counted == summary


def test_complaints_enter_and_leave(case: Case) -> None:
    entered, left = complaint_moves(case.sources, case.as_of)
    rows = ask(
        case.marts,
        "select date_day, platform_id, status, entered_count, left_count from marts.fct_complaint_flow "
        "where entered_count + left_count > 0",
    )
    assert {tuple(key): count for *key, count, _ in rows if count} == entered
    assert {tuple(key): count for *key, _, count in rows if count} == left
    assert len(left) > 50


def test_stocks_of_complaints_are_running_sums_of_flows(case: Case) -> None:
    broken = ask(
        case.marts,
        """from (
            select *, sum(entered_count - left_count) over (
                partition by platform_id, status order by date_day rows between unbounded preceding and current row
            ) as flowed from marts.fct_complaint_flow
        ) where total_count <> flowed or total_count < 0""",
    )
    assert broken == []
    assert ask_one(case.marts, "select count(*) from marts.fct_complaint_flow where total_count > 0") > 1000


def test_every_platform_and_status_has_every_date_up_to_the_last(case: Case) -> None:
    entered, _ = complaint_moves(case.sources, case.as_of)
    first, last = min(day for day, _, _ in entered), case.as_of.date()
    spans = ask(
        case.marts,
        "select min(date_day), max(date_day), count(*) from marts.fct_complaint_flow group by platform_id, status",
    )
    assert len(spans) == 3 * len({platform for _, platform, _ in entered})
    assert set(spans) == {(first, last, (last - first).days + 1)}


def test_complaints_under_investigation_in_july(july: Path) -> None:
    stock = "select sum(total_count) from marts.fct_complaint_flow where status = 'under_investigation'"
    assert ask_one(july, f"{stock} and date_day = date '{JULY}'") == 2417
    assert ask_one(july, f"select {LAST_DAY}") == date.fromisoformat(JULY)


def test_the_rights_lens(case: Case) -> None:
    read = rights(case.sources, case.as_of)
    names = sorted({name for counts in read.values() for name in counts})
    columns = ", ".join(f"{name}_count" for name in names)
    rows = ask(case.marts, f"select agency_id, {columns} from marts.fct_rights_summary")
    assert len(names) >= 16
    assert {agency: dict(zip(names, counts, strict=True)) for agency, *counts in rows} == {
        agency: {name: counts[name] for name in names} for agency, counts in read.items()
    }


def test_the_parts_of_the_rights_lens_make_its_total(case: Case) -> None:
    names = ask(case.marts, "select column_name from duckdb_columns() where table_name = 'fct_rights_summary'")
    columns = [name for (name,) in names if name.endswith("_count")]
    sums = ", ".join(f"sum({name})" for name in columns)
    parts, total = ask(case.marts, f"select {sums} from marts.fct_rights_summary group by is_total order by is_total")
    assert len(columns) == 18
    assert parts == total


@pytest.mark.parametrize(("table", "share"), [(table, share) for table, names in SHARES.items() for share in names])
def test_shares_stand_with_their_numbers(case: Case, table: str, share: str) -> None:
    rows = ask(
        case.marts,
        f"select {share}_rate, {share}_numerator, {share}_denominator, {share}_low, {share}_high from marts.{table}",
    )
    assert any(denominator for _, _, denominator, _, _ in rows)
    for rate, numerator, denominator, low, high in rows:
        assert 0 <= numerator <= denominator
        if denominator == 0:
            assert (rate, low, high) == (None, None, None)
            continue
        interval = binomtest(numerator, denominator).proportion_ci(method="wilson")
        assert rate == pytest.approx(numerator / denominator, abs=1e-12)
        assert (low, high) == pytest.approx((interval.low, interval.high), abs=1e-9)
