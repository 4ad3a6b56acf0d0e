"""Google's government removal reports: from a published file to one row of text per figure in it.

Belongs here: putting layout, records and values together, and what may not be found twice.
Does not: what the layouts are (google_layouts.py), or typing and naming of values (dbt staging).
"""

import re
from datetime import date
from pathlib import Path

from orchestration.connectors.base import ReportRows
from orchestration.connectors.published_reports.archive import Packing, read_files
from orchestration.connectors.published_reports.faults import find_other_width
from orchestration.connectors.published_reports.google_layouts import HEADER_NAMES, LAYOUTS
from orchestration.connectors.published_reports.google_values import find_fault, read_period, read_territory
from orchestration.connectors.published_reports.layouts import SPLITS, NotAsPublished, find_layout
from orchestration.connectors.published_reports.records import read_records
from orchestration.connectors.published_reports.refusals import naming_member, read_finished, refuse_repeated, refusing
from orchestration.connectors.published_reports.sheets import (
    HEADER_ROW_NUMBER,
    Origin,
    Record,
    Sheet,
    gather,
    label,
)

ORIGIN = Origin("google", "google_removals")
PACKING = Packing(
    suffix=".csv",
    members=re.compile(r"(google-government-removals/)?(historical/)?google-government-(detailed-)?removal-requests"
                       r"(-historical)?\.csv"),
    home="google.py",
    ignored=re.compile(r"(google-government-removals/)?README\.txt"),  # prose about the columns, no figures
)  # fmt: skip


def read_report(path: Path, observed_on: date) -> ReportRows:
    """One row per published figure in the CSV file or zip archive at `path`; a blank figure has value_text NULL.

    Records that cannot be read come back as rejected. Raises SourceDrift when the file is damaged, a layout is
    unknown, a period is no half-year or ends after `observed_on`, or a figure is given twice.
    """
    sheets: list[Sheet] = []
    with refusing(path):
        for file_name, content in read_files(path, PACKING):
            with naming_member(file_name, path):
                sheets.append(_read_sheet(file_name, content, observed_on))
                _refuse_same_layout(sheets)
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
        if other_width := find_other_width(sheet.layout, fields):
            sheet.reject(row_number, *other_width, fields)
            continue
        text = sheet.layout.field("period", fields)
        period = read_finished(read_period, text, row_number, observed_on, "google_values.py")
        if fault := find_fault(sheet.layout, fields, period):
            sheet.reject(row_number, *fault, fields)
        else:
            sheet.records.append(Record(row_number, fields, period, _territory(sheet, fields)))
    refuse_repeated(((record.row_number, _said_of(sheet, record)) for record in sheet.records), "the figures")
    return sheet


def _said_of(sheet: Sheet, record: Record) -> tuple[object, ...]:
    """Of what a record gives the figures."""
    splits = (label(sheet.layout, dimension, record.fields) for dimension in SPLITS)
    return (record.period, record.country_code, *splits)


def _territory(sheet: Sheet, fields: list[str]) -> str | None:
    return read_territory(sheet.layout.field("country_label", fields), sheet.layout.field("country_code", fields))
