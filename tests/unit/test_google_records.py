"""Google's government removal reports: what one record may say, and how an unreadable one is set aside."""

from datetime import date
from pathlib import Path

import pytest

from tests.unit.google_files import (
    BY_REQUESTOR,
    DETAILED,
    HISTORICAL_DETAILED,
    POLICE,
    figures,
    read,
    refusal,
    rows_of,
    write_csv,
)

# --- what a record may say


@pytest.mark.parametrize("ending", ["2023-12-30", "2023-09-30", "2023-12", "31/12/2023", "January - December 2023", ""])
def test_a_period_that_is_no_half_year_refuses_the_file_and_names_the_row(tmp_path: Path, ending: str) -> None:
    reason = refusal(write_csv(tmp_path, BY_REQUESTOR, POLICE, POLICE.replace("2023-12-31", ending)))
    assert reason.startswith("row 3: the period")


def test_a_half_year_that_had_not_ended_is_refused(tmp_path: Path) -> None:
    assert "row 2: the period ends after 2023-12-30" in refusal(
        write_csv(tmp_path, BY_REQUESTOR, POLICE), date(2023, 12, 30)
    )


@pytest.mark.parametrize("ending", ["2023-06-30", "6/30/2023", "06/30/2023", "January - June 2023"])
def test_every_way_of_writing_a_half_year_is_the_same(tmp_path: Path, ending: str) -> None:
    row = rows_of(read(write_csv(tmp_path, BY_REQUESTOR, POLICE.replace("2023-12-31", ending))))[0]
    assert (row["period_start"], row["period_end"]) == ("2023-01-01", "2023-06-30")


def test_small_withheld_grouped_and_zero_counts_arrive_as_published(tmp_path: Path) -> None:
    lines = [
        f"2023-12-31,Pakistan,PK,YouTube,{n},{text}"
        for n, text in enumerate(["<10", "< 10", "?", '"1,773"', "0", " 4 "])
    ]
    report = read(write_csv(tmp_path, DETAILED, *lines))
    assert list(figures(report, "reason").values()) == ["<10", "< 10", "?", "1,773", "0", "4"]
    assert report.rejected == ()


@pytest.mark.parametrize(
    ("record", "column", "said"),
    [
        ("2023-12-31,Pakistan,PK,YouTube,Other,4.5", "Total", "not a figure"),
        ("2023-12-31,Pakistan,PK,YouTube,Other,-4", "Total", "not a figure"),
        ("2023-12-31,Pakistan,PK,YouTube,Other,1e2", "Total", "not a figure"),
        ("2023-12-31,Pakistan,PK,YouTube,Other,\u0664", "Total", "not a figure"),
        ("2023-12-31,Pakistan,PK,,Other,4", "Product", "blank"),
        ("2023-12-31,Pakistan,PK,YouTube,,4", "Reason", "blank"),
        ("2023-12-31,Atlantis,,YouTube,Other,4", "country_code", "not known"),
        ("2023-12-31,Pakistan,PAK,YouTube,Other,4", "country_code", "not known"),
        ("2023-12-31,Pakistan,PK,YouTube,Other", None, "5 fields where the header has 6"),
        ("2023-12-31,Korea, Republic of,KR,YouTube,Other,4", None, "7 fields where the header has 6"),
        ("", None, "0 fields"),
    ],
)
def test_a_record_that_cannot_be_read_is_set_aside_with_its_row(
    tmp_path: Path, record: str, column: str | None, said: str
) -> None:
    good = "2023-12-31,Pakistan,PK,Gmail,Other,4"
    report = read(write_csv(tmp_path, DETAILED, good, record, good.replace("Gmail", "Orkut")))
    assert [(row["product"], row["row_number"]) for row in rows_of(report)] == [("Gmail", 2), ("Orkut", 4)]
    (rejected,) = report.rejected
    assert (rejected.row_number, rejected.column_name, rejected.raw_text) == (3, column, record)
    assert said in rejected.reason


def test_a_percentage_above_100_is_set_aside(tmp_path: Path) -> None:
    (rejected,) = read(write_csv(tmp_path, BY_REQUESTOR, POLICE.replace("93", "193"))).rejected
    assert rejected.column_name == "% Removed-Legal"


def test_figures_given_twice_refuse_the_file(tmp_path: Path) -> None:
    again = POLICE.replace("Pakistan", "Islamic Republic of Pakistan").replace("17", "18")
    assert "row 3 gives the figures of row 2 again" in refusal(write_csv(tmp_path, BY_REQUESTOR, POLICE, again))


def test_labels_keep_their_letters_and_lose_odd_spaces(tmp_path: Path) -> None:
    lines = (
        "2023-12-31,C\u00f4te d\u2019Ivoire,CI,\u043e\u0442\u0432\u0435\u0442\u044b,Other,1",
        "2023-12-31,Namibia,NA,Google\u00a0Docs,Other,2",
    )
    report = read(write_csv(tmp_path, DETAILED, *lines))
    assert list(figures(report, "country_label", "country_code", "product")) == [
        ("C\u00f4te d\u2019Ivoire", "CI", "\u043e\u0442\u0432\u0435\u0442\u044b"),
        ("Namibia", "NA", "Google Docs"),
    ]


def test_a_blank_reason_means_all_reasons_only_before_reasons_were_published(tmp_path: Path) -> None:
    lines = ("2010-06-30,Argentina,AR,Blogger,,3,1,", "2010-12-31,Argentina,AR,Blogger,,3,1,")
    report = read(write_csv(tmp_path, HISTORICAL_DETAILED, *lines))
    assert {(row["row_number"], row["reason"]) for row in rows_of(report)} == {(2, "all")}
    assert [(row.row_number, row.column_name) for row in report.rejected] == [(3, "Reason")]


def test_branches_become_totals_once_requestors_are_published(tmp_path: Path) -> None:
    lines = ("2018-12-31,Argentina,AR,Blogger,Other,3,1,9", "2019-06-30,Argentina,AR,Blogger,Other,3,1,9")
    totals = {
        (row["row_number"], row["requestor"]): row["is_total"]
        for row in rows_of(read(write_csv(tmp_path, HISTORICAL_DETAILED, *lines)))
    }
    assert totals == {
        (2, "Court Orders"): "false",
        (2, "Executive, Police, etc."): "false",
        (2, "all"): "true",
        (3, "Court Orders"): "true",
        (3, "Executive, Police, etc."): "true",
        (3, "all"): "true",
    }
