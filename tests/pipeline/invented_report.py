"""A reader of a small invented report: two figures, and two records that cannot be read, in an archive."""

import zipfile
from datetime import date
from pathlib import Path

import pyarrow as pa

from orchestration.connectors.base import (
    REPORT_COLUMNS,
    IgnoredRow,
    RejectedRow,
    ReportFile,
    ReportRows,
    SourceDrift,
)

VALUES = ["<10", ""]


def read_report(path: Path, observed_on: date) -> ReportRows:
    if not zipfile.is_zipfile(path):
        raise SourceDrift(path.name, "is not an archive")
    figures = [{column: f"{column} {member}" for column in REPORT_COLUMNS} for member in ("a", "b")]
    texts = {column: [figure[column] for figure in figures] for column in REPORT_COLUMNS} | {"value_text": VALUES}
    return ReportRows(
        rows=pa.table(texts | {"row_number": ["2", "2"]}),
        files=tuple(ReportFile(f"file_name {member}", "invented", 3) for member in ("a", "b")),
        rejected=tuple(RejectedRow(3, None, "unreadable", "text", f"file_name {member}") for member in ("a", "b")),
        ignored=tuple(IgnoredRow(f"file_name {member}", 1, "header") for member in ("a", "b")),
    )
