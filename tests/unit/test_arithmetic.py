"""The arithmetic behind the questions: columns derived from one table, and one table against its previous release."""

import pandas as pd
import pytest

from quality.comparison import Lost, NewRestatements, Silence, Step, Total
from quality.derived import (
    EmptyCountFlag,
    LoneSuppressionFlag,
    PartsGap,
    RateEmptyFlag,
    RateGap,
    RunningSumGap,
    SmallCellFlag,
    TotalGap,
    numbers,
)
from quality.laws import RESTATEMENT_KEYS, RESTATEMENT_VALUES
from tests.unit.gate_case import restatements

INFINITE = float("inf")


def column(*values: float | None) -> "pd.api.extensions.ExtensionArray":
    return pd.array(values, dtype="Int64")


def test_an_empty_part_does_not_add_up() -> None:
    frame = pd.DataFrame({"whole": column(3, 3), "a": column(1, 1), "b": column(2, None)})
    assert PartsGap("whole", ("a", "b")).compute(frame).tolist() == [0, INFINITE]


def test_an_empty_part_does_not_make_a_total() -> None:
    frame = pd.DataFrame({"n": column(3, 3, None), "is_total": [True, False, False]})
    assert TotalGap("n").compute(frame).tolist()[0] == INFINITE


def test_a_running_sum_runs_by_key_and_date_whatever_the_order() -> None:
    frame = pd.DataFrame(
        {
            "day": pd.to_datetime(["2025-01-03", "2025-01-01", "2025-01-01"]),
            "key": ["a", "a", None],
            "came": [5, 2, 7],
            "went": [1, 0, 0],
            "stock": [6, 2, 7],
        }
    )
    gap = RunningSumGap("stock", "came", "went", "day", ("key",))
    assert gap.compute(frame).tolist() == [0, 0, 0]
    assert gap.compute(frame.assign(stock=[7, 2, 7])).tolist() == [1, 0, 0]


def test_a_rate_without_a_denominator_is_empty_and_only_then() -> None:
    frame = pd.DataFrame({"rate": [0.5, None, 0.0, None, None, 0.5], "whole": column(2, 0, 0, 2, None, None)})
    assert RateEmptyFlag("rate", "whole").compute(frame).tolist() == [0, 0, 1, 1, 0, 1]


def test_a_rate_is_not_compared_where_it_has_no_fraction() -> None:
    frame = pd.DataFrame({"rate": [0.5, 0.6, 0.1], "part": column(1, 1, 0), "whole": column(2, 2, 0)})
    gaps = RateGap("rate", "part", "whole").compute(frame)
    assert gaps.tolist()[:2] == pytest.approx([0, 0.1])
    assert pd.isna(gaps[2])


@pytest.mark.parametrize(
    ("value", "is_suppressed", "flag"),
    [(0, False, 0), (1, False, 1), (4, False, 1), (5, False, 0), (None, True, 0), (4, None, 1)],
)
def test_a_small_cell_is_one_to_four(value: int | None, is_suppressed: bool | None, flag: int) -> None:
    suppressed = pd.array([is_suppressed], dtype="boolean")
    frame = pd.DataFrame({"n": column(value), "is_suppressed": suppressed})
    assert SmallCellFlag("n", 5).compute(frame).tolist() == [flag]


def test_a_count_that_nobody_measures_yet_is_no_gap_but_half_a_column_is() -> None:
    assert EmptyCountFlag("n", "flow").compute(pd.DataFrame({"n": column(None, None)})).tolist() == [0, 0]
    assert EmptyCountFlag("n", "flow").compute(pd.DataFrame({"n": column(None, 1)})).tolist() == [1, 0]


def test_a_stock_may_be_withheld_where_a_flow_may_not() -> None:
    frame = pd.DataFrame({"n": column(None, 1), "is_stock_suppressed": [True, False]})
    assert EmptyCountFlag("n", "stock").compute(frame).tolist() == [0, 0]
    assert EmptyCountFlag("n", "flow").compute(frame).tolist() == [1, 0]


def test_one_withheld_cell_is_found_and_two_are_safe() -> None:
    frame = pd.DataFrame({"week": [1, 1, 2, 2, 3], "is_suppressed": [True, True, True, False, False]})
    assert LoneSuppressionFlag(("week",)).compute(frame).tolist() == [0, 0, 1, 0, 0]


def test_text_is_not_taken_for_numbers() -> None:
    with pytest.raises(TypeError, match="column n holds text"):
        numbers(pd.DataFrame({"n": ["1", "2"]}), "n")


@pytest.mark.parametrize(
    ("before", "now", "step"),
    [(10, 15, 0.5), (10, 5, 0.5), (0, 0, 0), (0, 3, INFINITE), (10, None, INFINITE)],
)
def test_a_step_is_relative(before: float, now: float | None, step: float) -> None:
    was, is_now = pd.DataFrame({"n": column(before)}), pd.DataFrame({"n": column(now)})
    assert Step(Total("n")).compare(is_now, was).value == step


def test_what_was_not_measured_before_makes_no_step() -> None:
    found = Step(Total("n")).compare(pd.DataFrame({"n": column(3)}), pd.DataFrame({"n": column(None)}))
    assert pd.isna(found.value)
    assert found.words == "nothing in the previous release, 3 now"


def test_a_total_is_the_total_row_the_last_day_or_the_fraction_of_sums() -> None:
    frame = pd.DataFrame({"n": [1, 2, 3], "d": [4, 4, 2], "is_total": [False, False, True]})
    assert Total("n").of(frame) == 3
    plain = frame.drop(columns="is_total").assign(day=pd.to_datetime(["2025-01-01", "2025-01-02", "2025-01-02"]))
    assert Total("n").of(plain) == 6
    assert Total("n", last_date_of="day").of(plain) == 5
    assert Total("rate", numerator="n", denominator="d").of(plain.assign(rate=0.0)) == 0.6


def test_a_silent_member_is_named_and_one_long_silent_is_not_again() -> None:
    before = pd.DataFrame({"day": pd.to_datetime(["2025-01-01", "2025-03-01"]), "key": ["old", "lost"], "n": [1, 1]})
    now = pd.DataFrame({"day": pd.to_datetime(["2025-03-01", "2025-05-01"]), "key": ["lost", "new"], "n": [1, 1]})
    found = Silence("day", "key", ("n",), 28).compare(now, before)
    assert (found.value, found.words) == (1, "silent for 28 days: lost")


def test_what_is_gone_is_named() -> None:
    found = Lost("key").compare(pd.DataFrame({"key": ["b"]}), pd.DataFrame({"key": ["b", "a", None]}))
    assert (found.value, found.words) == (1, "gone: a")


NEW = NewRestatements(RESTATEMENT_KEYS, RESTATEMENT_VALUES)


def test_a_restatement_that_the_previous_release_did_not_have_is_named() -> None:
    found = NEW.compare(restatements((432, 214), (30, 31)), restatements((432, 214)))
    assert (found.value, found.words) == (1, "1 new: google PK 2024-H1, Police, request received: 30 -> 31")


def test_a_restatement_told_before_is_not_news_however_its_dates_are_kept() -> None:
    before = restatements((432, 214), (30, float("nan")))
    for name in ("period_start", "old_vintage", "new_vintage"):
        before[name] = before[name].dt.date
    found = NEW.compare(restatements((432, 214), (30, float("nan"))).sample(frac=1, random_state=1), before)
    assert (found.value, found.words) == (0, "none new")


def test_a_restatement_with_other_values_is_news_again() -> None:
    assert NEW.compare(restatements((432, 213)), restatements((432, 214))).value == 1


def test_without_restatements_there_are_none_new() -> None:
    assert NEW.compare(restatements(), restatements()).value == 0


def test_many_new_restatements_are_counted_and_the_first_named() -> None:
    now = restatements((1, 2), (float("nan"), 5), (0, 3), (7, 8))
    now.loc[2, "old_value_high"] = 9.0
    assert NEW.compare(now, restatements()).words == (
        "4 new: google PK 2023-H2, Police, request received: 1 -> 2; "
        "google PK 2024-H1, Police, request received: nothing -> 5; "
        "google PK 2024-H2, Police, request received: 0 to 9 -> 3; and 1 more"
    )


def test_a_file_that_counts_another_way_is_told_and_is_no_restatement() -> None:
    now = restatements((1, 2), (3, 4), (5, 6))
    now["suspected_cause"] = "counted_another_way_in_another_file"
    found = NEW.compare(now, restatements((1, 2)))
    assert (found.value, found.words) == (0, "none new; not counted: 2 where another file counts another way")


def test_what_the_publisher_changed_or_left_out_is_named_before_sums() -> None:
    now = restatements((1, 2), (3, 4), (5, float("nan")), (611, 8))
    now["comparison"] = ["sum_of_parts", "sum_of_parts", "left_out", "total"]
    now.loc[1, "suspected_cause"] = "counted_another_way_in_another_file"
    found = NEW.compare(now, restatements())
    assert (found.value, found.words) == (
        3,
        "3 new: google PK 2025-H1, Police, request received: 611 -> 8; "
        "google PK 2024-H2, Police, request received: 5 -> left out; "
        "google PK 2023-H2, Police, request received: 1 -> 2; not counted: 1 where another file counts another "
        "way",
    )
