"""X's (Twitter's) report on removal requests: one CSV with two tables, each under a banner row of its own.

Belongs here: the two tables, how one file is cut into them, and what may not be found in them twice or left out.
Does not: typing of figures and naming of countries (dbt staging), or the words of all publishers (layouts.py).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from orchestration.connectors.base import ReportRows
from orchestration.connectors.published_reports.archive import Packing, read_files
from orchestration.connectors.published_reports.faults import Fault, find_bad_cell, find_blank, find_other_extent
from orchestration.connectors.published_reports.layouts import (
    Cell,
    Layout,
    NotAsPublished,
    find_layout,
    path_of,
    plain_names,
)
from orchestration.connectors.published_reports.records import read_records
from orchestration.connectors.published_reports.refusals import naming_member, read_finished, refuse_repeated, refusing
from orchestration.connectors.published_reports.sheets import Origin, Record, Sheet, gather, label
from orchestration.connectors.published_reports.values import Period, half_year

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
# A row without a country, with nothing in it: no figure of any country is lost with it.
NOWHERE_LABEL, NOTHING = "Worldwide", frozenset({"0", "NULL"})


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
    with refusing(path):
        for file_name, content in read_files(path, PACKING):
            if sheets:
                raise NotAsPublished("the archive holds two files of this report, which repeat each other: keep one")
            with naming_member(file_name, path):
                sheets = _read_sheets(file_name, content, observed_on)
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
        refuse_repeated(_countries(sheet), "the country")
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
            f"known. Fetch it again; if the publisher changed its tables, add them to {path_of(HOME)}"
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
        period = read_finished(_read_period, fields[0], row_number, observed_on, HOME)
        periods.add(period)
        if fault := _find_fault(table.layout, fields):
            sheet.reject(row_number, *fault, fields)
        elif _is_nowhere(table.layout, fields):
            sheet.ignore(row_number, "names no country, and every figure in it is 0 or NULL")
        else:
            sheet.records.append(_place(table.layout, row_number, fields[:width], period))
    return periods


def _place(layout: Layout, row_number: int, fields: Sequence[str], period: Period) -> Record:
    if layout is LOCAL_LAWS:
        return Record(row_number, [fields[0], NO_COUNTRY_LABEL, *fields[1:]], period, NO_COUNTRY_CODE)
    return Record(row_number, fields, period)


def _placed(layout: Layout) -> Layout:
    """The layout with a column for the country where the publisher has none."""
    if "country_label" in layout.positions:
        return layout
    return replace(layout, dimensions=(*layout.dimensions, (NO_COUNTRY_LABEL, "country_label")))


def _read_period(text: str) -> Period:
    """The half-year that starts on the day `text` names. Raises NotAsPublished."""
    match = re.fullmatch(r"(20[0-9]{2})-(01|07)-01", text.strip())
    if match is None:
        raise NotAsPublished("the period starts neither on 1 January nor on 1 July of a year")
    return half_year(int(match[1]), 1 if match[2] == "01" else 2)


def _find_fault(layout: Layout, fields: Sequence[str]) -> Fault | None:
    """The column at fault and what is wrong with it, or None for a record that can be read."""
    return (
        find_other_extent(layout, fields)
        or find_blank(layout, fields)
        or find_bad_cell(layout, fields)
        or _find_figure_of_nowhere(layout, fields)
    )


def _find_figure_of_nowhere(layout: Layout, fields: Sequence[str]) -> Fault | None:
    for cell, field in zip(layout.cells, fields[len(layout.dimensions) : len(layout.header)], strict=True):
        if _is_nowhere(layout, fields) and field.strip() not in NOTHING:
            return cell.column, f"a figure of {NOWHERE_LABEL}, which is no country"
    return None


def _is_nowhere(layout: Layout, fields: Sequence[str]) -> bool:
    return layout is LEGAL_DEMANDS and fields[1].strip() == NOWHERE_LABEL


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


def _countries(sheet: Sheet) -> Iterator[tuple[int, tuple[Period, str]]]:
    """Row number, half-year and country of each record."""
    for record in sheet.records:
        country = label(sheet.layout, "country_label", record.fields).rstrip("*").casefold()  # ** marks a footnote
        yield record.row_number, (record.period, country)
