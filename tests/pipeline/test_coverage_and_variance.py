"""The ledger on the real files: every record accounted for, and what is missing named."""

import csv
import io
import zipfile
from collections import Counter
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from defusedxml.ElementTree import parse
from python_calamine import CalamineWorkbook

from tests.pipeline.marts import ask, ask_one, database
from tests.pipeline.workbench import Ran

DAY_BEFORE_SILENCE = date(2020, 12, 31)
X_VINTAGE = date(2025, 3, 13)
# What the files cannot show where only their figures on Pakistan are at hand: labels of other countries.
NOT_CARRIED_OVER = "unmatched_labels_count"


Files = dict[tuple[date, str], int]


@pytest.fixture(scope="module")
def release(published_samples: Path, october: Ran) -> Path:
    """The database of October's release, made with the published reports at hand."""
    return database(october.release)


@pytest.fixture(scope="module")
def given(published_samples: Path) -> Files:
    """Records in every given file, by vintage and file name, counted without any reader of ours."""
    return {
        (date.fromisoformat(path.parent.name), name): count
        for path in sorted(published_samples.glob("*/*/*"))
        for name, count in records_in(path).items()
    }


def records_in(path: Path) -> Mapping[str, int]:
    """How many records each table of a published file has, by its name; first the header, blank ones included."""
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as archive:
            members = [name for name in archive.namelist() if name.endswith(".csv")]
            return {f"{path.name}/{name}": lines_of(archive.read(name)) for name in members}
    if path.suffix == ".xlsx":
        workbook = CalamineWorkbook.from_path(path)
        sheets = {name: workbook.get_sheet_by_name(name) for name in workbook.sheet_names}
        return {f"{path.name}/{name}": len(sheet.to_python(skip_empty_area=False)) for name, sheet in sheets.items()}
    if path.suffix == ".xml":
        root = parse(path).getroot()
        return {path.name: sum(len(listed) for listed in root) if root is not None else 0}
    return {path.name: lines_of(path.read_bytes())}


def lines_of(content: bytes) -> int:
    return sum(1 for _ in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


# --- rows in = rows loaded + rows rejected + rows ignored


def test_every_given_file_is_there_with_every_record_it_has(release: Path, given: Files) -> None:
    rows = ask(release, "select vintage, source_file, read_count from marts.fct_published_files")
    assert len(rows) == len(given) == 54
    assert {(vintage, name): count for vintage, name, count in rows} == given


def test_every_record_is_loaded_rejected_or_ignored_in_each_file(release: Path) -> None:
    wrong = ask(
        release,
        "from marts.fct_published_files "
        "where read_count <> loaded_count + rejected_count + ignored_count or read_count < 1 or is_carried_over",
    )
    assert wrong == []


def test_the_law_saw_every_record(release: Path, given: Files) -> None:
    assert laws(release)["every_published_record_is_accounted_for"] == (0, sum(given.values()))


def test_no_record_of_the_given_files_is_rejected_and_headers_are_what_is_ignored(release: Path) -> None:
    rows = ask(
        release,
        "select source_file, rejected_count, ignored_count from marts.fct_published_files "
        "where rejected_count > 0 or (ignored_count <> 1 and layout <> 'not read') order by source_file",
    )
    assert rows == [
        ("Twitter_Transparency-Removal_Requests_Jul-Dec-2020.csv", 0, 10),  # banners, headers, blank lines, `Worldwide`
        ("un_consolidated_2020.xml", 0, 713),  # persons: none of them enters the warehouse
    ]


def laws(path: Path) -> dict[str, tuple[int, int]]:
    rows = ask(path, "select law_id, violation_count, checked_count from marts.fct_law_violations")
    return {law_id: (violations, checked) for law_id, violations, checked in rows}


# --- coverage


def test_x_is_silent_from_the_first_half_of_2021(release: Path) -> None:
    rows = ask(
        release,
        "select period_end, coverage_status, due_date from marts.fct_coverage "
        "where report = 'x_removal_requests' order by period_end",
    )
    assert {status for end, status, _ in rows if end <= DAY_BEFORE_SILENCE} == {"present"}
    later = [(end, status, due) for end, status, due in rows if end > DAY_BEFORE_SILENCE]
    assert later[0][:2] == (date(2021, 6, 30), "silent")
    # Only what had fallen due when the file was seen can be missed in it.
    assert all((status == "silent") == (due <= X_VINTAGE) for _, status, due in later)
    assert {status for _, status, _ in later} == {"silent", "not_collected", "not_due"}


def test_the_records_of_x_by_half_year_are_those_of_the_file(release: Path, published_samples: Path) -> None:
    (path,) = published_samples.glob("x_removal_requests/*/*.csv")
    with path.open(encoding="utf-8-sig", newline="") as file:
        records = [fields for fields in csv.reader(file) if fields and fields[0][:2] == "20"]
    counts = Counter(fields[0] for fields in records if fields[1] != "Worldwide")  # no country: ignored
    rows = ask(
        release,
        "select period_start, rows_read_count from marts.fct_coverage "
        "where report = 'x_removal_requests' and is_present order by 1",
    )
    assert len(rows) == 18
    assert {start.isoformat(): count for start, count in rows} == counts


STATUSES = {
    ("google_removals", "gap"): [],
    ("google_removals", "silent"): [],
    ("meta_content_restrictions", "gap"): ["2015-07-01", "2019-07-01", "2021-01-01", "2022-07-01"],
    ("meta_data_requests", "gap"): ["2015-01-01", "2018-01-01", "2020-01-01", "2021-07-01", "2023-01-01"],
    ("meta_content_restrictions", "silent"): [],
    ("tiktok_removal_requests", "present"): ["2022-01-01", "2025-01-01", "2025-07-01"],
    ("tiktok_removal_requests", "silent"): [],
    ("tiktok_data_requests", "present"): ["2022-01-01"],  # in the workbook of the removal requests
}


@pytest.mark.parametrize(("report", "status"), STATUSES)
def test_what_is_missing_is_named(release: Path, report: str, status: str) -> None:
    rows = ask(
        release,
        f"select period_start from marts.fct_coverage where report = '{report}' and coverage_status = '{status}' "
        "order by 1",
    )
    assert [start.isoformat() for (start,) in rows] == STATUSES[report, status]


def test_the_list_has_no_periods_and_is_in_no_coverage(release: Path) -> None:
    assert ask(release, "from marts.fct_coverage where report = 'un_consolidated_list'") == []
    assert ask(
        release, "select first_period_start, last_period_end from marts.fct_published_files where publisher = 'un'"
    ) == [(None, None)]


def test_what_is_carried_over_is_what_the_files_hold(release: Path, october: Ran) -> None:
    columns = "report, source_file, source_file_sha256, period_start, period_end, rows_read_count"
    warehouse = october.home / "warehouse.duckdb"
    kept = ask(warehouse, f"select {columns} from seeds.published_file_periods order by all")
    assert kept == ask(warehouse, f"select {columns} from intermediate.int_published_files__periods order by all")
    assert len(kept) == 229


@pytest.mark.parametrize("table", ["fct_coverage", "fct_published_files", "fct_ledger_variance"])
def test_without_the_files_the_ledger_says_the_same(release: Path, august: Ran, table: str) -> None:
    without = database(august.release)
    assert ask_one(without, "select bool_and(is_carried_over) from marts.fct_published_files")
    left_out = {
        "fct_coverage": f" exclude ({NOT_CARRIED_OVER})",
        "fct_published_files": " exclude (is_carried_over, unmatched_label_count, unmatched_figures_count)",
        "fct_ledger_variance": "",
    }[table]
    rows = f"select *{left_out} from marts.{table} order by all"
    assert ask(without, rows) == ask(release, rows) != []


# --- the regulator's counters


def test_the_counter_that_misses_its_parts_by_nine(release: Path) -> None:
    rows = ask(
        release,
        "select as_of_date, platform_id, parts_gap_count from marts.fct_regulator_counters "
        "where parts_gap_count <> 0 order by platform_id",
    )
    # The nine missing in the total are the nine missing in the row of YouTube.
    assert rows == [(date(2022, 12, 22), "all", 9), (date(2022, 12, 22), "youtube", 9)]


def test_the_cumulative_numbers_that_fell(release: Path) -> None:
    rows = ask(
        release,
        "select platform_id, previous_as_of_date, as_of_date, processed_fall_count, blocked_fall_count, "
        "rejected_fall_count from marts.fct_regulator_counters "
        "where processed_fall_count + blocked_fall_count + rejected_fall_count > 0 order by platform_id",
    )
    days = (date(2022, 9, 22), date(2022, 12, 22))
    assert rows == [("all", *days, 0, 0, 125), ("facebook", *days, 0, 0, 121), ("x", *days, 0, 0, 202)]


def test_the_faults_of_the_counters_are_laws_broken_and_no_other_is(release: Path) -> None:
    found = {law_id: counts for law_id, counts in laws(release).items() if law_id.startswith("regulator_")}
    assert found == {
        "regulator_counters_do_not_fall": (3, 6),
        "regulator_parts_make_the_total": (2, 12),
        "regulator_platforms_fit_the_total": (0, 3),
        "regulator_windows_fit_into_wider_ones": (0, 4),
    }


def test_the_counters_are_those_of_the_seed_to_the_digit(release: Path) -> None:
    totals = "count(*), sum(urls_processed_count), sum(blocked_count), sum(still_accessible_count), sum(rejected_count)"
    ((rows, *sums),) = ask(release, f"select {totals} from marts.fct_regulator_counters")
    assert (rows, sums) == (23, [4770018, 4771292, 233193, 41556])
