"""What Meta's report files have in common: one CSV file per half-year, which only the file name tells.

Belongs here: the half-year, the end of a file, and the records of a file, for both reports of Meta.
Does not: the layouts of either report (meta_restrictions.py, meta_data_requests.py).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from orchestration.connectors.base import ReportRows, SourceDrift
from orchestration.connectors.published_reports.archive import Packing, read_files
from orchestration.connectors.published_reports.layouts import (
    Layout,
    NotAsPublished,
    find_layout,
    one_spaced,
    plain_names,
)
from orchestration.connectors.published_reports.records import read_records
from orchestration.connectors.published_reports.sheets import Origin, Record, Sheet, gather
from orchestration.connectors.published_reports.values import Period, half_year, is_figure, refuse_unfinished

HEADER_ROW_NUMBER = 1  # as a spreadsheet shows it
HALF_YEAR = re.compile(r"[_-](20[0-9]{2})_H([12])\.csv", re.IGNORECASE)


@dataclass(frozen=True)
class Publication:
    """One report of Meta. `unended`: names of the layouts whose files Meta ends without a line end."""

    origin: Origin
    packing: Packing
    layouts: tuple[Layout, ...]
    unended: frozenset[str]


def read_publication(publication: Publication, path: Path, observed_on: date) -> ReportRows:
    """One row per published figure in the CSV file or zip archive at `path`.

    Records that cannot be read come back as rejected. Raises SourceDrift when a file is damaged, its layout is unknown,
    its name gives no half-year or one that ends after `observed_on`, or a half-year or a country is given twice.
    """
    sheets: dict[Period, Sheet] = {}
    place = ""
    try:
        for file_name, content in read_files(path, publication.packing):
            place = "" if file_name == path.name else f"{file_name.removeprefix(path.name + '/')}: "
            period = read_period(file_name, observed_on)
            if other := sheets.get(period):
                raise NotAsPublished(f"is of the same half-year as {other.file_name}: keep one of the two")
            sheets[period] = _read_sheet(publication, file_name, content, period)
            place = ""
    except NotAsPublished as error:
        raise SourceDrift(path.name, f"{place}{error}") from error
    return gather(publication.origin, list(sheets.values()))


def read_period(file_name: str, observed_on: date) -> Period:
    """The half-year in a file's name (`..._2013_H2.csv`). Raises NotAsPublished when there is none, or not yet."""
    match = HALF_YEAR.search(file_name)
    if match is None or match.end() != len(file_name):
        raise NotAsPublished(
            "the file name does not end in a half-year such as _2013_H2.csv, and nothing in the file gives it: "
            "restore the name under which Meta published the file"
        )
    period = half_year(int(match[1]), int(match[2]))
    refuse_unfinished(period, observed_on)
    return period


def _read_sheet(publication: Publication, file_name: str, content: bytes, period: Period) -> Sheet:
    is_ended = content.endswith(b"\n")
    header, *data = read_records(content if is_ended else content + b"\n")
    layout = find_layout(header, publication.layouts, plain_names(publication.layouts), publication.packing.home)
    if not is_ended:
        _refuse_cut(publication, layout, data[-1])
    sheet = Sheet(file_name, layout, len(data) + 1)
    sheet.ignore(HEADER_ROW_NUMBER, "header")
    for row_number, fields in enumerate(data, start=HEADER_ROW_NUMBER + 1):
        if fault := _find_fault(layout, fields):
            sheet.reject(row_number, *fault, fields)
        else:
            code = layout.field("country_code", fields).strip() or None
            sheet.records.append(Record(row_number, fields, period, code))
    _refuse_repeated_countries(sheet)
    return sheet


def _refuse_cut(publication: Publication, layout: Layout, last: Sequence[str]) -> None:
    """A last line without an end is Meta's own in some layouts, where it is whole; anywhere else it was cut."""
    if layout.name not in publication.unended or len(last) != len(layout.header) or not _is_whole(layout, last):
        raise NotAsPublished("the last line does not end: the file is cut short, fetch it again")


def _is_whole(layout: Layout, fields: Sequence[str]) -> bool:
    """Whether the last field, where a cut leaves the width as it is, is the total or at the end of a blank stretch."""
    *others, last = (field.strip().replace(",", "") for field in fields[len(layout.dimensions) :])
    if not last:
        return not others[-1] and not layout.cells[-1].is_total
    return last == str(sum(int(number) for number in others if number.isdecimal()))


def _find_fault(layout: Layout, fields: Sequence[str]) -> tuple[str | None, str] | None:
    """The column at fault, where there is one, and what is wrong with it; None for a record that can be read."""
    if len(fields) != len(layout.header):
        return None, f"{len(fields)} fields where the header has {len(layout.header)}"
    for (column, dimension), field in zip(layout.dimensions, fields, strict=False):
        if not field.strip():
            return column, "blank"
        if dimension == "country_code" and not re.fullmatch("[A-Z]{2}", field.strip()):
            return column, "not a country code of two capital letters"
    for cell, field in zip(layout.cells, fields[len(layout.dimensions) :], strict=True):
        if not is_figure(field, cell.measure):
            return cell.column, "not a figure in any form that is read"
    return None


def _refuse_repeated_countries(sheet: Sheet) -> None:
    first_rows: dict[str, int] = {}
    for record in sheet.records:
        label = one_spaced(sheet.layout.field("country_label", record.fields)).casefold()
        for key in filter(None, (label, record.country_code)):
            first = first_rows.setdefault(key, record.row_number)
            if first != record.row_number:
                raise NotAsPublished(
                    f"row {record.row_number} gives the country of row {first} again: fetch the file again"
                )
