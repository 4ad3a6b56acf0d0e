"""Google's government removal reports: from a published file to one row of text per figure in it.

Belongs here: putting layout, records and values together, and what may not be found twice.
Does not: what the layouts are (google_layouts.py), or typing and naming of values (dbt staging).
"""

import re
from datetime import date
from pathlib import Path

from orchestration.connectors.base import ReportRows, SourceDrift
from orchestration.connectors.published_reports.archive import Packing, read_files
from orchestration.connectors.published_reports.google_layouts import HEADER_NAMES, LAYOUTS
from orchestration.connectors.published_reports.google_values import find_fault, read_period, read_territory
from orchestration.connectors.published_reports.layouts import SPLITS, NotAsPublished, find_layout
from orchestration.connectors.published_reports.records import read_records
from orchestration.connectors.published_reports.sheets import Origin, Record, Sheet, gather, label
from orchestration.connectors.published_reports.values import Period, refuse_unfinished

ORIGIN = Origin("google", "google_removals")
PACKING = Packing(
    suffix=".csv",
    members=re.compile(r"(google-government-removals/)?(historical/)?google-government-(detailed-)?removal-requests"
                       r"(-historical)?\.csv"),
    home="google.py",
    ignored=re.compile(r"(google-government-removals/)?README\.txt"),  # prose about the columns, no figures
)  # fmt: skip
HEADER_ROW_NUMBER = 1  # as a spreadsheet shows it


def read_report(path: Path, observed_on: date) -> ReportRows:
    """One row per published figure in the CSV file or zip archive at `path`; a blank figure has value_text NULL.

    Records that cannot be read come back as rejected. Raises SourceDrift when the file is damaged, a layout is
    unknown, a period is no half-year or ends after `observed_on`, or a figure is given twice.
    """
    sheets: list[Sheet] = []
    place = ""
    try:
        for file_name, content in read_files(path, PACKING):
            place = "" if file_name == path.name else f"{file_name.removeprefix(path.name + '/')}: "
            sheets.append(_read_sheet(file_name, content, observed_on))
            _refuse_same_layout(sheets)
            place = ""
    except NotAsPublished as error:
        raise SourceDrift(path.name, f"{place}{error}") from error
    return gather(ORIGIN, sheets)


def _refuse_same_layout(sheets: list[Sheet]) -> None:
    *others, last = sheets
    for other in others:
        if other.layout == last.layout:
            raise NotAsPublished(f"has the same layout ({last.layout.name}) as {other.file_name}: keep one of the two")


def _read_sheet(file_name: str, content: bytes, observed_on: date) -> Sheet:
    header, *data = read_records(content)
    sheet = Sheet(file_name, find_layout(header, LAYOUTS, HEADER_NAMES, "google_layouts.py"), len(data) + 1)
    sheet.ignore(HEADER_ROW_NUMBER, "header")
    for row_number, fields in enumerate(data, start=HEADER_ROW_NUMBER + 1):
        if len(fields) != len(header):
            sheet.reject(row_number, None, f"{len(fields)} fields where the header has {len(header)}", fields)
            continue
        period = _read_period(sheet.layout.field("period", fields), row_number, observed_on)
        if fault := find_fault(sheet.layout, fields, period):
            sheet.reject(row_number, *fault, fields)
        else:
            sheet.records.append(Record(row_number, fields, period, _territory(sheet, fields)))
    _refuse_repeated_figures(sheet)
    return sheet


def _read_period(text: str, row_number: int, observed_on: date) -> Period:
    """As `read_period`, naming the row; a half-year that had not ended when the file was observed is refused too."""
    try:
        period = read_period(text)
        refuse_unfinished(period, observed_on)
    except NotAsPublished as error:
        raise NotAsPublished(f"row {row_number}: {error}. Fetch the file again, or teach google_values.py") from error
    return period


def _refuse_repeated_figures(sheet: Sheet) -> None:
    first_rows: dict[tuple[object, ...], int] = {}
    for record in sheet.records:
        splits = tuple(label(sheet.layout, dimension, record.fields) for dimension in SPLITS)
        first = first_rows.setdefault((record.period, record.country_code, *splits), record.row_number)
        if first != record.row_number:
            raise NotAsPublished(f"row {record.row_number} gives the figures of row {first} again: fetch it again")


def _territory(sheet: Sheet, fields: list[str]) -> str | None:
    return read_territory(sheet.layout.field("country_label", fields), sheet.layout.field("country_code", fields))
