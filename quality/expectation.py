"""What one check is, before anything runs it: a question, how it is asked, and how grave a "no" is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar, Literal, Protocol

if TYPE_CHECKING:
    import pandas as pd

Severity = Literal["critical", "warning"]
KEPT_COUNT = 10  # rows that a failed check keeps
NOTHING_OFF: Mapping[str, object] = {"min_value": 0, "max_value": 0}


class Derived(Protocol):
    """A column worked out from one table, one value per row; NaN where the question does not arise."""

    words: ClassVar[str]
    """How its value reads, with {} for the number; empty for a flag, whose 1 tells a reader nothing more."""

    @property
    def reads(self) -> tuple[str, ...]:
        """The columns it needs."""

    def compute(self, frame: "pd.DataFrame") -> "pd.Series[float]": ...


@dataclass(frozen=True)
class Difference:
    """What a comparison of two releases came to: one number, the words that name it, and what it found, as rows."""

    value: float
    words: str
    rows: tuple[Mapping[str, object], ...] = ()


class Change(Protocol):
    """One number worked out from the table in this release and in the one before."""

    @property
    def reads(self) -> tuple[str, ...]:
        """The columns it needs, in both."""

    def compare(self, current: "pd.DataFrame", previous: "pd.DataFrame") -> Difference: ...


@dataclass(frozen=True)
class Expectation:
    """One check. `expectation_type` is the name of a Great Expectations class and `kwargs` its arguments.

    Where the class is asked of a column that the table does not have, `derived` (a column of that table) or
    `change` (one number, against the previous release) computes it; it is then named as the check is.
    `consequence` is what a "no" means for whoever reads the numbers, in one sentence.
    """

    check_id: str
    table: str
    metric: str | None
    expectation_type: str
    kwargs: Mapping[str, object]
    severity: Severity
    question: str
    owner: str
    expected: str
    derived: Derived | None = None
    change: Change | None = None
    reads: tuple[str, ...] = field(default=())
    consequence: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column of the table that the check needs."""
        source = self.derived or self.change
        return source.reads if source else self.reads
