"""How the checks came out from release to release: the table that a release keeps, and what the page says of it."""

from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from dashboards.pages.quality_history import before_sentence, history_text, release_table
from dashboards.words import Words
from orchestration.publication import CHECKS, STATUS, arrow_table
from orchestration.publication_history import HISTORY, history_table

WORDS = Words()
OUTCOMES = {"passed": (True, "critical"), "warned": (False, "warning"), "mild": (True, "warning")}


def quality(release: str, day: str, **checks: str) -> dict[str, Any]:
    told = [
        {"check_id": name, "table": "t", "is_passed": OUTCOMES[how][0], "severity": OUTCOMES[how][1]}
        for name, how in checks.items()
    ]
    return {"release_id": release, "as_of_date": day, "checks": told}


def published(folder: Path, told: dict[str, Any], previous: Path | None = None) -> Path:
    """The folder of a release that has the history of `told` in it."""
    target = folder / told["release_id"] / "public" / "parquet"
    target.mkdir(parents=True)
    pq.write_table(history_table(told, previous), target / f"{HISTORY.name}.parquet")
    return folder / told["release_id"]


def runs(folder: Path) -> list[tuple[object, ...]]:
    rows = pq.read_table(folder / "public" / "parquet" / f"{HISTORY.name}.parquet").to_pylist()
    found = [
        (row["check"], row["passed"], row["first_release"], row["last_release"], row["releases_count"]) for row in rows
    ]
    assert {row["release"] for row in rows} == {folder.name}
    return sorted(found, key=str)


def test_a_run_goes_on_while_the_check_comes_out_alike(tmp_path: Path) -> None:
    one = published(tmp_path, quality("r1", "2025-08-01", a="passed", b="mild"))
    two = published(tmp_path, quality("r2", "2025-08-02", a="passed", b="warned"), one)
    three = published(tmp_path, quality("r3", "2025-08-03", a="passed", b="warned"), two)
    assert runs(three) == [
        ("a", True, "r1", "r3", 3),
        ("b", False, "r2", "r3", 2),
        ("b", True, "r1", "r1", 1),
    ]


def test_a_check_that_was_not_asked_begins_again(tmp_path: Path) -> None:
    one = published(tmp_path, quality("r1", "2025-08-01", a="passed"))
    two = published(tmp_path, quality("r2", "2025-08-02"), one)
    three = published(tmp_path, quality("r3", "2025-08-03", a="passed"), two)
    assert runs(three) == [("a", True, "r1", "r1", 1), ("a", True, "r3", "r3", 1)]


def test_a_check_that_turned_critical_is_another_run(tmp_path: Path) -> None:
    one = published(tmp_path, quality("r1", "2025-08-01", a="mild"))
    two = published(tmp_path, quality("r2", "2025-08-02", a="passed"), one)
    assert [run[2:4] for run in runs(two)] == [("r1", "r1"), ("r2", "r2")]


def test_a_former_release_without_a_history_gives_its_own_verdicts(tmp_path: Path) -> None:
    folder = tmp_path / "r1" / "public" / "parquet"
    folder.mkdir(parents=True)
    pq.write_table(arrow_table(STATUS, [{"release": "r0", "as_of_date": date(2025, 7, 1)},
                                        {"release": "r1", "as_of_date": date(2025, 8, 1)}]),
                   folder / f"{STATUS.name}.parquet")  # fmt: skip
    checks = [{"check": "a", "table_name": "t", "severity": "critical", "passed": True, "release": "r1"}]
    pq.write_table(arrow_table(CHECKS, checks), folder / f"{CHECKS.name}.parquet")
    two = published(tmp_path, quality("r2", "2025-08-02", a="passed"), tmp_path / "r1")
    assert runs(two) == [("a", True, "r1", "r2", 2)]


def run(passed: bool, count: int, day: int = 1) -> dict[str, object]:
    return {"passed": passed, "releases_count": count, "first_as_of_date": date(2025, 8, day)}


@pytest.mark.parametrize(
    ("told", "text"),
    [
        ([], "—"),
        ([run(True, 1)], "passed in 1 release, of 1 August 2025"),
        ([run(True, 12)], "passed in 12 releases in a row, since 1 August 2025"),
        ([run(True, 3), run(False, 2, 9)], "warned in 2 releases in a row, since 9 August 2025; before that it passed"),
        ([run(False, 3), run(True, 1, 9)], "passed in 1 release, of 9 August 2025; before that it warned"),
    ],
)
def test_the_history_is_a_phrase(told: list[dict[str, object]], text: str) -> None:
    assert history_text(told, WORDS) == text


ROW = {"release": "r1", "as_of_date": date(2025, 8, 1), "compared_with": None, "verdict": "passed_with_warnings",
       "checks_count": 502, "passed_count": 501, "warnings_count": 1}  # fmt: skip


def test_the_release_before_is_told_in_a_sentence() -> None:
    assert before_sentence([ROW], "r1", WORDS) == (
        "The release before, as of 1 August 2025, had 1 warning in 502 checks."
    )
    assert before_sentence([ROW], None, WORDS) == before_sentence([], "r1", WORDS) == ""


def test_every_release_has_its_verdict() -> None:
    (cells,) = release_table([ROW], WORDS).rows
    assert [cell.text for cell in cells] == ["2025-08-01", "r1", "passed with warnings", "502", "501", "1", "—"]
    assert cells[2].kind == "warning"
