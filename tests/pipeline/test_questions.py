"""What a dbt test asks, in words."""

from typing import Any

import pytest

from orchestration.assets.questions import QuestionMissingError, question_of


def generic(kind: str, **arguments: object) -> dict[str, Any]:
    """A test node as it stands in dbt's manifest."""
    return {
        "name": f"{kind}_of_a_table",
        "original_file_path": "dbt_project/models/marts/core/dim_agency.yml",
        "config": {"meta": {}},
        "test_metadata": {
            "name": kind,
            "kwargs": {"model": "{{ get_where_subquery(ref('dim_agency')) }}", **arguments},
        },
    }


def singular(**meta: object) -> dict[str, Any]:
    return {
        "name": "every_label_is_known",
        "original_file_path": "dbt_project/tests/singular/every_label_is_known.sql",
        "config": {"meta": meta},
    }


@pytest.mark.parametrize(
    ("node", "question"),
    [
        (generic("unique_grain", columns=["date_day", "group_id"]), "Do date_day, group_id identify a row?"),
        (generic("accepted_values", column_name="severity", values=["critical", "warning"]),
         "Is severity always one of critical, warning?"),
        (generic("relationships", column_name="parent_group_id", to="ref('dim_group')", field="group_id"),
         "Is every parent_group_id a group_id of dim_group?"),
        (generic("holds", condition="a = b + c"), "Is it true of every row that a = b + c?"),
        (singular(question="Is every label known to a seed?"), "Is every label known to a seed?"),
    ],
)  # fmt: skip
def test_a_test_asks(node: dict[str, Any], question: str) -> None:
    assert question_of(node) == question


def test_braces_in_a_condition_are_left_alone() -> None:
    assert question_of(generic("holds", condition="a in ({b})")) == "Is it true of every row that a in ({b})?"


def test_a_question_of_its_own_comes_first() -> None:
    node = generic("not_null", column_name="x") | {"config": {"meta": {"question": "Is x known?"}}}
    assert question_of(node) == "Is x known?"


@pytest.mark.parametrize("node", [singular(), generic("sorted_by", column_name="x")])
def test_a_test_that_asks_nothing_is_named_with_its_file(node: dict[str, Any]) -> None:
    with pytest.raises(
        QuestionMissingError, match=rf"{node['original_file_path']}.*{node['name']}.*config.meta.question"
    ):
        question_of(node)
