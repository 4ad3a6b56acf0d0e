"""A headline figure that moved since the last release did so by what is new and what is restated, and by nothing else.

Belongs here: what is asked of `publication_changes`, which a release writes about itself, and what the gate must know
of it, since it is no dbt model. Does not: working out the changes; that is read from two releases.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from quality.derived import INFINITE, NAN, numbers
from quality.expectation import Expectation
from quality.metrics import Table

if TYPE_CHECKING:
    import pandas as pd

OWN_CHANGES = Table(
    name="publication_changes",
    tier="public",
    grain=("table_name", "metric", "platform_id"),
    owner="quality",
    columns=(
        "table_name",
        "metric",
        "platform_id",
        "value_before",
        "value_now",
        "change",
        "restated_change",
        "new_change",
    ),
    description="One row per headline figure and platform: how far it moved since the release before, and why.",
    may_be_empty=True,
)
# Counts add up exactly; a rate is a double, whose last digits depend on the order of subtraction.
TOLERANCE = {"min_value": -1e-9, "max_value": 1e-9}


@dataclass(frozen=True)
class ChangeGap:
    """The change less its two parts, where they are told. Parts of a change that is not told tell what is withheld."""

    words: ClassVar[str] = "off by {}"

    @property
    def reads(self) -> tuple[str, ...]:
        return ("value_before", "value_now", "change", "restated_change", "new_change")

    def compute(self, frame: "pd.DataFrame") -> "pd.Series[float]":
        before, now, change, restated, new = (numbers(frame, column) for column in self.reads)
        gap = (change - restated - new).where(restated.notna() & new.notna(), NAN)
        wrong = (now - before - change).abs().gt(TOLERANCE["max_value"]) | (
            change.isna() & (restated.notna() | new.notna())
        )
        return gap.mask(wrong | (restated.isna() != new.isna()), INFINITE)


def changed_expectations(tables: Iterable[Table]) -> tuple[Expectation, ...]:
    """That every change adds up, where the table is among `tables`."""
    if OWN_CHANGES not in tuple(tables):
        return ()
    check_id = f"{OWN_CHANGES.name}.changes_add_up"
    return (
        Expectation(
            check_id=check_id,
            table=OWN_CHANGES.name,
            metric=None,
            expectation_type="ExpectColumnValuesToBeBetween",
            kwargs={"column": check_id, **TOLERANCE},
            severity="critical",
            question="Is every change since the last release what is new and what is restated, and nothing else?",
            owner=OWN_CHANGES.owner,
            expected="change = new_change + restated_change",
            derived=ChangeGap(),
        ),
    )
