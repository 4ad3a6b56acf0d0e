"""Files on record: other bytes under a known name and day are refused, everything else passes."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from orchestration.connectors.base import Batch, SourceDrift
from orchestration.known_files import SEED, read_known_files, refuse_altered

DAY = date(2024, 9, 13)
URI = "published_reports/google_removals/2024-09-13/all.zip"
BATCH = Batch("published_reports", URI, Path("all.zip"), "a" * 64, 1, "zip", DAY, "google_removals")
KNOWN = {("google_removals", "2024-09-13", "all.zip"): "a" * 64}


def test_other_bytes_under_a_known_name_are_refused_and_say_what_to_do() -> None:
    with pytest.raises(SourceDrift) as caught:
        refuse_altered(replace(BATCH, sha256="b" * 64), KNOWN)
    assert str(caught.value).startswith(
        f"{URI}: is on record with other bytes (sha256 aaaaaaaaaaaa, here bbbbbbbbbbbb)"
    )
    assert "folder named after the day" in caught.value.reason


@pytest.mark.parametrize(
    "batch", [replace(BATCH, uri=URI.replace("all", "part")), replace(BATCH, report="x_removal_requests")]
)
@pytest.mark.parametrize("day", [DAY, date(2026, 1, 1)])
def test_known_bytes_under_another_name_are_refused(batch: Batch, day: date) -> None:
    """Renamed to another half-year, a file would give its figures to that one."""
    with pytest.raises(SourceDrift, match=r"bytes that are on record as google_removals/all\.zip"):
        refuse_altered(replace(batch, observed_on=day), KNOWN)


@pytest.mark.parametrize(
    "batch",
    [
        BATCH,
        replace(BATCH, observed_on=date(2026, 1, 1)),
        replace(BATCH, sha256="b" * 64, observed_on=date(2026, 1, 1)),
        replace(BATCH, sha256="b" * 64, report="x_removal_requests"),
        replace(BATCH, sha256="b" * 64, uri=URI.replace("all", "part")),
        Batch("requests", "requests/all.zip", Path("all.zip"), "b" * 64, 1, "zip"),
    ],
)
def test_known_bytes_and_unknown_files_pass(batch: Batch) -> None:
    refuse_altered(batch, KNOWN)


def test_the_record_has_an_archive_once_whatever_lies_in_it(tmp_path: Path) -> None:
    seed = tmp_path / SEED
    lines = [f"google_removals,2024-09-13,all.zip/{member},{'a' * 64}" for member in ("one.csv", "two.csv")]
    seed.write_text("\n".join(["folder,observed_on,source_file,source_file_sha256", *lines, ""]), encoding="utf-8")
    assert read_known_files(tmp_path) == KNOWN
