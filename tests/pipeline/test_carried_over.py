"""The seeds carried over from published files say what the files say, and stand in for none that is loaded."""

from dataclasses import replace
from pathlib import Path

import pytest

from orchestration.carried_over import carry_over
from orchestration.connectors.base import SourceDrift
from orchestration.landing import land
from orchestration.settings import Settings, read_settings
from tests.pipeline.landed_files import Drop, query

SEEDS = read_settings().seeds


def test_the_seeds_are_what_the_files_give(published_samples: Path) -> None:
    for name, text in vars(carry_over(published_samples)).items():
        assert (SEEDS / f"{name}.csv").read_text(encoding="utf-8") == text, (
            f"{name} is not what the files give: make seeds"
        )


def test_a_publication_of_unknown_origin_is_not_carried_over(published_samples: Path, tmp_path: Path) -> None:
    given = published_samples / "google_removals" / "2026-03-28" / "google-government-removal-requests.csv"
    stray = tmp_path / "google_removals" / "2026-03-29" / given.name
    stray.parent.mkdir(parents=True)
    stray.write_bytes(given.read_bytes())
    said = r"say in SOURCES of orchestration/carried_over\.py where google_removals/2026-03-29 comes from"
    with pytest.raises(ValueError, match=said):
        carry_over(tmp_path)


def test_a_digit_changed_in_a_known_file_refuses_it(settings: Settings, published_samples: Path) -> None:
    """No reader can see this: 432 requests made 433. The record of known bytes can."""
    place = "google_removals/2023-03-04/google-government-removal-requests.csv"
    content = (published_samples / place).read_bytes()
    pakistan = content.index(b",PK,")
    digit = next(at for at in range(pakistan, len(content)) if content[at : at + 1].isdigit())
    altered = content[:digit] + bytes([content[digit] ^ 1]) + content[digit + 1 :]
    Drop(settings.landing)(f"published_reports/{place}", altered)
    with pytest.raises(SourceDrift, match=r"2023-03-04/.*is on record with other bytes"):
        land(settings)
    assert query(settings, "select count(*) from raw.published_figures") == [(0,)]


def test_the_same_bytes_as_on_record_are_read(settings: Settings, published_samples: Path) -> None:
    place = "google_removals/2023-03-04/google-government-removal-requests.csv"
    Drop(settings.landing)(f"published_reports/{place}", (published_samples / place).read_bytes())
    report = land(replace(settings)).of("published_reports")
    assert report.refused == ()
    assert report.loaded_count > 10_000
