"""Sheets for people: a table as CSV or XLSX that holds names, and what comes back of it.

Belongs here: files, cells, and that nobody else may read them. Does not: what is in the columns (review).
"""

import csv
import io
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path

from orchestration.connectors.workbooks import UnsafeWorkbookError, refuse_unsafe

OWNER_ONLY = 0o600
CREATED = datetime(2025, 8, 15, tzinfo=UTC)  # a workbook's date of birth, so that the same rows are the same bytes
# A spreadsheet runs a text cell of a CSV file that starts with one of these as a formula; an apostrophe stops it.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
BYTE_ORDER_MARK = b"\xef\xbb\xbf"

Row = Sequence[str]


class SheetError(ValueError):
    """A sheet cannot be written where it was asked for, or cannot be read."""


@dataclass(frozen=True)
class SheetRow:
    """One row that came back, as text by column; `number` as the spreadsheet counts, the header being row 1."""

    number: int
    cells: dict[str, str]


def write_sheet(path: Path, columns: Row, rows: Sequence[Row]) -> None:
    """Write a new file that only its owner may read: a workbook where its name ends so, else CSV.

    Raises SheetError when the name says neither, its folder is not there or something else is; nothing is overwritten.
    """
    content = _workbook(columns, rows) if _is_workbook(path) else _csv(columns, rows)
    write_private(path, content)


def write_private(path: Path, content: bytes) -> None:
    """Write a new file that only its owner may read. Raises SheetError when there is one already, or no folder."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
    except FileExistsError as error:
        raise SheetError(f"{path} is there already, and is not overwritten: name another file") from error
    except (FileNotFoundError, NotADirectoryError) as error:
        raise SheetError(f"{path.parent} is no folder: make it first, or name a file in another") from error
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
    except OSError:
        path.unlink()  # half a sheet would be taken for a whole one, and stand in the way of the next
        raise


def read_sheet(path: Path) -> list[SheetRow]:
    """The rows of a CSV file or of a workbook's first sheet, wholly empty ones left out.

    Raises SheetError when it cannot be read, or has no header or two columns of one name.
    """
    lines = list(_workbook_lines(path) if _is_workbook(path) else _csv_lines(path))
    header = [name.strip() for name in lines[0][1]] if lines else []
    named = [name for name in header if name]
    if not named or len(set(named)) < len(named):
        raise SheetError(f"{path}: row 1 should name the columns, each once, as they were exported")
    return [
        SheetRow(number, _cells(header, cells)) for number, cells in lines[1:] if any(cell.strip() for cell in cells)
    ]


def _cells(header: list[str], cells: list[str]) -> dict[str, str]:
    # Programs leave out empty cells at the end of a row.
    padded = [*cells, *[""] * (len(header) - len(cells))]
    return {name: unguard(cell.strip()).strip() for name, cell in zip(header, padded, strict=False) if name}


def guard(cell: str) -> str:
    """A cell of a CSV file that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell


def unguard(cell: str) -> str:
    """What was guarded."""
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(FORMULA_STARTS) else cell


def csv_bytes(columns: Row, rows: Sequence[Row]) -> bytes:
    """A plain CSV file, for programs."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([columns, *rows])
    return text.getvalue().encode()


def _csv(columns: Row, rows: Sequence[Row]) -> bytes:
    guarded = [[guard(cell) for cell in row] for row in rows]
    # The mark at the start is what tells a spreadsheet that the names are in UTF-8.
    return BYTE_ORDER_MARK + csv_bytes(columns, guarded)


def _workbook(columns: Row, rows: Sequence[Row]) -> bytes:
    import xlsxwriter  # only here: importing the module must stay cheap

    content = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(content, options) as workbook:
        workbook.set_properties({"created": CREATED})
        sheet = workbook.add_worksheet("restricted")
        sheet.freeze_panes(1, 0)
        for number, row in enumerate([columns, *rows]):
            sheet.write_row(number, 0, row)
    return content.getvalue()


def _is_workbook(path: Path) -> bool:
    if path.suffix.lower() not in (".csv", ".xlsx"):
        raise SheetError(f"{path}: the name should end in .csv or .xlsx")
    return path.suffix.lower() == ".xlsx"


def _csv_lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
        header = text.partition("\n")[0]
        # Where a comma marks decimals, spreadsheets put semicolons between cells; no column's name has either.
        delimiter = ";" if ";" in header and "," not in header else ","
        # A row is counted as the spreadsheet shows it, so a line break inside a cell makes none.
        yield from enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), start=1)
    except (UnicodeDecodeError, csv.Error) as error:
        raise SheetError(f"{path} cannot be read as CSV in UTF-8: save it as `CSV UTF-8`, or as .xlsx") from error


def _workbook_lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    from python_calamine import CalamineError, CalamineWorkbook

    if not path.exists():
        raise SheetError(f"{path} is not there")
    try:
        refuse_unsafe(path)
        rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python(skip_empty_area=False)
    except UnsafeWorkbookError as error:
        raise SheetError(f"{path} {error}") from error
    except CalamineError as error:
        raise SheetError(f"{path} cannot be opened as a workbook: save it again as .xlsx") from error
    for number, row in enumerate(rows, start=1):
        yield number, [_as_text(cell) for cell in row]


def _as_text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime | date | time):
        return cell.isoformat()
    return str(cell)
