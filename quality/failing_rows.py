"""Rows that fail a check, as plain values: what a person needs to find them, and no more than everyone may read.

Belongs here: which rows and which of their columns are kept. Does not: how many fail in words (observation).
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from itertools import islice
from math import isfinite
from typing import TYPE_CHECKING, Any

from quality.derived import STOCK_SUPPRESSED, SUPPRESSED, SmallCellFlag
from quality.expectation import KEPT_COUNT, Expectation
from quality.metrics import Table

if TYPE_CHECKING:
    import pandas as pd

Row = Mapping[str, object]


def failing_count(result: Mapping[str, Any]) -> int | None:
    """How many rows fail, from the result of Great Expectations; None where rows were not asked one by one."""
    return int(result["unexpected_count"]) if "unexpected_count" in result else None


def failing_rows(
    table: Table, question: Expectation, result: Mapping[str, Any], frame: "pd.DataFrame"
) -> tuple[Row, ...]:
    """The first rows that fail, with the columns of the grain and those that the check reads.

    None of a table that is not public. A check of what is withheld shows which row it is, never what stands in it.
    """
    if table.tier != "public":
        return ()
    rows = frame.iloc[_positions(question, result, len(frame))]
    named = table.grain if _is_of_withholding(question) else (*table.grain, *question.columns)
    columns = [column for column in dict.fromkeys(named) if column in frame.columns]
    return plain_rows(rows[columns].to_dict("records"))


def plain_rows(rows: Iterable[Mapping[Any, object]]) -> tuple[Row, ...]:
    """The first of `rows` in values that JSON knows."""
    return tuple({str(name): _plain(value) for name, value in row.items()} for row in islice(rows, KEPT_COUNT))


def _positions(question: Expectation, result: Mapping[str, Any], row_count: int) -> list[int]:
    if "unexpected_count" in result:
        return [int(position) for position in result["partial_unexpected_index_list"][:KEPT_COUNT]]
    # Asked of the table as a whole: rows are at fault only where there should be fewer.
    highest = question.kwargs.get("max_value")
    is_too_many = isinstance(highest, int) and row_count > highest
    return list(range(min(row_count, KEPT_COUNT))) if is_too_many else []


def _is_of_withholding(question: Expectation) -> bool:
    is_about_cells = isinstance(question.derived, SmallCellFlag)
    return is_about_cells or bool({SUPPRESSED, STOCK_SUPPRESSED} & set(question.columns))


def _plain(value: object) -> object:
    """A value as JSON has it: a date as ISO text, an empty or infinite cell as null."""
    import pandas as pd

    if value is None or pd.isna(value):  # type: ignore[call-overload]  # any scalar may be asked; the stubs list some
        return None
    if isinstance(value, datetime):
        is_day = value.tzinfo is None and value.time() == datetime.min.time()
        return value.date().isoformat() if is_day else value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float):
        return _number(value)
    return value if isinstance(value, bool | int | str) else str(value)


def _number(value: float) -> float | int | None:
    """Whole numbers as such: a column with an empty cell may hand them over as floats or not, by how it was read."""
    if not isfinite(value):
        return None
    return int(value) if value.is_integer() else value
