"""The layouts in which Google has published its government removal reports, told apart by their exact header.

Belongs here: headers, the words of each locale for them, and what each column counts.
Does not: reading files (google.py), or names of products, reasons and requestors in other languages (dbt seeds).
"""

from orchestration.connectors.published_reports.layouts import Cell, Dimension, Layout

_PLACE: tuple[tuple[str, Dimension], ...] = (
    ("Period Ending", "period"),
    ("Country/Region", "country_label"),
    ("CLDR Territory Code", "country_code"),
)
_PRODUCT_AND_REASON: tuple[tuple[str, Dimension], ...] = (("Product", "product"), ("Reason", "reason"))
# Periods that start on this day or later are also published by requestor, in another file: figures of the older layouts
# are then totals over those.
_BY_REQUESTOR = "2019-01-01"
_COMPLIED = "% Fully Or Partially Complied With"
_BRANCHES = ("All Requests", "Court Orders", "Other Requests (Executive, Police, etc.)")


def _branch_cells(branch: str) -> tuple[Cell, ...]:
    """Requests, share complied with and items of one branch of government; `All Requests` totals the other two.

    Requests of a branch are split further by product and reason in the detailed file; shares and items are not.
    """
    is_all = branch == _BRANCHES[0]
    percent = "complied_or_partial_percent"
    return (
        Cell(f"{branch}: Number of Requests", "request", "received", branch, is_total=True),
        Cell(f"{branch}: {_COMPLIED}", "request", percent, branch, is_all, total_from=_BY_REQUESTOR),
        Cell(f"{branch}: Items Requested To Be Removed", "item", "received", branch, is_all, total_from=_BY_REQUESTOR),
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
    ),
    Layout(
        name="by product, reason and branch of government (to mid-2019)",
        dimensions=(*_PLACE, *_PRODUCT_AND_REASON),
        cells=(
            Cell("Court Orders", "request", "received", "Court Orders", total_from=_BY_REQUESTOR),
            Cell("Executive, Police, etc.", "request", "received", "Executive, Police, etc.", total_from=_BY_REQUESTOR),
            Cell("Items Requested To Be Removed", "item", "received", is_total=True),
        ),
        blank_reasons_before="2010-07-01",
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
