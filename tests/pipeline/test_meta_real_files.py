"""Meta's reports as published: every record accounted for, totals that are sums, and figures checked by hand."""

import time
from collections import defaultdict
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from orchestration.connectors.base import ReportRows
from orchestration.connectors.published_reports import meta_data_requests, meta_restrictions
from tests.pipeline.mutations import records_of, unaccounted

OBSERVED_ON = date(2024, 5, 30)
READERS = {
    "meta_content_restrictions": meta_restrictions.read_report,
    "meta_data_requests": meta_data_requests.read_report,
}
CPU_SECONDS_LIMIT = 5.0  # of the 20 s that all given files of all publishers may take; it is about 1.5
US_2017_H2 = ("United States", "2017-07-01", "Legal Process", "request")

Row = dict[str, str | None]
Reports = dict[str, dict[Path, ReportRows]]


@pytest.fixture(scope="module")
def real(published_samples: Path) -> Reports:
    started = time.process_time()
    found = {
        report: {
            path: read(path, OBSERVED_ON)
            for path in sorted((published_samples / report / OBSERVED_ON.isoformat()).iterdir())
        }
        for report, read in READERS.items()
    }
    assert time.process_time() - started < CPU_SECONDS_LIMIT
    return found


@pytest.fixture(scope="module")
def rows(real: Reports) -> dict[str, list[Row]]:
    return {
        report: pa.concat_tables([found.rows for found in files.values()]).to_pylist() for report, files in real.items()
    }


def test_every_record_of_the_real_files_is_read(real: Reports) -> None:
    for files in real.values():
        assert len(files) == 17
        for path, found in files.items():
            records = records_of(path.read_bytes())
            (file,) = found.files
            assert (file.file_name, file.read_count) == (path.name, len(records))
            assert found.rejected == ()
            assert [(row.row_number, row.reason) for row in found.ignored] == [(1, "header")]
            assert unaccounted(found) == {}
            assert set(found.rows["row_number"].to_pylist()) == set(range(2, len(records) + 1))


def test_every_figure_stands_in_the_file_as_it_was_read(real: Reports) -> None:
    """Of each record, exactly the fields that are filled, in the order of the header, by the csv module alone."""
    for files in real.values():
        for path, found in files.items():
            header, *records = records_of(path.read_bytes())
            first = header.index("Country") + 1
            read = defaultdict(list)
            for row in found.rows.to_pylist():
                if row["value_text"] is not None:
                    read[row["row_number"]].append(row["value_text"])
            for row_number, fields in enumerate(records, start=2):
                assert read[row_number] == [field.strip() for field in fields[first:] if field.strip()], path


def test_no_figure_is_given_twice_under_one_key(rows: dict[str, list[Row]]) -> None:
    for report, found in rows.items():
        names = ("country_label", "period_start", "product", "reason", "unit", "measure")
        keys = [tuple(row[name] for name in names) for row in found]
        assert len(keys) == len(set(keys)), report


@pytest.mark.parametrize("report", READERS)
def test_codes_are_given_where_the_layout_has_them(rows: dict[str, list[Row]], report: str) -> None:
    with_code = {row["period_start"] for row in rows[report] if row["country_code"]}
    without = {row["period_start"] for row in rows[report] if not row["country_code"]}
    assert not with_code & without
    assert len(with_code) == (8 if report == "meta_content_restrictions" else 0)


# --- what is restricted everywhere, and the totals


def number(row: Row) -> int | None:
    text = (row["value_text"] or "").replace(",", "")
    return int(text) if text.isdecimal() else None


def test_what_one_country_has_restricted_everywhere_is_repeated_in_all_others(rows: dict[str, list[Row]]) -> None:
    """Per half-year and kind of object: imposed + applied is the same in every row, namely the sum of what applied."""
    imposed: dict[tuple[str | None, ...], dict[str | None, int]] = defaultdict(dict)
    applied: dict[tuple[str | None, ...], dict[str | None, int]] = defaultdict(dict)
    for row in rows["meta_content_restrictions"]:
        key = (row["period_start"], row["product"])
        if row["measure"] == "restricted_by_others":
            imposed[key][row["country_code"]] = number(row) or 0
        if row["measure"] == "restricted_for_others":
            applied[key][row["country_code"]] = number(row) or 0
    assert len(imposed) == 7 * 3 + 2
    for group, by_country in imposed.items():
        everywhere = sum(applied[group].values())
        assert {by_country[code] + applied[group][code] for code in by_country} == {everywhere}, group
    ordered = {(start, code, n) for (start, _), found in applied.items() for code, n in found.items() if n}
    assert {code for _, code, _ in ordered} == {"BR", "AT"}
    assert {(start, n) for start, code, n in ordered if code == "AT"} == {("2023-07-01", 37)}


def test_totals_of_restrictions_are_the_sum_of_all_columns(rows: dict[str, list[Row]]) -> None:
    parts: dict[tuple[str | None, ...], int] = defaultdict(int)
    totals = {}
    for row in rows["meta_content_restrictions"]:
        place = (row["period_start"], row["country_label"])
        if row["is_total"] == "true":
            totals[place] = number(row)
            assert row["is_repeated"] == "true"
        else:
            parts[place] += number(row) or 0
    assert len(totals) == 70 + 7 * 251
    assert {key: totals[key] for key in totals if totals[key] != parts[key]} == {}


def test_totals_of_requests_are_the_sum_of_their_parts(rows: dict[str, list[Row]]) -> None:
    """All but one: the kinds of legal process of the United States in 2017-H2 are one more than their total."""
    parts: dict[tuple[str | None, ...], int] = defaultdict(int)
    for row in rows["meta_data_requests"]:
        if row["is_total"] == "false" and row["measure"] == "received":
            key = (row["country_label"], row["period_start"], row["unit"])
            parts[*key, "all"] += number(row) or 0
            if row["reason"] not in ("all", "Legal Process"):
                is_emergency = str(row["reason"]).startswith("Emergency")
                parts[*key, "Emergency" if is_emergency else "Legal Process"] += number(row) or 0
    totals = [row for row in rows["meta_data_requests"] if row["is_total"] == "true" and row["measure"] == "received"]
    wrong = {
        (row["country_label"], row["period_start"], row["reason"], row["unit"]): (number(row), found)
        for row in totals
        if (found := parts[row["country_label"], row["period_start"], row["unit"], row["reason"]]) != number(row)
    }
    assert len(totals) > 2 * 2000
    assert wrong.pop(US_2017_H2) == (30_934, 30_935)
    assert wrong == {("United States", "2017-07-01", "all", "request"): (32_742, 32_743)}


def test_requests_that_stand_alone_count_and_those_with_parts_do_not(rows: dict[str, list[Row]]) -> None:
    received = [row for row in rows["meta_data_requests"] if row["measure"] == "received" and row["reason"] == "all"]
    alone = {(row["country_label"], row["period_start"]) for row in received if row["is_total"] == "false"}
    halves = {"2013-01-01", "2013-07-01", "2014-01-01", "2014-07-01", "2015-07-01"}
    assert {start for _, start in alone} == halves
    assert {start for label, start in alone if label == "United States"} == {"2013-01-01"}


# --- figures of Pakistan, and of the ranges of the United States, each read off its file by hand

BY_HAND: list[tuple[str, str, dict[str, str], tuple[str | None, str, str, int]]] = [
    ("Content_Restrictions_2014_H1", "Pakistan", {"measure": "restricted"}, ("1,773", "false", "false", 10)),
    ("Content_Restrictions_2018_H2", "Pakistan", {"product": "Facebook Post"}, ("3,811", "false", "false", 47)),
    ("Content_Restrictions_2018_H2", "Pakistan", {"product": "Facebook Event"}, ("N/A", "false", "false", 47)),
    (
        "Content_Restrictions_2021_H2",
        "Pakistan",
        {"product": "Instagram Account", "measure": "restricted_by_others"},
        ("12", "false", "true", 167),
    ),
    ("Content_Restrictions_2021_H2", "Pakistan", {"product": "all"}, ("2,338", "true", "true", 167)),
    (
        "Content_Restrictions_2023_H2",
        "Pakistan",
        {"product": "Instagram Account", "measure": "restricted"},
        ("731", "false", "false", 167),
    ),
    ("Content_Restrictions_2023_H2", "Pakistan", {"product": "all"}, ("2,590", "true", "true", 167)),
    (
        "PRPL-Facebook-Government-Report-2013_H1",
        "Pakistan",
        {"measure": "received", "unit": "request"},
        ("35", "false", "false", 50),
    ),
    (
        "PRPL-Facebook-Government-Report-2013_H1",
        "United States",
        {"measure": "received", "unit": "account"},
        ("20,000 - 21,000", "false", "false", 72),
    ),
    (
        "PRPL-Facebook-Government-Report-2013_H2",
        "Pakistan",
        {"measure": "restriction_received"},
        ("217", "false", "false", 57),
    ),
    (
        "PRPL-Facebook-Government-Report-2013_H2",
        "Pakistan",
        {"measure": "restricted_percent"},
        ("75%", "false", "false", 57),
    ),
    (
        "PRPL-Facebook-Government-Report-2018_H2",
        "Pakistan",
        {"reason": "Legal Process", "measure": "data_produced_percent"},
        ("52%", "false", "false", 83),
    ),
    (
        "PRPL-Facebook-Government-Report-2023_H2",
        "Pakistan",
        {"reason": "all", "measure": "received", "unit": "request"},
        ("1,614", "true", "false", 167),
    ),
    (
        "PRPL-Facebook-Government-Report-2023_H2",
        "Pakistan",
        {"reason": "all", "measure": "data_produced"},
        ("1,218", "true", "false", 167),
    ),
]


@pytest.mark.parametrize(("stem", "country", "wanted", "expected"), BY_HAND)
def test_figures_read_off_the_real_files_by_hand(
    real: Reports, stem: str, country: str, wanted: dict[str, str], expected: tuple[str | None, str, str, int]
) -> None:
    (found,) = (report for files in real.values() for path, report in files.items() if path.stem == stem)
    kept = pc.field("country_label") == country
    for column, value in wanted.items():
        kept &= pc.field(column) == value
    (row,) = found.rows.filter(kept).to_pylist()
    assert (row["value_text"], row["is_total"], row["is_repeated"], row["row_number"]) == expected
