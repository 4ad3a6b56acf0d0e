"""What a figure, a table or a number must know to be redrawn for any state of the filters, as frozen records.

Belongs here: names of columns, templates of text, order of rows. Does not: numbers (shards), marks (filters-*.js).
A script looks the rows of a state up in a shard and fills these records in. It computes no metric, and speaks no
language of its own: every text is a template that came through Words, with its `{places}` left open.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from dashboards.filters_wording import ALL, DRAWN_LIMIT, Cases, Dimension, Format, Place, Rows, Text, Wording

# What pages need of both modules they import from this one.
__all__ = [
    "ALL", "DRAWN_LIMIT", "Binding", "Cases", "CurveTable", "Curves", "DayTable", "Dimension", "Drawing", "Format",
    "GridTable", "Keep", "KeepRows", "Line", "Lines", "Matrix", "NumberBinding", "Place", "Ranges", "RateBars",
    "RowTable", "Rows", "StackedBars", "TableBinding", "Text", "Wording",
]  # fmt: skip


BAR_HOVER = Text("{label}: {told}")


@dataclass(frozen=True)
class RateBars:
    """figures.rate_bars: bars of one family of rates against the line of `by` = all.

    `told` is the rate in words, `hover` the frame for it; a bar whose standing is `alert` stands out.
    """

    rows: Rows
    family: str
    told: Wording
    right: Wording
    top: Wording
    hover: Text = BAR_HOVER
    alert: Literal["below", "above", ""] = "below"
    kind: Literal["rates"] = "rates"


@dataclass(frozen=True)
class StackedBars:
    """figures.stacked_bars: trace i of the drawing shows columns[i], named labels[i]; `end` stands after each bar."""

    rows: Rows
    columns: tuple[str, ...]
    labels: tuple[str, ...]
    end: Wording
    hover: Text
    kind: Literal["stack"] = "stack"


@dataclass(frozen=True)
class Line:
    """One line of a column; `token` is its colour."""

    column: str
    label: str
    token: str


@dataclass(frozen=True)
class Lines:
    """figures_over_time.lines: trace i shows lines[i] of the state, or, with `rows`, one line per row of lines[0]
    (the first in its colour, the others in `neutral`)."""

    cube: str
    lines: tuple[Line, ...]
    hover: Text
    rows: Rows | None = None
    kind: Literal["lines"] = "lines"


@dataclass(frozen=True)
class Curves:
    """Kaplan-Meier: one curve with its bounds (figures_by_day.curve) of the state and `fixed`. `at_risk`: a fourth
    trace says how many are at risk on its days."""

    cube: str
    hover: Text
    fixed: Mapping[str, str] = field(default_factory=dict)
    at_risk: bool = False
    rows: None = None  # macros.html asks every drawing for its rows
    kind: Literal["curves"] = "curves"


@dataclass(frozen=True)
class Matrix:
    """figures_over_time.heat_map: rows by `rows.by`, columns by `across` (a dimension, or "week", "month", "horizon").

    `value` colours a cell, on a scale up to the highest or to `top`; `text` is what it says, `blank` the text of a cell
    that is withheld. `columns` are (value, label) in their order; without them all that occur, a dimension by name.
    """

    rows: Rows
    across: str
    value: str
    text: Wording
    hover: Text
    columns: tuple[tuple[str, str], ...] = ()
    top: float = 0
    blank: str = "[u]"
    kind: Literal["matrix"] = "matrix"


@dataclass(frozen=True)
class Ranges:
    """figures_by_period.range_bars: a bar from the column `low` to `high` per row, with `text` at the right edge."""

    rows: Rows
    low: str
    high: str
    text: Wording
    kind: Literal["ranges"] = "ranges"


@dataclass(frozen=True)
class KeepRows:
    """A drawing of no cube whose row i (y = i) is about keys[i] of `dimension`: a filter leaves the rows of others out
    ("" stays). `row_pixels` is how much lower the drawing gets by a row."""

    dimension: Dimension
    keys: tuple[str, ...]
    row_pixels: int = 37
    rows: None = None  # as in Curves
    kind: Literal["keep"] = "keep"


Drawing: TypeAlias = RateBars | StackedBars | Lines | Curves | Matrix | Ranges | KeepRows


@dataclass(frozen=True)
class RowTable:
    """A table of one row per value of rows.by; `cells` come after the name. `total` names the last row, or none."""

    rows: Rows
    cells: tuple[Wording, ...]
    total: str = ""
    kind: Literal["rows"] = "rows"


@dataclass(frozen=True)
class DayTable:
    """A table under lines: every seventh day counted back from the last; one column per line or row of `drawing`."""

    cube: str
    columns: tuple[str, ...]
    rows: Rows | None = None
    kind: Literal["days"] = "days"


@dataclass(frozen=True)
class CurveTable:
    """A table under a curve: one row per day of `days` that the curve reaches, and its last day."""

    cube: str
    days: tuple[int, ...]
    cells: tuple[Wording, ...]
    fixed: Mapping[str, str] = field(default_factory=dict)
    kind: Literal["curve"] = "curve"


@dataclass(frozen=True)
class GridTable:
    """A table under a matrix: one row per rows.by, one column per value of `across`, as in Matrix."""

    rows: Rows
    across: str
    cell: Wording
    columns: tuple[tuple[str, str], ...] = ()
    kind: Literal["grid"] = "grid"


@dataclass(frozen=True)
class Keep:
    """A table of no cube whose row i is about keys[i] of `dimension`: a filter hides the rows of others ("" stays)."""

    dimension: Dimension
    keys: tuple[str, ...]
    kind: Literal["keep"] = "keep"


TableBinding: TypeAlias = RowTable | DayTable | CurveTable | GridTable | Keep


@dataclass(frozen=True)
class NumberBinding:
    """A key number or a sentence of one row of `cube` (the state, with `fixed`): its value and what it is out of."""

    cube: str
    value: Wording
    detail: Wording | None = None
    fixed: Mapping[str, str] = field(default_factory=dict)
    kind: Literal["number"] = "number"


Binding: TypeAlias = Drawing | TableBinding | NumberBinding
