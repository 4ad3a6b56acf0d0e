"""Every country that a real file names is known by its label, whole and as written, or is listed here as no country."""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pycountry
import pytest

from orchestration.connectors.reports import REPORTS
from orchestration.countries import country_labels
from orchestration.settings import PROJECT_DIR

SEEDS = PROJECT_DIR / "dbt_project" / "seeds"
# Labels that ISO 3166 has no code for: their figures stay out of the tables by country, and are counted as unmatched.
NO_COUNTRY = {"meta_data_requests": {"somaliland"}}
BY_LABEL = ("meta_content_restrictions", "meta_data_requests", "tiktok_removal_requests", "x_removal_requests")
Label = tuple[str, str | None]


def seed(name: str, key: str, value: str) -> dict[str, str]:
    with (SEEDS / name).open(encoding="utf-8", newline="") as file:
        return {row[key]: row[value] for row in csv.DictReader(file)}


@pytest.fixture(scope="module")
def known() -> dict[str, str]:
    """Label -> code, as stg_published_reports__country_names has it."""
    return country_labels(pycountry.countries) | seed("country_labels.csv", "label", "country_code")


def labels_of(folder: Path, report: str) -> Iterator[Label]:
    """Label (lower-case) and code, where the file gives one, of every figure of `report`."""
    for path in sorted((folder / report).glob("*/*.*")):
        rows = REPORTS[report].reader(path, date.fromisoformat(path.parent.name)).rows
        pairs = set(zip(rows["country_label"].to_pylist(), rows["country_code"].to_pylist(), strict=True))
        yield from ((label.lower(), code) for label, code in pairs)


@pytest.mark.parametrize("report", BY_LABEL)
def test_every_label_of_the_real_files_is_known(published_samples: Path, known: dict[str, str], report: str) -> None:
    labels = set(labels_of(published_samples, report))
    assert len(labels) > 5
    unknown = {label for label, code in labels if code is None and label not in known}
    assert unknown == NO_COUNTRY.get(report, set())


def test_where_a_publisher_gives_the_code_it_is_ours(published_samples: Path, known: dict[str, str]) -> None:
    coded = {label: code for label, code in labels_of(published_samples, BY_LABEL[0]) if code and label in known}
    assert len(coded) > 200
    assert coded == {label: known[label] for label in coded}


def test_every_code_has_a_name(published_samples: Path, known: dict[str, str]) -> None:
    named = {country.alpha_2 for country in pycountry.countries} | {*seed("countries.csv", "country_code", "source")}
    of_google = {code for _, code in labels_of(published_samples, "google_removals")}
    assert {"XK", "EU", "EUROPOL", "INTERPOL", "ZZ"} <= of_google
    assert {*known.values(), *of_google} <= named


@pytest.mark.parametrize(
    "label", ["pakisttan", "turkey*", "iran*", "korea", "the congo", "islamic state", "worldwide", ""]
)
def test_a_label_is_never_matched_by_likeness(known: dict[str, str], label: str) -> None:
    assert label not in known


def test_every_spelling_of_ours_stands_in_a_real_file(published_samples: Path) -> None:
    used = {label for report in BY_LABEL for label, _ in labels_of(published_samples, report)}
    assert not {*seed("country_labels.csv", "label", "country_code")} - used
