"""What a table of a published report looks like: columns, what each counts, and telling layouts apart by header.

Belongs here: the words in which every publisher's layouts are declared, and the refusal of a header nobody knows.
Does not: any publisher's layouts (google_layouts.py and its like), or reading records (records.py).
"""

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

ALL = "all"
LISTED_COLUMNS_LIMIT = 8  # more names than this hide what is wrong with a header
Dimension = Literal["period", "country_label", "country_code", "product", "requestor", "reason"]
SPLITS: tuple[Dimension, ...] = ("product", "requestor", "reason")


class NotAsPublished(ValueError):  # noqa: N818 - a state of the file, as SourceDrift is
    """What is wrong with a file and what to do about it; whoever catches it adds the file's name."""


@dataclass(frozen=True)
class Cell:
    """A column that holds figures. `product`, `requestor`, `reason` are None where the row names them, or no split is.

    `is_total`: other figures of the same vintage split this one, or split the same whole another way; with
    `total_from`, only in periods that start on that ISO date or later. `is_repeated`: the same objects are counted in
    the rows of other countries. `counted_from`, `counted_until`: in periods that start before the one ISO date, or on
    the other or later, a 0 is no count. `parts`: columns that split this one; in a record that gives any of them it is
    a total, and a part that a record leaves blank is no figure of it.
    """

    column: str
    unit: str
    measure: str
    requestor: str | None = None
    is_total: bool = False
    product: str | None = None
    reason: str | None = None
    is_repeated: bool = False
    total_from: str | None = None
    counted_from: str | None = None
    counted_until: str | None = None
    parts: tuple[str, ...] = ()

    def is_total_in(self, period_start: str) -> bool:
        """Whether the figure of this period is a total whose parts, or another split, stand beside it."""
        return self.is_total or (self.total_from is not None and period_start >= self.total_from)

    def is_zero_filled(self, period_start: str, text: str) -> bool:
        """Whether `text` is the 0 that the publisher writes where it gives no count."""
        is_early = self.counted_from is not None and period_start < self.counted_from
        is_late = self.counted_until is not None and period_start >= self.counted_until
        return text == "0" and (is_early or is_late)


@dataclass(frozen=True)
class Layout:
    """One table layout: the column of each dimension, then the columns of figures, in the order of the header.

    `blank_reasons_before`: rows of periods that end before this ISO date may leave the reason blank.
    """

    name: str
    dimensions: tuple[tuple[str, Dimension], ...]
    cells: tuple[Cell, ...]
    blank_reasons_before: str | None = None

    @property
    def header(self) -> tuple[str, ...]:
        return tuple(column for column, _ in self.dimensions) + tuple(cell.column for cell in self.cells)

    @cached_property
    def positions(self) -> dict[Dimension, int]:
        """Index of the column of each dimension that the layout has."""
        return {dimension: position for position, (_, dimension) in enumerate(self.dimensions)}

    @cached_property
    def parts(self) -> frozenset[str]:
        """The columns of figures that are parts of another column."""
        return frozenset(column for cell in self.cells for column in cell.parts)

    @cached_property
    def part_positions(self) -> dict[str, tuple[int, ...]]:
        """Per column of figures, the indices of the columns that split it."""
        return {cell.column: tuple(self.header.index(part) for part in cell.parts) for cell in self.cells}

    def gives_parts(self, cell: Cell, fields: Sequence[str]) -> bool:
        """Whether a record says anything in the columns that split `cell`."""
        return any(fields[position].strip() for position in self.part_positions[cell.column])

    def field(self, dimension: Dimension, fields: Sequence[str]) -> str:
        """What a record says for `dimension`, as published; empty where the layout has no such column."""
        position = self.positions.get(dimension)
        return "" if position is None else fields[position]


def one_spaced(text: str) -> str:
    """`text` with every run of white space, no-break spaces included, made one space and none at the ends."""
    return " ".join(text.split())


def path_of(home: str) -> str:
    """Where in the repository the module `home` of a publisher is, for messages that say what to change."""
    return f"orchestration/connectors/published_reports/{home}"


def plain_names(layouts: Sequence[Layout]) -> dict[str, dict[str, str]]:
    """The header names of `layouts` in one locale only, each standing for itself."""
    return {"en": {column: column for layout in layouts for column in layout.header}}


def find_layout(
    header: Sequence[str], layouts: Sequence[Layout], names: Mapping[str, Mapping[str, str]], home: str
) -> Layout:
    """The layout whose header this is, in any locale of `names` (locale -> name as published -> name in `layouts`).

    A header is read in one locale, never in two. Raises NotAsPublished naming the nearest layout; `home` is the file
    in which a new layout of this publisher is declared.
    """
    found = [one_spaced(column) for column in header]
    for locale in names.values():
        translated = tuple(locale.get(column, "") for column in found)
        for layout in layouts:
            if translated == layout.header:
                return layout
    raise NotAsPublished(_unknown_header(found, layouts, names, home))


def _unknown_header(
    found: Sequence[str], layouts: Sequence[Layout], names: Mapping[str, Mapping[str, str]], home: str
) -> str:
    if len(found) == 1 and ";" in found[0]:
        columns = listed([one_spaced(column).strip('"') for column in found[0].split(";")])
        return f"header not known: the columns are separated by ';' ({columns}), not by ',': fetch the file again"
    locale = max(names.values(), key=lambda known: sum(column in known for column in found))
    read = [locale.get(column, column) for column in found]
    nearest = max(layouts, key=lambda layout: difflib.SequenceMatcher(None, read, layout.header).ratio())
    differences = [
        f"{word} {listed(columns)}"
        for word, columns in (
            ("missing", [column for column in nearest.header if column not in read]),
            ("not expected", [column for column in read if column not in nearest.header]),
        )
        if columns
    ]
    return (
        f"header not known: {listed(found)}. "
        f"Nearest known layout: {nearest.name} ({'; '.join(differences) or 'the same columns in another order'}). "
        f"If the publisher changed its layout, add it to {path_of(home)}"
    )


def listed(names: Sequence[str]) -> str:
    """The first of `names`, quoted, and how many more there are."""
    shown = ", ".join(repr(name) for name in names[:LISTED_COLUMNS_LIMIT])
    more = len(names) - LISTED_COLUMNS_LIMIT
    return f"{shown} and {more} more" if more > 0 else shown
