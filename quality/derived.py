"""Columns that checks are asked of: pure functions of one published table, in pandas.

A gap is 0 when the rule holds, a flag is 1 where it is broken. Where a rule needs a value and finds none the gap is
infinite: an empty cell must not pass for a right one. NaN means that the question does not arise in that row.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    import pandas as pd

NAN, INFINITE = float("nan"), float("inf")
SUPPRESSED = "is_suppressed"
STOCK_SUPPRESSED, STEPS = "is_stock_suppressed", ("accounts_active_count", "accounts_complied_count")
TOTAL = "is_total"


def numbers(frame: "pd.DataFrame", column: str) -> "pd.Series[float]":
    """The column as floats, NaN where empty, whatever nullable type it came in. Raises TypeError on text."""
    import pandas as pd

    values = frame[column]
    if pd.api.types.is_string_dtype(values.dtype) and values.notna().any():
        raise TypeError(f"column {column} holds text, not numbers")
    return pd.Series(values.to_numpy(dtype="float64", na_value=NAN), index=frame.index)


def flags(frame: "pd.DataFrame", column: str) -> "pd.Series[bool]":
    """The column as booleans; an empty flag is not set, so that the stricter rule applies to its row."""
    return numbers(frame, column).eq(1)


def suppressed(frame: "pd.DataFrame", column: str = SUPPRESSED) -> "pd.Series[bool]":
    """Which rows are suppressed; none in a table without small cells."""
    import pandas as pd

    return flags(frame, column) if column in frame else pd.Series(False, index=frame.index)


@dataclass(frozen=True)
class PartsGap:
    """whole minus the sum of its parts, row by row."""

    whole: str
    parts: tuple[str, ...]

    words: ClassVar[str] = "off by {}"

    @property
    def reads(self) -> tuple[str, ...]:
        return (self.whole, *self.parts)

    def compute(self, frame: "pd.DataFrame") -> "pd.Series[float]":
        gap = numbers(frame, self.whole)
        for part in self.parts:
            gap = gap - numbers(frame, part)
        return gap.fillna(INFINITE)


@dataclass(frozen=True)
class TotalGap:
    """In the rows that say is_total: their value minus the sum of the other rows. NaN in the other rows."""

    column: str

    words: ClassVar[str] = "off by {}"

    @property
    def reads(self) -> tuple[str, ...]:
        return (self.column, TOTAL)

    def compute(self, frame: "pd.DataFrame") -> "pd.Series[float]":
        values, is_total = numbers(frame, self.column), flags(frame, TOTAL)
        parts = values[~is_total].sum(skipna=False)
        return (values - parts).fillna(INFINITE).where(is_total)


@dataclass(frozen=True)
class FlaggedRowsGap:
    """How many rows too many carry the flag: the same number in every row."""

    flag: str
    count: int

    words: ClassVar[str] = "{} too many"

    @property
    def reads(self) -> tuple[str, ...]:
        return (self.flag,)

    def compute(self, frame: "pd.DataFrame") -> "pd.Series[float]":
        import pandas as pd

        return pd.Series(float(flags(frame, self.flag).sum() - self.count), index=frame.index)


@dataclass(frozen=True)
class RunningSumGap:
    """stock minus the running sum of (entries - exits) over `date`, within each combination of `keys`."""

    stock: str
    entries: str
    exits: str | None
    date: str
    keys: tuple[str, ...]

    words: ClassVar[str] = "off by {}"

    @property
    def reads(self) -> tuple[str, ...]:
        return (self.stock, self.entries, *([self.exits] if self.exits else []), self.date, *self.keys)

    def compute(self, frame: "pd.DataFrame") -> "pd.Series[float]":
        net = numbers(frame, self.entries)
        if self.exits:
            net = net - numbers(frame, self.exits)
        ordered = frame[[*self.keys, self.date]].assign(net=net).sort_values(self.date, kind="stable")
        running = ordered.groupby(list(self.keys), dropna=False, sort=False)["net"].cumsum()
        return (numbers(frame, self.stock) - running.reindex(frame.index)).fillna(INFINITE)


@dataclass(frozen=True)
class RateGap:
    """rate minus numerator / denominator, where all three are there; NaN elsewhere (RateEmptyFlag minds that)."""

    rate: str
    numerator: str
    denominator: str

    words: ClassVar[str] = "off by {}"

    @property
    def reads(self) -> tuple[str, ...]:
        return (self.rate, self.numerator, self.denominator)

    def compute(self, frame: "pd.DataFrame") -> "pd.Series[float]":
        denominator = numbers(frame, self.denominator)
        fraction = numbers(frame, self.numerator) / denominator.where(denominator.ne(0))
        return numbers(frame, self.rate) - fraction


@dataclass(frozen=True)
class RateEmptyFlag:
    """1 where the rate is given although nothing can be divided by, or is empty although something can."""

    rate: str
    denominator: str

    words: ClassVar[str] = ""

    @property
    def reads(self) -> tuple[str, ...]:
        return (self.rate, self.denominator)

    def compute(self, frame: "pd.DataFrame") -> "pd.Series[float]":
        denominator = numbers(frame, self.denominator)
        is_indivisible = denominator.isna() | denominator.eq(0)
        return numbers(frame, self.rate).isna().ne(is_indivisible).astype("float64")


@dataclass(frozen=True)
class EmptyCountFlag:
    """1 where a count is empty in a row that is not suppressed. A column empty in every row is not measured yet."""

    column: str
    stage: str

    words: ClassVar[str] = ""

    @property
    def reads(self) -> tuple[str, ...]:
        return (self.column,)

    def compute(self, frame: "pd.DataFrame") -> "pd.Series[float]":
        empty, is_of_stock = frame[self.column].isna(), self.stage == "stock" or self.column in STEPS
        withheld = suppressed(frame) | (suppressed(frame, STOCK_SUPPRESSED) & is_of_stock)
        return (empty & ~withheld & (not empty.all())).astype("float64")


@dataclass(frozen=True)
class SmallCellFlag:
    """1 where a count of 1 to min_cell - 1 stands in a row that is not suppressed."""

    column: str
    min_cell: int

    words: ClassVar[str] = ""

    @property
    def reads(self) -> tuple[str, ...]:
        return (self.column,)

    def compute(self, frame: "pd.DataFrame") -> "pd.Series[float]":
        values = numbers(frame, self.column)
        return (values.gt(0) & values.lt(self.min_cell) & ~suppressed(frame)).astype("float64")


@dataclass(frozen=True)
class LeakFlag:
    """1 where a suppressed row still holds a value in any of the columns."""

    columns: tuple[str, ...]

    words: ClassVar[str] = ""

    @property
    def reads(self) -> tuple[str, ...]:
        return (*self.columns, SUPPRESSED)

    def compute(self, frame: "pd.DataFrame") -> "pd.Series[float]":
        is_filled = frame[list(self.columns)].notna().any(axis=1)
        return (suppressed(frame) & is_filled).astype("float64")


@dataclass(frozen=True)
class LoneSuppressionFlag:
    """1 where a row is the only suppressed one among those that share `keys`: their total would reveal it."""

    keys: tuple[str, ...]

    words: ClassVar[str] = ""

    @property
    def reads(self) -> tuple[str, ...]:
        return (*self.keys, SUPPRESSED)

    def compute(self, frame: "pd.DataFrame") -> "pd.Series[float]":
        is_suppressed = suppressed(frame)
        counted = frame[list(self.keys)].assign(suppressed=is_suppressed)
        total = counted.groupby(list(self.keys), dropna=False)["suppressed"].transform("sum")
        return (is_suppressed & total.eq(1)).astype("float64")


@dataclass(frozen=True)
class RowValue:
    """The value of `column` in the row where `key` is `name`; NaN elsewhere, infinite where it is empty."""

    column: str
    key: str
    name: str

    words: ClassVar[str] = "{} found"

    @property
    def reads(self) -> tuple[str, ...]:
        return (self.column, self.key)

    def compute(self, frame: "pd.DataFrame") -> "pd.Series[float]":
        return numbers(frame, self.column).fillna(INFINITE).where(frame[self.key].eq(self.name).fillna(False))
