"""What Meta's report files have in common: one CSV file per half-year, which only the file name tells.

Belongs here: the half-year, the end of a file, and the records of a file, for both reports of Meta.
Does not: the layouts of either report (meta_restrictions.py, meta_data_requests.py).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath

from orchestration.connectors.base import ReportRows
from orchestration.connectors.published_reports.archive import Packing, read_files
from orchestration.connectors.published_reports.faults import (
    Fault,
    find_bad_cell,
    find_blank,
    find_other_width,
)
from orchestration.connectors.published_reports.layouts import (
    Layout,
    NotAsPublished,
    find_layout,
    one_spaced,
    plain_names,
)
from orchestration.connectors.published_reports.records import read_records
from orchestration.connectors.published_reports.refusals import naming_member, refuse_repeated, refusing
from orchestration.connectors.published_reports.sheets import HEADER_ROW_NUMBER, Origin, Record, Sheet, gather
from orchestration.connectors.published_reports.values import Period, half_year, refuse_unfinished


@dataclass(frozen=True)
class Publication:
    """One report of Meta: its files are named `stem`, half-year and `.csv`, by themselves and in any folder of a zip.

    `home` is the file in which it is declared; `unended`: layouts, by name, whose files Meta ends without a line end.
    """

    origin: Origin
    stem: str
    home: str
    layouts: tuple[Layout, ...]
    unended: frozenset[str]

    @property
    def file_name(self) -> re.Pattern[str]:
        """The name of a file; its groups are year and half."""
        return re.compile(re.escape(self.stem) + r"(20[0-9]{2})_H([12])\.csv")

    @property
    def packing(self) -> Packing:
        return Packing(".csv", re.compile(f"(.*/)?{self.file_name.pattern}"), self.home)


def read_publication(publication: Publication, path: Path, observed_on: date) -> ReportRows:
    """One row per published figure in the CSV file or zip archive at `path`.

    Records that cannot be read come back as rejected. Raises SourceDrift when a file is damaged, its layout is unknown,
    its name gives no half-year or one that ends after `observed_on`, or a half-year or a country is given twice.
    """
    sheets: dict[Period, Sheet] = {}
    with refusing(path):
        for file_name, content in read_files(path, publication.packing):
            with naming_member(file_name, path):
                period = read_period(publication, file_name, observed_on)
                if other := sheets.get(period):
                    raise NotAsPublished(f"is of the same half-year as {other.file_name}: keep one of the two")
                sheets[period] = _read_sheet(publication, file_name, content, period)
    return gather(publication.origin, list(sheets.values()))


def read_period(publication: Publication, file_name: str, observed_on: date) -> Period:
    """The half-year in a published file name. Raises NotAsPublished for any other name, or a half-year not ended."""
    match = publication.file_name.fullmatch(PurePosixPath(file_name).name)
    if match is None:
        raise NotAsPublished(
            f"the file name is not {publication.stem}<year>_H<1 or 2>.csv, and nothing in the file gives its "
            "half-year: restore the name under which Meta published the file"
        )
    period = half_year(int(match[1]), int(match[2]))
    refuse_unfinished(period, observed_on)
    return period


def _read_sheet(publication: Publication, file_name: str, content: bytes, period: Period) -> Sheet:
    is_ended = content.endswith(b"\n")
    header, *data = read_records(content if is_ended else content + b"\n")
    layout = find_layout(header, publication.layouts, plain_names(publication.layouts), publication.home)
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
    refuse_repeated(_countries(sheet), "the country")
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


def _find_fault(layout: Layout, fields: Sequence[str]) -> Fault | None:
    return (
        find_other_width(layout, fields)
        or find_blank(layout, fields)
        or _find_bad_code(layout, fields)
        or find_bad_cell(layout, fields)
    )


def _find_bad_code(layout: Layout, fields: Sequence[str]) -> Fault | None:
    position = layout.positions.get("country_code")
    if position is None or re.fullmatch("[A-Z]{2}", fields[position].strip()):
        return None
    return layout.header[position], "not a country code of two capital letters"


def _countries(sheet: Sheet) -> Iterator[tuple[int, str]]:
    """Row number and country of each record, by its label and again by its code."""
    for record in sheet.records:
        label = one_spaced(sheet.layout.field("country_label", record.fields)).casefold()
        for name in filter(None, (label, record.country_code)):
            yield record.row_number, name
