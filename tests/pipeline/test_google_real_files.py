"""Google's government removal reports as published: every record accounted for, and figures checked by hand."""

from collections import Counter
from datetime import date
from pathlib import Path

import pyarrow.compute as pc
import pytest

from orchestration.connectors.base import ReportRows
from orchestration.connectors.published_reports.google import read_report
from tests.unit.google_files import ARCHIVE_NAME

# --- the real files

REAL = {
    ("2014-05-26", "google-government-detailed-removal-requests.csv"): (1566, 3),
    ("2014-05-26", "google-government-removal-requests.csv"): (313, 9),
    ("2023-03-04", "google-government-detailed-removal-requests-historical.csv"): (9645, 3),
    ("2023-03-04", "google-government-detailed-removal-requests.csv"): (14468, 1),
    ("2023-03-04", "google-government-removal-requests-historical.csv"): (1204, 9),
    ("2023-03-04", "google-government-removal-requests.csv"): (1776, 8),
    ("2026-03-28", "google-government-removal-requests.csv"): (17483, 8),
}
ZIP_RECORDS = {
    "google-government-detailed-removal-requests.csv": (17695, 1),
    "google-government-removal-requests.csv": (2735, 8),
    "historical/google-government-detailed-removal-requests-historical.csv": (9645, 3),
    "historical/google-government-removal-requests-historical.csv": (1204, 9),
}

FILES = len(REAL) + len(ZIP_RECORDS)  # each with a header
RECORDS = sum(records for records, _ in (*REAL.values(), *ZIP_RECORDS.values()))


@pytest.fixture(scope="module")
def real(published_samples: Path) -> dict[tuple[str, str], ReportRows]:
    folder = published_samples / "google_removals"
    files = [*REAL, ("2024-09-13", ARCHIVE_NAME)]
    return {(day, name): read_report(folder / day / name, date.fromisoformat(day)) for day, name in files}


def test_every_record_of_the_real_files_is_read(real: dict[tuple[str, str], ReportRows]) -> None:
    for key, (records, cells) in REAL.items():
        assert (real[key].rows.num_rows, len(real[key].rejected)) == (records * cells, 0), key
    archive = real["2024-09-13", ARCHIVE_NAME]
    counts = Counter(archive.rows["file_name"].to_pylist())
    assert archive.rejected == ()
    assert counts == {
        f"{ARCHIVE_NAME}/google-government-removals/{name}": records * cells
        for name, (records, cells) in ZIP_RECORDS.items()
    }


def test_every_record_is_loaded_or_the_header(real: dict[tuple[str, str], ReportRows]) -> None:
    """Rows in = rows loaded + rows rejected + rows listed as ignored, per file, to the row."""
    for key, report in real.items():
        for file in report.files:
            rows = report.rows.filter(pc.field("file_name") == file.file_name)
            loaded = set(rows["row_number"].to_pylist())
            ignored = {(row.row_number, row.reason) for row in report.ignored if row.file_name == file.file_name}
            assert ignored == {(1, "header")}, key
            assert loaded == set(range(2, file.read_count + 1)), key
    assert sum(file.read_count for report in real.values() for file in report.files) == RECORDS + FILES


def cell(report: ReportRows, **wanted: str) -> tuple[str | None, str, int]:
    """Value, is_total and row number of the one figure that `wanted` names."""
    kept = pc.field("speaker") == "platform"
    for column, value in wanted.items():
        kept &= pc.field(column) == value
    (row,) = report.rows.filter(kept).to_pylist()
    return row["value_text"], row["is_total"], row["row_number"]


def test_the_regulator_of_pakistan_in_2023_h2(real: dict[tuple[str, str], ReportRows]) -> None:
    archive = real["2024-09-13", ARCHIVE_NAME]
    regulator = {
        "country_code": "PK",
        "period_end": "2023-12-31",
        "requestor": "Information and Communications Authority",
    }
    assert cell(archive, **regulator, measure="received", unit="request") == ("432", "false", 2637)
    assert cell(archive, **regulator, measure="received", unit="item") == ("6190", "false", 2637)
    assert cell(archive, **regulator, measure="removed_legal_percent") == ("83", "false", 2637)
    assert cell(archive, **regulator, measure="already_removed_percent") == ("2", "false", 2637)


# Each read off the file by hand: value, is_total, row.
BY_HAND: list[tuple[str, str, dict[str, str], tuple[str | None, str, int]]] = [
    (
        "2014-05-26",
        "google-government-removal-requests.csv",
        {
            "country_code": "TW",
            "period_end": "2009-12-31",
            "requestor": "All Requests",
            "unit": "request",
            "measure": "received",
        },
        ("< 10", "true", 2),
    ),
    (
        "2014-05-26",
        "google-government-removal-requests.csv",
        {"country_code": "CH", "period_end": "2010-12-31", "requestor": "Court Orders", "unit": "item"},
        ("18", "false", 100),
    ),
    (
        "2014-05-26",
        "google-government-detailed-removal-requests.csv",
        {
            "country_code": "BR",
            "period_end": "2011-06-30",
            "product": "YouTube",
            "reason": "Confidentialité et sécurité",
            "unit": "item",
        },
        ("5", "true", 500),
    ),
    (
        "2023-03-04",
        "google-government-removal-requests-historical.csv",
        {
            "country_code": "CN",
            "period_end": "2009-12-31",
            "requestor": "All Requests",
            "unit": "request",
            "measure": "received",
        },
        ("?", "true", 10),
    ),
    (
        "2023-03-04",
        "google-government-removal-requests-historical.csv",
        {"country_code": "CN", "period_end": "2009-12-31", "requestor": "All Requests", "unit": "item"},
        (None, "true", 10),
    ),
    (
        "2023-03-04",
        "google-government-removal-requests-historical.csv",
        {
            "country_code": "INTERPOL",
            "period_end": "2013-06-30",
            "requestor": "All Requests",
            "measure": "complied_or_partial_percent",
        },
        ("0", "true", 345),
    ),
    (
        "2023-03-04",
        "google-government-detailed-removal-requests-historical.csv",
        {
            "country_code": "DK",
            "period_end": "2019-06-30",
            "product": "Google Photos",
            "reason": "Adult Content",
            "requestor": "Executive, Police, etc.",
        },
        ("1", "true", 9000),
    ),
    (
        "2023-03-04",
        "google-government-detailed-removal-requests.csv",
        {"country_code": "AR", "period_end": "2011-06-30", "product": "Blogger", "reason": "Defamation"},
        ("4", "true", 2),
    ),
    (
        "2026-03-28",
        "google-government-removal-requests.csv",
        {"country_code": "ZZ", "period_end": "2022-06-30", "reason": "Defamation", "measure": "no_action"},
        ("39", "false", 9425),
    ),
    (
        "2026-03-28",
        "google-government-removal-requests.csv",
        {"country_code": "EUROPOL", "period_end": "2019-12-31", "product": "Docs", "measure": "removed_policy"},
        ("10", "false", 15703),
    ),
]


@pytest.mark.parametrize(("day", "name", "wanted", "expected"), BY_HAND)
def test_figures_read_off_the_real_files_by_hand(
    real: dict[tuple[str, str], ReportRows],
    day: str,
    name: str,
    wanted: dict[str, str],
    expected: tuple[str | None, str, int],
) -> None:
    assert cell(real[day, name], **wanted) == expected
