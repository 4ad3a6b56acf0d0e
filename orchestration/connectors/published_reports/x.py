"""X's (Twitter's) report on removal requests: one CSV with two tables, each under a banner row of its own.

Belongs here: the two tables, how one file is cut into them, and what may not be found in them twice or left out.
Does not: typing of figures and naming of countries (dbt staging), or the words of all publishers (layouts.py).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from orchestration.connectors.base import ReportRows, SourceDrift
from orchestration.connectors.published_reports.archive import Packing, read_files
from orchestration.connectors.published_reports.layouts import Cell, Layout, NotAsPublished, find_layout, plain_names
from orchestration.connectors.published_reports.records import read_records
from orchestration.connectors.published_reports.sheets import Origin, Record, Sheet, gather, label
from orchestration.connectors.published_reports.values import Period, half_year, is_figure, refuse_unfinished

HOME = "x.py"
ORIGIN = Origin("x", "x_removal_requests")
PACKING = Packing(
    suffix=".csv",
    members=re.compile(r"Twitter_Transparency-Removal_Requests_(Jan-Jun|Jul-Dec)-20[0-9]{2}\.csv"),
    home=HOME,
)

COURT, OTHER, BOTH, LOCAL = "Court Orders", "Other legal demands", "all", "Local law reports"
# Before these days every row of the file has 0 (and every compliance rate NULL), and from them on most rows have not:
# the publisher fills with zeros what it did not count. Accounts removed under X's own terms were counted, for both
# branches together, before the branches were told apart.
SPLIT_FROM = "2019-07-01"
TERMS_OF_SERVICE_FROM = "2015-07-01"

LEGAL_DEMANDS = Layout(
    name="legal demands by country",
    dimensions=(("Time period start", "period"), ("Country", "country_label")),
    cells=(
        Cell("Court Orders", "request", "received", COURT),
        Cell("Other legal demands", "request", "received", OTHER),
        Cell("Combined requests", "request", "received", BOTH, is_total=True),
        Cell("Court orders compliance rate", "request", "complied_rate", COURT),
        Cell("Other legal demands compliance rate", "request", "complied_rate", OTHER),
        Cell("Combined compliance rate", "request", "complied_rate", BOTH, total_from=SPLIT_FROM),
        Cell("Court orders accounts specified", "account", "received", COURT, counted_from=SPLIT_FROM),
        Cell("Other legal demands accounts specified", "account", "received", OTHER, counted_from=SPLIT_FROM),
        Cell("Combined accounts specified", "account", "received", BOTH, total_from=SPLIT_FROM),
        Cell("Combined accounts withheld", "account", "withheld", BOTH),
        Cell("Combined tweets withheld", "item", "withheld", BOTH),
        Cell("Court orders accounts TOS", "account", "removed_terms_of_service", COURT, counted_from=SPLIT_FROM),
        Cell("Other legal demands accounts TOS", "account", "removed_terms_of_service", OTHER, counted_from=SPLIT_FROM),
        Cell(
            "Combined accounts TOS",
            "account",
            "removed_terms_of_service",
            BOTH,
            total_from=SPLIT_FROM,
            counted_from=TERMS_OF_SERVICE_FROM,
        ),
    ),
)
LOCAL_LAWS = Layout(
    name="local law reports",
    dimensions=(("Time period start", "period"),),
    cells=(
        Cell("Reports", "request", "received", LOCAL),
        Cell("Compliance rate", "request", "complied_rate", LOCAL),
        Cell("Accounts specified", "account", "received", LOCAL),
        Cell("Accounts withheld", "account", "withheld", LOCAL),
        Cell("Tweets withheld", "item", "withheld", LOCAL),
        Cell("Accounts TOS", "account", "removed_terms_of_service", LOCAL),
    ),
)
LAYOUTS = (LEGAL_DEMANDS, LOCAL_LAWS)
# The table of local laws names no country: these reports come from more than one, and X does not say which.
NO_COUNTRY_LABEL, NO_COUNTRY_CODE = "(not stated)", "ZZ"


@dataclass(frozen=True)
class Table:
    """A table of the file: its banner, its layout, and the first day of the half-year that it goes back to."""

    banner: str
    layout: Layout
    goes_back_to: str


TABLES = (
    Table("Table 1/2: Legal Demands", LEGAL_DEMANDS, "2012-01-01"),
    Table("Table 2/2: Local Law(s)", LOCAL_LAWS, "2017-07-01"),
)


def read_report(path: Path, observed_on: date) -> ReportRows:
    """One row per published figure in the CSV file or zip archive at `path`.

    Records that cannot be read come back as rejected; banners, headers and blank rows as ignored. Raises SourceDrift
    when the file is damaged, is not made of the two tables, a half-year is left out or ends after `observed_on`, or a
    country is given twice for one.
    """
    sheets: list[Sheet] = []
    try:
        for file_name, content in read_files(path, PACKING):
            if sheets:
                raise NotAsPublished("the archive holds two files of this report, which repeat each other: keep one")
            sheets = _read_sheets(file_name, content, observed_on)
    except NotAsPublished as error:
        raise SourceDrift(path.name, str(error)) from error
    return gather(ORIGIN, sheets)


def _read_sheets(file_name: str, content: bytes, observed_on: date) -> list[Sheet]:
    # X's file ends without a line end, which the reader of records takes for a file cut short.
    records = read_records(content if content.endswith(b"\n") else content + b"\n")
    starts = _find_tables(records)
    _refuse_cut_end(records[-1])
    sheets, periods = [], []
    for table, start, end in zip(TABLES, starts, (*starts[1:], len(records)), strict=True):
        sheet = Sheet(file_name, _placed(table.layout), len(records))
        sheet.ignore(start + 1, "banner")
        sheet.ignore(start + 2, "header")
        periods.append(_read_table(sheet, table, records[start + 2 : end], start + 3, observed_on))
        _refuse_repeated_countries(sheet)
        sheets.append(sheet)
    _refuse_gaps(periods)
    return sheets


def _find_tables(records: Sequence[Sequence[str]]) -> list[int]:
    """Index of the banner of each table, which the table's header follows."""
    firsts = [record[0].strip() if record else "" for record in records]
    found = {index: first for index, first in enumerate(firsts) if index == 0 or first.startswith("Table")}
    wanted = [table.banner for table in TABLES]
    if list(found.values()) != wanted:
        raise NotAsPublished(
            f"the file is made of {', '.join(map(repr, found.values()))}, where {' and '.join(map(repr, wanted))} are "
            f"known. Fetch it again; if the publisher changed its tables, add them to {HOME}"
        )
    for table, index in zip(TABLES, found, strict=True):
        _refuse_another_layout(table, records[index + 1 : index + 2])
    return list(found)


def _refuse_another_layout(table: Table, after_banner: Sequence[Sequence[str]]) -> None:
    header = list(after_banner[0]) if after_banner else []
    while header and not header[-1].strip():
        header.pop()
    found = find_layout(header, LAYOUTS, plain_names(LAYOUTS), HOME)
    if found != table.layout:
        raise NotAsPublished(f"the table under {table.banner!r} has the header of {found.name}: fetch the file again")


def _refuse_cut_end(last: Sequence[str]) -> None:
    """Every record is as wide as the wider table, blank fields at its end included: so the last shows that it is."""
    width = max(len(layout.header) for layout in LAYOUTS)
    if len(last) < width:
        raise NotAsPublished(
            f"the last record has {len(last)} of {width} fields: the file is cut short, fetch it again"
        )


def _read_table(
    sheet: Sheet, table: Table, records: Sequence[Sequence[str]], first_row_number: int, observed_on: date
) -> set[Period]:
    """Read the records of a table into `sheet`; the half-years that they name, those of rejected ones included."""
    width, periods = len(table.layout.header), set()
    for row_number, fields in enumerate(records, start=first_row_number):
        if not any(field.strip() for field in fields):
            sheet.ignore(row_number, "blank row")
            continue
        period = _read_period(fields[0], row_number, observed_on)
        periods.add(period)
        if fault := _find_fault(table.layout, fields):
            sheet.reject(row_number, *fault, fields)
        elif table.layout is LOCAL_LAWS:
            placed = [fields[0], NO_COUNTRY_LABEL, *fields[1:width]]
            sheet.records.append(Record(row_number, placed, period, NO_COUNTRY_CODE))
        else:
            sheet.records.append(Record(row_number, fields[:width], period))
    return periods


def _placed(layout: Layout) -> Layout:
    """The layout with a column for the country where the publisher has none."""
    if "country_label" in layout.positions:
        return layout
    return replace(layout, dimensions=(*layout.dimensions, (NO_COUNTRY_LABEL, "country_label")))


def _read_period(text: str, row_number: int, observed_on: date) -> Period:
    """The half-year that starts on the day `text` names. Raises NotAsPublished, naming the row."""
    match = re.fullmatch(r"(20[0-9]{2})-(01|07)-01", text.strip())
    if match is None:
        raise NotAsPublished(f"row {row_number}: the period starts neither on 1 January nor on 1 July of a year")
    period = half_year(int(match[1]), 1 if match[2] == "01" else 2)
    try:
        refuse_unfinished(period, observed_on)
    except NotAsPublished as error:
        raise NotAsPublished(f"row {row_number}: {error}. Fetch the file again") from error
    return period


def _find_fault(layout: Layout, fields: Sequence[str]) -> tuple[str | None, str] | None:
    """The column at fault and what is wrong with it, or None for a record that can be read."""
    width = len(layout.header)
    if len(fields) < width:
        return None, f"{len(fields)} fields where the header has {width}"
    if any(field.strip() for field in fields[width:]):
        return None, "a value beyond the last column of the header"
    for (column, _), field in zip(layout.dimensions, fields, strict=False):
        if not field.strip():
            return column, "blank"
    for cell, field in zip(layout.cells, fields[len(layout.dimensions) : width], strict=True):
        if not is_figure(field, cell.measure):
            return cell.column, "not a figure in any form that is read"
    return None


def _refuse_gaps(periods: Sequence[set[Period]]) -> None:
    """Both tables are cumulative up to the same half-year: one that is left out was lost on the way."""
    newest = max((period.start for found in periods for period in found), default=TABLES[0].goes_back_to)
    halves = [half_year(year, half).start for year in range(2000, int(newest[:4]) + 1) for half in (1, 2)]
    for table, found in zip(TABLES, periods, strict=True):
        wanted = {start for start in halves if table.goes_back_to <= start <= newest}
        if missing := wanted - {period.start for period in found}:
            raise NotAsPublished(
                f"{table.banner!r} has no row for the half-year from {min(missing)}: rows are lost, fetch it again"
            )


def _refuse_repeated_countries(sheet: Sheet) -> None:
    first_rows: dict[tuple[Period, str], int] = {}
    for record in sheet.records:
        country = label(sheet.layout, "country_label", record.fields).rstrip("*").casefold()  # ** marks a footnote
        first = first_rows.setdefault((record.period, country), record.row_number)
        if first != record.row_number:
            raise NotAsPublished(f"row {record.row_number} gives the country of row {first} again: fetch it again")
