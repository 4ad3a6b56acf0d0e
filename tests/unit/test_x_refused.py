"""X's removal requests: files out of order, of another shape, with a loss in them, or damaged."""

import zipfile
from datetime import date
from pathlib import Path

import pytest

from tests.unit.x_files import (
    BANNERS,
    BLANK,
    DEMANDS,
    FILE_NAME,
    LAWS,
    PAKISTAN,
    STARTS,
    demands,
    laws,
    read,
    refusal,
    write,
)


def test_an_unknown_header_is_shown_beside_the_nearest_layout(tmp_path: Path) -> None:
    table = demands(PAKISTAN)
    table[1] = DEMANDS.replace("Combined accounts TOS", "Combined accounts suspended")
    reason = refusal(write(tmp_path, table, laws()))
    assert "legal demands by country (missing 'Combined accounts TOS'; not expected 'Combined accounts susp" in reason
    table = laws()
    table[1] = LAWS.replace("Reports,Compliance rate", "Compliance rate,Reports")
    assert "local law reports (the same columns in another order)" in refusal(write(tmp_path, demands(), table))


def test_swapped_missing_and_further_tables_are_refused(tmp_path: Path) -> None:
    first, second = demands(PAKISTAN), laws()
    third = [f"Table 3/3: Trusted reporters{BLANK}", LAWS]
    for blocks in (
        [second, first],
        [first],
        [second],
        [first[1:], second],
        [first, second[1:]],
        [first, second, third],
    ):
        assert "'Table 1/2: Legal Demands' and 'Table 2/2: Local Law(s)' are known" in refusal(write(tmp_path, *blocks))


def test_the_tables_of_swapped_banners_are_refused(tmp_path: Path) -> None:
    first, second = demands(PAKISTAN), laws()
    first[0], second[0] = second[0], first[0]
    reason = refusal(write(tmp_path, second, first))
    assert reason.startswith("the table under 'Table 1/2: Legal Demands' has the header of local law reports")


def test_a_banner_and_nothing_after_it_is_refused(tmp_path: Path) -> None:
    assert "header not known" in refusal(write(tmp_path, demands(), [BANNERS[1] + BLANK]))


@pytest.mark.parametrize("first_records", [[], [""], [BLANK]])
def test_a_file_that_does_not_start_with_a_banner_is_refused(tmp_path: Path, first_records: list[str]) -> None:
    assert "where 'Table 1/2" in refusal(write(tmp_path, [*first_records, DEMANDS, PAKISTAN], laws()))


@pytest.mark.parametrize("again", ["Pakistan", " pakistan", "Pakistan**"])
def test_a_country_twice_in_a_half_year_is_refused(tmp_path: Path, again: str) -> None:
    other = PAKISTAN.replace("Pakistan", again)
    assert "row 4 gives the country of row 3 again" in refusal(write(tmp_path, demands(PAKISTAN, other), laws()))
    earlier = other.replace("2020-07-01", "2020-01-01")
    assert read(write(tmp_path, demands(PAKISTAN, earlier), laws())).rejected == ()


@pytest.mark.parametrize("text", ["2020-07-02", "2020-04-01", "2020-7-1", "July 2020", "", "20200701"])
def test_a_period_that_is_no_half_year_is_refused(tmp_path: Path, text: str) -> None:
    path = write(tmp_path, demands(PAKISTAN.replace("2020-07-01", text)), laws())
    assert "row 3: the period starts neither on 1 January nor on 1 July" in refusal(path)


def test_a_half_year_that_had_not_ended_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, demands(PAKISTAN), laws())
    assert "row 3: the period ends after 2020-12-30" in refusal(path, date(2020, 12, 30))
    assert read(path, date(2020, 12, 31)).rejected == ()


@pytest.mark.parametrize("lost", ["2012-01-01", "2017-01-01", "2020-07-01"])
def test_a_half_year_left_out_is_a_loss(tmp_path: Path, lost: str) -> None:
    path = write(tmp_path, demands(starts=[start for start in STARTS if start != lost]), laws())
    assert f"'Table 1/2: Legal Demands' has no row for the half-year from {lost}" in refusal(path)


@pytest.mark.parametrize("lost", ["2017-07-01", "2019-01-01", "2020-07-01"])
def test_a_half_year_of_local_laws_left_out_is_a_loss(tmp_path: Path, lost: str) -> None:
    path = write(tmp_path, demands(), laws(starts=[start for start in STARTS[11:] if start != lost]))
    assert f"'Table 2/2: Local Law(s)' has no row for the half-year from {lost}" in refusal(path)


def test_a_cut_anywhere_in_the_last_record_is_noticed(tmp_path: Path) -> None:
    """X's file ends without a line end, so only the number of fields shows that the end is there."""
    path = write(tmp_path, demands(PAKISTAN), laws())
    content = path.read_bytes()
    for length in range(content.rindex(b"\n") + 2, len(content)):
        path.write_bytes(content[:length])
        assert "cut short" in refusal(path)
    path.write_bytes(content + b"\n")
    assert read(path).rejected == ()


@pytest.mark.parametrize(("content", "said"), [(b"", "empty"), (b'"a\n', "not readable as CSV"), (b"\xff\n", "UTF-8")])
def test_what_is_not_csv_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / FILE_NAME
    path.write_bytes(content)
    assert said in refusal(path)


def test_a_zip_is_read_in_place_and_two_reports_in_it_are_refused(tmp_path: Path) -> None:
    content = write(tmp_path, demands(PAKISTAN), laws()).read_bytes()
    path = tmp_path / "removal_requests.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(FILE_NAME, content)
    assert read(path).files[0].file_name == f"removal_requests.zip/{FILE_NAME}"
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(FILE_NAME.replace("2020", "2019"), content)
    assert "two files of this report" in refusal(path)
