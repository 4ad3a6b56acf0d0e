"""TikTok's workbook of one half-year: its two sheets by country, and an account of every row of the others.

Belongs here: opening it, the half-year it is of, and what may not be found in it. Does not: what its columns count
(tiktok_layouts.py).
Known limit: calamine hands an error cell (#DIV/0!) over as an empty one, so it is read as a figure that is not given.
"""

import io
import re
from collections.abc import Sequence
from datetime import date
from pathlib import PurePosixPath

from orchestration.connectors.published_reports.faults import Fault, find_bad_cell, find_other_extent
from orchestration.connectors.published_reports.layouts import (
    NotAsPublished,
    find_layout,
    one_spaced,
    path_of,
    plain_names,
)
from orchestration.connectors.published_reports.refusals import naming, refuse_repeated
from orchestration.connectors.published_reports.sheets import HEADER_ROW_NUMBER, Origin, Record, Sheet
from orchestration.connectors.published_reports.tiktok_layouts import DATED_BY, HOME, WORKBOOK_SHEETS, SheetKind
from orchestration.connectors.published_reports.values import Period, half_year, refuse_unfinished
from orchestration.connectors.workbooks import UnsafeWorkbookError, refuse_unsafe
from orchestration.connectors.xlsx import EXACT_INTEGER_LIMIT

NAMED_BY_HALF_YEAR = re.compile(r"English_LIPGR_(20[0-9]{2})_H([12])\.xlsx")
Rows = list[list[object]]


def read_workbook(file_name: str, content: bytes, observed_on: date) -> list[tuple[Origin, Sheet]]:
    """Every sheet of the workbook, read or knowingly not, each a file `<file_name>/<sheet>` of its own.

    Raises NotAsPublished when it is damaged, its sheets are not the known ones, a header is unknown, its name and its
    own dates differ, or a country is given twice.
    """
    period = _period_of(file_name, observed_on)
    tables = _read_tables(content)
    _refuse_other_sheets(list(tables))
    _refuse_another_half_year(tables[DATED_BY], period)
    found = []
    for name, rows in tables.items():
        kind = WORKBOOK_SHEETS[name]
        sheet = Sheet(f"{file_name}/{name}", kind.layout, len(rows))
        with naming(f"sheet {name!r}: "):
            _read_sheet(sheet, kind, rows, period)
        found.append((kind.origin, sheet))
    return found


def _period_of(file_name: str, observed_on: date) -> Period:
    match = NAMED_BY_HALF_YEAR.fullmatch(PurePosixPath(file_name).name)
    if match is None:
        raise NotAsPublished(
            "the workbook does not say which half-year it is of other than by its name, which is not "
            "English_LIPGR_<year>_H<1 or 2>.xlsx: give it its published name again"
        )
    period = half_year(int(match[1]), int(match[2]))
    refuse_unfinished(period, observed_on)
    return period


def _read_tables(content: bytes) -> dict[str, Rows]:
    """The rows of each sheet, as wide as its widest."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        refuse_unsafe(io.BytesIO(content))
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        return {
            name: [list(row) for row in workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)]
            for name in workbook.sheet_names
        }
    except UnsafeWorkbookError as error:
        raise NotAsPublished(f"the workbook {error}") from error
    except CalamineError as error:
        raise NotAsPublished(f"the workbook is damaged or encrypted ({error}): fetch it again") from error


def _refuse_other_sheets(names: Sequence[str]) -> None:
    unknown = [name for name in names if name not in WORKBOOK_SHEETS]
    missing = [name for name, kind in WORKBOOK_SHEETS.items() if kind.must_be_there and name not in names]
    if unknown or missing:
        raise NotAsPublished(
            f"the workbook has the sheets {', '.join(map(repr, names))}; known are "
            f"{', '.join(map(repr, WORKBOOK_SHEETS))} (not known: {', '.join(map(repr, unknown)) or 'none'}; missing: "
            f"{', '.join(map(repr, missing)) or 'none'}). Look at it, then add it to {path_of(HOME)}"
        )


def _refuse_another_half_year(rows: Rows, period: Period) -> None:
    """The sheet of totals over time ends with the half-year of the workbook: that shows a file renamed."""
    newest = max((f"{row[0]:%Y-%m-%d}" for row in rows if isinstance(row[0], date)), default="no date")
    if newest != period.end:
        raise NotAsPublished(
            f"the workbook is named after the half-year to {period.end} and sheet {DATED_BY!r} ends with {newest}: "
            "give it its published name again"
        )


def _read_sheet(sheet: Sheet, kind: SheetKind, rows: Rows, period: Period) -> None:
    if kind.ignored_because:
        for row_number in range(1, len(rows) + 1):
            sheet.ignore(row_number, kind.ignored_because)
        return
    header = [as_text(cell) for cell in rows[0]] if rows else []
    while header and not header[-1].strip():
        header.pop()
    find_layout(header, [kind.layout], plain_names([kind.layout]), HOME)
    sheet.ignore(HEADER_ROW_NUMBER, "header")
    for row_number, row in enumerate(rows[1:], start=HEADER_ROW_NUMBER + 1):
        _read_row(sheet, row_number, row, period)
    countries = ((record.row_number, one_spaced(record.fields[0]).casefold()) for record in sheet.records)
    refuse_repeated(countries, "the country")


def _read_row(sheet: Sheet, row_number: int, row: Sequence[object], period: Period) -> None:
    fields = [as_text(cell) for cell in row]
    if not any(field.strip() for field in fields):
        sheet.ignore(row_number, "blank row")
    elif fault := _find_fault(sheet, row, fields):
        sheet.reject(row_number, *fault, fields)
    else:
        sheet.records.append(Record(row_number, fields, period))


def _find_fault(sheet: Sheet, row: Sequence[object], fields: Sequence[str]) -> Fault | None:
    """The column at fault and what is wrong with it, or None for a row that can be read."""
    if other_extent := find_other_extent(sheet.layout, fields):
        return other_extent
    if not isinstance(row[0], str) or not fields[0].strip():
        return "Country", "not a name"
    return find_bad_cell(sheet.layout, fields)


def as_text(cell: object) -> str:
    """A cell as text; a whole number, which a workbook stores as a float, without the `.0` it is not shown with."""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < EXACT_INTEGER_LIMIT:
        return str(int(cell))
    return str(cell)
