"""The UN consolidated list as published: its organisations and nobody else, and damage that is never read silently."""

import re
from datetime import date
from pathlib import Path

import pytest
from defusedxml.ElementTree import parse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orchestration.connectors.base import ReportRows, SourceDrift
from orchestration.connectors.published_reports.un import read_report
from tests.pipeline.marts import ask, database
from tests.pipeline.workbench import Ran

OBSERVED_ON = date(2020, 11, 30)
# What is read of an entity. A letter changed in one of these makes another name, which no reader of one file can see:
# landing refuses such a file, because its name and vintage are known with another SHA-256.
READ = re.compile(
    rb"<(DATAID|FIRST_NAME|NAME_ORIGINAL_SCRIPT|REFERENCE_NUMBER|LISTED_ON|UN_LIST_TYPE|QUALITY|ALIAS_NAME)>[^<]*$"
)


@pytest.fixture(scope="module")
def path(published_samples: Path) -> Path:
    return published_samples / "un_consolidated_list" / "2020-11-30" / "un_consolidated_2020.xml"


@pytest.fixture(scope="module")
def content(path: Path) -> bytes:
    return path.read_bytes()


@pytest.fixture(scope="module")
def real(path: Path) -> ReportRows:
    return read_report(path, OBSERVED_ON)


def test_every_record_is_an_entity_or_an_individual_left_out(real: ReportRows) -> None:
    (file,) = real.files
    assert (file.layout, file.read_count) == ("UN consolidated list (XML)", 1018)
    assert (len(set(real.rows["row_number"].to_pylist())), len(real.rejected), len(real.ignored)) == (305, 0, 713)
    assert real.rows.num_rows == 913


def test_the_groups_of_the_project_stand_in_the_list(real: ReportRows) -> None:
    wanted = {"QDe.132", "QDe.152", "QDe.160", "QDe.161"}
    primary = {
        row["reference"]: (row["entity_name"], row["listed_on"], row["list_name"], row["row_number"])
        for row in real.rows.to_pylist()
        if row["reference"] in wanted and row["name_kind"] == "primary"
    }
    name = "ISLAMIC STATE IN IRAQ AND THE LEVANT - KHORASAN (ISIL- K)"
    assert primary == {
        "QDe.132": ("TEHRIK-E TALIBAN PAKISTAN (TTP)", "2011-07-29", "Al-Qaida", 1003),
        "QDe.152": ("JAMAAT-UL-AHRAR (JuA)", "2017-07-06", "Al-Qaida", 845),
        "QDe.160": ("TARIQ GIDAR GROUP (TGG)", "2019-03-22", "Al-Qaida", 1001),
        "QDe.161": (name, "2019-05-14", "Al-Qaida", 835),
    }


def test_no_individual_is_named_anywhere(real: ReportRows, path: Path) -> None:
    parts = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
    people = [
        [" ".join((person.findtext(part) or "").split()) for part in parts] for person in parse(path).iter("INDIVIDUAL")
    ]
    full_names = {spaced(" ".join(filter(None, names))) for names in people if sum(map(bool, names)) > 1}
    assert len(full_names) > 650
    kept = spaced("\n".join([*map(repr, real.ignored), *map(repr, real.rejected), *map(str, real.rows.to_pylist())]))
    assert " tariq gidar group " in kept
    assert not [name for name in full_names if name in kept]


def test_the_list_confirms_every_designation_by_the_un(october: Ran, path: Path) -> None:
    listings = """
        select designation_id, is_listed, cast(corroborating_vintage as varchar), is_corroborated
        from marts.bridge_group_designation where authority_id = 'un' or is_corroborated is not null
        order by designation_id
    """
    assert ask(database(october.release), listings) == [
        ("bla_un_1", False, OBSERVED_ON.isoformat(), True),
        ("blf_un_1", False, OBSERVED_ON.isoformat(), True),
        ("iskp_un_1", True, OBSERVED_ON.isoformat(), True),
        ("ttp_un_1", True, OBSERVED_ON.isoformat(), True),
        ("ttp_un_2", True, OBSERVED_ON.isoformat(), True),
        ("ttp_un_3", True, OBSERVED_ON.isoformat(), True),
    ]


def spaced(text: str) -> str:
    """`text` as lower-case words with one space around each, for finding whole names in it."""
    return f" {re.sub(r'[^a-z0-9]+', ' ', text.casefold()).strip()} "


def reads(folder: Path, content: bytes) -> list[dict[str, object]] | None:
    """The rows that are read of `content`, or None when it is refused."""
    damaged = folder / "un_consolidated_2020.xml"
    damaged.write_bytes(content)
    try:
        report = read_report(damaged, OBSERVED_ON)
    except SourceDrift:
        return None
    rows: list[dict[str, object]] = report.rows.to_pylist()
    return rows


# One file is written anew for every example, and the examples are what takes the time: no fixture has to be reset.
PROPERTY = settings(
    max_examples=20, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@PROPERTY
@given(share=st.floats(0, 1, exclude_max=True))
def test_a_cut_file_is_refused(content: bytes, tmp_path: Path, share: float) -> None:
    assert reads(tmp_path, content[: int(share * len(content.rstrip()))]) is None


@PROPERTY
@given(share=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7), is_in_entities=st.booleans())
def test_a_flipped_bit_is_refused_or_changes_no_row(
    content: bytes, real: ReportRows, tmp_path: Path, share: float, bit: int, is_in_entities: bool
) -> None:
    first = content.index(b"<ENTITIES>") if is_in_entities else 0
    place = first + int(share * (len(content) - first))
    damaged = bytearray(content)
    damaged[place] ^= 1 << bit
    found, published = reads(tmp_path, bytes(damaged)), real.rows.to_pylist()
    if found is None or found == published:
        return
    changed = {row["row_number"] for row in published if row not in found}
    assert READ.search(content[max(0, place - 400) : place])
    assert len(changed) <= 1


@pytest.mark.parametrize(
    ("published", "damaged"),
    [
        (b"QDe.132</REFERENCE_NUMBER>", b"QDe,132</REFERENCE_NUMBER>"),
        (b"2011-07-29</LISTED_ON>", b"2011-07-2\x19</LISTED_ON>"),
        (b"2011-07-29</LISTED_ON>", b"2011-37-29</LISTED_ON>"),
        (b"QDe.132</REFERENCE_NUMBER>", b"QDe.133</REFERENCE_NUMBER>"),
    ],
)
def test_the_listing_of_the_ttp_is_never_read_damaged(
    content: bytes, tmp_path: Path, published: bytes, damaged: bytes
) -> None:
    assert published in content
    found = reads(tmp_path, content.replace(published, damaged))
    assert found is None or not [row for row in found if "TTP" in str(row["entity_name"]) and row["row_number"] == 1003]
