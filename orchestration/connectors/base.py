"""What every connector promises: the batch it reads, the rows it stages, and how it refuses.

Belongs here: the words that connectors, published-report readers and landing share.
Does not: reading anything (files.py, published_reports/) or writing anything (landing).
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import pyarrow as pa
    from duckdb import DuckDBPyConnection

    from orchestration.connectors.sources import Source

STAGED_TABLE = "staged_rows"
REJECTED_TABLE = "staged_rejects"
IGNORED_TABLE = "staged_ignored"
FILES_TABLE = "staged_files"
RAW_TEXT_LIMIT_CHARACTERS = 4000

# Columns of raw.published_figures that a reader fills, all text; row_number becomes _row BIGINT.
REPORT_COLUMNS = (
    "publisher",
    "report",
    "file_name",
    "country_label",
    "country_code",
    "period_start",
    "period_end",
    "product",
    "requestor",
    "reason",
    "unit",
    "measure",
    "value_text",
    "is_total",
    "is_repeated",
    "is_zero_filled",
    "speaker",
)
# Columns of raw.listed_entities, likewise: one row per name of an organisation on a sanctions list.
ENTITY_COLUMNS = (
    "publisher",
    "report",
    "file_name",
    "reference",
    "list_name",
    "entity_name",
    "name_kind",
    "listed_on",
)
ROW_NUMBER_COLUMN = "row_number"


class SourceDrift(Exception):  # noqa: N818 - named in the design; it is a state of the source, not of our code
    """A file is not shaped as declared, so nothing of it is loaded.

    The message names the file, what is wrong and what to do; it never carries a value from the data.
    `uri` is the path relative to the landing folder, or the file name where only that is known.
    """

    def __init__(self, uri: str, reason: str) -> None:
        super().__init__(f"{uri}: {reason}")
        self.uri = uri
        self.reason = reason


@dataclass(frozen=True)
class Batch:
    """One file as it was delivered: the unit that is loaded whole, or refused whole."""

    source: str
    uri: str
    path: Path
    sha256: str
    byte_count: int
    format: str
    observed_on: date | None = None
    report: str | None = None  # of a published report: the folder it lies in

    @property
    def batch_id(self) -> str:
        return f"{self.source}-{self.sha256[:12]}"

    @property
    def is_synthetic(self) -> bool:
        return Path(self.uri).name.startswith("synthetic-")


class Connector(Protocol):
    """Reads one batch into two temporary tables of the connection.

    STAGED_TABLE: `_row BIGINT` and every declared column as VARCHAR, '' already NULL.
    REJECTED_TABLE: row_number BIGINT, column_name, reason, raw_text VARCHAR; one row per unreadable record.
    Every record of the batch is in exactly one of them. Raises SourceDrift when the batch is not as declared.
    """

    def __call__(self, connection: "DuckDBPyConnection", batch: Batch, source: "Source") -> None: ...


@dataclass(frozen=True)
class RejectedRow:
    """A record that could not be read. `row_number` counts the header as 1; `raw_text` is the record as found.

    `file_name` is given where one delivery holds several files (archive members, workbook sheets).
    """

    row_number: int
    column_name: str | None
    reason: str
    raw_text: str | None
    file_name: str | None = None


@dataclass(frozen=True)
class IgnoredRow:
    """A record that is knowingly not read: a header, a banner, a blank line, a part nobody here has use for."""

    file_name: str
    row_number: int
    reason: str


@dataclass(frozen=True)
class ReportFile:
    """One table of a publication: a CSV file, an archive member, a workbook sheet, an XML list.

    `layout` names how it was read; `read_count` counts every record in it, header, banner and blank ones included.
    `report` is given where the table is of another report than the folder it was found in.
    """

    file_name: str
    layout: str
    read_count: int
    report: str | None = None


@dataclass(frozen=True)
class ReportRows:
    """What a published-report reader found in one file or archive.

    `rows`: Arrow table with REPORT_COLUMNS (or ENTITY_COLUMNS) and `row_number` (record number in its file, the first
    record being 1), all text (row_number may be int64); dates are ISO text, is_* is 'true' or 'false', value_text is
    as published. Every record of every file is in `rows`, `rejected` or `ignored`, and in one of them only.
    """

    rows: "pa.Table"
    files: tuple[ReportFile, ...]
    rejected: tuple[RejectedRow, ...] = ()
    ignored: tuple[IgnoredRow, ...] = ()


class ReportReader(Protocol):
    """Reads one published file, or a zip of them in place, observed on `observed_on`.

    Raises SourceDrift(path.name, reason) when the layout is not one it knows.
    """

    def __call__(self, path: Path, observed_on: date) -> ReportRows: ...
