"""For every kind of check of the gate: the smallest damage to a real table that this check is there for.

Belongs here: one poison a kind, made from what the check says of itself. Does not: asking the gate (test_gate_poisons).

A comparison is asked of a table and that table itself as the previous release, so that nothing but the poison moved.
"""

from collections.abc import Callable
from typing import Any, cast

import pandas as pd

from quality.comparison import Fall, Lost, NewRestatements, Silence, Step, Total
from quality.cube import OpenStateGap
from quality.derived import (
    EmptyCountFlag,
    FlaggedRowsGap,
    LeakFlag,
    LoneSuppressionFlag,
    PartsGap,
    RateEmptyFlag,
    RateGap,
    RowValue,
    RunningSumGap,
    SmallCellFlag,
    TotalGap,
    flags,
    numbers,
    suppressed,
)
from quality.expectation import Expectation
from quality.restated import UnexplainedFlag

Poison = Callable[[pd.DataFrame, Expectation], pd.DataFrame]


class NoPoisonError(LookupError):
    """A kind of check has no poison here: nobody has seen it fail on a real table."""


def poison(frame: pd.DataFrame, question: Expectation) -> pd.DataFrame:
    """A copy of `frame` that `question` must not let pass. Raises NoPoisonError for a kind that has none."""
    kind = kind_of(question)
    if kind not in POISONS:
        raise NoPoisonError(f"{question.check_id}: add a poison for {kind} to tests/pipeline/poison/gate_poisons.py")
    return POISONS[kind](frame.copy(), question)


def kind_of(question: Expectation) -> str:
    """The class that works out what is asked of, or the expectation where it is asked of the table itself."""
    source = question.derived or question.change
    return type(source).__name__ if source else question.expectation_type


def _source(question: Expectation) -> Any:  # noqa: ANN401 - each poison knows its kind
    return question.derived or question.change


def _write(frame: pd.DataFrame, column: str, position: int, value: object) -> pd.DataFrame:
    """The value in one cell, whatever type the column has."""
    if not isinstance(value, bool):
        frame[column] = frame[column].astype("object")
    frame.iloc[position, frame.columns.get_loc(column)] = value
    return frame


def _write_number(frame: pd.DataFrame, column: str, position: int, value: float) -> pd.DataFrame:
    frame[column] = numbers(frame, column)
    frame.iloc[position, frame.columns.get_loc(column)] = value
    return frame


def _first(condition: "pd.Series[bool]") -> int:
    """The position of the first row where it is true. Raises ValueError where it is true of none."""
    found = condition.to_numpy().nonzero()[0]
    if not len(found):
        raise ValueError("no row of the table can be poisoned in this way")
    return int(found[0])


def _beyond_the_range(frame: pd.DataFrame, question: Expectation) -> pd.DataFrame:
    lowest, highest = (cast("float | None", question.kwargs.get(end)) for end in ("min_value", "max_value"))
    value = highest + 1 if highest is not None else cast(float, lowest) - 1
    return _write_number(frame, str(question.kwargs["column"]), 0, value)


def _another_row_count(frame: pd.DataFrame, question: Expectation) -> pd.DataFrame:
    return frame.iloc[:0] if question.kwargs.get("min_value") else pd.concat([frame, frame.iloc[:1]])


def _row_twice(frame: pd.DataFrame, _: Expectation) -> pd.DataFrame:
    return pd.concat([frame, frame.iloc[:1]], ignore_index=True)


def _part_beyond_whole(frame: pd.DataFrame, question: Expectation) -> pd.DataFrame:
    whole, part = (str(question.kwargs[name]) for name in ("column_A", "column_B"))
    position = _first(numbers(frame, whole).notna() & numbers(frame, part).notna())
    return _write_number(frame, part, position, numbers(frame, whole).iloc[position] + 1)


def _law_broken(frame: pd.DataFrame, question: Expectation) -> pd.DataFrame:
    source: RowValue = _source(question)
    return _add(frame, source.column, frame[source.key].eq(source.name))


def _add(frame: pd.DataFrame, column: str, where: "pd.Series[bool]", number: float = 1) -> pd.DataFrame:
    position = _first(where & numbers(frame, column).notna())
    return _write_number(frame, column, position, numbers(frame, column).iloc[position] + number)


def _everywhere(frame: pd.DataFrame) -> "pd.Series[bool]":
    return pd.Series(True, index=frame.index)


def _rate_off(frame: pd.DataFrame, question: Expectation) -> pd.DataFrame:
    source: RateGap = _source(question)
    return _add(frame, source.rate, numbers(frame, source.denominator).gt(0), 1e-6)


def _rate_left_empty(frame: pd.DataFrame, question: Expectation) -> pd.DataFrame:
    source: RateEmptyFlag = _source(question)
    return _write_number(frame, source.rate, _first(numbers(frame, source.denominator).gt(0)), float("nan"))


def _count_left_empty(frame: pd.DataFrame, question: Expectation) -> pd.DataFrame:
    source: EmptyCountFlag = _source(question)
    visible = ~suppressed(frame) & ~suppressed(frame, "is_stock_suppressed")
    if frame[source.column].isna().all():  # not measured on this sample: measured, but for one row
        frame[source.column] = 1.0
    return _write_number(frame, source.column, _first(visible & frame[source.column].notna()), float("nan"))


def _small_cell(frame: pd.DataFrame, question: Expectation) -> pd.DataFrame:
    source: SmallCellFlag = _source(question)
    return _write_number(frame, source.column, _first(~suppressed(frame)), source.min_cell - 1)


def _leak(frame: pd.DataFrame, question: Expectation) -> pd.DataFrame:
    source: LeakFlag = _source(question)
    return _write_number(frame, source.columns[0], _first(suppressed(frame)), 9)


def _withheld_alone(frame: pd.DataFrame, question: Expectation) -> pd.DataFrame:
    source: LoneSuppressionFlag = _source(question)
    neighbours = frame.assign(hidden=suppressed(frame)).groupby(list(source.keys))["hidden"].transform("sum")
    return _write(frame, "is_suppressed", _first(neighbours.eq(0)), True)


def _parts_gap(frame: pd.DataFrame, question: Expectation) -> pd.DataFrame:
    source: PartsGap = _source(question)
    return _add(frame, source.whole, _everywhere(frame))


def _total_gap(frame: pd.DataFrame, question: Expectation) -> pd.DataFrame:
    source: TotalGap | OpenStateGap = _source(question)
    is_total = flags(frame, "is_total") if isinstance(source, TotalGap) else frame[source.dimension].eq("all")
    return _add(frame, source.column, is_total)


def _running_sum_gap(frame: pd.DataFrame, question: Expectation) -> pd.DataFrame:
    source: RunningSumGap = _source(question)
    return _add(frame, source.stock, _everywhere(frame))


def _flag_lowered(frame: pd.DataFrame, question: Expectation) -> pd.DataFrame:
    source: FlaggedRowsGap = _source(question)
    return _write(frame, source.flag, _first(flags(frame, source.flag)), False)


def _in_total(frame: pd.DataFrame, total: Total) -> "pd.Series[bool]":
    """The rows that make the total of a whole column."""
    rows = flags(frame, "is_total") if "is_total" in frame else _everywhere(frame)
    rows = rows if rows.any() else _everywhere(frame)
    return rows & frame[total.last_date_of].eq(frame[total.last_date_of].max()) if total.last_date_of else rows


def _fallen(frame: pd.DataFrame, question: Expectation) -> pd.DataFrame:
    total = cast(Fall, question.change).total
    return _add(frame, total.column, _in_total(frame, total), -1)


def _leapt(frame: pd.DataFrame, question: Expectation) -> pd.DataFrame:
    total = cast(Step, question.change).total
    column = total.numerator or total.column
    leap = 2 + cast(float, question.kwargs["max_value"])
    frame[column] = numbers(frame, column) * leap
    return frame


def _silent(frame: pd.DataFrame, question: Expectation) -> pd.DataFrame:
    source = cast(Silence, question.change)
    active = sum(numbers(frame, flow).fillna(0) for flow in source.flows)
    last = frame[source.date].max() - pd.Timedelta(days=source.days)
    spoken = frame.loc[frame[source.date].gt(last) & pd.Series(active).gt(0), source.key].iloc[0]
    frame.loc[frame[source.key].eq(spoken), list(source.flows)] = 0
    return frame


def _lost(frame: pd.DataFrame, question: Expectation) -> pd.DataFrame:
    key = cast(Lost, question.change).key
    return frame[frame[key].ne(frame[key].iloc[0])]


def _mostly_gone(frame: pd.DataFrame, _: Expectation) -> pd.DataFrame:
    return frame.iloc[: len(frame) // 3]


def _newly_restated(frame: pd.DataFrame, question: Expectation) -> pd.DataFrame:
    source = cast(NewRestatements, question.change)
    counted = frame["suspected_cause"].ne("counted_another_way_in_another_file")
    return _add(frame, source.values[-1], counted)


def _unexplained(frame: pd.DataFrame, question: Expectation) -> pd.DataFrame:
    source: UnexplainedFlag = _source(question)
    return _write(frame, source.column, 0, "unexplained")


def _change_gap(frame: pd.DataFrame, question: Expectation) -> pd.DataFrame:
    return _add(frame, "new_change", frame["new_change"].notna())


POISONS: dict[str, Poison] = {
    "ExpectColumnValuesToBeBetween": _beyond_the_range,
    "ExpectTableRowCountToBeBetween": _another_row_count,
    "ExpectColumnValuesToBeUnique": _row_twice,
    "ExpectCompoundColumnsToBeUnique": _row_twice,
    "ExpectColumnPairValuesAToBeGreaterThanB": _part_beyond_whole,
    "ChangeGap": _change_gap,
    "EmptyCountFlag": _count_left_empty,
    "FlaggedRowsGap": _flag_lowered,
    "LeakFlag": _leak,
    "LoneSuppressionFlag": _withheld_alone,
    "OpenStateGap": _total_gap,
    "PartsGap": _parts_gap,
    "RateEmptyFlag": _rate_left_empty,
    "RateGap": _rate_off,
    "RowValue": _law_broken,
    "RunningSumGap": _running_sum_gap,
    "SmallCellFlag": _small_cell,
    "TotalGap": _total_gap,
    "UnexplainedFlag": _unexplained,
    "Fall": _fallen,
    "Step": _leapt,
    "Silence": _silent,
    "Lost": _lost,
    "RowCountChange": _mostly_gone,
    "NewRestatements": _newly_restated,
}
