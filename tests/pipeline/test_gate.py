"""The gate as a whole: a house in order passes, in silence and to the byte; what cannot be asked is no pass."""

import socket
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from quality.gate import is_blocked, run_gate
from quality.report import summarise, to_json, to_markdown
from tests.pipeline.gate_judge import DAILY, LAWS, SUMMARY, WEEKLY, Gate, add, all_of, amiss, before, open_gate, put
from tests.unit.gate_case import frames, previous


@pytest.fixture(scope="module")
def gate(tmp_path_factory: pytest.TempPathFactory) -> Gate:
    return open_gate(tmp_path_factory.mktemp("gate"))


@pytest.fixture
def quiet(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """An empty working directory, and no network."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the gate asked the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.chdir(tmp_path)
    yield tmp_path


def test_a_house_in_order_passes_in_silence(gate: Gate, quiet: Path, capfd: pytest.CaptureFixture[str]) -> None:
    handed, past = frames(), previous()
    verdicts = run_gate(handed, gate.manifest, past)
    assert [verdict for verdict in verdicts if not verdict.is_passed] == []
    assert summarise(verdicts).verdict == "passed"
    assert [verdict.check_id for verdict in verdicts] == sorted(
        question.check_id for question in gate.plan if question.table != "fct_requests"
    )
    assert capfd.readouterr() == ("", "")
    assert list(quiet.iterdir()) == []
    for name, frame in frames().items():
        pd.testing.assert_frame_equal(handed[name], frame)


def test_without_a_previous_release_nothing_is_compared_and_the_rest_is_the_same(gate: Gate) -> None:
    first = {verdict.check_id for verdict in run_gate(frames(), gate.manifest)}
    compared = {question.check_id for question in gate.plan if question.change is not None}
    asked = {question.check_id for question in gate.plan if question.table != "fct_requests"}
    assert first == asked - compared


def test_the_same_frames_give_the_same_bytes(gate: Gate) -> None:
    handed = frames()
    add("pending_count", 1)(handed[DAILY])
    reordered = dict(reversed({name: frame.copy() for name, frame in handed.items()}.items()))
    first, second = run_gate(handed, gate.manifest, previous()), run_gate(reordered, gate.manifest, previous())
    about = {"release_id": "2025-07-02-00000000", "as_of_date": date(2025, 7, 2), "is_synthetic": True}
    assert to_json(first, **about) == to_json(second, **about)
    assert to_markdown(first) == to_markdown(second)


def test_a_missing_table_blocks_and_says_so(gate: Gate) -> None:
    handed = frames()
    del handed[WEEKLY]
    verdicts = run_gate(handed, gate.manifest, previous())
    missing = [verdict for verdict in verdicts if not verdict.is_passed]
    assert is_blocked(verdicts)
    assert {verdict.table for verdict in missing} == {WEEKLY}
    assert {verdict.error for verdict in missing} == {
        f"table {WEEKLY} was not handed to the gate; build the model and hand over its rows"
    }
    assert not [verdict for verdict in verdicts if verdict.table == WEEKLY and verdict.is_passed]


def test_missing_laws_block(gate: Gate) -> None:
    handed = frames()
    del handed[LAWS]
    assert is_blocked(run_gate(handed, gate.manifest))


def test_a_law_of_unclear_severity_is_critical(gate: Gate) -> None:
    laws = frames()[LAWS].drop(columns=["severity", "question"])
    put("violation_count", 2, 1)(laws)
    (found,) = [verdict for verdict in run_gate(frames() | {LAWS: laws}, gate.manifest) if not verdict.is_passed]
    assert (found.check_id, found.severity) == (f"{LAWS}.every_row_was_read", "critical")
    assert found.question == "Does the law every_row_was_read hold?"


def test_a_check_that_cannot_be_asked_is_an_error_and_no_pass(gate: Gate) -> None:
    frame = frames()[SUMMARY].drop(columns="followers_reported")
    (found,) = amiss(gate.judge(SUMMARY, frame)).values()
    assert found.error == f"table {SUMMARY} has no column followers_reported; restore it in the model"
    assert found.observed == "not checked"


def test_text_where_numbers_belong_is_an_error_and_no_pass(gate: Gate) -> None:
    frame = frames()[SUMMARY].assign(followers_reported=["many", "few", "all"])
    (found,) = amiss(gate.judge(SUMMARY, frame)).values()
    assert found.check_id == f"{SUMMARY}.followers_reported.in_valid_range"
    assert found.error
    assert "\n" not in found.error


def test_rows_of_a_research_table_are_counted_and_not_named(gate: Gate) -> None:
    requests = pd.DataFrame({"request_id": ["r1", "r1"], "hours_to_decision": [3.5, 2]})
    assert amiss(gate.judge("fct_requests", requests))["grain_is_unique"].observed == "2 of 2 rows fail"


def test_research_tables_are_asked_when_handed_over(gate: Gate) -> None:
    requests = pd.DataFrame({"request_id": ["r1", "r2"], "hours_to_decision": [3.5, 2]})
    verdicts = run_gate(frames() | {"fct_requests": requests}, gate.manifest)
    assert {verdict.check_id for verdict in verdicts if verdict.table == "fct_requests"} == {
        "fct_requests.grain_is_unique",
        "fct_requests.is_not_empty",
    }


def test_what_was_seen_names_the_first_rows_by_their_grain(gate: Gate) -> None:
    frame = frames()[SUMMARY]
    all_of(put("followers_reported", -1, [0, 1, 2]), add("reported_count", 2, [0, 2]))(frame)
    found = amiss(gate.judge(SUMMARY, frame))
    assert found["followers_reported.in_valid_range"].observed == (
        "3 of 3 rows fail: platform_id x (followers_reported = -1); platform_id telegram (followers_reported = -1);"
        " platform_id all (followers_reported = -1)"
    )
    assert found["outcomes_add_up"].observed == (
        "2 of 3 rows fail: platform_id x (off by 2); platform_id all (off by 2)"
    )


def test_dates_and_more_rows_than_are_named(gate: Gate) -> None:
    frame = frames()[DAILY]
    add("pending_count", 1, [0, 1, 2, 3])(frame)
    observed = gate.judge(DAILY, frame)["outcomes_add_up"].observed
    assert observed.startswith("4 of 4 rows fail: date_day 2025-07-0")
    assert observed.endswith("; ...")


def test_what_moved_is_told_with_both_numbers(gate: Gate) -> None:
    found = gate.judge(SUMMARY, frames()[SUMMARY], before(SUMMARY, put("reported_count", 9, 2)))
    assert found["reported_count.steps_plausibly"].observed == "9 in the previous release, 18 now"


def test_an_empty_house_fails_without_errors(gate: Gate) -> None:
    hollow = {name: frame.iloc[:0] for name, frame in frames().items()}
    verdicts = run_gate(hollow, gate.manifest, hollow)
    assert {verdict.check_id.rpartition(".")[2] for verdict in verdicts if not verdict.is_passed} == {"is_not_empty"}
    assert [verdict.error for verdict in verdicts if verdict.error] == []


def test_frames_as_duckdb_hands_them_over(gate: Gate) -> None:
    """Nullable BIGINT, BOOLEAN and DATE columns, a column that is NULL throughout, and a table without a row."""
    handed = frames()
    with duckdb.connect() as connection:
        for name, frame in handed.items():
            connection.register("handed", frame)
            dates = {"as_of_date", "date_day", "week_start_date", "vintage"} & set(frame.columns)
            cast = ", ".join(f"cast({column} as date) as {column}" for column in sorted(dates))
            replaced = f"* replace ({cast})" if cast else "*"
            handed[name] = connection.sql(f"select {replaced} from handed").df()
    assert str(handed[WEEKLY]["followers"].dtype) != "object"
    verdicts = run_gate(handed, gate.manifest, handed)
    assert [verdict for verdict in verdicts if not verdict.is_passed] == []
