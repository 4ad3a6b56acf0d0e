"""Meta's content restrictions and data requests: files and archives that are refused, and those that are not."""

import zipfile
from datetime import date
from pathlib import Path

import pytest

from orchestration.connectors.base import ReportReader, SourceDrift
from orchestration.connectors.published_reports import meta_data_requests, meta_restrictions
from tests.unit.meta_files import (
    BY_KIND,
    COUNT,
    COUNTS_FILE,
    KINDS_FILE,
    OBSERVED_ON,
    PAKISTAN,
    REQUESTS_2013,
    REQUESTS_2019,
    REQUESTS_FILE,
    figures,
    read,
    refusal,
    write,
)

# --- files that are refused


def test_an_unknown_header_is_shown_beside_the_nearest_layout(tmp_path: Path) -> None:
    reason = refusal(write(tmp_path, COUNTS_FILE, "Country,number", "Pakistan,162"))
    assert "header not known: 'Country', 'number'" in reason
    assert "count by country (missing 'count'; not expected 'number')" in reason
    assert reason.endswith("meta_restrictions.py")
    reason = refusal(
        write(tmp_path, REQUESTS_FILE.format("2013_H1"), REQUESTS_2013.replace("Witheld", "Withheld"), "Pakistan")
    )
    assert "(to 2017-H1) (missing 'Percent Witheld'; not expected 'Percent Withheld')" in reason
    assert reason.endswith("meta_data_requests.py")


def test_columns_in_another_order_are_refused(tmp_path: Path) -> None:
    assert "the same columns in another order" in refusal(write(tmp_path, COUNTS_FILE, "count,Country", "162,Pakistan"))


def test_a_header_of_the_other_report_is_refused(tmp_path: Path) -> None:
    assert "header not known" in refusal(write(tmp_path, COUNTS_FILE, REQUESTS_2019, "Pakistan"))


OTHER_NAMES = [
    *("Content_Restrictions_2013.csv", "Content_Restrictions_2013_H3.csv", "Content_Restrictions_12013_H2.csv"),
    *("Content_Restrictions_2013_H2 (1).csv", "Content_Restrictions_2013_H2_old.csv"),
    *("Content_Restrictions-2013_H2.csv", "Content_Restrictions_2013_H2.CSV"),
]


@pytest.mark.parametrize("name", OTHER_NAMES)
def test_a_file_name_other_than_the_published_one_is_refused(tmp_path: Path, name: str) -> None:
    reason = refusal(write(tmp_path, name, COUNT, "Pakistan,162"))
    assert "the file name is not Content_Restrictions_<year>_H<1 or 2>.csv" in reason
    assert reason.endswith("restore the name under which Meta published the file")


@pytest.mark.parametrize("name", ["Copy of {}", "x{}", "2013_H1_{}", "PRPL-Facebook-Government-Report-2013_H2.csv"])
@pytest.mark.parametrize("read_report", [meta_restrictions.read_report, meta_data_requests.read_report])
def test_a_published_file_name_begins_where_it_begins(tmp_path: Path, name: str, read_report: ReportReader) -> None:
    path = write(tmp_path, name.format(COUNTS_FILE), "Country,number", "Pakistan,162")
    is_its_own = name.startswith("PRPL") and read_report is meta_data_requests.read_report
    with pytest.raises(SourceDrift, match="header not known" if is_its_own else "the file name is not"):
        read_report(path, OBSERVED_ON)


def test_a_half_year_that_had_not_ended_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, COUNTS_FILE, COUNT, "Pakistan,162")
    assert read(path, date(2013, 12, 31)).rows.num_rows == 1
    assert "the period ends after 2013-12-30" in refusal(path, date(2013, 12, 30))


@pytest.mark.parametrize("again", ["Pakistan", " PAKISTAN "])
def test_a_country_given_twice_is_refused_by_its_label(tmp_path: Path, again: str) -> None:
    path = write(tmp_path, COUNTS_FILE, COUNT, "Pakistan,162", "India,4", f"{again},163")
    assert "row 4 gives the country of row 2 again" in refusal(path)


def test_a_country_given_twice_is_refused_by_its_code(tmp_path: Path) -> None:
    path = write(tmp_path, KINDS_FILE, BY_KIND, PAKISTAN, PAKISTAN.replace("Pakistan", "Islamic Republic of Pakistan"))
    assert "row 3 gives the country of row 2 again" in refusal(path)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf\n", "no records"),
        (b"Country,count\n", "no records"),
        (b"Country,count", "no records"),
        (b"Country,count\nPakistan,162\nIndia,4", "cut short"),
        (b"Country,count\nPakistan,162\nIndia", "cut short"),
        (b"Country,count\nR\xe9union,1\n", "not UTF-8 at byte 15"),
        (b'Country,count\nPakistan,"1,773\n', "not readable as CSV"),
    ],
)
def test_a_damaged_file_is_refused_saying_how(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / COUNTS_FILE
    path.write_bytes(content)
    assert said in refusal(path)


def test_a_file_that_meta_ends_without_a_line_end_is_whole_only_when_its_last_total_is(tmp_path: Path) -> None:
    path = write(tmp_path, KINDS_FILE, BY_KIND, PAKISTAN.replace('"2,454"', "2454"))
    whole = path.read_bytes().removesuffix(b"\n")
    path.write_bytes(whole)
    assert figures(read(path), "product", "measure")["all", "restricted"] == ("2454", "true")
    for removed in range(1, 8):
        path.write_bytes(whole[:-removed])
        assert "cut short" in refusal(path), removed


# --- archives


def test_a_zip_of_half_years_is_read_in_place(tmp_path: Path) -> None:
    path = tmp_path / "Content_Restrictions.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(COUNTS_FILE, f"{COUNT}\nPakistan,162\n")
        archive.writestr(f"reports/{KINDS_FILE}", f"{BY_KIND}\n{PAKISTAN}\n")
    report = read(path)
    assert {(file.file_name, file.read_count) for file in report.files} == {
        (f"{path.name}/{COUNTS_FILE}", 2),
        (f"{path.name}/reports/{KINDS_FILE}", 2),
    }
    assert set(report.rows["period_start"].to_pylist()) == {"2013-07-01", "2023-07-01"}


def test_two_members_of_one_half_year_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "Content_Restrictions.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(COUNTS_FILE, f"{COUNT}\nPakistan,162\n")
        archive.writestr(f"again/{COUNTS_FILE}", f"{COUNT}\nIndia,4\n")
    assert refusal(path).startswith(f"again/{COUNTS_FILE}: is of the same half-year as {path.name}/{COUNTS_FILE}")
