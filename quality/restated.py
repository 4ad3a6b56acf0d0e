"""A restated past is named (rule 9 of the data model), and so is one that no record of the log accounts for.

Belongs here: what is asked of `publication_restatements`, which a release writes about itself, and what the gate must
know of it, since it is no dbt model. Does not: finding what was restated, and why; that is read from two releases.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from quality.expectation import NOTHING_OFF, Expectation
from quality.metrics import Table

if TYPE_CHECKING:
    import pandas as pd

OWN_RESTATEMENTS = Table(
    name="publication_restatements",
    tier="public",
    grain=("table_name", "cell_key", "metric"),
    owner="quality",
    columns=("table_name", "cell_key", "metric", "cause"),
    description="One row per past figure that this release tells differently from the one before.",
    may_be_empty=True,
)
UNEXPLAINED = "unexplained"


@dataclass(frozen=True)
class UnexplainedFlag:
    """1 where nobody knows why: a cause that is missing explains nothing either."""

    column: str

    words: ClassVar[str] = ""

    @property
    def reads(self) -> tuple[str, ...]:
        return (self.column,)

    def compute(self, frame: "pd.DataFrame") -> "pd.Series[float]":
        return frame[self.column].fillna(UNEXPLAINED).eq(UNEXPLAINED).astype("float64")


def restated_expectations(tables: Iterable[Table]) -> tuple[Expectation, ...]:
    """Two warnings, where the table is among `tables`: that the past changed, and that nothing explains it."""
    if OWN_RESTATEMENTS not in tuple(tables):
        return ()
    check_id = f"{OWN_RESTATEMENTS.name}.restatements_are_explained"
    changed = Expectation(
        check_id=f"{OWN_RESTATEMENTS.name}.past_is_not_restated",
        table=OWN_RESTATEMENTS.name,
        metric=None,
        expectation_type="ExpectTableRowCountToBeBetween",
        kwargs={"max_value": 0},
        severity="warning",
        question="Do the figures about the past that the previous release told still stand?",
        owner=OWN_RESTATEMENTS.owner,
        expected="0 rows: no figure told differently",
    )
    unexplained = Expectation(
        check_id=check_id,
        table=OWN_RESTATEMENTS.name,
        metric=None,
        expectation_type="ExpectColumnValuesToBeBetween",
        kwargs={"column": check_id, **NOTHING_OFF},
        severity="warning",
        question="Is there a record, a new definition or a small cell behind every figure that no longer stands?",
        owner=OWN_RESTATEMENTS.owner,
        expected=f"no cause {UNEXPLAINED}",
        derived=UnexplainedFlag("cause"),
    )
    return (changed, unexplained)
