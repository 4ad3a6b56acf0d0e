"""X's and TikTok's reports as published: every record accounted for, the figures that must show, laws of arithmetic."""

import csv
from collections import Counter, defaultdict
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from orchestration.connectors.base import ReportRows
from orchestration.connectors.published_reports import tiktok, x
from tests.pipeline.mutations import unaccounted

X_FILE = "x_removal_requests/2025-03-13/Twitter_Transparency-Removal_Requests_Jul-Dec-2020.csv"
WORKBOOK = "tiktok_removal_requests/2023-03-04/English_LIPGR_2022_H1.xlsx"
LONG_FILE = "tiktok_removal_requests/2026-11-21/government-removal-requests_EXCERPT.csv"
SPLIT_FROM = "2019-07-01"
SPLITS = ("Court Orders", "Other legal demands")
NOWHERE = (215, 262, 301, 344)  # rows of `Worldwide`, which is no country: 2017-H2 to 2019-H1, all 0 or NULL

Row = dict[str, Any]
Key = tuple[str, str, str]
Cells = dict[Key, dict[Key, str | None]]


def observed_on(path: str) -> date:
    return date.fromisoformat(path.split("/")[1])


@pytest.fixture(scope="module")
def of_x(published_samples: Path) -> ReportRows:
    return x.read_report(published_samples / X_FILE, observed_on(X_FILE))


@pytest.fixture(scope="module")
def of_workbook(published_samples: Path) -> ReportRows:
    return tiktok.read_report(published_samples / WORKBOOK, observed_on(WORKBOOK))


@pytest.fixture(scope="module")
def of_long_file(published_samples: Path) -> ReportRows:
    return tiktok.read_report(published_samples / LONG_FILE, observed_on(LONG_FILE))


def cells(report: ReportRows) -> Cells:
    """(report, half-year, country) -> (requestor or reason, unit, measure) -> value as published."""
    found: Cells = defaultdict(dict)
    for row in report.rows.to_pylist():
        split = row["requestor"] if row["reason"] == "all" else row["reason"]
        place = (row["report"], row["period_start"], row["country_label"])
        found[place][split, row["unit"], row["measure"]] = row["value_text"]
    return found


def number(text: str | None) -> Decimal:
    assert text is not None
    return Decimal(text)


# --- every record is accounted for


def test_every_record_of_x_is_accounted_for(published_samples: Path, of_x: ReportRows) -> None:
    with (published_samples / X_FILE).open(newline="", encoding="utf-8") as file:
        records = list(csv.reader(file))
    (account,) = of_x.files
    assert account.read_count == len(records) == 630
    assert (unaccounted(of_x), of_x.rejected) == ({}, ())
    assert [(row.row_number, row.reason) for row in of_x.ignored] == [
        (1, "banner"),
        (2, "header"),
        *((row_number, "names no country, and every figure in it is 0 or NULL") for row_number in NOWHERE),
        (620, "blank row"),
        (621, "blank row"),
        (622, "banner"),
        (623, "header"),
    ]
    assert of_x.rows.num_rows == 613 * 14 + 7 * 6
    for row in of_x.rows.to_pylist():
        assert row["value_text"] in records[row["row_number"] - 1]


def test_every_row_of_the_workbook_is_accounted_for(published_samples: Path, of_workbook: ReportRows) -> None:
    workbook = CalamineWorkbook.from_path(published_samples / WORKBOOK)
    rows = {name: workbook.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in workbook.sheet_names}
    read = {file.file_name.rpartition("/")[2]: file.read_count for file in of_workbook.files}
    assert read == {name: len(found) for name, found in rows.items()}
    assert (read["GRFCR map"], read["LRFUI map"]) == (55, 64)
    assert (unaccounted(of_workbook), of_workbook.rejected) == ({}, ())
    assert Counter(of_workbook.rows["report"].to_pylist()) == {
        "tiktok_removal_requests": 54 * 10,
        "tiktok_data_requests": 63 * 9,
    }
    for row in of_workbook.rows.to_pylist():
        found = rows[row["file_name"].rpartition("/")[2]][row["row_number"] - 1]
        assert found[0] == row["country_label"]
        assert float(row["value_text"]) in found


def test_every_record_of_the_long_file_is_accounted_for(published_samples: Path, of_long_file: ReportRows) -> None:
    with (published_samples / LONG_FILE).open(newline="", encoding="utf-8") as file:
        records = list(csv.DictReader(file))
    assert (of_long_file.files[0].read_count, len(records)) == (111, 110)
    assert (unaccounted(of_long_file), of_long_file.rejected) == ({}, ())
    said = {row["row_number"]: (row["country_label"], row["value_text"]) for row in of_long_file.rows.to_pylist()}
    assert said == {index: (record["location_value"], record["result"]) for index, record in enumerate(records, 2)}


# --- the figures that must show


def test_pakistan_on_x_in_2020_h2(of_x: ReportRows) -> None:
    said = cells(of_x)["x_removal_requests", "2020-07-01", "Pakistan"]
    assert said["all", "request", "received"] == "417"
    assert said["all", "account", "received"] == "6518"
    assert said["all", "account", "removed_terms_of_service"] == "724"
    assert said["all", "account", "withheld"] == "0"
    assert said["all", "item", "withheld"] == "0"
    assert said["all", "request", "complied_rate"] == "0.41"
    acted = number(said["all", "account", "withheld"]) + number(said["all", "account", "removed_terms_of_service"])
    assert round(acted / number(said["all", "account", "received"]), 3) == Decimal("0.111")


def test_pakistan_on_tiktok_in_2025_h1(of_long_file: ReportRows) -> None:
    said = cells(of_long_file)["tiktok_removal_requests", "2025-01-01", "Pakistan"]
    assert said["all", "item+account", "removal_rate"] == "0.636"
    content, accounts = removed_of(said, "item"), removed_of(said, "account")
    assert [int(count) for count in content] == [4589 + 2728, 10196]
    assert [int(count) for count in accounts] == [548 + 419, 2821]
    assert round(content[0] / content[1], 3) == Decimal("0.718")
    assert round(accounts[0] / accounts[1], 3) == Decimal("0.343")
    assert round((content[0] + accounts[0]) / (content[1] + accounts[1]), 3) == Decimal("0.636")


def removed_of(said: dict[Key, str | None], unit: str) -> tuple[Decimal, Decimal]:
    parts = (said["all", unit, measure] for measure in ("removed_guidelines", "removed_local_law"))
    return sum(map(number, parts), Decimal()), number(said["all", unit, "received"])


# --- what the publishers' own figures must obey


@pytest.mark.parametrize(
    ("unit", "measure", "counted_from"),
    [
        ("request", "received", "2012-01-01"),
        ("account", "received", SPLIT_FROM),
        ("account", "removed_terms_of_service", SPLIT_FROM),
    ],
)
def test_combined_figures_of_x_are_court_orders_and_other_demands(
    of_x: ReportRows, unit: str, measure: str, counted_from: str
) -> None:
    """Without an exception from the half-year on in which the splits are counted, and zeros in every row before."""
    checked = 0
    for (_, start, label), said in cells(of_x).items():
        if label == "(not stated)":
            continue
        parts = [number(said[branch, unit, measure]) for branch in SPLITS]
        assert sum(parts) == (number(said["all", unit, measure]) if start >= counted_from else 0)
        checked += start >= counted_from
    assert checked == (613 if counted_from == "2012-01-01" else 163)


def test_what_x_does_not_count_is_marked_and_nothing_else(of_x: ReportRows) -> None:
    marked = Counter(
        (row["requestor"], row["measure"]) for row in of_x.rows.to_pylist() if row["is_zero_filled"] == "true"
    )
    assert marked == {
        **{(branch, measure): 450 for branch in SPLITS for measure in ("received", "removed_terms_of_service")},
        ("all", "removed_terms_of_service"): 113,
    }
    first_counts = {
        (row["requestor"], row["unit"], row["measure"]): row["period_start"]
        for row in sorted(of_x.rows.to_pylist(), key=lambda row: str(row["period_start"]), reverse=True)
        if row["value_text"] not in {"0", "NULL"} and row["country_code"] is None
    }
    assert first_counts["all", "account", "removed_terms_of_service"] == x.TERMS_OF_SERVICE_FROM
    assert {start for key, start in first_counts.items() if key[0] in SPLITS and key[1] == "account"} == {SPLIT_FROM}
    assert first_counts["all", "account", "received"] == "2012-01-01"
    assert first_counts["all", "account", "withheld"] == first_counts["all", "item", "withheld"] == "2012-07-01"


def test_x_gives_no_compliance_rate_before_2019_h2(of_x: ReportRows) -> None:
    """From then on NULL says that nothing was asked; before, it says nothing: 1,040 of 1,350 rates have requests."""
    with_requests: Counter[tuple[bool, bool]] = Counter()
    for (_, start, _), said in cells(of_x).items():
        for branch in {key[0] for key in said}:
            if said[branch, "request", "complied_rate"] == "NULL":
                with_requests[start >= SPLIT_FROM, said[branch, "request", "received"] != "0"] += 1
            else:
                assert start >= SPLIT_FROM or branch == "Local law reports"
    assert with_requests == {(True, False): 116, (False, True): 1040, (False, False): 310}


def test_tiktok_removes_or_does_not_act_on_what_it_receives(of_workbook: ReportRows, of_long_file: ReportRows) -> None:
    checked = 0
    for report in (of_workbook, of_long_file):
        for (name, _, _), said in cells(report).items():
            for unit in ("item", "account") if name == "tiktok_removal_requests" else ():
                removed, received = removed_of(said, unit)
                assert removed + number(said["all", unit, "not_actioned"]) == received
                checked += 1
    assert checked == 2 * (54 + 11)


def test_tiktoks_removal_rate_pools_content_and_accounts(of_workbook: ReportRows, of_long_file: ReportRows) -> None:
    """Every published rate lies within half a unit of its last digit of the pooled one."""
    checked = 0
    for report in (of_workbook, of_long_file):
        for (name, _, _), said in cells(report).items():
            if name != "tiktok_removal_requests":
                continue
            content, accounts = removed_of(said, "item"), removed_of(said, "account")
            text = said["all", "item+account", "removal_rate"] or ""
            pooled = (content[0] + accounts[0]) / (content[1] + accounts[1])
            last_digit = Decimal(1).scaleb(-max(4 if report is of_workbook else 0, len(text.partition(".")[2])))
            assert abs(number(text) - pooled) <= last_digit / 2
            checked += 1
    assert checked == 54 + 11


def test_tiktoks_requests_for_data_add_up_with_preservation(of_workbook: ReportRows) -> None:
    asked = [said for (name, _, _), said in cells(of_workbook).items() if name == "tiktok_data_requests"]
    parts = [
        ("Legal Requests", "request", "received"),
        ("Emergency Requests", "request", "received"),
        ("all", "request", "preservation_received"),
    ]
    for said in asked:
        assert sum(number(said[part]) for part in parts) == number(said["all", "request", "received_with_preservation"])
    assert [sum(number(said[part]) for said in asked) for part in parts] == [4054, 765, 1248]
