"""Meta's real files, damaged in every way: nothing is read under another name, place or period than its own."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orchestration.connectors.base import ReportRows
from orchestration.connectors.published_reports import meta_data_requests, meta_restrictions
from tests.pipeline.mutations import (
    Mutation,
    Original,
    as_bytes,
    cut_end,
    flip_bytes,
    records_of,
    swap_columns,
)

OBSERVED_ON = date(2024, 5, 30)
READERS = {
    "meta_content_restrictions": meta_restrictions.read_report,
    "meta_data_requests": meta_data_requests.read_report,
}
# The first and last half-year of each layout.
NAMES = (
    "Content_Restrictions_2013_H2.csv",
    "Content_Restrictions_2018_H1.csv",
    "Content_Restrictions_2018_H2.csv",
    "Content_Restrictions_2023_H1.csv",
    "Content_Restrictions_2023_H2.csv",
    "PRPL-Facebook-Government-Report-2013_H1.csv",
    "PRPL-Facebook-Government-Report-2017_H1.csv",
    "PRPL-Facebook-Government-Report-2017_H2.csv",
    "PRPL-Facebook-Government-Report-2018_H2.csv",
    "PRPL-Facebook-Government-Report-2019_H1.csv",
    "PRPL-Facebook-Government-Report-2023_H2.csv",
)
Originals = dict[str, Original]


@pytest.fixture(scope="module")
def originals(published_samples: Path) -> Originals:
    found = {}
    for report, read in READERS.items():
        for path in (published_samples / report / OBSERVED_ON.isoformat()).glob("*.csv"):
            found[path.name] = Original(read, path, OBSERVED_ON)
    return found


@settings(max_examples=300, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_a_damaged_file_is_refused_or_says_nothing_that_it_did_not_say(
    originals: Originals, damaged_folder: Path, data: st.DataObject
) -> None:
    originals[data.draw(st.sampled_from(NAMES))].check_drawn_damage(data, damaged_folder)


@pytest.mark.parametrize("name", NAMES)
def test_a_last_line_cut_anywhere_is_seen(originals: Originals, damaged_folder: Path, name: str) -> None:
    content = originals[name].content
    last_line = len(content.rstrip(b"\r\n").rpartition(b"\n")[2].rstrip(b"\r\n"))
    for length in range(len(content.rstrip()) - last_line + 1, len(content.rstrip())):
        assert originals[name].breaches(cut_end(content, length), damaged_folder) == [], length


def test_the_law_is_broken_by_a_reader_that_goes_by_position(originals: Originals, damaged_folder: Path) -> None:
    original = originals["Content_Restrictions_2023_H1.csv"]
    header, *_ = records_of(original.content)
    _, *rows = records_of(swap_columns(original.content, 2, 5).content)
    assert original.breaches(
        Mutation("figures swapped under the old header", as_bytes([header, *rows])), damaged_folder
    )


def read_padded(path: Path, observed_on: date) -> ReportRows:
    """As a spreadsheet would: a record that is too short ends in blanks."""
    header, *rows = records_of(path.read_bytes())
    padded = [fields + [""] * (len(header) - len(fields)) for fields in rows]
    path.write_bytes(as_bytes([header, *padded]))
    try:
        return meta_restrictions.read_report(path, observed_on)
    finally:
        path.write_bytes(as_bytes([header, *rows]))


def test_the_law_is_broken_by_a_reader_that_shifts_figures(
    originals: Originals, damaged_folder: Path, tmp_path: Path
) -> None:
    original = originals["Content_Restrictions_2023_H1.csv"]
    comma = original.content.index(b"Pakistan,263,0,0,") + len(b"Pakistan,263")
    flip = flip_bytes(original.content, {comma: ord(",") ^ ord("0")})
    assert original.breaches(flip, damaged_folder) == []
    copy = tmp_path / original.path.name
    copy.write_bytes(original.content)
    assert Original(read_padded, copy, OBSERVED_ON).breaches(flip, damaged_folder)
