"""Whole sentences with places left open, and which rows of a cube something shows: what every binding is made of.

Belongs here: records without behaviour. Does not: the kinds of figures and tables (filters).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

Dimension: TypeAlias = Literal["platform", "agency", "group", "action", "basis", "period"]
# `short` is 14 August 2025 as 14 Aug, `iso` the day as tables show it, `end` compact from 10,000 on.
Format: TypeAlias = Literal["number", "compact", "end", "percent", "percent0", "day", "short", "iso", "text"]
ALL = "all"
DRAWN_LIMIT = 12  # rows or lines drawn; the table under the drawing has all of them


@dataclass(frozen=True)
class Place:
    """A place of a template: the column that fills it, how it is written, and the coordinates in which its row
    differs from the row at hand: {"platform": "all"}, {"horizon": "30"}."""

    column: str
    format: Format = "number"
    at: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Text:
    """A template and what fills it. {label}, {across} and {part} need no Place: the names of row, column and part.

    With `many` the place `count` chooses between the two forms, as Words.plural does. `kind` is a Cell's.
    """

    template: str
    places: Mapping[str, Place] = field(default_factory=dict)
    many: str = ""
    count: str = "count"
    kind: str = ""


@dataclass(frozen=True)
class Cases:
    """The text for the value of `column` (as text; "true", "false", "" for NULL); `other` for any further value."""

    column: str
    texts: Mapping[str, Text]
    other: Text = Text("—")


Wording: TypeAlias = Text | Cases


@dataclass(frozen=True)
class Rows:
    """Which rows of a cube: one per value of `by` in the state of the filters, and in which order.

    `order` names columns, "-column" for the highest first; NULL comes last, ties go by label. Beyond `limit` the rows
    with the highest `weight` are drawn. What is withheld is put last.
    """

    cube: str
    by: str
    order: tuple[str, ...] = ("-reported_count",)
    weight: str = "reported_count"
    limit: int = DRAWN_LIMIT
    # Where the columns of `order` and `weight` are, if in another cube: activity for activity_weeks.
    order_cube: str = ""
    short_names: bool = False  # TTP (Tehrik-e-Taliban Pakistan) as TTP; tables say it in full
