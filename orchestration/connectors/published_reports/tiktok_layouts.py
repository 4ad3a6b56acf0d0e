"""The tables in which TikTok has published government requests: workbook sheets, and a CSV of one metric a row.

Belongs here: headers, metrics and fixed values, what each counts, and which sheets are not read and why.
Does not: reading files (tiktok.py, tiktok_workbook.py).
"""

from dataclasses import dataclass

from orchestration.connectors.published_reports.layouts import Cell, Layout
from orchestration.connectors.published_reports.sheets import Origin

HOME = "tiktok_layouts.py"
REMOVALS = Origin("tiktok", "tiktok_removal_requests")
DATA_REQUESTS = Origin("tiktok", "tiktok_data_requests")

# No figure here totals others of its measure: what was received is what was removed and what was not, by another name.
# The removal rate is (content removed + accounts removed) of (content + accounts received), pooled by the publisher.
REMOVAL_CELLS = (
    Cell("Total requests received", "request", "received"),
    Cell("Total content received", "item", "received"),
    Cell("Content actioned due to community guidelines violations", "item", "removed_guidelines"),
    Cell("Content actioned due to (local) law violations", "item", "removed_local_law"),
    Cell("Content not actioned", "item", "not_actioned"),
    Cell("Total accounts received", "account", "received"),
    Cell("Accounts actioned due to community guidelines violations", "account", "removed_guidelines"),
    Cell("Accounts actioned due to (local) law violations", "account", "removed_local_law"),
    Cell("Accounts not actioned", "account", "not_actioned"),
    Cell("Removal rate", "item+account", "removal_rate"),
)
LEGAL, EMERGENCY = "Legal Requests", "Emergency Requests"
# Total Requests adds preservation requests, which ask for no data, to the other two: a measure of its own.
DATA_REQUEST_CELLS = (
    Cell("Total Requests", "request", "received_with_preservation", is_total=True),
    Cell("Legal Requests", "request", "received", reason=LEGAL),
    Cell("Legal Request Accounts Specified", "account", "received", reason=LEGAL),
    Cell(
        "Percentage of Legal Requests Where Some Data Was Disclosed", "request", "data_produced_rate", reason=LEGAL
    ),  # called a percentage and given as a fraction
    Cell("Emergency Requests", "request", "received", reason=EMERGENCY),
    Cell("Emergency Request Accounts Specified", "account", "received", reason=EMERGENCY),
    Cell(
        "Percentage of Emergency Requests Where Some Data Was Disclosed",
        "request",
        "data_produced_rate",
        reason=EMERGENCY,
    ),
    Cell("Preservation Requests", "request", "preservation_received"),
    Cell("Preservation Request Accounts Specified", "account", "preservation_received"),
)


@dataclass(frozen=True)
class SheetKind:
    """A sheet that the workbook is known to hold; one without cells in its layout is not read, for `ignored_because`.

    A sheet that `must_be_there` is the report itself, or dates it.
    """

    origin: Origin
    layout: Layout
    ignored_because: str = ""
    must_be_there: bool = False


def _read(origin: Origin, name: str, cells: tuple[Cell, ...]) -> SheetKind:
    return SheetKind(origin, Layout(name, (("Country", "country_label"),), cells), must_be_there=True)


def _not_read(origin: Origin, why: str, *, must_be_there: bool = False) -> SheetKind:
    return SheetKind(origin, Layout("not read", (), ()), why, must_be_there)


DATED_BY = "GRFCR historical"  # its newest date must be the end of the half-year that the file is named after
WORKBOOK_SHEETS = {
    "LRFUI historical": _not_read(DATA_REQUESTS, "worldwide totals per half-year, not by country"),
    "LRFUI map": _read(DATA_REQUESTS, "information requests by country", DATA_REQUEST_CELLS),
    DATED_BY: _not_read(REMOVALS, "worldwide totals per half-year, not by country", must_be_there=True),
    "GRFCR map": _read(REMOVALS, "government removal requests by country", REMOVAL_CELLS),
    "IP CR": _not_read(REMOVALS, "copyright holders' removal requests, not a government's"),
    "IP TM": _not_read(REMOVALS, "trademark holders' removal requests, not a government's"),
}

# The CSV: columns that are read, and what must stand in every other.
PERIOD_COLUMN, COUNTRY_COLUMN, METRIC_COLUMN, RESULT_COLUMN = "period_value", "location_value", "metric_name", "result"
FIXED_VALUES = {
    "replication_info": "",
    "entity": "LIGR",
    "aspect": "GRFCR",
    "period": "half-year",
    "policy": "all",
    "policy_value": "all",
    "task": "all",
    "task_value": "all",
    "location": "country_name",
    "base": "",
    "date": "",
}
LONG_NAME = "one metric a row"
LONG_HEADER = (
    *("replication_info", "entity", "aspect", METRIC_COLUMN, "period", PERIOD_COLUMN, "policy", "policy_value"),
    *("task", "task_value", "location", COUNTRY_COLUMN, RESULT_COLUMN, "base", "date"),
)
# For telling the header apart only: what a record counts is said by its metric.
LONG = Layout(LONG_NAME, (), tuple(Cell(column, unit="", measure="") for column in LONG_HEADER))
# By metric: a table of one column of figures, which the records of that metric make.
METRIC_LAYOUTS = {
    cell.column: Layout(LONG_NAME, ((COUNTRY_COLUMN, "country_label"),), (cell,)) for cell in REMOVAL_CELLS
}
