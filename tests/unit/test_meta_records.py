"""Meta's content restrictions and data requests: what one record may say, and how an unreadable one is set aside."""

from pathlib import Path

import pytest

from orchestration.connectors.base import REPORT_COLUMNS
from tests.unit.meta_files import (
    BY_KIND,
    COUNT,
    COUNTS_FILE,
    KINDS_FILE,
    PAKISTAN,
    REQUESTS_2013,
    REQUESTS_2017,
    REQUESTS_2019,
    REQUESTS_FILE,
    figures,
    read,
    record,
    write,
)

REQUESTS = ("request", "received")

# --- records that are set aside


@pytest.mark.parametrize(
    ("line", "column", "said"),
    [
        (PAKISTAN.replace("PK", "PAK"), "ISO Code", "two capital letters"),
        (PAKISTAN.replace("PK", ""), "ISO Code", "blank"),
        (PAKISTAN.replace("Pakistan", " "), "Country", "blank"),
        (PAKISTAN.replace(",158,", ",1.58,"), "Facebook Profile", "not a figure"),
        (PAKISTAN.replace("2,454", "2,45"), "total", "not a figure"),
        (f"{PAKISTAN},", None, "16 fields where the header has 15"),
        (PAKISTAN.replace('"1,260"', "1,260"), None, "16 fields"),
        (PAKISTAN.removesuffix(',"2,454"'), None, "14 fields where the header has 15"),
        ("", None, "0 fields"),
    ],
)
def test_a_record_that_cannot_be_read_is_set_aside_with_its_row(
    tmp_path: Path, line: str, column: str | None, said: str
) -> None:
    good = PAKISTAN.replace("PK,Pakistan", "IN,India")
    report = read(write(tmp_path, KINDS_FILE, BY_KIND, line, good))
    assert {(row["country_code"], row["row_number"]) for row in report.rows.to_pylist()} == {("IN", 3)}
    (rejected,) = report.rejected
    assert (rejected.row_number, rejected.column_name, rejected.file_name) == (2, column, KINDS_FILE)
    assert said in rejected.reason
    assert [(row.row_number, row.reason) for row in report.ignored] == [(1, "header")]


# --- content restrictions


def test_byte_order_mark_and_windows_line_ends_change_nothing(tmp_path: Path) -> None:
    plain = read(write(tmp_path, COUNTS_FILE, COUNT, "Pakistan,162")).rows
    marked = write(tmp_path, COUNTS_FILE, COUNT, "Pakistan,162", encoding="utf-8-sig", newline="\r\n")
    assert read(marked).rows.equals(plain)


def test_a_count_without_parts_is_no_total(tmp_path: Path) -> None:
    report = read(write(tmp_path, COUNTS_FILE, COUNT, 'Pakistan,"1,773"'))
    assert set(report.rows.column_names) == {*REPORT_COLUMNS, "row_number"}
    (row,) = report.rows.to_pylist()
    assert (row["value_text"], row["product"], row["is_total"], row["is_repeated"]) == (
        "1,773",
        "all",
        "false",
        "false",
    )
    assert (row["country_label"], row["country_code"]) == ("Pakistan", None)
    assert (row["period_start"], row["period_end"]) == ("2013-07-01", "2013-12-31")


def test_what_other_countries_impose_is_repeated_and_kept_apart(tmp_path: Path) -> None:
    report = read(write(tmp_path, KINDS_FILE, BY_KIND, PAKISTAN))
    assert figures(report, "product", "measure", "is_repeated") == {
        ("Facebook Profile", "restricted", "false"): ("158", "false"),
        ("Facebook Page+Group", "restricted", "false"): ("99", "false"),
        ("Facebook Album", "restricted", "false"): ("0", "false"),
        ("Facebook Post", "restricted", "false"): ("1,260", "false"),
        ("Facebook Event", "restricted", "false"): ("2", "false"),
        ("Facebook Comment", "restricted", "false"): ("N/A", "false"),
        ("Instagram Media", "restricted", "false"): ("166", "false"),
        ("Instagram Media", "restricted_by_others", "true"): ("37", "false"),
        ("Instagram Media", "restricted_for_others", "false"): ("0", "false"),
        ("Instagram Account", "restricted", "false"): ("731", "false"),
        ("Instagram Account", "restricted_by_others", "true"): ("1", "false"),
        ("Instagram Account", "restricted_for_others", "false"): (None, "false"),
        ("all", "restricted", "true"): ("2,454", "true"),
    }


# --- data requests


def read_requests(folder: Path, half_year: str, header: str, **given: str) -> dict[tuple[str | None, ...], object]:
    path = write(folder, REQUESTS_FILE.format(half_year), header, record(header, Country="Pakistan", **given))
    return dict(figures(read(path), "reason", "unit", "measure"))


def test_requests_that_stand_alone_are_no_total_and_a_range_stays_a_range(tmp_path: Path) -> None:
    found = read_requests(
        tmp_path, "2013_H1", REQUESTS_2013, Total_Requests='"11,000 - 12,000"', Total_Requests_Percentage="79%"
    )
    assert found["all", "request", "received"] == ("11,000 - 12,000", "false")
    assert found["all", "request", "data_produced_percent"] == ("79%", "false")
    assert found["all", "account", "received"] == (None, "false")
    assert {reason for reason, _, _ in found} == {"all"}


def test_requests_with_their_parts_beside_are_totals(tmp_path: Path) -> None:
    found = read_requests(
        tmp_path,
        "2019_H1",
        REQUESTS_2019,
        Total_Requests="1849",
        Number_of_Requests_Where_Some_Data_Produced="948",
        Legal_Process_Request_Total="1674",
        Legal_Number_of_Requests_Where_Some_Data_Produced="877",
        Emergency_Request_Total="175",
        ER_Number_of_Requests_Where_Some_Data_Produced="71",
        Search_Warrant_Accounts="0",
    )
    assert found["all", "request", "received"] == ("1849", "true")
    assert found["Legal Process", "request", "received"] == ("1674", "false")
    assert found["Emergency", "request", "received"] == ("175", "false")
    assert found["all", "request", "data_produced"] == ("948", "true")
    assert found["Legal Process", "request", "data_produced"] == ("877", "false")
    assert found["Emergency", "request", "data_produced"] == ("71", "false")
    assert found["Search Warrant", "account", "received"] == ("0", "false")


def test_kinds_of_legal_process_make_the_legal_total_a_total(tmp_path: Path) -> None:
    found = read_requests(
        tmp_path, "2016_H1", REQUESTS_2013, Total_Requests="9", Legal_Process_Request_Total="7",
        Emergency_Request_Total="2", Emergency_Disclosures="2", Subpoena="3", NSLs="4",
    )  # fmt: skip
    requests = {reason: figure for (reason, unit, measure), figure in found.items() if (unit, measure) == REQUESTS}
    assert requests == {
        "all": ("9", "true"),
        "Legal Process": ("7", "true"),
        "Emergency": ("2", "true"),
        "Emergency Disclosures": ("2", "false"),
        "Subpoena": ("3", "false"),
        "NSLs": ("4", "false"),
    }


@pytest.mark.parametrize(
    ("half_year", "zero_filled"),
    [
        ("2013_H1", {"restricted", "restriction_received", "restricted_percent"}),
        ("2013_H2", set()),
        ("2014_H1", {"restriction_received", "restricted_percent"}),
    ],
)
def test_zeros_of_half_years_without_counts_are_marked(tmp_path: Path, half_year: str, zero_filled: set[str]) -> None:
    line = record(
        REQUESTS_2013, Country="Pakistan", Content_Restricted="0", Takedown_reports="0", Percent_Witheld="0",
        Preservation_Requests="0", Total_Requests="0",
    )  # fmt: skip
    rows = read(write(tmp_path, REQUESTS_FILE.format(half_year), REQUESTS_2013, line)).rows.to_pylist()
    assert {row["measure"] for row in rows if row["is_zero_filled"] == "true"} == zero_filled


def test_preservation_restriction_and_disruption_have_their_own_measures(tmp_path: Path) -> None:
    found = read_requests(
        tmp_path, "2018_H2", REQUESTS_2017, Content_Restrictions="4174", Preservation_Requests="488",
        Preservation_Accounts_Preserved="709", Internet_Disruptions="2",
    )  # fmt: skip
    assert found["all", "item", "restricted"] == ("4174", "false")
    assert found["all", "request", "preservation_received"] == ("488", "false")
    assert found["all", "account", "preserved"] == ("709", "false")
    assert found["all", "disruption", "internet_disruptions"] == ("2", "false")
