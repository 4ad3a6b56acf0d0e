"""Reads what a figure's buttons download, and what its table on the page says.

Belongs here: reading and comparing. Does not: pressing buttons (test_downloads).
"""

import csv
import io
from datetime import date
from pathlib import Path

from dashboards.blocks import Cell, Column
from dashboards.cell_values import Number, cell_value
from tests.e2e.test_site import Visit

# Head and shown rows of a figure's table, each cell as [text, is a number, is a day, rows that it stands for].
TABLE = """id => Array.from(document.querySelectorAll(`[id="${id}"] details table tr:not([hidden])`), row =>
  Array.from(row.cells, cell => [cell.textContent, cell.classList.contains("number"), !!cell.querySelector(".day"),
    cell.rowSpan]))"""


def number_of(value: object) -> object:
    """A value of a cell as a file without formats has it."""
    return float(value.value) if isinstance(value, Number) else value


def expected(visit: Visit, figure: str) -> list[list[object]]:
    """The head and the rows of the page's own table, read by the reader that Python has for workbooks."""
    rows = whole(visit.page.evaluate(TABLE, figure))
    values = [
        [
            number_of(cell_value(Cell(" ".join(text.split()), kind="day" if is_day else ""), Column("", is_number)))
            for text, is_number, is_day, _ in row
        ]
        for row in rows[1:]
    ]
    return [[text for text, *_ in rows[0]], *values]


def whole(rows: list[list[list[object]]]) -> list[list[list[object]]]:
    """The rows with every cell that stands for several put into each of them."""
    found: list[list[list[object]]] = []
    for row in rows:
        left, line = list(row), []
        for column in range(len(rows[0])):
            above = found[-1][column] if found else [0, 0, 0, 1]
            line.append([*above[:3], above[3] - 1] if above[3] > 1 else left.pop(0))
        found.append(line)
    return found


def as_csv(value: object) -> object:
    if isinstance(value, str) and value.startswith(("+", "-", "=", "@")):
        return f"'{value}"
    return "" if value is None else value.isoformat() if isinstance(value, date) else value


def csv_rows(path: Path) -> tuple[list[list[str]], str]:
    """Head and rows, and the sentence at the end; every line has as many cells as the head."""
    content = path.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.endswith(b"\r\n")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))
    assert {len(row) for row in rows} == {len(rows[0])}
    return rows[:-1], rows[-1][0]


def assert_same(rows: list[list[str]], wanted: list[list[object]], where: str) -> None:
    assert len(rows) == len(wanted), where
    for found, row in zip(rows, wanted, strict=True):
        for text, value in zip(found, row, strict=True):
            told = as_csv(value)
            assert float(text) == told if isinstance(told, float) else text == told, f"{where}: {text!r} for {told!r}"
