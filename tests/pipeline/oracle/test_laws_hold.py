"""The laws of MODEL section 4 as properties of random histories, each without the oracle's figures.

Laws 1 to 6 are here. 7 (small cells): test_small_cells. 8 (claims): test_claims and test_feasibility. 9 (against the
former release): test_publication_restatements and test_gate.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from orchestration.clock import parse_as_of
from tests.pipeline.compiled_models import Replay
from tests.pipeline.oracle.comparison import COMPARED, LAWS, REPLAYED
from tests.pipeline.oracle.delivery import File, write_files
from tests.pipeline.oracle.histories import History, deliveries, histories
from tests.pipeline.oracle.log import Log, RequestRecord, ResponseRecord

pytestmark = pytest.mark.timeout(0)  # a night of histories takes as long as it takes
FEWER = settings(max_examples=max(1, settings.default.max_examples // 10))
OUTCOMES = ("complied", "partial", "declined", "not_found", "already_removed", "reversed")
RATES = ("complied_of_reported", "complied_of_decided", "response")
COMPLIANCE = frozenset({"fct_compliance_daily", "fct_compliance_summary"})
CELL = "platform_id, agency_id, group_id, requested_action"


def land(replay: Replay, files: Sequence[File]) -> None:
    write_files(replay.clear(), files)
    replay.land()


def in_one_file_each(log: Log) -> tuple[File, ...]:
    """The plainest delivery of a log."""
    files = (File(source, "csv", getattr(log, source)) for source in ("requests", "responses", "account_checks"))
    return tuple(file for file in files if file.records)


def contents(replay: Replay) -> dict[str, list[str]]:
    """Every compared mart, its rows in one order."""
    compiled = {model.name: model.relation for model in replay.compiled.models}
    chosen = sorted(COMPARED | REPLAYED)
    return {name: sorted(repr(row) for row in replay.rows(f"from {compiled[name]}")) for name in chosen}


@FEWER
@given(history=histories())
def test_law_1_every_request_is_in_one_outcome_at_every_grain_on_every_date(replay: Replay, history: History) -> None:
    land(replay, history.files)
    parts = " + ".join(f"total_{outcome}_count" for outcome in OUTCOMES)
    sums = " + ".join(f"{outcome}_count" for outcome in OUTCOMES)
    for question in history.as_of:
        replay.build(question, COMPLIANCE)
        assert not replay.rows(f"from marts.fct_compliance_daily where total_reported_count <> {parts} + pending_count")
        assert not replay.rows(f"from marts.fct_compliance_summary where reported_count <> {sums} + pending_count")
        assert not replay.rows(
            "from marts.fct_compliance_daily where pending_count < 0 or total_complied_count <> "
            "total_complied_global_count + total_complied_local_count"
        )


@FEWER
@given(history=histories())
def test_law_2_stocks_are_running_sums_and_totals_the_sum_of_parts(replay: Replay, history: History) -> None:
    land(replay, history.files)
    replay.build(history.as_of[0], COMPLIANCE)
    for measure in ("reported", *OUTCOMES):
        left = "0" if measure == "reported" else f"{measure}_left_count"
        assert not replay.rows(
            f"""from (
                select total_{measure}_count as stock, sum({measure}_count - {left}) over (
                    partition by {CELL} order by date_day rows between unbounded preceding and current row
                ) as flowed from marts.fct_compliance_daily
            ) where stock <> flowed"""
        )
    counts = ("reported", "pending", "decided", "responded", "accounts_reported", "accounts_complied", *OUTCOMES)
    sums = ", ".join(f"coalesce(sum({count}_count), 0) as {count}" for count in counts)
    total, parts = (
        replay.rows(f"select {sums} from marts.fct_compliance_summary where is_total = {which}")
        for which in (True, False)
    )
    assert total == parts


@FEWER
@given(history=histories())
def test_law_3_no_rate_without_its_numbers(replay: Replay, history: History) -> None:
    land(replay, history.files)
    replay.build(history.as_of[0], COMPLIANCE)
    for row in replay.rows("from marts.fct_compliance_summary"):
        for rate in RATES:
            numerator, denominator, share = (row[f"{rate}_{part}"] for part in ("numerator", "denominator", "rate"))
            assert 0 <= numerator <= denominator
            assert (share is None) == (denominator == 0)
            assert share is None or 0 <= row[f"{rate}_low"] <= share <= row[f"{rate}_high"] <= 1


@FEWER
@given(history=histories(), number=st.integers(0, 100))
def test_law_4_what_is_dated_wrongly_is_counted(replay: Replay, history: History, number: int) -> None:
    first = {record.request_id: record for record in reversed(history.log.requests) if not record.is_retracted}
    answers = [record for record in history.log.responses if record.request_id in first and not record.is_retracted]
    assume(answers)
    answer = answers[number % len(answers)]
    asked = first[answer.request_id or ""]
    land(replay, in_one_file_each(spoilt(history.log, asked, answer)))
    replay.build(None, LAWS)
    found = {row["law_id"]: row["violation_count"] for row in replay.rows("from intermediate.int_laws__request_log")}
    assert found["nothing_before_its_request"] == 1
    assert found["nothing_recorded_before_it_happens"] == 1
    assert found["nothing_in_the_future"] == 1


def spoilt(log: Log, asked: RequestRecord, answer: ResponseRecord) -> Log:
    """A log with an answer from before its request, one recorded before it happened and one that is yet to come."""
    assert asked.reported_at is not None
    plain = replace(asked, request_id="RQ-spoilt-1")
    early = replace(
        answer, request_id="RQ-spoilt-1", response_id="RS-1-early", event_at=asked.reported_at - timedelta(days=1)
    )
    known_before = replace(early, response_id="RS-1-foreseen", event_at=early.recorded_at + timedelta(minutes=6))
    to_come = replace(
        early, response_id="RS-1-to-come", event_at=asked.reported_at, recorded_at=asked.reported_at.replace(year=2031)
    )
    return replace(log, requests=(*log.requests, plain), responses=(*log.responses, early, known_before, to_come))


@FEWER
@given(history=histories())
def test_law_5_what_was_recorded_later_changes_no_figure(replay: Replay, history: History) -> None:
    question = history.as_of[0]
    until_then = history.log.recorded_until(parse_as_of(question))
    assume(until_then.requests and until_then != history.log)
    land(replay, history.files)
    replay.build(question, COMPARED | REPLAYED)
    whole = contents(replay)
    land(replay, in_one_file_each(until_then))
    replay.build(question, COMPARED | REPLAYED)
    assert contents(replay) == whole


@FEWER
@given(data=st.data(), history=histories())
def test_law_6_how_a_log_is_delivered_changes_nothing(replay: Replay, data: st.DataObject, history: History) -> None:
    land(replay, in_one_file_each(history.log))
    replay.build(history.as_of[0], COMPARED | REPLAYED)
    plainly = contents(replay)
    files = data.draw(deliveries(history.log))
    half = data.draw(st.integers(0, len(files)))
    land(replay, files[:half])  # one delivery, and everything again in another
    write_files(replay.settings.landing, files)
    replay.land()
    replay.build(history.as_of[0], COMPARED | REPLAYED)
    assert contents(replay) == plainly
