"""Small workbooks and CSV files as TikTok publishes them, made for the tests of its connector."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter

from orchestration.connectors.base import ReportRows
from orchestration.connectors.published_reports.tiktok import read_report
from tests.unit.refused import reason_of

WORKBOOK_NAME = "English_LIPGR_2022_H1.xlsx"
LONG_NAME = "government-removal-requests.csv"
OBSERVED_ON = date(2026, 11, 21)

METRICS = (
    "Total requests received",
    "Total content received",
    "Content actioned due to community guidelines violations",
    "Content actioned due to (local) law violations",
    "Content not actioned",
    "Total accounts received",
    "Accounts actioned due to community guidelines violations",
    "Accounts actioned due to (local) law violations",
    "Accounts not actioned",
    "Removal rate",
)
INFORMATION = (
    "Country",
    "Total Requests",
    "Legal Requests",
    "Legal Request\nAccounts Specified",
    "Percentage of Legal Requests Where Some Data Was Disclosed",
    "Emergency Requests",
    "Emergency Request\nAccounts Specified",
    "Percentage of Emergency Requests Where Some Data Was Disclosed",
    "Preservation Requests",
    "Preservation Request Accounts Specified",
)
FIGURES = (602, 10196, 4589, 2728, 2879, 2821, 548, 419, 1854, 0.636)  # Pakistan, Jan-Jun 2025
LONG_HEADER = (
    "replication_info,entity,aspect,metric_name,period,period_value,policy,policy_value,task,task_value,location,"
    "location_value,result,base,date"
)

Row = Sequence[object]
Sheets = dict[str, list[Row]]


def sheets(*removals: Row, information: Sequence[Row] = (), ends_on: date = date(2022, 6, 30)) -> Sheets:
    """The six sheets of the workbook, with these rows in the two that are read."""
    return {
        "LRFUI historical": [["Date", "Total Legal Requests"], [ends_on, 4054]],
        "LRFUI map": [INFORMATION, *information],
        "GRFCR historical": [["Date", "Total Government Requests"], [date(2021, 12, 31), 1722], [ends_on, 2713]],
        "GRFCR map": [("Country", *METRICS), *removals],
        "IP CR": [["Country/Region", "Date range"], ["Global", "January 1 - June 30, 2022"]],
        "IP TM": [["Country/Region", "Date range"], ["Global", "January 1 - June 30, 2022"]],
    }


def write_workbook(folder: Path, tables: Mapping[str, Sequence[Row]], name: str = WORKBOOK_NAME) -> Path:
    path = folder / name
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as workbook:
        for sheet_name, rows in tables.items():
            sheet = workbook.add_worksheet(sheet_name)
            for row_index, row in enumerate(rows):
                sheet.write_row(row_index, 0, row)
    return path


def long_rows(
    country: str = "Pakistan", period: str = "Jan-Jun 2025", figures: Sequence[object] = FIGURES
) -> list[str]:
    """All metrics of one country and half-year; counts as floats, as the publisher writes them."""
    return [
        f",LIGR,GRFCR,{metric},half-year,{period},all,all,all,all,country_name,{country},"
        f"{float(figure) if isinstance(figure, int) else figure},,"
        for metric, figure in zip(METRICS, figures, strict=True)
    ]


def write_long(folder: Path, *lines: str, header: str = LONG_HEADER) -> Path:
    path = folder / LONG_NAME
    path.write_text("\n".join([header, *lines, ""]), encoding="utf-8")
    return path


def read(path: Path, observed_on: date = OBSERVED_ON) -> ReportRows:
    return read_report(path, observed_on)


def refusal(path: Path, observed_on: date = OBSERVED_ON) -> str:
    return reason_of(read, path, observed_on)


def rows_of(found: ReportRows, **wanted: str) -> list[dict[str, Any]]:
    return [row for row in found.rows.to_pylist() if all(row[name] == text for name, text in wanted.items())]


def figures_of(found: ReportRows, **wanted: str) -> dict[tuple[str, str, str], str | None]:
    """(reason, unit, measure) -> value as published."""
    return {(row["reason"], row["unit"], row["measure"]): row["value_text"] for row in rows_of(found, **wanted)}
