"""What a check saw, in a few words, and the rows that fail.

Rows are named only where everyone may read them anyway: in the public tier.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import isinf
from typing import TYPE_CHECKING, Any

from quality.expectation import Difference, Expectation
from quality.failing_rows import Row, failing_count, failing_rows, plain_rows
from quality.metrics import Table

if TYPE_CHECKING:
    import pandas as pd

# A row that takes more columns than this to name is named alone.
SHORT_GRAIN = 3
EXAMPLE_COUNT = 3


@dataclass(frozen=True)
class Seen:
    """The words, how many rows fail where rows were asked one by one, and the first of them."""

    words: str
    count: int | None = None
    rows: tuple[Row, ...] = ()


def see(table: Table, question: Expectation, result: Mapping[str, Any], frame: "pd.DataFrame") -> Seen:
    """What Great Expectations saw of the rows of one table."""
    rows = failing_rows(table, question, result, frame)
    return Seen(describe(table, question, result, frame), failing_count(result), rows)


def see_difference(table: Table, difference: Difference) -> Seen:
    """What a comparison with the previous release saw; its rows are kept of a public table only."""
    return Seen(difference.words, rows=plain_rows(difference.rows) if table.tier == "public" else ())


def describe(table: Table, question: Expectation, result: Mapping[str, Any], frame: "pd.DataFrame") -> str:
    """From the result of Great Expectations: how many rows fail, and which are the first, by the table's grain."""
    if "observed_value" in result:
        return f"{result['observed_value']:,} rows"
    failed, count = int(result["unexpected_count"]), int(result["element_count"])
    if not failed:
        return f"none of {count:,} rows fails"
    counted = f"{failed:,} of {count:,} rows fail"
    if table.tier != "public":
        return counted
    positions = [int(position) for position in result["partial_unexpected_index_list"]]
    found = list(zip(positions, result["partial_unexpected_list"], strict=True))[:EXAMPLE_COUNT]
    shown = found if len(table.grain) <= SHORT_GRAIN else found[:1]
    examples = [_example(table, question, frame, position, value) for position, value in shown]
    return f"{counted}: {'; '.join(examples)}{'; ...' if failed > len(examples) else ''}"


def _example(table: Table, question: Expectation, frame: "pd.DataFrame", position: int, value: object) -> str:
    grain = [column for column in table.grain if column in frame.columns]
    row = ", ".join(f"{column} {_text(frame[column].iloc[position])}" for column in grain)
    if question.derived is None:
        return f"{row} ({_cells(question, frame, position)})" if question.metric else row
    return f"{row} ({question.derived.words.format(_text(value))})" if question.derived.words else row


def _cells(question: Expectation, frame: "pd.DataFrame", position: int) -> str:
    return ", ".join(f"{column} = {_text(frame[column].iloc[position])}" for column in question.reads)


def _text(value: object) -> str:
    import pandas as pd

    if isinstance(value, float) and isinf(value):
        return "an empty cell"
    if pd.isna(value):  # type: ignore[call-overload]  # any scalar may be asked; the stubs list some
        return "empty"
    if isinstance(value, pd.Timestamp) and value == value.normalize():
        return f"{value:%Y-%m-%d}"
    return f"{value:,.10g}" if isinstance(value, int | float) and not isinstance(value, bool) else str(value)
