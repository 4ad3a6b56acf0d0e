"""What a page is made of: key numbers, figures and tables, as frozen records of finished text.

Text in here is plain: Jinja escapes it for HTML and figures.plain escapes it for plotly.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from dashboards.filters import Drawing, NumberBinding, TableBinding
from dashboards.filters_bar import FilterBar


@dataclass(frozen=True)
class Cell:
    """One table cell. `kind` is a style: passed, warning, failed, withheld, restated, code, day, source,
    reason (a sentence, never squeezed), prose (`backticks` become code), quote (words in English on every page), or
    nothing.

    `row_span` is how many rows the cell stands for; 0 is a place that the cell above stands for.
    """

    text: str
    kind: str = ""
    href: str = ""
    anchor: str = ""
    row_span: int = 1

    @property
    def is_plain(self) -> bool:
        """Nothing but text: most cells, which the template then writes without further ado."""
        return self.row_span == 1 and not (self.kind or self.href or self.anchor)


@dataclass(frozen=True)
class Column:
    """One column of a table; numbers are set to the right."""

    label: str
    is_number: bool = True
    definition: str = ""  # "table.column" of the definitions page


@dataclass(frozen=True)
class DataTable:
    """A captioned table; `marks` explains its signs for missing values; `has_total` sets the last row apart.

    `binding` says how the filters fill it; without one it says that they do not change it.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    marks: str = ""
    has_total: bool = False
    binding: TableBinding | None = None
    row_keys: tuple[Mapping[str, str], ...] = ()  # what row i answers to when a filter hides rows (row_filters)

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row) != len(self.columns):
                raise ValueError(f"{self.caption!r}: a row has {len(row)} cells for {len(self.columns)} columns")


@dataclass(frozen=True)
class LegendEntry:
    """A colour (theme token) or a plotly symbol and what it stands for, for parts with no room for a label."""

    label: str
    token: str
    shape: str = "square"


@dataclass(frozen=True)
class Figure:
    """A drawing (plotly `spec`), what it shows in words, the table behind it, and where it comes from.

    `sources` are table names (their CSV is linked), `definitions` are "table.column".
    """

    figure_id: str
    title: str
    subtitle: str
    spec: Mapping[str, Any]
    summary: str
    table: DataTable
    sources: tuple[str, ...]
    definitions: tuple[str, ...]
    note: str = ""
    legend: tuple[LegendEntry, ...] = ()
    is_wide: bool = False
    scroll_width: int = 0  # pixels below which a phone scrolls sideways instead of squeezing; 0 = squeeze
    binding: Drawing | None = None  # how the filters redraw it


@dataclass(frozen=True)
class KeyNumber:
    """One number at the top of a page, with what it is out of, and how far it moved since the release before.

    `delta` is about all requests: it is hidden while a filter is on.
    """

    label: str
    value: str
    detail: str
    definition: str
    delta: str = ""
    binding: NumberBinding | None = None


@dataclass(frozen=True)
class Sentence:
    """A sentence of a page that follows the filters: macros.html `sentence` writes it."""

    text: str
    binding: NumberBinding | None = None


@dataclass(frozen=True)
class Page:
    """One page: `title` is its question, `lead` the answer in a sentence. `parts` goes to the template by name.

    `synthetic_note` says what on this page comes from the invented sample, where that is not everything;
    `as_of_note` says what the as-of date means here, where that is not the usual. `parent` is the slug of the page
    that this one is a variant of (the same for another country): it lends its template and its place in the navigation.
    """

    slug: str
    nav_label: str
    title: str
    lead: str
    parts: Mapping[str, Any] = field(default_factory=dict)
    synthetic_note: str = ""
    as_of_note: str = ""
    parent: str = ""
    since: str = ""  # what the changes on the page are since (deltas.since_text)
    filters: FilterBar | None = None  # filters_bar.filter_bar; the template includes filters.html where it goes

    @property
    def file_name(self) -> str:
        return f"{self.slug}.html"

    @property
    def place(self) -> str:
        """The slug under which the navigation shows the page."""
        return self.parent or self.slug

    @property
    def template(self) -> str:
        return f"{self.place}.html"


def headings(first: str, *rest: str) -> tuple[Column, ...]:
    """The usual columns: a name or a day, then numbers."""
    return (Column(first, is_number=False), *(Column(label) for label in rest))


def day_cell(day: date | None) -> Cell:
    """A date that is never broken over two lines."""
    return Cell(iso(day), kind="day")


def iso(day: date | None) -> str:
    """A date as tables show it: 2025-08-14, or a dash."""
    return "—" if day is None else day.isoformat()
