"""Verdicts as quality.json and as a page: the outcome, the shape others read, and that damage is seen."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from quality.report import ReportError, Verdict, from_json, is_blocked, summarise, to_json, to_markdown

GOOD = Verdict(
    "t.n.counted", "t", "n", "critical", "Is n counted?", "us", True, "none of 3 rows fails", "no empty cell"
)
WARNED = Verdict(
    "t.n.steps", "t", "n", "warning", "Is the step small?", "us", False, "10 before, 90 now", "at most 0.5"
)
FAILED = Verdict(
    "u.unique",
    "u",
    None,
    "critical",
    "Is a|b unique?",
    "them",
    False,
    "2 of 3\nrows fail",
    "no two rows",
    consequence="Figures of u may be too high.",
    failing_count=2,
    failing_rows=({"a": "x", "b": None}, {"a": "x", "b": 1.5}),
)
ERROR = Verdict("u.sum", "u", None, "critical", "Does it add up?", "them", False, "not checked", "a = b", "no column a")
WARNED_ERROR = Verdict("u.w", "u", None, "warning", "Is it?", "them", False, "not checked", "yes", "no column w")


def written(*verdicts: Verdict) -> str:
    return to_json(verdicts, release_id="2025-11-01-0123abcd", as_of_date=date(2025, 10, 31), is_synthetic=True)


@pytest.mark.parametrize(
    ("verdicts", "outcome"),
    [
        ((), "blocked"),
        ((GOOD,), "passed"),
        ((GOOD, WARNED), "passed_with_warnings"),
        ((GOOD, WARNED_ERROR), "passed_with_warnings"),
        ((GOOD, FAILED), "blocked"),
        ((GOOD, WARNED, ERROR), "blocked"),
    ],
    ids=["nothing asked", "all well", "a warning", "a warning not asked", "a failure", "a failure not asked"],
)
def test_the_outcome_and_what_it_stops(verdicts: tuple[Verdict, ...], outcome: str) -> None:
    assert summarise(verdicts).verdict == outcome
    assert is_blocked(verdicts) == (outcome == "blocked")


def test_the_counts_add_up_and_errors_are_counted_apart() -> None:
    found = summarise((GOOD, WARNED, FAILED, ERROR, WARNED_ERROR))
    assert (found.check_count, found.passed_count, found.warning_count, found.failed_count) == (5, 1, 2, 2)
    assert found.error_count == 2


def test_quality_json_has_the_shape_that_others_read() -> None:
    assert json.loads(written(WARNED, GOOD)) == {
        "release_id": "2025-11-01-0123abcd",
        "as_of_date": "2025-10-31",
        "is_synthetic": True,
        "verdict": "passed_with_warnings",
        "counts": {"checks": 2, "passed": 1, "warnings": 1, "failed": 0},
        "checks": [
            {
                "check_id": "t.n.counted",
                "table": "t",
                "metric": "n",
                "severity": "critical",
                "question": "Is n counted?",
                "owner": "us",
                "is_passed": True,
                "observed": "none of 3 rows fails",
                "expected": "no empty cell",
                "error": None,
                "consequence": "",
                "failing_count": None,
                "failing_rows": [],
            },
            json.loads(written(WARNED))["checks"][0],
        ],
    }


def test_the_same_verdicts_make_the_same_bytes_in_any_order() -> None:
    verdicts = [GOOD, WARNED, FAILED, ERROR, WARNED_ERROR]
    shuffled = [ERROR, GOOD, WARNED_ERROR, WARNED, FAILED]
    assert written(*shuffled) == written(*verdicts)
    assert to_markdown(shuffled) == to_markdown(verdicts)


def test_what_is_written_is_read_back() -> None:
    report = from_json(written(ERROR, GOOD, FAILED))
    assert report.verdicts == (GOOD, ERROR, FAILED)
    assert (report.release_id, report.as_of_date, report.is_synthetic) == (
        "2025-11-01-0123abcd",
        date(2025, 10, 31),
        True,
    )
    assert report.summary == summarise((GOOD, ERROR, FAILED))


def test_a_quality_json_from_before_failing_rows_were_kept_is_read() -> None:
    content = json.loads(written(GOOD))
    for key in ("consequence", "failing_count", "failing_rows"):
        del content["checks"][0][key]
    assert from_json(json.dumps(content)).verdicts == (GOOD,)


def test_urdu_stays_readable() -> None:
    text = written(Verdict("t.u", "t", None, "critical", "کیا یہ درست ہے؟", "us", True, "ok", "ok"))
    assert "کیا یہ درست ہے؟" in text


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: content.update(verdict="passed"),
        lambda content: content["counts"].update(failed=0),
        lambda content: content["checks"][0].update(is_passed=True),
        lambda content: content["checks"][0].update(is_passed="no"),
        lambda content: content["checks"][0].update(severity="note"),
        lambda content: content["checks"][0].pop("owner"),
        lambda content: content["checks"][0].update(colour="red"),
        lambda content: content.pop("checks"),
        lambda content: content.update(as_of_date="yesterday"),
    ],
    ids=["verdict", "count", "check", "not boolean", "severity", "key lost", "key added", "no checks", "no date"],
)
def test_an_edited_quality_json_is_refused(damage: Callable[[dict[str, Any]], object]) -> None:
    content = json.loads(written(FAILED))
    damage(content)
    with pytest.raises(ReportError, match=r"quality\.json"):
        from_json(json.dumps(content))


@pytest.mark.parametrize("text", ["", "[]", '{"release_id"'])
def test_what_is_no_quality_json_is_refused(text: str) -> None:
    with pytest.raises(ReportError, match="build the release again"):
        from_json(text)


def test_the_page_puts_what_is_amiss_first() -> None:
    page = to_markdown((GOOD, WARNED, FAILED, ERROR))
    headings = [line for line in page.splitlines() if line.startswith("#")]
    expected = ["## Quality", "### Stopped the release", "### Warnings", "### Could not be checked", "### Passed (1)"]
    assert headings == expected
    assert "1 of 4 checks passed; 2 critical failed: these numbers must not be published." in page


def test_a_table_cell_survives_pipes_and_line_breaks() -> None:
    row = next(line for line in to_markdown((FAILED,)).splitlines() if "u.unique" in line)
    assert row == (
        "| Is a\\|b unique? | no two rows | 2 of 3 rows fail | Figures of u may be too high. | them | `u.unique` |"
    )


def test_a_page_of_nothing_amiss_has_no_empty_sections() -> None:
    page = to_markdown((GOOD,))
    assert page.startswith("## Quality\n\n1 of 1 checks passed; these numbers may be published.\n")
    assert "Warnings" not in page
    assert "**t**" in page
    assert "- Is n counted? Yes. `t.n.counted`" in page


def test_a_page_of_no_checks_says_so() -> None:
    assert to_markdown(()) == "## Quality\n\nNo check was run, so nothing may be published.\n"
