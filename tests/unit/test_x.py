"""X's removal requests: what the two tables say, zeros that are no counts, and every record accounted for."""

from pathlib import Path

import pytest

from orchestration.connectors.base import REPORT_COLUMNS
from tests.unit.x_files import (
    FILE_NAME,
    PAKISTAN,
    STARTS,
    column,
    demands,
    laws,
    marked,
    read,
    write,
)

# --- what the tables say


def test_one_row_per_figure_of_a_country(tmp_path: Path) -> None:
    report = read(write(tmp_path, demands(PAKISTAN), laws()))
    assert set(report.rows.column_names) == {*REPORT_COLUMNS, "row_number"}
    assert column(report, "2020-07-01") == {
        ("Court Orders", "request", "received"): "3",
        ("Other legal demands", "request", "received"): "414",
        ("all", "request", "received"): "417",
        ("Court Orders", "request", "complied_rate"): "0",
        ("Other legal demands", "request", "complied_rate"): "0.41",
        ("all", "request", "complied_rate"): "0.41",
        ("Court Orders", "account", "received"): "2",
        ("Other legal demands", "account", "received"): "6516",
        ("all", "account", "received"): "6518",
        ("all", "account", "withheld"): "0",
        ("all", "item", "withheld"): "0",
        ("Court Orders", "account", "removed_terms_of_service"): "0",
        ("Other legal demands", "account", "removed_terms_of_service"): "724",
        ("all", "account", "removed_terms_of_service"): "724",
    }
    assert set(column(report, "2020-07-01", "period_end").values()) == {"2020-12-31"}
    assert set(column(report, "2020-07-01", "country_code").values()) == {None}
    assert set(column(report, "2020-07-01", "row_number").values()) == {3}


SPLITS = {
    (requestor, "account", measure)
    for requestor in ("Court Orders", "Other legal demands")
    for measure in ("received", "removed_terms_of_service")
}
COMBINED_TERMS = ("all", "account", "removed_terms_of_service")
TOTALS = {("all", "account", "received"), COMBINED_TERMS, ("all", "request", "complied_rate")}


@pytest.mark.parametrize(
    ("start", "zero_filled", "totals_beside_requests"),
    [
        ("2015-01-01", {*SPLITS, COMBINED_TERMS}, set()),
        ("2015-07-01", SPLITS, set()),
        ("2019-01-01", SPLITS, set()),
        ("2019-07-01", set(), TOTALS),
    ],
)
def test_a_zero_where_nothing_was_counted_is_no_zero(
    tmp_path: Path,
    start: str,
    zero_filled: set[tuple[str, str, str]],
    totals_beside_requests: set[tuple[str, str, str]],
) -> None:
    """Before 2019-H2 the splits are filled with zeros: the combined figure then has no parts, and is no total."""
    record = f"{start},Pakistan,8,265,273,NULL,NULL,NULL,0,0,1798,0,0,0,0,0"
    report = read(write(tmp_path, demands(record), laws()))
    assert marked(report, start, "is_zero_filled") == zero_filled
    assert marked(report, start, "is_total") == {("all", "request", "received"), *totals_beside_requests}
    assert marked(report, start, "is_repeated") == set()


def test_a_split_that_is_given_is_a_count_in_any_half_year(tmp_path: Path) -> None:
    record = "2014-01-01,Pakistan,0,12,12,NULL,NULL,NULL,1,100,101,0,0,0,0,0"
    report = read(write(tmp_path, demands(record), laws()))
    assert ("Court Orders", "account", "received") not in marked(report, "2014-01-01", "is_zero_filled")
    assert ("Court Orders", "account", "removed_terms_of_service") in marked(report, "2014-01-01", "is_zero_filled")


def test_null_zero_and_blank_stay_apart(tmp_path: Path) -> None:
    report = read(write(tmp_path, demands("2020-07-01,Pakistan,0,1,1,NULL,0,,0,1,1, 0 ,,0,0,0"), laws()))
    said = column(report, "2020-07-01")
    rates = [
        said[requestor, "request", "complied_rate"] for requestor in ("Court Orders", "Other legal demands", "all")
    ]
    assert rates == ["NULL", "0", None]
    assert (said["all", "account", "withheld"], said["all", "item", "withheld"]) == ("0", None)


def test_local_laws_name_no_country_and_total_nothing(tmp_path: Path) -> None:
    report = read(write(tmp_path, demands(), laws("2020-07-01,1246,0.239,833,0,17,287,,,,,,,,,")))
    place = "(not stated)"
    assert column(report, "2020-07-01", label=place) == {
        ("Local law reports", "request", "received"): "1246",
        ("Local law reports", "request", "complied_rate"): "0.239",
        ("Local law reports", "account", "received"): "833",
        ("Local law reports", "account", "withheld"): "0",
        ("Local law reports", "item", "withheld"): "17",
        ("Local law reports", "account", "removed_terms_of_service"): "287",
    }
    assert set(column(report, "2020-07-01", "country_code", place).values()) == {"ZZ"}
    assert set(column(report, "2020-07-01", "is_total", place).values()) == {"false"}


def test_a_footnote_mark_stays_on_the_label(tmp_path: Path) -> None:
    report = read(write(tmp_path, demands("2020-07-01,Iran**,0,1,1,NULL,0,0,0,1,1,0,0,0,0,0"), laws()))
    assert len(column(report, "2020-07-01", label="Iran**")) == 14


# --- every record is accounted for


def test_banners_headers_and_blank_rows_are_listed(tmp_path: Path) -> None:
    report = read(write(tmp_path, demands(PAKISTAN), laws()))
    assert [(row.row_number, row.reason) for row in report.ignored] == [
        (1, "banner"),
        (2, "header"),
        (22, "blank row"),
        (23, "blank row"),
        (24, "banner"),
        (25, "header"),
    ]
    (file,) = report.files
    assert (file.layout, file.read_count) == ("legal demands by country; local law reports", 32)
    assert len(set(report.rows["row_number"].to_pylist())) == 32 - 6


@pytest.mark.parametrize(
    ("record", "at_fault"),
    [
        (PAKISTAN.replace("417", "4I7"), "Combined requests"),
        (PAKISTAN.replace("417", "-417"), "Combined requests"),
        (PAKISTAN.replace("0.41,0.41", "0.41,41%"), "Combined compliance rate"),
        (PAKISTAN.replace("0.41,0.41", "0.41,1.41"), "Combined compliance rate"),
        (PAKISTAN.replace("Pakistan", " "), "Country"),
        (PAKISTAN.removesuffix(",724"), None),
        (f"{PAKISTAN},1", None),
    ],
)
def test_a_record_that_cannot_be_read_is_kept_with_the_reason(
    tmp_path: Path, record: str, at_fault: str | None
) -> None:
    report = read(write(tmp_path, demands(record), laws()))
    (rejected,) = report.rejected
    assert (rejected.row_number, rejected.column_name, rejected.raw_text) == (3, at_fault, record)
    assert rejected.file_name == FILE_NAME
    assert column(report, "2020-07-01") == {}


NOWHERE = "2020-07-01,Worldwide,0,0,0,NULL,NULL,NULL,0,0,0,0,0,0,0,0"


@pytest.mark.parametrize(
    ("record", "at_fault"),
    [
        (NOWHERE.replace("0,0,0,0,0,0,0,0", "0,0,0,0,1,0,0,0"), "Combined tweets withheld"),
        (NOWHERE.replace("0,0,0,0,0,0,0,0", "0,0,0,0,,0,0,0"), "Combined tweets withheld"),
        (NOWHERE.replace("NULL,NULL,NULL", "NULL,0.5,NULL"), "Other legal demands compliance rate"),
        (NOWHERE.replace("Worldwide,0,0,0", " Worldwide ,1,0,1"), "Court Orders"),
    ],
)
def test_a_figure_of_no_country_is_rejected(tmp_path: Path, record: str, at_fault: str) -> None:
    report = read(write(tmp_path, demands(record, PAKISTAN), laws()))
    (rejected,) = report.rejected
    assert (rejected.row_number, rejected.column_name, rejected.raw_text) == (3, at_fault, record)
    assert rejected.reason == "a figure of Worldwide, which is no country"
    assert column(report, "2020-07-01", label="Worldwide") == {}
    assert len(column(report, "2020-07-01")) == 14


def test_a_row_of_no_country_with_nothing_in_it_is_ignored_with_its_reason(tmp_path: Path) -> None:
    report = read(write(tmp_path, demands(NOWHERE, PAKISTAN), laws()))
    assert (report.rejected, column(report, "2020-07-01", label="Worldwide")) == ((), {})
    assert (3, "names no country, and every figure in it is 0 or NULL") in [
        (row.row_number, row.reason) for row in report.ignored
    ]


def test_a_country_with_nothing_in_it_is_no_row_of_no_country(tmp_path: Path) -> None:
    report = read(write(tmp_path, demands(NOWHERE.replace("Worldwide", "Nauru"), starts=STARTS[:-1]), laws()))
    assert len(column(report, "2020-07-01", label="Nauru")) == 14


def test_a_value_beyond_the_columns_of_local_laws_is_rejected(tmp_path: Path) -> None:
    report = read(write(tmp_path, demands(), laws("2020-07-01,1246,0.239,833,0,17,287,5,,,,,,,,")))
    assert [row.reason for row in report.rejected] == ["a value beyond the last column of the header"]
