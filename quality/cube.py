"""Laws of the filter cube: every state is what its outcomes are, and what the states within it are together.

Belongs here: what is asked of `fct_compliance_cube`, and the column that it is asked of. Does not: its sums over
requests; dbt tests hold those against the log.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from quality.derived import INFINITE, PartsGap, numbers
from quality.expectation import Derived, Expectation
from quality.metrics import Table

if TYPE_CHECKING:
    import pandas as pd

CUBE = "fct_compliance_cube"
OPEN = "all"
OUTCOMES = ("complied", "partial", "declined", "not_found", "already_removed", "reversed", "pending")
# A period has no sum of its own kind: quarters and months tell the same requests twice.
PERIOD = "period_id"
SUMMED = ("reported_count", "complied_count")


@dataclass(frozen=True)
class OpenStateGap:
    """Where `dimension` is left open: the value minus the sum of the rows that restrict it and are the same otherwise.

    NaN in the rows that restrict it. A state that no row restricts has nothing to be the sum of: it is infinitely off.
    """

    column: str
    dimension: str
    keys: tuple[str, ...]

    words: ClassVar[str] = "off by {}"

    @property
    def reads(self) -> tuple[str, ...]:
        return (self.column, *self.keys)

    def compute(self, frame: "pd.DataFrame") -> "pd.Series[float]":
        others = [key for key in self.keys if key != self.dimension]
        is_open = frame[self.dimension].eq(OPEN).fillna(False)
        values = frame[others].assign(restricted=numbers(frame, self.column).where(~is_open))
        sums = values.groupby(others, dropna=False)["restricted"].transform("sum", min_count=1)
        return (numbers(frame, self.column) - sums).fillna(INFINITE).where(is_open)


def cube_expectations(tables: Iterable[Table]) -> tuple[Expectation, ...]:
    """The laws of the cube, where it is among `tables`."""
    return tuple(question for table in tables if table.name == CUBE for question in _laws(table))


def _laws(table: Table) -> Iterable[Expectation]:
    parts = tuple(f"{outcome}_count" for outcome in OUTCOMES)
    yield _ask(
        table,
        "outcomes_add_up",
        "Is every request of a filter state in exactly one outcome?",
        "reported_count = " + " + ".join(parts),
        PartsGap("reported_count", parts),
    )
    for dimension in (key for key in table.grain if key != PERIOD):
        for column in SUMMED:
            yield _ask(
                table,
                f"{column}.adds_up_over_{dimension.removesuffix('_id')}",
                f"Is {column} of all together what it is for each {dimension}, added up, in every filter state?",
                f"{OPEN} = the sum over {dimension}",
                OpenStateGap(column, dimension, table.grain),
                metric=column,
            )


def _ask(
    table: Table, rule: str, question: str, expected: str, derived: Derived, metric: str | None = None
) -> Expectation:
    check_id = f"{table.name}.{rule}"
    return Expectation(
        check_id=check_id,
        table=table.name,
        metric=metric,
        expectation_type="ExpectColumnValuesToBeBetween",
        kwargs={"column": check_id, "min_value": -0.5, "max_value": 0.5},
        severity="critical",
        question=question,
        owner=table.owner,
        expected=expected,
        derived=derived,
    )
