"""Excel workbooks: the first sheet, its header in row 1, through calamine.

Belongs here: how a cell becomes text.
Does not: guessing. A date cell has no UTC offset and is written without one, so the row rule on times rejects it.
Known limit: calamine hands an error cell (#DIV/0!) over as an empty one.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from orchestration.connectors.base import Batch, RejectedRow, SourceDrift
from orchestration.connectors.shape import check_columns
from orchestration.connectors.sources import Source
from orchestration.connectors.staging import TextRow, append_records, create_staging
from orchestration.connectors.workbooks import UnsafeWorkbookError, refuse_unsafe

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Cell = str | int | float | bool | date | datetime | time | timedelta
# Excel stores 15 digits; a longer whole number was already rounded when it was saved.
EXACT_INTEGER_LIMIT = 10**15


def stage_xlsx(connection: "DuckDBPyConnection", batch: Batch, source: Source) -> None:
    """Stage the first sheet of a workbook.

    Raises SourceDrift when it cannot be opened or its header is not as declared.
    """
    rows = _read_sheet(batch)
    header, body = _split_header(batch, rows)
    check_columns(batch, source, header)
    create_staging(connection, header)
    append_records(connection, header, _records(body, len(header)))


def _read_sheet(batch: Batch) -> list[list[Cell]]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        refuse_unsafe(batch.path)
        workbook = CalamineWorkbook.from_path(batch.path)
        return workbook.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except UnsafeWorkbookError as error:
        raise SourceDrift(batch.uri, str(error)) from error
    except CalamineError as error:
        reason = "cannot be opened as an Excel workbook: it seems damaged, cut off or encrypted. Save it again as .xlsx"
        raise SourceDrift(batch.uri, reason) from error


def _split_header(batch: Batch, rows: list[list[Cell]]) -> tuple[list[str], list[list[Cell]]]:
    if not rows or not any(cell != "" for cell in rows[0]):
        raise SourceDrift(batch.uri, "row 1 of the first sheet is empty: the header belongs there")
    width = max(index for row in rows for index, cell in enumerate(row, start=1) if cell != "")
    return [_as_text(cell) or "" for cell in rows[0][:width]], [row[:width] for row in rows[1:]]


def _records(rows: list[list[Cell]], width: int) -> Iterator[TextRow | RejectedRow]:
    """One record per row that is not wholly empty, numbered as the spreadsheet does."""
    for row_number, row in enumerate(rows, start=2):
        values = [_as_text(cell) for cell in row]
        if any(values):
            yield _record(row_number, values, width)


def _record(row_number: int, values: Sequence[str | None], width: int) -> TextRow:
    return TextRow(row_number, [*values, *[None] * (width - len(values))])


def _as_text(cell: Cell) -> str | None:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < EXACT_INTEGER_LIMIT:
        return str(int(cell))
    if isinstance(cell, datetime | date | time):
        return cell.isoformat()
    return str(cell) or None
