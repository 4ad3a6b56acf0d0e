"""What a cell of a table says to a machine: the number behind `1,234` or `62.3%`, the day, or the text as it stands.

Belongs here: reading a finished cell back. Does not: writing cells (words), files (workbooks). static/downloads.js
reads the same way; a test compares the two.
"""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from dashboards.blocks import Cell, Column, DataTable
from dashboards.words import NULL

# Marks of direction, which stand around numbers in Urdu.
MARKS = re.compile("[\u200e\u200f\u2066-\u2069]")
NUMBER = re.compile(r"([+\u2212-]?)(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?(%?)", re.ASCII)
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
Value: TypeAlias = "Number | date | str | None"


@dataclass(frozen=True)
class Number:
    """A number and how the page writes it, as a spreadsheet's format."""

    value: Decimal
    format: str


def cell_value(cell: Cell, column: Column) -> Value:
    """The cell's number where its column holds numbers, its day, None for a dash, else its text."""
    text = MARKS.sub("", cell.text)
    if text in (NULL, ""):
        return None
    if cell.kind == "day" and DAY.fullmatch(text):
        return date.fromisoformat(text)
    return (read_number(text) if column.is_number else None) or cell.text


def read_number(text: str) -> Number | None:
    """`1,234`, `−3`, `+9.9%` as a number; None for whatever is more, or less, than one number."""
    found = NUMBER.fullmatch(text)
    if not found:
        return None
    sign, whole, fraction, percent = found.groups(default="")
    value = Decimal(whole.replace(",", "") + fraction)
    if percent:
        value = value.scaleb(-2)
    pattern = ("#,##0" if "," in whole else "0") + ("." + "0" * (len(fraction) - 1) if fraction else "") + percent
    return Number(value if sign in ("", "+") else -value, f"+{pattern};-{pattern}" if sign == "+" else pattern)


def table_values(table: DataTable) -> list[list[Value]]:
    """The rows of a table; what one cell says of several rows is said in each."""
    lines: list[list[Value]] = []
    for row in table.rows:
        values = [cell_value(cell, column) for cell, column in zip(row, table.columns, strict=True)]
        if lines:
            values = [lines[-1][place] if not row[place].row_span else value for place, value in enumerate(values)]
        lines.append(values)
    return lines
