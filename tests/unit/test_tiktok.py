"""TikTok's CSV of one metric a row: figures, records set aside, and files that are refused; and zips of its files."""

import zipfile
from datetime import date
from pathlib import Path

import pytest

from orchestration.connectors.base import REPORT_COLUMNS
from tests.unit.tiktok_files import (
    LONG_HEADER,
    LONG_NAME,
    METRICS,
    WORKBOOK_NAME,
    figures_of,
    long_rows,
    read,
    refusal,
    rows_of,
    sheets,
    write_long,
    write_workbook,
)

# --- what a file says


def test_one_row_per_figure_each_from_its_own_record(tmp_path: Path) -> None:
    report = read(write_long(tmp_path, *long_rows()))
    assert set(report.rows.column_names) == {*REPORT_COLUMNS, "row_number"}
    assert figures_of(report) == {
        ("all", "request", "received"): "602.0",
        ("all", "item", "received"): "10196.0",
        ("all", "item", "removed_guidelines"): "4589.0",
        ("all", "item", "removed_local_law"): "2728.0",
        ("all", "item", "not_actioned"): "2879.0",
        ("all", "account", "received"): "2821.0",
        ("all", "account", "removed_guidelines"): "548.0",
        ("all", "account", "removed_local_law"): "419.0",
        ("all", "account", "not_actioned"): "1854.0",
        ("all", "item+account", "removal_rate"): "0.636",
    }
    assert [row["row_number"] for row in rows_of(report)] == list(range(2, 12))
    assert {(row["period_start"], row["period_end"]) for row in rows_of(report)} == {("2025-01-01", "2025-06-30")}
    assert {(row["country_label"], row["country_code"]) for row in rows_of(report)} == {("Pakistan", None)}
    flags = {(row["is_total"], row["is_repeated"], row["is_zero_filled"]) for row in rows_of(report)}
    assert flags == {("false", "false", "false")}


def test_the_order_of_records_does_not_matter(tmp_path: Path) -> None:
    both = [*long_rows(), *long_rows("Nepal", "Jul-Dec 2025", figures=range(10))]
    plain = read(write_long(tmp_path, *both))
    mixed = read(write_long(tmp_path, *both[::-1]))
    for country in ("Pakistan", "Nepal"):
        assert figures_of(mixed, country_label=country) == figures_of(plain, country_label=country)


def test_null_zero_and_blank_stay_apart(tmp_path: Path) -> None:
    report = read(write_long(tmp_path, *long_rows(figures=(3, 0, "", 0, 0, 0, 0, 0, 0, "NULL"))))
    said = figures_of(report)
    assert said["all", "item", "received"] == "0.0"
    assert said["all", "item", "removed_guidelines"] is None
    assert said["all", "item+account", "removal_rate"] == "NULL"


def test_every_record_is_accounted_for(tmp_path: Path) -> None:
    report = read(write_long(tmp_path, *long_rows()))
    (file,) = report.files
    assert (file.file_name, file.layout, file.read_count) == (LONG_NAME, "one metric a row", 11)
    assert [(row.file_name, row.row_number, row.reason) for row in report.ignored] == [(LONG_NAME, 1, "header")]


# --- records that cannot be read

OTHER_KINDS = [
    (",LIGR,GRFCR,", "x,LIGR,GRFCR,", "replication_info"),
    (",LIGR,", ",LRFUI,", "entity"),
    (",GRFCR,", ",IP,", "aspect"),
    ("Removal rate", "Refusal rate", "metric_name"),
    ("half-year", "quarter", "period"),
    ("Jan-Jun 2025", "Jan-Mar 2025", "period_value"),
    ("Jan-Jun 2025", "2025", "period_value"),
    ("2025,all,all,", "2025,hate,all,", "policy"),
    ("2025,all,all,", "2025,all,hate,", "policy_value"),
    ("all,country_name", "removed,country_name", "task_value"),
    ("country_name", "region_name", "location"),
    ("Pakistan", " ", "location_value"),
    (",0.636,,", ",0.636,100,", "base"),
    (",0.636,,", ",0.636,,2025-09-01", "date"),
    (",0.636,,", ",0.636,", None),
]


@pytest.mark.parametrize(("known", "other", "at_fault"), OTHER_KINDS)
def test_a_record_of_another_kind_is_kept_with_the_reason(
    tmp_path: Path, known: str, other: str, at_fault: str | None
) -> None:
    strange = long_rows()[-1].replace(known, other, 1)
    report = read(write_long(tmp_path, *long_rows(), strange))
    (rejected,) = report.rejected
    assert (rejected.row_number, rejected.column_name, rejected.raw_text) == (12, at_fault, strange)
    assert rejected.file_name == LONG_NAME
    assert len(rows_of(report)) == 10


@pytest.mark.parametrize(
    ("metric", "text"),
    [(0, "28.5"), (0, "-28.0"), (0, "28.00"), (0, "many"), (0, "1e3"), (9, "63.6"), (9, "1.2"), (9, "64%")],
)
def test_a_figure_in_no_known_form_is_rejected_alone(tmp_path: Path, metric: int, text: str) -> None:
    lines = long_rows()
    lines[metric] = lines[metric].replace((",602.0," if metric == 0 else ",0.636,"), f",{text},")
    report = read(write_long(tmp_path, *lines))
    assert [(row.row_number, row.column_name) for row in report.rejected] == [(metric + 2, "result")]
    assert len(rows_of(report)) == 9


# --- files that are refused


def test_an_unknown_header_is_shown_beside_the_nearest_layout(tmp_path: Path) -> None:
    header = LONG_HEADER.replace("location_value", "country")
    reason = refusal(write_long(tmp_path, *long_rows(), header=header))
    assert "one metric a row (missing 'location_value'; not expected 'country')" in reason
    swapped = LONG_HEADER.replace("result,base", "base,result")
    assert "the same columns in another order" in refusal(write_long(tmp_path, *long_rows(), header=swapped))


@pytest.mark.parametrize("index", [0, 5, 9])
def test_a_metric_that_is_missing_refuses_the_file(tmp_path: Path, index: int) -> None:
    lines = [*long_rows("Nepal"), *long_rows()]
    del lines[10 + index]
    assert f"lacks '{METRICS[index]}': rows are lost" in refusal(write_long(tmp_path, *lines))


def test_a_metric_under_a_new_name_refuses_the_file(tmp_path: Path) -> None:
    lines = [line.replace("Removal rate", "Action rate") for line in long_rows()]
    assert "the country of row 2 lacks 'Removal rate'" in refusal(write_long(tmp_path, *lines))


@pytest.mark.parametrize("again", ["Pakistan", "PAKISTAN", "  Pakistan "])
def test_a_figure_given_twice_refuses_the_file(tmp_path: Path, again: str) -> None:
    lines = [*long_rows(), long_rows(again)[3]]
    assert "row 12 gives the figure of row 5 again" in refusal(write_long(tmp_path, *lines))


def test_a_half_year_that_had_not_ended_is_refused(tmp_path: Path) -> None:
    path = write_long(tmp_path, *long_rows())
    assert "row 2: the period ends after 2025-06-29" in refusal(path, date(2025, 6, 29))
    assert read(path, date(2025, 6, 30)).rejected == ()


def test_a_file_cut_short_is_refused(tmp_path: Path) -> None:
    path = write_long(tmp_path, *long_rows())
    path.write_bytes(path.read_bytes()[:-1])
    assert "cut short" in refusal(path)
    path.write_text(f"{LONG_HEADER}\n", encoding="utf-8")
    assert "no records" in refusal(path)


# --- archives


def make_zip(folder: Path, *names: str) -> Path:
    path = folder / "tiktok.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name in names:
            archive.write(folder / Path(name).name, name)
    return path


def test_both_kinds_are_read_in_place_from_a_zip(tmp_path: Path) -> None:
    write_long(tmp_path, *long_rows())
    write_workbook(tmp_path, sheets(["Pakistan", *[1] * 10]))
    report = read(make_zip(tmp_path, LONG_NAME, f"2022/{WORKBOOK_NAME}"))
    names = {row["file_name"] for row in rows_of(report)}
    assert names >= {f"tiktok.zip/{LONG_NAME}", f"tiktok.zip/2022/{WORKBOOK_NAME}/GRFCR map"}


def test_a_half_year_in_two_members_is_refused(tmp_path: Path) -> None:
    write_long(tmp_path, *long_rows(period="Jan-Jun 2022"))
    write_workbook(tmp_path, sheets(["Nepal", *[1] * 10]))
    assert "gives the half-year of" in refusal(make_zip(tmp_path, LONG_NAME, WORKBOOK_NAME))


def test_a_fault_in_a_member_names_the_member(tmp_path: Path) -> None:
    write_long(tmp_path, *long_rows()[:-1])
    assert refusal(make_zip(tmp_path, LONG_NAME)).startswith(f"{LONG_NAME}: the country of row 2 lacks")


def test_another_kind_of_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(b"%PDF")
    assert "neither .csv, .xlsx nor .zip" in refusal(path)
