"""TikTok's reports on government requests: from a workbook, a CSV of one metric a row, or a zip of such, to figures.

Belongs here: telling the two kinds of file apart, and reading the CSV: its records, and what must be whole in it.
Does not: reading the workbook (tiktok_workbook.py), or what its tables count (tiktok_layouts.py).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from orchestration.connectors.base import ReportFile, ReportRows, SourceDrift
from orchestration.connectors.published_reports.archive import Packing, read_files
from orchestration.connectors.published_reports.layouts import NotAsPublished, find_layout, one_spaced, plain_names
from orchestration.connectors.published_reports.records import read_records
from orchestration.connectors.published_reports.sheets import Origin, Record, Sheet, melt
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
from orchestration.connectors.published_reports.values import Period, half_year, is_figure, refuse_unfinished

WORKBOOK_SUFFIX = ".xlsx"
PACKING = Packing(
    suffix=".csv",
    members=re.compile(r"(.*/)?(English_LIPGR_20[0-9]{2}_H[12]\.xlsx|government-removal-requests(_[A-Z]+)?\.csv)"),
    home="tiktok.py",
)
HALVES = {"Jan-Jun": 1, "Jul-Dec": 2}
HEADER_ROW_NUMBER = 1  # as a spreadsheet shows it

Place = tuple[Period, str]  # of which half-year and country a record speaks
Found = list[tuple[Origin, Sheet]]


def read_report(path: Path, observed_on: date) -> ReportRows:
    """One row per published figure in the workbook, CSV file or zip archive at `path`; a blank has value_text NULL.

    Records that cannot be read come back as rejected. Raises SourceDrift when the file is damaged, a sheet or header
    is unknown, a period ends after `observed_on`, or metrics of a country are missing or given twice.
    """
    found: Found = []
    place = ""
    try:
        for file_name, content in read_files(path, _packing_of(path)):
            place = "" if file_name == path.name else f"{file_name.removeprefix(path.name + '/')}: "
            read = read_workbook if file_name.lower().endswith(WORKBOOK_SUFFIX) else _read_long
            found += read(file_name, content, observed_on)
            place = ""
        _refuse_repeated_periods(found)
    except NotAsPublished as error:
        raise SourceDrift(path.name, f"{place}{error}") from error
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
    given: dict[Place, dict[str, int]] = {}
    for row_number, fields in enumerate(data, start=HEADER_ROW_NUMBER + 1):
        if fault := _find_fault(fields):
            aside.reject(row_number, *fault, fields)
            continue
        said = dict(zip(LONG_HEADER, fields, strict=True))
        period = _read_period(said[PERIOD_COLUMN], row_number, observed_on)
        metric = one_spaced(said[METRIC_COLUMN])
        _refuse_repeated_metric(given.setdefault((period, _key(said)), {}), metric, row_number)
        if is_figure(said[RESULT_COLUMN], METRIC_LAYOUTS[metric].cells[0].measure):
            tables[metric].records.append(Record(row_number, [said[COUNTRY_COLUMN], said[RESULT_COLUMN]], period))
        else:
            aside.reject(row_number, RESULT_COLUMN, "not a figure in any form that is read", fields)
    _refuse_missing_metrics(given)
    return [(REMOVALS, table) for table in tables.values()]


def _find_fault(fields: Sequence[str]) -> tuple[str | None, str] | None:
    """The column at fault and what is wrong with it, or None for a record of a known kind; its figure is not judged."""
    if len(fields) != len(LONG_HEADER):
        return None, f"{len(fields)} fields where the header has {len(LONG_HEADER)}"
    said = dict(zip(LONG_HEADER, fields, strict=True))
    for column, known in FIXED_VALUES.items():
        if said[column].strip() != known:
            return column, f"not {known!r}, the only value that is read: look at it, then add it to {HOME}"
    if one_spaced(said[METRIC_COLUMN]) not in METRIC_LAYOUTS:
        return METRIC_COLUMN, f"a metric that is not known: look at it, then add it to {HOME}"
    if not said[COUNTRY_COLUMN].strip():
        return COUNTRY_COLUMN, "blank"
    if _half_year_of(said[PERIOD_COLUMN]) is None:
        return PERIOD_COLUMN, "not a half-year such as Jan-Jun 2025"
    return None


def _half_year_of(text: str) -> Period | None:
    match = re.fullmatch(r"(Jan-Jun|Jul-Dec) (20[0-9]{2})", one_spaced(text))
    return half_year(int(match[2]), HALVES[match[1]]) if match else None


def _read_period(text: str, row_number: int, observed_on: date) -> Period:
    period = _half_year_of(text)
    if period is None:
        raise ValueError(f"row {row_number}: the period is judged before it is read")
    try:
        refuse_unfinished(period, observed_on)
    except NotAsPublished as error:
        raise NotAsPublished(f"row {row_number}: {error}. Fetch the file again") from error
    return period


def _key(said: Mapping[str, str]) -> str:
    return one_spaced(said[COUNTRY_COLUMN]).casefold()


def _refuse_repeated_metric(given: dict[str, int], metric: str, row_number: int) -> None:
    first = given.setdefault(metric, row_number)
    if first != row_number:
        raise NotAsPublished(f"row {row_number} gives the figure of row {first} again: fetch it again")


def _refuse_missing_metrics(given: Mapping[Place, Mapping[str, int]]) -> None:
    """Of each country and half-year the publisher gives every metric: without one, rows are lost or renamed."""
    for rows in given.values():
        if missing := [metric for metric in METRIC_LAYOUTS if metric not in rows]:
            raise NotAsPublished(
                f"the country of row {min(rows.values())} lacks {', '.join(map(repr, missing))}: rows are lost or a "
                f"metric has a new name. Fetch it again, or add the name to {HOME}"
            )
