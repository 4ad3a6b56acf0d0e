"""TikTok's workbook of one half-year: what its sheets say, padding, and workbooks of another shape or damaged."""

from datetime import date
from pathlib import Path

import pytest

from tests.unit.tiktok_files import (
    FIGURES,
    INFORMATION,
    METRICS,
    WORKBOOK_NAME,
    Sheets,
    figures_of,
    read,
    refusal,
    rows_of,
    sheets,
    write_workbook,
)

PAKISTAN = ("Pakistan", *FIGURES)
ASKED = ("Pakistan", 23, 13, 18, 0, 9, 9, 0.22, 1, 1)

# --- what a workbook says


def test_removal_requests_by_country(tmp_path: Path) -> None:
    report = read(write_workbook(tmp_path, sheets(["Nepal", *[0] * 10], PAKISTAN)))
    assert figures_of(report, country_label="Pakistan") == {
        ("all", "request", "received"): "602",
        ("all", "item", "received"): "10196",
        ("all", "item", "removed_guidelines"): "4589",
        ("all", "item", "removed_local_law"): "2728",
        ("all", "item", "not_actioned"): "2879",
        ("all", "account", "received"): "2821",
        ("all", "account", "removed_guidelines"): "548",
        ("all", "account", "removed_local_law"): "419",
        ("all", "account", "not_actioned"): "1854",
        ("all", "item+account", "removal_rate"): "0.636",
    }
    assert {row["report"] for row in rows_of(report)} == {"tiktok_removal_requests"}
    assert {(row["period_start"], row["period_end"]) for row in rows_of(report)} == {("2022-01-01", "2022-06-30")}
    assert {row["row_number"] for row in rows_of(report, country_label="Pakistan")} == {3}
    assert {row["is_total"] for row in rows_of(report)} == {"false"}


def test_information_requests_are_another_report(tmp_path: Path) -> None:
    report = read(write_workbook(tmp_path, sheets(information=[ASKED])))
    assert figures_of(report, report="tiktok_data_requests") == {
        ("all", "request", "received_with_preservation"): "23",
        ("Legal Requests", "request", "received"): "13",
        ("Legal Requests", "account", "received"): "18",
        ("Legal Requests", "request", "data_produced_rate"): "0",
        ("Emergency Requests", "request", "received"): "9",
        ("Emergency Requests", "account", "received"): "9",
        ("Emergency Requests", "request", "data_produced_rate"): "0.22",
        ("all", "request", "preservation_received"): "1",
        ("all", "account", "preservation_received"): "1",
    }
    assert [row["measure"] for row in rows_of(report, is_total="true")] == ["received_with_preservation"]


def test_every_row_of_every_sheet_is_accounted_for(tmp_path: Path) -> None:
    tables = sheets(PAKISTAN, [""] * 11, [" "], ["Nepal", *[0] * 10], [], ["", " "], information=[ASKED])
    report = read(write_workbook(tmp_path, tables))
    assert {(file.file_name, file.layout, file.read_count) for file in report.files} == {
        (f"{WORKBOOK_NAME}/LRFUI historical", "not read", 2),
        (f"{WORKBOOK_NAME}/LRFUI map", "information requests by country", 2),
        (f"{WORKBOOK_NAME}/GRFCR historical", "not read", 3),
        (f"{WORKBOOK_NAME}/GRFCR map", "government removal requests by country", 7),
        (f"{WORKBOOK_NAME}/IP CR", "not read", 2),
        (f"{WORKBOOK_NAME}/IP TM", "not read", 2),
    }
    removals = f"{WORKBOOK_NAME}/GRFCR map"
    assert [(row.row_number, row.reason) for row in report.ignored if row.file_name == removals] == [
        (1, "header"),
        *((row_number, "blank row") for row_number in (3, 4, 6, 7)),
    ]
    others = {row.reason for row in report.ignored if row.file_name.endswith(("historical", "IP CR", "IP TM"))}
    assert others == {
        "worldwide totals per half-year, not by country",
        "copyright holders' removal requests, not a government's",
        "trademark holders' removal requests, not a government's",
    }


def test_zero_and_blank_stay_apart_and_text_is_kept(tmp_path: Path) -> None:
    report = read(write_workbook(tmp_path, sheets(["Pakistan", 0, None, "N/A", "1,773", 0, 0, 0, 0, 0, None])))
    said = figures_of(report)
    assert said["all", "request", "received"] == "0"
    assert said["all", "item", "received"] is None
    assert said["all", "item", "removed_guidelines"] == "N/A"
    assert said["all", "item", "removed_local_law"] == "1,773"
    assert said["all", "item+account", "removal_rate"] is None


@pytest.mark.parametrize(
    ("row", "at_fault"),
    [
        (["", *FIGURES], "Country"),
        ([92, *FIGURES], "Country"),
        (["Pakistan", 602.5, *FIGURES[1:]], METRICS[0]),
        (["Pakistan", -1, *FIGURES[1:]], METRICS[0]),
        (["Pakistan", True, *FIGURES[1:]], METRICS[0]),
        (["Pakistan", date(2022, 6, 30), *FIGURES[1:]], METRICS[0]),
        (["Pakistan", 1e300, *FIGURES[1:]], METRICS[0]),
        (["Pakistan", *FIGURES[:-1], 63.6], "Removal rate"),
        (["Pakistan", *FIGURES, "see note"], None),
    ],
)
def test_a_row_that_cannot_be_read_is_kept_with_the_reason(
    tmp_path: Path, row: list[object], at_fault: str | None
) -> None:
    report = read(write_workbook(tmp_path, sheets(row)))
    (rejected,) = report.rejected
    assert (rejected.row_number, rejected.column_name) == (2, at_fault)
    assert rejected.file_name == f"{WORKBOOK_NAME}/GRFCR map"
    assert rows_of(report) == []


# --- workbooks that are refused


def without(name: str) -> Sheets:
    return {sheet: rows for sheet, rows in sheets(PAKISTAN).items() if sheet != name}


def test_an_unknown_header_is_shown_beside_the_nearest_layout(tmp_path: Path) -> None:
    tables = sheets(PAKISTAN)
    tables["GRFCR map"][0] = ("Country", *METRICS[:-1], "Action rate")
    reason = refusal(write_workbook(tmp_path, tables))
    assert reason.startswith("sheet 'GRFCR map': header not known")
    assert "by country (missing 'Removal rate'; not expected 'Action rate')" in reason


def test_sheets_that_changed_places_are_refused(tmp_path: Path) -> None:
    tables = sheets(PAKISTAN, information=[ASKED])
    tables["GRFCR map"], tables["LRFUI map"] = tables["LRFUI map"], tables["GRFCR map"]
    assert "header not known" in refusal(write_workbook(tmp_path, tables))


def test_columns_in_another_order_and_an_empty_sheet_are_refused(tmp_path: Path) -> None:
    tables = sheets(PAKISTAN)
    tables["LRFUI map"] = [(INFORMATION[0], *INFORMATION[:0:-1])]
    assert "the same columns in another order" in refusal(write_workbook(tmp_path, tables))
    assert "header not known" in refusal(write_workbook(tmp_path, tables | {"LRFUI map": []}))


@pytest.mark.parametrize("name", ["GRFCR map", "LRFUI map", "GRFCR historical"])
def test_a_missing_sheet_refuses_the_workbook(tmp_path: Path, name: str) -> None:
    assert f"missing: '{name}')" in refusal(write_workbook(tmp_path, without(name)))


def test_an_unknown_sheet_refuses_the_workbook(tmp_path: Path) -> None:
    reason = refusal(write_workbook(tmp_path, {**sheets(PAKISTAN), "GRFCR map ": [["Country"]]}))
    assert "not known: 'GRFCR map '; missing: none" in reason


def test_a_sheet_that_is_not_read_may_be_absent(tmp_path: Path) -> None:
    assert len(rows_of(read(write_workbook(tmp_path, without("IP TM"))))) == 10


@pytest.mark.parametrize("again", ["Pakistan", " PAKISTAN"])
def test_a_country_twice_is_refused(tmp_path: Path, again: str) -> None:
    reason = refusal(write_workbook(tmp_path, sheets(PAKISTAN, [again, *FIGURES])))
    assert reason.startswith("sheet 'GRFCR map': row 3 gives the country of row 2 again")


@pytest.mark.parametrize("name", ["English_LIPGR_2022.xlsx", "English_LIPGR_2022_H3.xlsx", "Copy of LIPGR.xlsx"])
def test_a_name_without_its_half_year_is_refused(tmp_path: Path, name: str) -> None:
    assert "which half-year" in refusal(write_workbook(tmp_path, sheets(PAKISTAN), name))


def test_a_workbook_renamed_to_another_half_year_is_refused(tmp_path: Path) -> None:
    path = write_workbook(tmp_path, sheets(PAKISTAN), "English_LIPGR_2022_H2.xlsx")
    assert "half-year to 2022-12-31 and sheet 'GRFCR historical' ends with 2022-06-30" in refusal(path)
    assert "ends with no date" in refusal(write_workbook(tmp_path, sheets() | {"GRFCR historical": [["Date"]]}))


def test_a_half_year_that_had_not_ended_is_refused(tmp_path: Path) -> None:
    path = write_workbook(tmp_path, sheets(PAKISTAN))
    assert "the period ends after 2022-06-29" in refusal(path, date(2022, 6, 29))
    assert len(rows_of(read(path, date(2022, 6, 30)))) == 10


@pytest.mark.parametrize("fraction", [0.0, 0.01, 0.5, 0.99])
def test_a_workbook_cut_short_is_refused(tmp_path: Path, fraction: float) -> None:
    path = write_workbook(tmp_path, sheets(PAKISTAN))
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * fraction)])
    assert "damaged or cut short" in refusal(path)


def test_a_csv_called_a_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / WORKBOOK_NAME
    path.write_text("Country,Removal rate\n", encoding="utf-8")
    assert "damaged or cut short" in refusal(path)
