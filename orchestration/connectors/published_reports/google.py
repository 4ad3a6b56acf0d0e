"""Google's government removal reports: from a published file to one row of text per figure in it.

Belongs here: joining layout, records and values into the columns of raw.published_figures.
Does not: what the layouts are (google_layouts.py), or typing and naming of values (dbt staging).
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from orchestration.connectors.base import (
    RAW_TEXT_LIMIT_CHARACTERS,
    REPORT_COLUMNS,
    ROW_NUMBER_COLUMN,
    RejectedRow,
    ReportRows,
    SourceDrift,
)
from orchestration.connectors.published_reports.google_archive import csv_files, read_records
from orchestration.connectors.published_reports.google_layouts import (
    ALL,
    Cell,
    Dimension,
    Layout,
    NotAsPublished,
    find_layout,
    one_spaced,
)
from orchestration.connectors.published_reports.google_values import Period, find_fault, read_period, read_territory

if TYPE_CHECKING:
    import pyarrow as pa

PUBLISHER = "google"
REPORT = "google_removals"
SPEAKER = "platform"
SPLITS: tuple[Dimension, ...] = ("product", "requestor", "reason")
LABELS: tuple[Dimension, ...] = ("country_label", *SPLITS)
HEADER_ROW_NUMBER = 1  # as a spreadsheet shows it


@dataclass(frozen=True)
class _Record:
    row_number: int
    fields: list[str]
    period: Period


@dataclass(frozen=True)
class _Sheet:
    """One CSV file, read: its records in order, and those set aside."""

    file_name: str
    layout: Layout
    records: list[_Record]
    rejected: list[RejectedRow]


def read_report(path: Path, observed_on: date) -> ReportRows:
    """One row per published figure in the CSV file or zip archive at `path`; a blank figure has value_text NULL.

    Records that cannot be read come back as rejected. Raises SourceDrift when the file is damaged, a layout is
    unknown, a period is no half-year or ends after `observed_on`, or a figure is given twice.
    """
    import pyarrow as pa

    sheets: list[_Sheet] = []
    place = ""
    try:
        for file_name, content in csv_files(path):
            place = "" if file_name == path.name else f"{file_name.removeprefix(path.name + '/')}: "
            sheets.append(_read_sheet(file_name, content, observed_on))
            _refuse_same_layout(sheets)
            place = ""
    except NotAsPublished as error:
        raise SourceDrift(path.name, f"{place}{error}") from error
    return ReportRows(
        rows=pa.concat_tables([_melt(sheet) for sheet in sheets]),
        rejected=tuple(row for sheet in sheets for row in sheet.rejected),
    )


def _refuse_same_layout(sheets: list[_Sheet]) -> None:
    *others, last = sheets
    for other in others:
        if other.layout == last.layout:
            raise NotAsPublished(f"has the same layout ({last.layout.name}) as {other.file_name}: keep one of the two")


def _read_sheet(file_name: str, content: bytes, observed_on: date) -> _Sheet:
    header, *data = read_records(content)
    sheet = _Sheet(file_name, find_layout(header), [], [])
    for row_number, fields in enumerate(data, start=HEADER_ROW_NUMBER + 1):
        if len(fields) != len(header):
            reason = f"{len(fields)} fields where the header has {len(header)}"
            sheet.rejected.append(_reject(sheet, row_number, None, reason, fields))
            continue
        period = _read_period(sheet.layout.field("period", fields), row_number, observed_on)
        if fault := find_fault(sheet.layout, fields, period):
            sheet.rejected.append(_reject(sheet, row_number, *fault, fields))
        else:
            sheet.records.append(_Record(row_number, fields, period))
    _refuse_repeated_figures(sheet)
    return sheet


def _read_period(text: str, row_number: int, observed_on: date) -> Period:
    """As `read_period`, naming the row; a half-year that had not ended when the file was observed is refused too."""
    try:
        period = read_period(text)
    except NotAsPublished as error:
        raise NotAsPublished(f"row {row_number}: {error}. Fetch the file again, or teach google_values.py") from error
    if period.end > observed_on.isoformat():
        raise NotAsPublished(f"row {row_number}: the period ends after {observed_on}, the day the file was observed")
    return period


def _refuse_repeated_figures(sheet: _Sheet) -> None:
    territories = (_territory(sheet.layout, record.fields) for record in sheet.records)
    splits = (tuple(_labels(sheet, name)) for name in SPLITS)
    first_rows: dict[tuple[object, ...], int] = {}
    for record, *key in zip(sheet.records, territories, *splits, strict=True):
        first = first_rows.setdefault((record.period, *key), record.row_number)
        if first != record.row_number:
            raise NotAsPublished(f"row {record.row_number} gives the figures of row {first} again: fetch it again")


def _reject(sheet: _Sheet, row_number: int, column: str | None, reason: str, fields: list[str]) -> RejectedRow:
    text = io.StringIO()
    csv.writer(text, lineterminator="").writerow(fields)
    return RejectedRow(row_number, column, f"{sheet.file_name}: {reason}", text.getvalue()[:RAW_TEXT_LIMIT_CHARACTERS])


def _melt(sheet: _Sheet) -> "pa.Table":
    """The sheet's records once per column of figures: REPORT_COLUMNS as text, and the row number as int64."""
    import pyarrow as pa

    shared = {name: pa.array(values, pa.string()) for name, values in _shared_columns(sheet).items()}
    row_numbers = pa.array([record.row_number for record in sheet.records], pa.int64())
    first_cell = len(sheet.layout.dimensions)
    tables = []
    for position, cell in enumerate(sheet.layout.cells, start=first_cell):
        own = {name: pa.array(values, pa.string()) for name, values in _cell_columns(sheet, cell, position).items()}
        columns = shared | own
        tables.append(pa.table({name: columns[name] for name in REPORT_COLUMNS} | {ROW_NUMBER_COLUMN: row_numbers}))
    return pa.concat_tables(tables)


def _shared_columns(sheet: _Sheet) -> dict[str, list[str | None]]:
    """Columns that are the same whichever figure of a record is looked at; dimensions not split by are `all`."""
    records = sheet.records
    constants = {"publisher": PUBLISHER, "report": REPORT, "file_name": sheet.file_name, "speaker": SPEAKER}
    columns: dict[str, list[str | None]] = {name: [text] * len(records) for name, text in constants.items()}
    columns["country_code"] = [_territory(sheet.layout, record.fields) for record in records]
    columns["period_start"] = [record.period.start for record in records]
    columns["period_end"] = [record.period.end for record in records]
    for dimension in LABELS:
        columns[dimension] = list(_labels(sheet, dimension))
    return columns


def _cell_columns(sheet: _Sheet, cell: Cell, position: int) -> dict[str, list[str | None]]:
    since = sheet.layout.superseded_from
    totals = [cell.is_total or (since is not None and record.period.start >= since) for record in sheet.records]
    count = len(totals)
    own: dict[str, list[str | None]] = {
        "unit": [cell.unit] * count,
        "measure": [cell.measure] * count,
        "value_text": [record.fields[position].strip() or None for record in sheet.records],
        "is_total": ["true" if is_total else "false" for is_total in totals],
    }
    return own | ({"requestor": [cell.requestor] * count} if cell.requestor else {})


def _labels(sheet: _Sheet, dimension: Dimension) -> Iterator[str]:
    for record in sheet.records:
        yield one_spaced(sheet.layout.field(dimension, record.fields)) or ALL


def _territory(layout: Layout, fields: list[str]) -> str | None:
    return read_territory(layout.field("country_label", fields), layout.field("country_code", fields))
