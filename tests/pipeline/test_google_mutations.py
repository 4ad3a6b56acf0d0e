"""Google's real files, damaged in every way: nothing is read under another name, place or period than its own."""

import zipfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orchestration.connectors.published_reports import google
from tests.pipeline.mutations import (
    Original,
    cut_end,
)
from tests.unit.google_files import ARCHIVE_NAME

# Small files: headers in French and in English, and a member of the zip by itself.
FRENCH = "2014-05-26/google-government-removal-requests.csv"
BY_BRANCH = "2023-03-04/google-government-removal-requests-historical.csv"
BY_REQUESTOR = "2024-09-13/google-government-removal-requests.csv"
NAMES = (FRENCH, "2014-05-26/google-government-detailed-removal-requests.csv", BY_BRANCH, BY_REQUESTOR)
MEMBER = "google-government-removals/google-government-removal-requests.csv"
Originals = dict[str, Original]


@pytest.fixture(scope="module")
def originals(published_samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Originals:
    reports = published_samples / "google_removals"
    unpacked = tmp_path_factory.mktemp("unpacked") / Path(BY_REQUESTOR).name
    with zipfile.ZipFile(reports / Path(BY_REQUESTOR).parent / ARCHIVE_NAME) as archive:
        unpacked.write_bytes(archive.read(MEMBER))
    paths = {name: unpacked if name == BY_REQUESTOR else reports / name for name in NAMES}
    return {
        name: Original(google.read_report, path, date.fromisoformat(name.partition("/")[0]))
        for name, path in paths.items()
    }


@settings(max_examples=120, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_a_damaged_file_is_refused_or_says_nothing_that_it_did_not_say(
    originals: Originals, damaged_folder: Path, data: st.DataObject
) -> None:
    originals[data.draw(st.sampled_from(NAMES))].check_drawn_damage(data, damaged_folder)


@pytest.mark.parametrize("name", NAMES)
def test_a_last_line_cut_anywhere_is_seen(originals: Originals, damaged_folder: Path, name: str) -> None:
    content = originals[name].content
    start = content.rstrip(b"\r\n").rindex(b"\n") + 2
    for length in range(start, len(content)):
        assert originals[name].breaches(cut_end(content, length), damaged_folder) == [], length
