"""Published reports: from a publisher's file, through its reader, to the staging tables.

Belongs here: the register of readers, choosing one and handing its rows over.
Does not: any publisher's layout (published_reports/).
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from orchestration.connectors.base import (
    REPORT_COLUMNS,
    ROW_NUMBER_COLUMN,
    STAGED_TABLE,
    Batch,
    ReportReader,
    SourceDrift,
)
from orchestration.connectors.staging import append_rejects, create_staging

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def _google_removals() -> ReportReader:
    from orchestration.connectors.published_reports.google import read_report

    return read_report


# Folder name under landing/published_reports -> function that imports and returns its reader.
REPORT_READERS: dict[str, Callable[[], ReportReader]] = {
    "google_removals": _google_removals,
}


def stage_report(connection: "DuckDBPyConnection", batch: Batch, report: str) -> None:
    """Stage the figures of one published file of `report`, a key of REPORT_READERS. Values stay as published.

    Raises SourceDrift, with the path in the landing folder, when the reader does not know the layout.
    """
    if batch.observed_on is None:
        raise ValueError(f"{batch.uri}: a published report needs the day it was observed on")
    reader = REPORT_READERS[report]()
    try:
        found = reader(batch.path, batch.observed_on)
    except SourceDrift as drift:
        raise SourceDrift(batch.uri, drift.reason) from drift
    create_staging(connection, REPORT_COLUMNS)
    columns = ", ".join(REPORT_COLUMNS)
    connection.register("arrived_figures", found.rows)
    connection.execute(
        f"insert into {STAGED_TABLE} by name "
        f"select cast({ROW_NUMBER_COLUMN} as bigint) as _row, {columns} from arrived_figures"
    )
    connection.unregister("arrived_figures")
    append_rejects(connection, found.rejected)
