"""One table of a publication, read: its records, those set aside, and one row of text per figure in it.

Belongs here: the accounting of records, and turning a table of cells into the columns of raw.published_figures.
Does not: any publisher's layout, or finding what is wrong with a record (the publishers' modules).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from orchestration.connectors.base import (
    REPORT_COLUMNS,
    ROW_NUMBER_COLUMN,
    IgnoredRow,
    RejectedRow,
    ReportFile,
    ReportRows,
)
from orchestration.connectors.published_reports.layouts import ALL, SPLITS, Cell, Dimension, Layout, one_spaced
from orchestration.connectors.published_reports.records import as_csv
from orchestration.connectors.published_reports.values import Period

if TYPE_CHECKING:
    import pyarrow as pa

Texts = list[str | None]
HEADER_ROW_NUMBER = 1  # as a spreadsheet shows it


@dataclass(frozen=True)
class Origin:
    """Who publishes what, as raw.published_figures names it."""

    publisher: str
    report: str
    speaker: str = "platform"


@dataclass(frozen=True)
class Record:
    """A readable record. `row_number` counts the file's first record as 1; `country_code` is None where it has none."""

    row_number: int
    fields: Sequence[str]
    period: Period
    country_code: str | None = None


@dataclass(frozen=True)
class Sheet:
    """One table of one file. `read_count` counts all records of that file, of which it may hold more tables."""

    file_name: str
    layout: Layout
    read_count: int
    records: list[Record] = field(default_factory=list)
    rejected: list[RejectedRow] = field(default_factory=list)
    ignored: list[IgnoredRow] = field(default_factory=list)

    def reject(self, row_number: int, column: str | None, reason: str, fields: Sequence[str]) -> None:
        """Set aside a record that cannot be read, and say why."""
        self.rejected.append(RejectedRow(row_number, column, reason, as_csv(fields), self.file_name))

    def ignore(self, row_number: int, reason: str) -> None:
        """Set aside a record that is knowingly not read."""
        self.ignored.append(IgnoredRow(self.file_name, row_number, reason))


def gather(origin: Origin, sheets: Sequence[Sheet]) -> ReportRows:
    """Everything that was found in the tables of one delivery. Tables of one file are one file in the accounts."""
    import pyarrow as pa

    files: dict[str, ReportFile] = {}
    for sheet in sheets:
        known = files.get(sheet.file_name)
        layout = f"{known.layout}; {sheet.layout.name}" if known else sheet.layout.name
        files[sheet.file_name] = ReportFile(sheet.file_name, layout, sheet.read_count)
    return ReportRows(
        rows=pa.concat_tables([melt(origin, sheet) for sheet in sheets]),
        files=tuple(files.values()),
        rejected=tuple(row for sheet in sheets for row in sheet.rejected),
        ignored=tuple(row for sheet in sheets for row in sheet.ignored),
    )


def melt(origin: Origin, sheet: Sheet) -> "pa.Table":
    """The sheet's records once per column of figures: REPORT_COLUMNS as text, and the row number as int64.

    A record that leaves a part blank (Cell.parts) has no row for it: it does not split its figure that way.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    shared = {name: pa.array(texts, pa.string()) for name, texts in _shared_columns(origin, sheet).items()}
    row_numbers = pa.array([record.row_number for record in sheet.records], pa.int64())
    first_cell = len(sheet.layout.dimensions)
    tables = []
    for position, cell in enumerate(sheet.layout.cells, start=first_cell):
        own = {name: pa.array(texts, pa.string()) for name, texts in _cell_columns(sheet, cell, position).items()}
        columns = shared | own
        table = pa.table({name: columns[name] for name in REPORT_COLUMNS} | {ROW_NUMBER_COLUMN: row_numbers})
        is_part = cell.column in sheet.layout.parts
        tables.append(table.filter(pc.field("value_text").is_valid()) if is_part else table)
    return pa.concat_tables(tables)


def _shared_columns(origin: Origin, sheet: Sheet) -> dict[str, Texts]:
    """Columns that are the same whichever figure of a record is looked at; dimensions not split by are `all`."""
    records = sheet.records
    constants = {
        "publisher": origin.publisher,
        "report": origin.report,
        "file_name": sheet.file_name,
        "speaker": origin.speaker,
    }
    columns: dict[str, Texts] = {name: [text] * len(records) for name, text in constants.items()}
    columns["country_code"] = [record.country_code for record in records]
    columns["period_start"] = [record.period.start for record in records]
    columns["period_end"] = [record.period.end for record in records]
    labels: tuple[Dimension, ...] = ("country_label", *SPLITS)
    for dimension in labels:
        columns[dimension] = [label(sheet.layout, dimension, record.fields) for record in records]
    return columns


def _cell_columns(sheet: Sheet, cell: Cell, position: int) -> dict[str, Texts]:
    count = len(sheet.records)
    texts = [record.fields[position].strip() for record in sheet.records]
    starts = [record.period.start for record in sheet.records]
    own: dict[str, Texts] = {
        "unit": [cell.unit] * count,
        "measure": [cell.measure] * count,
        "value_text": [text or None for text in texts],
        "is_total": [_flag(is_total) for is_total in _totals(sheet, cell)],
        "is_repeated": [_flag(cell.is_repeated)] * count,
        "is_zero_filled": [_flag(cell.is_zero_filled(*pair)) for pair in zip(starts, texts, strict=True)],
    }
    named = {"product": cell.product, "requestor": cell.requestor, "reason": cell.reason}
    return own | {name: [text] * count for name, text in named.items() if text is not None}


def _totals(sheet: Sheet, cell: Cell) -> list[bool]:
    layout = sheet.layout
    return [
        cell.is_total_in(record.period.start) or layout.gives_parts(cell, record.fields) for record in sheet.records
    ]


def label(layout: Layout, dimension: Dimension, fields: Sequence[str]) -> str:
    """What the record says for `dimension`, one-spaced; `all` where the layout does not split by it or says nothing."""
    return one_spaced(layout.field(dimension, fields)) or ALL


def _flag(value: bool) -> str:
    return "true" if value else "false"
