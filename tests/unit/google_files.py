"""Small files in Google's layouts, written by hand for the tests of its connector."""

import zipfile
from datetime import date
from pathlib import Path
from typing import Any

from orchestration.connectors.base import ReportRows
from orchestration.connectors.published_reports.google import read_report
from tests.unit.refused import reason_of

OBSERVED_ON = date(2024, 9, 13)
BY_REQUESTOR = (
    "Period Ending,Country/Region,CLDR Territory Code,Requestor,Number of Requests,Items Requested To Be Removed,"
    "% Removed-Legal,% Removed-Policy,% Content Not Found,% Not Enough Information ,% No Action Taken,"
    "% Content Already Removed"
)
DETAILED = "Period Ending,Country/Region,CLDR Territory Code,Product,Reason,Total"
HISTORICAL_DETAILED = (
    'Period Ending,Country/Region,CLDR Territory Code,Product,Reason,Court Orders,"Executive, Police, etc.",'
    "Items Requested To Be Removed"
)
POLICE = "2023-12-31,Pakistan,PK,Police,17,346,93,,0,5,1,"
ARCHIVE_NAME = "google-government-removals.zip"
MEMBER = "google-government-removals/google-government-detailed-removal-requests.csv"

Row = dict[str, Any]


def write_csv(folder: Path, *lines: str, encoding: str = "utf-8", newline: str = "\n") -> Path:
    path = folder / "google-government-removal-requests.csv"
    path.write_bytes(newline.join([*lines, ""]).encode(encoding))
    return path


def write_zip(folder: Path, members: dict[str, str]) -> Path:
    path = folder / ARCHIVE_NAME
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return path


def read(path: Path, observed_on: date = OBSERVED_ON) -> ReportRows:
    return read_report(path, observed_on)


def rows_of(report: ReportRows) -> list[Row]:
    return list(report.rows.to_pylist())


def figures(report: ReportRows, *keys: str) -> dict[tuple[str, ...], str | None]:
    return {tuple(row[key] for key in keys): row["value_text"] for row in rows_of(report)}


def refusal(path: Path, observed_on: date = OBSERVED_ON) -> str:
    return reason_of(read, path, observed_on)
