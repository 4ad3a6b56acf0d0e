"""This release against the one before: pure functions of two frames of the same table, in pandas.

Each comes to one number, and to the words that name what changed. NaN means that there is nothing to compare.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from quality.derived import INFINITE, NAN, TOTAL, flags, numbers
from quality.expectation import KEPT_COUNT, Difference

if TYPE_CHECKING:
    import pandas as pd

RESTATEMENT_DATES = frozenset({"period_start", "old_vintage", "new_vintage"})
COMPARISON = "comparison"
CAUSE = "suspected_cause"
COUNTED_ANOTHER_WAY = "counted_another_way_in_another_file"  # two files that differ: nobody changed a figure
LEFT_OUT = "left_out"
COMPARISONS_NAMED_FIRST = ("same_grain", "total", LEFT_OUT)
MONTHS_OF_HALF_YEAR = 6


@dataclass(frozen=True)
class Total:
    """How a whole column becomes one number.

    The rows that say is_total, or else all; of a stock only those of the last `date`. A rate is the sum of its
    numerator over the sum of its denominator. NaN where nothing is measured.
    """

    column: str
    last_date_of: str | None = None
    numerator: str | None = None
    denominator: str | None = None

    @property
    def reads(self) -> tuple[str, ...]:
        named = (self.column, self.last_date_of, self.numerator, self.denominator)
        return tuple(column for column in named if column is not None)

    def of(self, frame: "pd.DataFrame") -> float:
        rows = self._rows(frame)
        if self.numerator is None or self.denominator is None:
            return _sum(rows, self.column)
        denominator = _sum(rows, self.denominator)
        return _sum(rows, self.numerator) / denominator if denominator else NAN

    def _rows(self, frame: "pd.DataFrame") -> "pd.DataFrame":
        if TOTAL in frame and (is_total := flags(frame, TOTAL)).any():
            frame = frame[is_total]
        if self.last_date_of is None:
            return frame
        dates = _dates(frame, self.last_date_of)
        return frame[dates.eq(dates.max())]


def _sum(frame: "pd.DataFrame", column: str) -> float:
    return float(numbers(frame, column).sum(min_count=1))


def _dates(frame: "pd.DataFrame", column: str) -> "pd.Series[pd.Timestamp]":
    """Dates as timestamps: a warehouse hands over timestamps, a Parquet file may hand over plain dates."""
    import pandas as pd

    return pd.to_datetime(frame[column]).astype("datetime64[us]")


def _told_change(now: float, before: float) -> str:
    return f"{_words(before)} in the previous release, {_words(now)} now"


def _rows_of(now: float, before: float) -> tuple[Mapping[str, object], ...]:
    return ({"previous_total": before, "total": now},)


def _words(number: float) -> str:
    return "nothing" if number != number else f"{number:,.10g}"


@dataclass(frozen=True)
class Fall:
    """The total now minus the total before: below 0 when it fell."""

    total: Total

    @property
    def reads(self) -> tuple[str, ...]:
        return self.total.reads

    def compare(self, current: "pd.DataFrame", previous: "pd.DataFrame") -> Difference:
        now, before = self.total.of(current), self.total.of(previous)
        return Difference(now - before, _told_change(now, before), _rows_of(now, before))


@dataclass(frozen=True)
class Step:
    """The relative change of the total: 0.5 for half more or half less, infinite from 0 to something or to nothing."""

    total: Total

    @property
    def reads(self) -> tuple[str, ...]:
        return self.total.reads

    def compare(self, current: "pd.DataFrame", previous: "pd.DataFrame") -> Difference:
        now, before = self.total.of(current), self.total.of(previous)
        return Difference(_step(now, before), _told_change(now, before), _rows_of(now, before))


def _step(now: float, before: float) -> float:
    if before != before:
        return NAN
    if now != now:
        return INFINITE
    if before == 0:
        return 0.0 if now == 0 else INFINITE
    return abs(now - before) / abs(before)


@dataclass(frozen=True)
class Silence:
    """How many members of `key` had flows in the last `days` of the previous release and have none in those of this."""

    date: str
    key: str
    flows: tuple[str, ...]
    days: int

    @property
    def reads(self) -> tuple[str, ...]:
        return (self.date, self.key, *self.flows)

    def compare(self, current: "pd.DataFrame", previous: "pd.DataFrame") -> Difference:
        silent = sorted(self._active(previous) - self._active(current))
        named = ", ".join(silent) if silent else "none"
        rows = tuple({self.key: member} for member in silent)
        return Difference(len(silent), f"silent for {self.days} days: {named}", rows)

    def _active(self, frame: "pd.DataFrame") -> set[str]:
        import pandas as pd

        dates = _dates(frame, self.date)
        is_recent = dates.gt(dates.max() - pd.Timedelta(days=self.days))
        total = sum(numbers(frame, flow).fillna(0) for flow in self.flows)
        return {str(member) for member in frame.loc[is_recent & pd.Series(total).gt(0), self.key]}


@dataclass(frozen=True)
class Lost:
    """How many members of `key` the previous release had and this one has not."""

    key: str

    @property
    def reads(self) -> tuple[str, ...]:
        return (self.key,)

    def compare(self, current: "pd.DataFrame", previous: "pd.DataFrame") -> Difference:
        lost = sorted(set(previous[self.key].dropna().astype(str)) - set(current[self.key].dropna().astype(str)))
        rows = tuple({self.key: member} for member in lost)
        return Difference(len(lost), f"gone: {', '.join(lost) if lost else 'none'}", rows)


@dataclass(frozen=True)
class NewRestatements:
    """How many restatements this release tells that the previous one did not, the first few named.

    `keys` say which figure was restated and when, `values` what it was and is. What the publisher itself changed or
    left out is named before sums of parts; a file that counts another way is told, and counts as no restatement.
    """

    keys: tuple[str, ...]
    values: tuple[str, ...]

    named_count: ClassVar[int] = 3

    @property
    def reads(self) -> tuple[str, ...]:
        return (*self._told, CAUSE)

    @property
    def _told(self) -> tuple[str, ...]:
        return (*self.keys, *self.values)

    def compare(self, current: "pd.DataFrame", previous: "pd.DataFrame") -> Difference:
        known = set(self._rows(previous).itertuples(index=False, name=None))
        rows = self._rows(current).itertuples(index=False, name=None)
        new = current.iloc[[position for position, row in enumerate(rows) if row not in known]]
        is_other_count = new[CAUSE].eq(COUNTED_ANOTHER_WAY)
        changed, other_count = new[~is_other_count], int(is_other_count.sum())
        named = self._first(changed)
        told = "; ".join(_told(row) for row in named.to_dict("records"))
        more = f"; and {len(changed) - len(named):,} more" if len(changed) > len(named) else ""
        words = f"{len(changed):,} new: {told}{more}" if len(changed) else "none new"
        kept = self._ordered(changed)[list(self._told)].head(KEPT_COUNT).to_dict("records")
        return Difference(len(changed), f"{words}{_another_way(other_count)}", _named(kept))

    def _first(self, new: "pd.DataFrame") -> "pd.DataFrame":
        return self._ordered(new).head(self.named_count)

    def _ordered(self, new: "pd.DataFrame") -> "pd.DataFrame":
        """In the order in which they are named: the publisher's own changes first, and each kind by its keys."""
        ranks = {name: rank for rank, name in enumerate(COMPARISONS_NAMED_FIRST)}
        order = new[COMPARISON].map(ranks).fillna(len(ranks))
        return new.assign(_order=order).sort_values(["_order", *self.keys], kind="stable")

    def _rows(self, frame: "pd.DataFrame") -> "pd.DataFrame":
        """Everything as text: a warehouse hands over timestamps, a Parquet file may hand over plain dates."""
        dates = {name: _dates(frame, name) for name in self.keys if name in RESTATEMENT_DATES}
        return frame[list(self._told)].assign(**dates).astype("string").fillna("")


def _named(rows: Iterable[Mapping[Hashable, object]]) -> tuple[Mapping[str, object], ...]:
    return tuple({str(name): value for name, value in row.items()} for row in rows)


def _another_way(count: int) -> str:
    return f"; not counted: {count:,} where another file counts another way" if count else ""


def _told(row: Mapping[Hashable, Any]) -> str:
    """One restatement in a few words: google PK 2023-H2, Police, request received: 432 -> 214."""
    half = f"{row['period_start']:%Y}-H{1 if row['period_start'].month <= MONTHS_OF_HALF_YEAR else 2}"
    old, new = (_bounds(row[f"{age}_value_low"], row[f"{age}_value_high"]) for age in ("old", "new"))
    new = "left out" if row[COMPARISON] == LEFT_OUT else new
    split = ", ".join(row[name] for name in ("product", "requestor", "reason") if row[name] != "all")
    cell = f"{row['publisher']} {row['country_code']} {half}, {split + ', ' if split else ''}{row['unit']}"
    return f"{cell} {row['measure']}: {old} -> {new}"


def _bounds(low: float, high: float) -> str:
    return _words(low) if low == high or low != low else f"{_words(low)} to {_words(high)}"
