"""Writes XLSX: the same bytes for the same content, and no text in it is ever a formula or a link.

Belongs here: sheets and cells. Does not: what stands in them (workbooks).
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import xlsxwriter

from dashboards.cell_values import Number

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
LONGEST_TEXT = 32_767  # characters that a cell holds
EXACT = 2**53  # a spreadsheet's numbers are doubles: a longer whole number is text
WIDEST, NARROWEST, ABOUT_WIDTHS = 60, 10, (24, 110)
ISO_DAY = "yyyy-mm-dd"


@contextmanager
def workbook(path: Path, title: str, version: str, day: date, *, is_rtl: bool = False) -> Iterator["Book"]:
    """A workbook at `path`, written when this is left; `day` stands for the time at which it was made.

    Raises OSError where it cannot be written. Made in memory: a full disk leaves xlsxwriter with an archive that it
    cannot close.
    """
    content = BytesIO()
    with xlsxwriter.Workbook(content, OPTIONS) as book:
        book.set_properties({"title": title, "comments": version, "created": datetime.combine(day, time())})
        yield Book(book, is_rtl)
    path.write_bytes(content.getbuffer())


@dataclass(frozen=True)
class Book:
    """An open workbook; `is_rtl` sets its sheets from right to left."""

    book: xlsxwriter.Workbook
    is_rtl: bool = False
    formats: dict[str, "Format"] = field(default_factory=dict)

    def write_table(self, name: str, heads: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        """A sheet with a head that stays in sight, and each value as what it is; None is an empty cell."""
        sheet = self._sheet(name)
        bold = self.book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        for column, head in enumerate(heads):
            sheet.write_string(0, column, head, bold)
            sheet.set_column(column, column, max(NARROWEST, min(WIDEST, len(head) + 2)))
        sheet.freeze_panes(1, 1)
        for line, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                if value is not None:
                    self._write(sheet, line, column, value)

    def write_about(self, name: str, entries: Iterable[tuple[str, str]]) -> None:
        """A sheet of labels and texts."""
        sheet = self._sheet(name)
        bold, wrapped = (
            self.book.add_format({"bold": True, "valign": "top"}),
            self.book.add_format({"text_wrap": True}),
        )
        for column, width in enumerate(ABOUT_WIDTHS):
            sheet.set_column(column, column, width)
        for line, (label, text) in enumerate(entries):
            sheet.write_string(line, 0, label, bold)
            sheet.write_string(line, 1, text[:LONGEST_TEXT], wrapped)

    def _sheet(self, name: str) -> "Worksheet":
        sheet = self.book.add_worksheet(name)
        if self.is_rtl:
            sheet.right_to_left()
        return sheet

    def _write(self, sheet: "Worksheet", line: int, column: int, value: object) -> None:
        """A text is written as text, whatever it begins with."""
        if isinstance(value, Number):
            sheet.write_number(line, column, float(value.value), self._format(value.format))
        elif isinstance(value, str):
            sheet.write_string(line, column, value[:LONGEST_TEXT])
        elif isinstance(value, bool):
            sheet.write_boolean(line, column, value)
        elif isinstance(value, date) and not isinstance(value, datetime):
            sheet.write_datetime(line, column, value, self._format(ISO_DAY))
        elif isinstance(value, (int, float, Decimal)) and -EXACT <= value <= EXACT:
            sheet.write_number(line, column, float(value))
        else:
            sheet.write_string(line, column, str(value)[:LONGEST_TEXT])

    def _format(self, pattern: str) -> "Format":
        if pattern not in self.formats:
            self.formats[pattern] = self.book.add_format({"num_format": pattern})
        return self.formats[pattern]
