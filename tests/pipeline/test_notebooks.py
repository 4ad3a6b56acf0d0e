"""The example notebooks: committed clean, ten questions each, and one answer whichever way it is asked."""

import json
import re

import pytest

from tests.pipeline.notebooks import NOTEBOOKS, Rows, answers, cells_of
from tests.pipeline.workbench import Ran


@pytest.fixture(scope="module")
def python(october: Ran) -> dict[str, Rows]:
    return answers("questions_in_python", october.release)


@pytest.fixture(scope="module")
def sql(october: Ran) -> dict[str, Rows]:
    return answers("questions_in_sql", october.release)


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_committed_without_outputs(name: str) -> None:
    """What was computed on somebody's data does not travel with the question; no figure of an answer is typed in."""
    cells = cells_of(name)
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    assert [c["outputs"] for c in code] == [[]] * len(code)
    assert {c["execution_count"] for c in code} == {None}
    assert all(cell["metadata"] == {} for cell in cells)
    assert not re.findall(r"\b(481|852|533|2417)\b", "".join("".join(cell["source"]) for cell in cells))


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_ten_questions(name: str) -> None:
    cells = cells_of(name)
    heads = [
        re.match(r"## (\d+)\. .*\?$", cell["source"][0].strip()) for cell in cells if cell["cell_type"] == "markdown"
    ]
    assert [head[1] for head in heads if head] == [str(number) for number in range(1, 11)]


@pytest.mark.parametrize("question", ["slowest", "google", "claims", "undesignated", "variance", "overdue", "mirrors"])
def test_both_notebooks_agree(python: dict[str, Rows], sql: dict[str, Rows], question: str) -> None:
    shared = [name for name in sql[question][0] if name in python[question][0]]
    assert len(shared) > 2
    assert cells(sql[question], shared) == cells(python_rows(python, question), shared)


def python_rows(python: dict[str, Rows], question: str) -> Rows:
    """The Python notebook keeps every group for question 7 and shows those that are not surely designated."""
    is_shown = question != "undesignated"
    return [row for row in python[question] if is_shown or row["was_group_designated_at_report"] is not True]


def cells(rows: Rows, names: list[str]) -> list[str]:
    return sorted(json.dumps([row[name] for name in names]) for row in rows)
