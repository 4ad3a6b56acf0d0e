"""A table that lost most of its rows since the previous release is named, whatever it holds.

Belongs here: the one comparison that needs no column. Does not: comparisons of figures (comparison).
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from quality.derived import NAN
from quality.expectation import Difference, Expectation
from quality.metrics import Table

if TYPE_CHECKING:
    import pandas as pd

LEAST_SHARE = 0.5


@dataclass(frozen=True)
class RowCountChange:
    """Rows now as a share of the rows before; NaN where there were none to lose."""

    @property
    def reads(self) -> tuple[str, ...]:
        return ()

    def compare(self, current: "pd.DataFrame", previous: "pd.DataFrame") -> Difference:
        now, before = len(current), len(previous)
        words = f"{before:,} rows in the previous release, {now:,} now"
        return Difference(now / before if before else NAN, words, ({"previous_rows": before, "rows": now},))


def row_count_expectation(table: Table) -> Expectation:
    """The warning that `table` has less than half the rows of the release before."""
    check_id = f"{table.name}.row_count_does_not_collapse"
    return Expectation(
        check_id=check_id,
        table=table.name,
        metric=None,
        expectation_type="ExpectColumnValuesToBeBetween",
        kwargs={"column": check_id, "min_value": LEAST_SHARE},
        severity="warning",
        question=f"Does {table.name} still hold at least half the rows of the previous release?",
        owner=table.owner,
        expected=f"at least {LEAST_SHARE:.0%} of the previous rows",
        change=RowCountChange(),
    )
