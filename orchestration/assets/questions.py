"""Questions: what a dbt test asks, in plain words, as Dagster shows it beside the check.

Belongs here: one sentence for each kind of generic test. Does not: Dagster, or what a test does (dbt_project/tests).
"""

from collections.abc import Mapping
from typing import Any

QUESTIONS = {
    "accepted_values": "Is {column_name} always one of {values}?",
    "at_least_zero": "Is {column_name} never below zero?",
    "holds": "Is it true of every row that {condition}?",
    "identifies": "Does every row have its own {column_name}?",
    "not_before": "Is {column_name} never before {other}?",
    "not_null": "Does every row have a {column_name}?",
    "relationships": "Is every {column_name} a {field} of {to}?",
    "unique": "Is {column_name} different in every row?",
    "unique_grain": "Do {columns} identify a row?",
}


class QuestionMissingError(LookupError):
    """A dbt test for which nobody has said what it asks."""


def question_of(test: Mapping[str, Any]) -> str:
    """The question of a test node of dbt's manifest: its `meta.question`, else the sentence of its kind.

    Raises QuestionMissingError for a singular test, or a new kind of generic test, without one.
    """
    meta = test["config"].get("meta", {})
    if "question" in meta:
        return str(meta["question"])
    generic = test.get("test_metadata") or {"name": "", "kwargs": {}}
    if generic["name"] not in QUESTIONS:
        raise QuestionMissingError(
            f"{test['original_file_path']}: nobody has said what {test['name']} asks. Give the test a "
            "config.meta.question, or its kind a sentence in orchestration/assets/questions.py"
        )
    return QUESTIONS[generic["name"]].format_map({name: _words(value) for name, value in generic["kwargs"].items()})


def _words(value: object) -> str:
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return text.removeprefix("ref('").removesuffix("')")
