"""Published reports: from a publisher's file, through its reader, to the staging tables.

Belongs here: the register of readers, choosing one and handing its rows over.
Does not: any publisher's layout (published_reports/).
"""

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from orchestration.connectors.base import (
    ENTITY_COLUMNS,
    REPORT_COLUMNS,
    ROW_NUMBER_COLUMN,
    STAGED_TABLE,
    Batch,
    ReportReader,
    SourceDrift,
)
from orchestration.connectors.staging import append_files, append_ignored, append_rejects, create_staging

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

READERS = "orchestration.connectors.published_reports"


@dataclass(frozen=True)
class Report:
    """A report that is read here: the module of its reader, the raw table of its rows, and their columns."""

    module: str
    table: str = "raw.published_figures"
    columns: tuple[str, ...] = REPORT_COLUMNS

    @property
    def reader(self) -> ReportReader:
        """The reader, whose module is imported now and not before."""
        reader: ReportReader = import_module(self.module).read_report
        return reader


# By the name of the folder under landing/published_reports.
REPORTS: dict[str, Report] = {
    "google_removals": Report(f"{READERS}.google"),
    "meta_content_restrictions": Report(f"{READERS}.meta_restrictions"),
    "meta_data_requests": Report(f"{READERS}.meta_data_requests"),
    "tiktok_removal_requests": Report(f"{READERS}.tiktok"),
    "un_consolidated_list": Report(f"{READERS}.un", "raw.listed_entities", ENTITY_COLUMNS),
    "x_removal_requests": Report(f"{READERS}.x"),
}


def stage_report(connection: "DuckDBPyConnection", batch: Batch, report: Report) -> None:
    """Stage what one published file of `report` says, and the accounts of its records. Values stay as published.

    Raises SourceDrift, with the path in the landing folder, when the reader does not know the layout.
    """
    if batch.observed_on is None:
        raise ValueError(f"{batch.uri}: a published report needs the day it was observed on")
    try:
        found = report.reader(batch.path, batch.observed_on)
    except SourceDrift as drift:
        raise SourceDrift(batch.uri, drift.reason) from drift
    create_staging(connection, report.columns)
    columns = ", ".join(report.columns)
    connection.register("arrived_rows", found.rows)
    connection.execute(
        f"insert into {STAGED_TABLE} by name "
        f"select cast({ROW_NUMBER_COLUMN} as bigint) as _row, {columns} from arrived_rows"
    )
    connection.unregister("arrived_rows")
    append_rejects(connection, found.rejected)
    append_ignored(connection, found.ignored)
    append_files(connection, found.files)
