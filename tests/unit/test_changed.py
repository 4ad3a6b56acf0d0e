"""The gate's question of publication_changes: every change is what is new and what is restated."""

import pandas as pd

from quality.changed import OWN_CHANGES, ChangeGap, changed_expectations
from quality.derived import INFINITE
from quality.restated import OWN_RESTATEMENTS

COLUMNS = ("value_before", "value_now", "change", "restated_change", "new_change")


def gaps(*rows: tuple[float | None, ...]) -> list[float]:
    return ChangeGap().compute(pd.DataFrame(rows, columns=list(COLUMNS))).tolist()


def test_a_change_that_its_parts_do_not_make_up_is_a_gap() -> None:
    assert gaps((852.0, 1166.0, 314.0, 6.0, 308.0), (852.0, 1166.0, 314.0, 6.0, 314.0)) == [0, -6]


def test_a_fall_may_be_all_restated() -> None:
    assert gaps((10.0, 8.0, -2.0, -3.0, 1.0)) == [0]


def test_a_change_without_parts_is_not_asked_of() -> None:
    assert pd.isna(gaps((5.0, 7.0, 2.0, None, None))[0])
    assert pd.isna(gaps((None, 7.0, None, None, None))[0])


def test_a_change_that_is_not_the_difference_and_parts_of_an_untold_change_are_wrong_altogether() -> None:
    assert gaps((5.0, 7.0, 3.0, None, None), (None, 7.0, None, 1.0, 2.0), (5.0, 7.0, 2.0, 1.0, None)) == [INFINITE] * 3


def test_a_rate_may_be_off_in_its_last_digit_only() -> None:
    (gap,) = gaps((0.1, 0.4, 0.4 - 0.1, 0.2 - 0.1, 0.4 - 0.2))
    assert abs(gap) < 1e-9


def test_the_question_is_asked_where_the_table_is_there() -> None:
    assert changed_expectations([OWN_RESTATEMENTS]) == ()
    (asked,) = changed_expectations([OWN_RESTATEMENTS, OWN_CHANGES])
    assert (asked.severity, asked.check_id) == ("critical", "publication_changes.changes_add_up")
