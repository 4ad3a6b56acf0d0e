"""Meta's reports of governments' requests for user data, one file per half-year since 2013-H1.

Belongs here: the three layouts and what each column counts.
Does not: reading the files (meta_files.py), or naming legal processes and countries (dbt seeds).

A row gives all requests, then legal process and emergencies apart, then (United States only) the kinds of legal
process. What is a total depends on the row: `Total Requests` where its parts are given, and not in the years in which
it stands alone. Percentages are the share of requests in answer to which some data was produced.
"""

from datetime import date
from pathlib import Path

from orchestration.connectors.base import ReportRows
from orchestration.connectors.published_reports.layouts import ALL, Cell, Layout
from orchestration.connectors.published_reports.meta_files import Publication, read_publication
from orchestration.connectors.published_reports.sheets import Origin

_TOTAL, _LEGAL, _EMERGENCY = "Total Requests", "Legal Process Request Total", "Emergency Request Total"
# Where Meta also counts the requests in answer to which some data was produced.
_PRODUCED = {
    _TOTAL: "Number of Requests Where Some Data Produced",
    _LEGAL: "Legal Number of Requests Where Some Data Produced",
    _EMERGENCY: "ER Number of Requests Where Some Data Produced",
}
# What a column says of its kind of request -> unit and measure.
_COUNTS = {
    "": ("request", "received"),
    " Accounts": ("account", "received"),
    " Percentage": ("request", "data_produced_percent"),
}
# The same emergencies as in `Emergency Request Total`, which came later; for the United States only.
_EMERGENCY_DISCLOSURES = "Emergency Disclosures"
_LEGAL_KINDS = (
    "Search Warrant",
    "Subpoena",
    "Court Order (Other)",
    "MLAT Search Warrant",
    "MLAT Order",
    "Court Order (18 USC 2703(d))",
    "Pen Register/Trap and Trace",
    "Title III",
    "FISA Content Requests",
    "FISA Non-Content Requests",
    "NSLs",
)
_PRESERVATION = (
    Cell("Preservation Requests", "request", "preservation_received"),
    Cell("Preservation Accounts Preserved", "account", "preserved"),
)


def _restriction_cells(restricted: str) -> tuple[Cell, ...]:
    """Columns on content restricted, which Meta also publishes as a report of its own (meta_restrictions.py).

    Content is given from 2013-H2, and reports of content with the share that was withheld in 2013-H2 only; every other
    row of these columns says 0.
    """
    first, then = "2013-07-01", "2014-01-01"
    return (
        Cell(restricted, "item", "restricted", counted_from=first),
        *_PRESERVATION,
        Cell("Takedown reports", "request", "restriction_received", counted_from=first, counted_until=then),
        Cell("Percent Witheld", "request", "restricted_percent", counted_from=first, counted_until=then),
        Cell("Internet Disruptions", "disruption", "internet_disruptions"),
    )


def _cells(column: str, reason: str, parts: tuple[str, ...] = (), produced: str | None = None) -> tuple[Cell, ...]:
    """Requests, accounts and percentage of one kind of request; `produced`: the column of requests answered."""
    requests, accounts, percentage = (
        Cell(f"{column}{suffix}", *counted, reason=reason, parts=tuple(f"{part}{suffix}" for part in parts))
        for suffix, counted in _COUNTS.items()
    )
    if produced is None:
        return requests, accounts, percentage
    answered_parts = tuple(name for part, name in _PRODUCED.items() if part in parts)
    return (
        requests,
        Cell(produced, "request", "data_produced", reason=reason, parts=answered_parts),
        accounts,
        percentage,
    )


def _request_cells(emergency_kinds: tuple[str, ...] = (), produced: dict[str, str] | None = None) -> tuple[Cell, ...]:
    answered = produced or {}
    kinds = (*emergency_kinds, *_LEGAL_KINDS)
    return (
        *_cells(_TOTAL, ALL, (_LEGAL, _EMERGENCY, *kinds), answered.get(_TOTAL)),
        *_cells(_LEGAL, "Legal Process", _LEGAL_KINDS, answered.get(_LEGAL)),
        *_cells(_EMERGENCY, "Emergency", emergency_kinds, answered.get(_EMERGENCY)),
        *(cell for kind in kinds for cell in _cells(kind, kind)),
    )


LAYOUTS = (
    Layout(
        name="with content restricted and emergency disclosures (to 2017-H1)",
        dimensions=(("Country", "country_label"),),
        cells=(*_restriction_cells("Content Restricted"), *_request_cells((_EMERGENCY_DISCLOSURES,))),
    ),
    Layout(
        name="with content restrictions (2017-H2 to 2018-H2)",
        dimensions=(("Country", "country_label"),),
        cells=(*_restriction_cells("Content Restrictions"), *_request_cells()),
    ),
    Layout(
        name="with requests where data was produced (2019-H1 on)",
        dimensions=(("Country", "country_label"),),
        cells=(*_PRESERVATION, *_request_cells(produced=_PRODUCED)),
    ),
)
PUBLICATION = Publication(
    origin=Origin("meta", "meta_data_requests"),
    stem="PRPL-Facebook-Government-Report-",
    home="meta_data_requests.py",
    layouts=LAYOUTS,
    unended=frozenset(layout.name for layout in LAYOUTS[:2]),
)


def read_report(path: Path, observed_on: date) -> ReportRows:
    """One row per figure on requests for user data, in the CSV file or zip archive at `path`.

    A blank is value_text NULL, but for a kind of request, of which a blank says nothing and makes no row.
    """
    return read_publication(PUBLICATION, path, observed_on)
