"""The layouts in which Google has published its government removal reports, told apart by their exact header.

Belongs here: headers, the words of each locale for them, and what each column counts.
Does not: reading files (google.py), or names of products, reasons and requestors in other languages (dbt seeds).
"""

import difflib
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

ALL = "all"
Dimension = Literal["period", "country_label", "country_code", "product", "requestor", "reason"]


class NotAsPublished(ValueError):  # noqa: N818 - a state of the file, as SourceDrift is
    """What is wrong with a file and what to do about it; whoever catches it adds the file's name."""


@dataclass(frozen=True)
class Cell:
    """A column that holds figures. `requestor` is None where the row names it, or the file does not split by it.

    `is_total`: other rows of the same vintage split this figure, or split the same whole another way.
    """

    column: str
    unit: str
    measure: str
    requestor: str | None = None
    is_total: bool = False


@dataclass(frozen=True)
class Layout:
    """One table layout: the column of each dimension, then the columns of figures, in the order of the header.

    `superseded_from`: periods from this ISO date on are also published by requestor, in another file, so that every
    row of this layout is a total over those. `reasons_known_from`: rows of earlier periods may leave the reason blank.
    """

    name: str
    dimensions: tuple[tuple[str, Dimension], ...]
    cells: tuple[Cell, ...]
    superseded_from: str | None = None
    reasons_known_from: str | None = None

    @property
    def header(self) -> tuple[str, ...]:
        return tuple(column for column, _ in self.dimensions) + tuple(cell.column for cell in self.cells)

    @cached_property
    def positions(self) -> dict[Dimension, int]:
        """Index of the column of each dimension that the layout has."""
        return {dimension: position for position, (_, dimension) in enumerate(self.dimensions)}

    def field(self, dimension: Dimension, fields: list[str]) -> str:
        """What a record says for `dimension`, as published; empty where the layout has no such column."""
        position = self.positions.get(dimension)
        return "" if position is None else fields[position]


_PLACE: tuple[tuple[str, Dimension], ...] = (
    ("Period Ending", "period"),
    ("Country/Region", "country_label"),
    ("CLDR Territory Code", "country_code"),
)
_PRODUCT_AND_REASON: tuple[tuple[str, Dimension], ...] = (("Product", "product"), ("Reason", "reason"))
_BRANCHES = ("All Requests", "Court Orders", "Other Requests (Executive, Police, etc.)")


def _branch_cells(branch: str) -> tuple[Cell, ...]:
    """Requests, share complied with and items of one branch of government; `All Requests` totals the other two.

    Requests of a branch are split further by product and reason in the detailed file; shares and items are not.
    """
    is_all = branch == _BRANCHES[0]
    return (
        Cell(f"{branch}: Number of Requests", "request", "received", branch, is_total=True),
        Cell(f"{branch}: % Fully Or Partially Complied With", "request", "complied_or_partial_percent", branch, is_all),
        Cell(f"{branch}: Items Requested To Be Removed", "item", "received", branch, is_all),
    )


LAYOUTS = (
    Layout(
        name="by requestor (2019 on)",
        dimensions=(*_PLACE, ("Requestor", "requestor")),
        cells=(
            Cell("Number of Requests", "request", "received"),
            Cell("Items Requested To Be Removed", "item", "received"),
            Cell("% Removed-Legal", "item", "removed_legal_percent"),
            Cell("% Removed-Policy", "item", "removed_policy_percent"),
            Cell("% Content Not Found", "item", "not_found_percent"),
            Cell("% Not Enough Information", "item", "not_enough_information_percent"),
            Cell("% No Action Taken", "item", "no_action_percent"),
            Cell("% Content Already Removed", "item", "already_removed_percent"),
        ),
    ),
    Layout(
        name="by product and reason",
        dimensions=(*_PLACE, *_PRODUCT_AND_REASON),
        cells=(Cell("Total", "request", "received", is_total=True),),
    ),
    Layout(
        name="by branch of government (to mid-2019)",
        dimensions=_PLACE,
        cells=tuple(cell for branch in _BRANCHES for cell in _branch_cells(branch)),
        superseded_from="2019-01-01",
    ),
    Layout(
        name="by product, reason and branch of government (to mid-2019)",
        dimensions=(*_PLACE, *_PRODUCT_AND_REASON),
        cells=(
            Cell("Court Orders", "request", "received", "Court Orders"),
            Cell("Executive, Police, etc.", "request", "received", "Executive, Police, etc."),
            Cell("Items Requested To Be Removed", "item", "received", is_total=True),
        ),
        superseded_from="2019-01-01",
        reasons_known_from="2010-07-01",
    ),
    Layout(
        name="by requestor, product and reason (2026)",
        dimensions=(
            ("time_period", "period"),
            ("country", "country_label"),
            ("cldr_territory", "country_code"),
            ("requestor", "requestor"),
            ("product", "product"),
            ("reason", "reason"),
        ),
        cells=(
            Cell("number_of_requests", "request", "received"),
            Cell("items_requested_removal", "item", "received"),
            Cell("items_removed_legal", "item", "removed_legal"),
            Cell("items_removed_policy", "item", "removed_policy"),
            Cell("items_content_not_found", "item", "not_found"),
            Cell("items_not_enough_info", "item", "not_enough_information"),
            Cell("items_no_action_taken", "item", "no_action"),
            Cell("items_content_already_removed", "item", "already_removed"),
        ),
    ),
)

_FRENCH_BRANCH = {
    "Toutes les demandes": _BRANCHES[0],
    "Ordonnances du tribunal": _BRANCHES[1],
    "Autres demandes (pouvoir exécutif, police, etc.)": _BRANCHES[2],
}
_FRENCH_COUNT = {
    "nombre de demandes": "Number of Requests",
    "% de demandes satisfaites intégralement ou en partie": "% Fully Or Partially Complied With",
    "nombre d'éléments dont la suppression a été demandée": "Items Requested To Be Removed",
    "éléments dont la suppression a été demandée": "Items Requested To Be Removed",
}

# Per locale: the name of a column as published -> its name in LAYOUTS. A header is read in one locale, never in two.
HEADER_NAMES: dict[str, dict[str, str]] = {
    "en": {column: column for layout in LAYOUTS for column in layout.header} | {"Requester": "Requestor"},
    "fr": {
        "Fin de la période": "Period Ending",
        "Pays": "Country/Region",
        "Code du territoire CLDR": "CLDR Territory Code",
        "Produit": "Product",
        "Motif": "Reason",
        "Ordonnances du tribunal": "Court Orders",
        "Pouvoir exécutif, police, etc.": "Executive, Police, etc.",
        "Éléments dont la suppression a été demandée": "Items Requested To Be Removed",
    }
    | {
        f"{branch} : {count}": f"{_FRENCH_BRANCH[branch]}: {_FRENCH_COUNT[count]}"
        for branch in _FRENCH_BRANCH
        for count in _FRENCH_COUNT
    },
}


def one_spaced(text: str) -> str:
    """`text` with every run of white space, no-break spaces included, made one space and none at the ends."""
    return " ".join(text.split())


def find_layout(header: list[str]) -> Layout:
    """The layout whose header this is, in any known locale. Raises NotAsPublished naming the nearest one."""
    found = [one_spaced(column) for column in header]
    for names in HEADER_NAMES.values():
        translated = tuple(names.get(column, "") for column in found)
        for layout in LAYOUTS:
            if translated == layout.header:
                return layout
    raise NotAsPublished(_unknown_header(found))


def _unknown_header(found: list[str]) -> str:
    names = max(HEADER_NAMES.values(), key=lambda known: sum(column in known for column in found))
    read = [names.get(column, column) for column in found]
    nearest = max(LAYOUTS, key=lambda layout: difflib.SequenceMatcher(None, read, layout.header).ratio())
    differences = [
        f"{word} {', '.join(repr(column) for column in columns)}"
        for word, columns in (
            ("missing", [column for column in nearest.header if column not in read]),
            ("not expected", [column for column in read if column not in nearest.header]),
        )
        if columns
    ]
    return (
        f"header not known: {', '.join(repr(column) for column in found)}. "
        f"Nearest known layout: {nearest.name} ({'; '.join(differences) or 'the same columns in another order'}). "
        "If Google changed its layout, add it to orchestration/connectors/published_reports/google_layouts.py"
    )
