"""X's and TikTok's real files, damaged in every way: nothing is read under another name, place or period than its own.

The workbook is no text: flipped or cut, it must be refused or say the same; written anew with a column dropped,
renamed or moved, a row or a sheet cut out, it must be refused or say nothing that it did not say.
"""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from orchestration.connectors.base import SourceDrift
from orchestration.connectors.published_reports import tiktok, x
from tests.pipeline.mutations import (
    Mutation,
    Original,
    as_bytes,
    cut_end,
    figures_of,
    flip_bytes,
    mutations,
    records_of,
    swap_columns,
    unaccounted,
)
from tests.pipeline.test_x_tiktok_real_files import LONG_FILE, WORKBOOK, X_FILE, observed_on
from tests.unit.tiktok_files import write_workbook

READ_SHEETS = ("GRFCR map", "LRFUI map")
HEADERS_OF_X = (1, 622)  # index of the record of names of each table
PROPERTY = settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])

Tables = dict[str, list[list[object]]]


@pytest.fixture(scope="module")
def of_x(published_samples: Path) -> Original:
    return Original(x.read_report, published_samples / X_FILE, observed_on(X_FILE))


@pytest.fixture(scope="module")
def long_file(published_samples: Path) -> Original:
    return Original(tiktok.read_report, published_samples / LONG_FILE, observed_on(LONG_FILE))


@pytest.fixture(scope="module")
def workbook(published_samples: Path) -> Original:
    return Original(tiktok.read_report, published_samples / WORKBOOK, observed_on(WORKBOOK))


@pytest.fixture(scope="module")
def tables(workbook: Original) -> Tables:
    opened = CalamineWorkbook.from_path(workbook.path)
    return {name: [list(row) for row in opened.get_sheet_by_name(name).to_python()] for name in opened.sheet_names}


# --- X


@PROPERTY
@given(data=st.data())
def test_a_damaged_file_of_x_says_nothing_that_it_did_not_say(
    of_x: Original, damaged_folder: Path, data: st.DataObject
) -> None:
    mutation = data.draw(mutations(of_x.content, data.draw(st.sampled_from(HEADERS_OF_X))))
    assert of_x.breaches(mutation, damaged_folder) == [], mutation.what


def test_the_end_of_the_file_of_x_cut_anywhere_is_seen(of_x: Original, damaged_folder: Path) -> None:
    """Neither a part of the last record nor any number of whole records can be missing at the end."""
    content = of_x.content
    ends = [*range(len(content) - 40, len(content))]
    ends += [index + 1 for index in range(len(content) - 600, len(content)) if content[index : index + 1] == b"\n"]
    for length in ends:
        (damaged_folder / of_x.path.name).write_bytes(content[:length])
        with pytest.raises(SourceDrift):
            of_x.read(damaged_folder / of_x.path.name, of_x.observed_on)


def test_the_law_is_broken_where_columns_of_x_change_places_under_their_names(
    of_x: Original, damaged_folder: Path
) -> None:
    swapped = records_of(swap_columns(of_x.content, 8, 10).content)
    named = records_of(of_x.content)
    for index in HEADERS_OF_X:
        swapped[index] = named[index]
    assert of_x.breaches(Mutation("figures swapped under the old names", as_bytes(swapped)), damaged_folder)


# --- TikTok's CSV


@PROPERTY
@given(data=st.data())
def test_a_damaged_csv_of_tiktok_says_nothing_that_it_did_not_say(
    long_file: Original, damaged_folder: Path, data: st.DataObject
) -> None:
    mutation = data.draw(mutations(long_file.content))
    assert long_file.breaches(mutation, damaged_folder) == [], mutation.what


def test_a_record_of_tiktok_cut_out_is_always_seen(long_file: Original, damaged_folder: Path) -> None:
    records = records_of(long_file.content)
    damaged = damaged_folder / long_file.path.name
    for index in range(len(records)):
        damaged.write_bytes(as_bytes(records[:index] + records[index + 1 :]))
        with pytest.raises(SourceDrift):
            long_file.read(damaged, long_file.observed_on)


# --- TikTok's workbook


@settings(PROPERTY, max_examples=60)
@given(data=st.data())
def test_flipped_bytes_of_the_workbook_change_nothing(
    workbook: Original, damaged_folder: Path, data: st.DataObject
) -> None:
    size = len(workbook.content)
    position = st.one_of(st.integers(0, size - 1), st.integers(size - 2500, size - 1))  # the directory is at the end
    damage = st.one_of(
        st.dictionaries(position, st.integers(1, 255), min_size=1, max_size=3).map(
            lambda flips: flip_bytes(workbook.content, flips)
        ),
        position.map(lambda length: cut_end(workbook.content, length)),
    )
    mutation = data.draw(damage)
    damaged = damaged_folder / workbook.path.name
    damaged.write_bytes(mutation.content)
    assert breaches(workbook, damaged, is_whole=True) == [], mutation.what


def test_damage_all_over_the_directory_of_the_workbook_changes_nothing(
    workbook: Original, damaged_folder: Path
) -> None:
    """Names that are no text and offsets before the file are refused too, not stumbled over."""
    damaged = damaged_folder / workbook.path.name
    for position in range(len(workbook.content) - 2300, len(workbook.content), 13):
        damaged.write_bytes(flip_bytes(workbook.content, {position: 0x80}).content)
        assert breaches(workbook, damaged, is_whole=True) == [], position


def breaches(workbook: Original, damaged: Path, *, is_whole: bool = False) -> list[str]:
    """How a workbook, when it is read, says what the undamaged one does not; `is_whole`: or does not say all of it."""
    try:
        report = workbook.read(damaged, workbook.observed_on)
    except SourceDrift:
        return []
    said = figures_of(report)
    faults = [f"{figure} is new" for figure in said - workbook.figures]
    faults += [f"{name}: {count} rows unaccounted for" for name, count in unaccounted(report).items()]
    return faults + [f"{figure} is lost" for figure in workbook.figures - said if is_whole]


def without_column(rows: list[list[object]], one: int, _: int) -> list[list[object]]:
    return [row[:one] + row[one + 1 :] for row in rows]


def with_columns_swapped(rows: list[list[object]], one: int, other: int) -> list[list[object]]:
    order = list(range(len(rows[0])))
    order[one], order[other] = order[other], order[one]
    return [[row[index] for index in order] for row in rows]


def with_a_name_of_another(rows: list[list[object]], one: int, other: int) -> list[list[object]]:
    header = list(rows[0])
    header[one] = header[other]
    return [header, *rows[1:]]


def without_row(rows: list[list[object]], one: int, other: int) -> list[list[object]]:
    index = (one * 7 + other) % len(rows)
    return rows[:index] + rows[index + 1 :]


ALTERATIONS: tuple[Callable[[list[list[object]], int, int], list[list[object]]], ...] = (
    without_column,
    with_columns_swapped,
    with_a_name_of_another,
    without_row,
)


@settings(PROPERTY, max_examples=60)
@given(
    sheet=st.sampled_from(READ_SHEETS),
    alter=st.sampled_from(ALTERATIONS),
    one=st.integers(0, 9),
    other=st.integers(0, 9),
)
def test_an_altered_workbook_says_nothing_that_it_did_not_say(
    workbook: Original,
    tables: Tables,
    damaged_folder: Path,
    sheet: str,
    alter: Callable[[list[list[object]], int, int], list[list[object]]],
    one: int,
    other: int,
) -> None:
    path = write_workbook(damaged_folder, tables | {sheet: alter(tables[sheet], one, other)}, workbook.path.name)
    assert breaches(workbook, path) == []


def test_written_anew_the_workbook_says_the_same(workbook: Original, tables: Tables, damaged_folder: Path) -> None:
    """So that the alterations above are refused for what they alter."""
    path = write_workbook(damaged_folder, tables, workbook.path.name)
    assert workbook.read(path, workbook.observed_on).rows.equals(workbook.read(workbook.path, date.max).rows)


@pytest.mark.parametrize("name", READ_SHEETS)
def test_a_sheet_under_the_name_of_another_is_refused(
    workbook: Original, tables: Tables, damaged_folder: Path, name: str
) -> None:
    for other in tables.keys() - {name}:
        path = write_workbook(damaged_folder, tables | {name: tables[other]}, workbook.path.name)
        with pytest.raises(SourceDrift):
            workbook.read(path, workbook.observed_on)
