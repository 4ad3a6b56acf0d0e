"""`takedown metric` on a release: its answers are the cells of the marts, with their terms."""

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

from orchestration.metric_query import REPLAYED
from tests.pipeline.marts import ask, database
from tests.pipeline.workbench import Ran, Workbench, run_in

Asked: TypeAlias = Callable[..., tuple[int, str, str]]


@pytest.fixture
def asked(october: Ran, workbench: Workbench) -> Asked:
    """Runs `takedown metric` with these arguments on October's home: exit code, output, complaint."""
    return lambda *arguments: run_in(october.home, workbench.settings, "metric", *arguments)


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize(
    ("name", "by", "table"),
    [
        ("complied_of_reported_rate", "platform_id", "fct_compliance_summary"),
        ("breached_rate", "clock", "fct_sla_summary"),
        ("undesignated_of_known_rate", "agency_id", "fct_rights_summary"),
        ("median_days", "platform_id", "fct_time_to_action_summary"),
        ("total_count", "status", "fct_complaint_flow"),
    ],
)
def test_the_answer_is_what_the_mart_says(asked: Asked, october: Ran, name: str, by: str, table: str) -> None:
    code, told, complaint = asked(name, "--by", by, "--csv")
    assert (code, complaint) == (0, "")
    expected = ask(database(october.release), f"select {by}, {name} from marts.{table}")
    found = [(row[by], row[name]) for row in rows_of(told)]
    assert sorted(found) == sorted((key, "" if value is None else str(value)) for key, value in expected)
    assert len(found) > 3


@pytest.mark.parametrize(("day", "reported"), [("2025-07-25", "481"), ("2025-08-15", "852")])
def test_what_was_known_on_a_day(asked: Asked, day: str, reported: str) -> None:
    code, told, _ = asked("reported_count", "--as-of", day, "--csv")
    assert code == 0
    assert rows_of(told) == [{"platform_id": "all", "reported_count": reported}]


@pytest.mark.parametrize("name", ["followers_net_removed", "accounts_live_count"])
def test_every_replayed_table_can_be_asked(asked: Asked, name: str) -> None:
    code, told, complaint = asked(name, "--by", "platform_id", "--as-of", "2025-08-15", "--csv")
    assert (code, complaint) == (0, "")
    assert len(rows_of(told)) > 5


def test_the_macros_are_those_of_the_release(october: Ran) -> None:
    released = {name for (name,) in ask(database(october.release), "select macro_name from marts.dim_as_of_macro")}
    assert set(REPLAYED.values()) <= released


def test_a_figure_comes_with_its_terms(asked: Asked, october: Ran) -> None:
    _, told, _ = asked("complied_of_reported_rate")
    assert told.startswith(
        "Share of reported requests complied with\nShare of reported requests complied with: complied"
    )
    assert "unit rate, complied_of_reported_numerator of n = complied_of_reported_denominator" in told
    assert f"fct_compliance_summary, as of 2025-10-31; release {october.release.name} (SYNTHETIC)" in told
    assert "│ numerator │" in told
    assert "facebook" not in told


def test_all_metrics_are_listed(asked: Asked) -> None:
    code, told, _ = asked()
    assert code == 0
    assert any(line.split() == ["median_days", "day", "fct_time_to_action_summary", "by", "platform_id"]
               for line in told.splitlines())  # fmt: skip
    assert len(told.splitlines()) > 150


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["reportd_count"], 1, "near are reported_count"),
        (["reported_count", "--by", "colour"], 1, "not published by colour"),
        (["breached_rate", "--as-of", "2025-08-15"], 1, "not replayed for past dates"),
        (["reported_count", "--as-of", "2026-08-15"], 1, "ask a later release"),
        (["reported_count", "--as-of", "soon"], 1, "neither a date"),
        (["--by", "platform_id"], 2, "need the name of a metric"),
    ],
)
def test_a_question_without_an_answer(asked: Asked, arguments: list[str], code: int, told: str) -> None:
    found, answer, complaint = asked(*arguments)
    assert (found, answer) == (code, "")
    assert told in complaint
    assert "Traceback" not in complaint


def test_before_the_first_release(workbench: Workbench, tmp_path: Path) -> None:
    code, _, complaint = run_in(tmp_path, workbench.settings, "metric", "reported_count")
    assert code == 1
    assert "no release in" in complaint
