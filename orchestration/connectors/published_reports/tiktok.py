"""TikTok's reports on government requests: from a workbook, a CSV of one metric a row, or a zip of such, to figures.

Belongs here: telling the two kinds of file apart, and reading the CSV: its records, and what must be whole in it.
Does not: reading the workbook (tiktok_workbook.py), or what its tables count (tiktok_layouts.py).
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from orchestration.connectors.base import ReportFile, ReportRows
from orchestration.connectors.published_reports.archive import Packing, read_files
from orchestration.connectors.published_reports.faults import Fault, find_bad_cell, find_other_width
from orchestration.connectors.published_reports.layouts import (
    NotAsPublished,
    find_layout,
    one_spaced,
    path_of,
    plain_names,
)
from orchestration.connectors.published_reports.records import read_records
from orchestration.connectors.published_reports.refusals import naming_member, read_finished, refuse_repeated, refusing
from orchestration.connectors.published_reports.sheets import HEADER_ROW_NUMBER, Origin, Record, Sheet, melt
from orchestration.connectors.published_reports.tiktok_layouts import (
    COUNTRY_COLUMN,
    FIXED_VALUES,
    HOME,
    LONG,
    LONG_HEADER,
    METRIC_COLUMN,
    METRIC_LAYOUTS,
    PERIOD_COLUMN,
    REMOVALS,
    RESULT_COLUMN,
)
from orchestration.connectors.published_reports.tiktok_workbook import read_workbook
from orchestration.connectors.published_reports.values import Period, half_year

WORKBOOK_SUFFIX = ".xlsx"
PACKING = Packing(
    suffix=".csv",
    members=re.compile(r"(.*/)?(English_LIPGR_20[0-9]{2}_H[12]\.xlsx|government-removal-requests(_[A-Z]+)?\.csv)"),
    home="tiktok.py",
)
HALVES = {"Jan-Jun": 1, "Jul-Dec": 2}
HALF_YEAR = re.compile(r"(Jan-Jun|Jul-Dec) (20[0-9]{2})")

Given = list[tuple[int, tuple[Period, str, str]]]  # row number; half-year, country and metric that it gives
Found = list[tuple[Origin, Sheet]]


def read_report(path: Path, observed_on: date) -> ReportRows:
    """One row per published figure in the workbook, CSV file or zip archive at `path`; a blank has value_text NULL.

    Records that cannot be read come back as rejected. Raises SourceDrift when the file is damaged, a sheet or header
    is unknown, a period ends after `observed_on`, or metrics of a country are missing or given twice.
    """
    found: Found = []
    with refusing(path):
        for file_name, content in read_files(path, _packing_of(path)):
            read = read_workbook if file_name.lower().endswith(WORKBOOK_SUFFIX) else _read_long
            with naming_member(file_name, path):
                found += read(file_name, content, observed_on)
        _refuse_repeated_periods(found)
    return _assemble(found)


def _packing_of(path: Path) -> Packing:
    """A file by itself may be of either kind, and so may each member of a zip."""
    kind = path.suffix.lower()
    if kind not in (PACKING.suffix, WORKBOOK_SUFFIX, ".zip"):
        raise NotAsPublished(f"neither {PACKING.suffix}, {WORKBOOK_SUFFIX} nor .zip: this report comes as one of these")
    return replace(PACKING, suffix=WORKBOOK_SUFFIX) if kind == WORKBOOK_SUFFIX else PACKING


def _assemble(found: Found) -> ReportRows:
    import pyarrow as pa

    sheets = [sheet for _, sheet in found]
    files = {
        sheet.file_name: ReportFile(sheet.file_name, sheet.layout.name, sheet.read_count, origin.report)
        for origin, sheet in found
    }
    return ReportRows(
        rows=pa.concat_tables([melt(origin, sheet) for origin, sheet in found if sheet.layout.cells]),
        files=tuple(files.values()),
        rejected=tuple(row for sheet in sheets for row in sheet.rejected),
        ignored=tuple(row for sheet in sheets for row in sheet.ignored),
    )


def _refuse_repeated_periods(found: Found) -> None:
    """Two files of one archive may not speak of the same half-year in the same report."""
    owners: dict[tuple[Origin, Period], str] = {}
    for origin, sheet in found:
        for period in {record.period for record in sheet.records}:
            owner = owners.setdefault((origin, period), sheet.file_name)
            if owner != sheet.file_name:
                raise NotAsPublished(f"{sheet.file_name} gives the half-year of {owner} again: keep one of the two")


def _read_long(file_name: str, content: bytes, observed_on: date) -> Found:
    """The CSV of one metric a row, as one table per metric; what is set aside is kept with the first of them."""
    header, *data = read_records(content)
    find_layout(header, [LONG], plain_names([LONG]), HOME)
    tables = {metric: Sheet(file_name, layout, len(data) + 1) for metric, layout in METRIC_LAYOUTS.items()}
    aside = next(iter(tables.values()))
    aside.ignore(HEADER_ROW_NUMBER, "header")
    given: Given = []
    for row_number, fields in enumerate(data, start=HEADER_ROW_NUMBER + 1):
        if fault := _find_fault(fields):
            aside.reject(row_number, *fault, fields)
            continue
        said = dict(zip(LONG_HEADER, fields, strict=True))
        period = read_finished(_read_period, said[PERIOD_COLUMN], row_number, observed_on, HOME)
        metric = one_spaced(said[METRIC_COLUMN])
        given.append((row_number, (period, one_spaced(said[COUNTRY_COLUMN]).casefold(), metric)))
        figure = [said[COUNTRY_COLUMN], said[RESULT_COLUMN]]
        if bad_cell := find_bad_cell(tables[metric].layout, figure):
            aside.reject(row_number, RESULT_COLUMN, bad_cell[1], fields)
        else:
            tables[metric].records.append(Record(row_number, figure, period))
    refuse_repeated(given, "the figure")
    _refuse_missing_metrics(given)
    return [(REMOVALS, table) for table in tables.values()]


def _find_fault(fields: Sequence[str]) -> Fault | None:
    """The column at fault and what is wrong with it, or None for a record of a known kind; its figure is not judged."""
    if other_width := find_other_width(LONG, fields):
        return other_width
    said = dict(zip(LONG_HEADER, fields, strict=True))
    for column, known in FIXED_VALUES.items():
        if said[column].strip() != known:
            return column, f"not {known!r}, the only value that is read: look at it, then add it to {path_of(HOME)}"
    if one_spaced(said[METRIC_COLUMN]) not in METRIC_LAYOUTS:
        return METRIC_COLUMN, f"a metric that is not known: look at it, then add it to {path_of(HOME)}"
    if not said[COUNTRY_COLUMN].strip():
        return COUNTRY_COLUMN, "blank"
    if not HALF_YEAR.fullmatch(one_spaced(said[PERIOD_COLUMN])):
        return PERIOD_COLUMN, "not a half-year such as Jan-Jun 2025"
    return None


def _read_period(text: str) -> Period:
    match = HALF_YEAR.fullmatch(one_spaced(text))
    if match is None:
        raise NotAsPublished("the period is not a half-year such as Jan-Jun 2025")
    return half_year(int(match[2]), HALVES[match[1]])


def _refuse_missing_metrics(given: Given) -> None:
    """Of each country and half-year the publisher gives every metric: without one, rows are lost or renamed."""
    rows: dict[tuple[Period, str], dict[str, int]] = {}
    for row_number, (period, country, metric) in given:
        rows.setdefault((period, country), {})[metric] = row_number
    for found in rows.values():
        if missing := [metric for metric in METRIC_LAYOUTS if metric not in found]:
            raise NotAsPublished(
                f"the country of row {min(found.values())} lacks {', '.join(map(repr, missing))}: rows are lost or a "
                f"metric has a new name. Fetch it again, or add the name to {path_of(HOME)}"
            )
