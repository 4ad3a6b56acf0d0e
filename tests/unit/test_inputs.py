"""The fingerprint of a build's inputs: any input changes it, anything else does not."""

import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from orchestration.inputs import CODE, Inputs, ensure_manifest, read_inputs
from orchestration.settings import Settings

FILES = {
    "dbt_project.yml": "name: takedown",
    "requirements.lock": "duckdb==2.0.0",
    "dbt_project/models/a.sql": "select 1",
    "orchestration/cli.py": "",
    "quality/gate.py": "",
    "dashboards/site.py": "",
}


@pytest.fixture
def settings(settings: Settings, tmp_path: Path) -> Settings:
    """A small project and a landing folder with one file."""
    settings = replace(settings, project=tmp_path / "project")
    for name, text in FILES.items():
        write(settings.project / name, text)
    write(settings.landing / "requests" / "a.csv", "request_id\n")
    return settings


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def fingerprint(settings: Settings, options: str = "as_of=None") -> str:
    return read_inputs(settings, options).fingerprint


def test_every_part_of_the_code_is_an_input() -> None:
    assert {name.split("/")[0] for name in FILES} == set(CODE)


@pytest.mark.parametrize("name", FILES)
def test_a_change_of_code_is_a_new_input(settings: Settings, name: str) -> None:
    before = fingerprint(settings)
    write(settings.project / name, "something else")
    assert fingerprint(settings) != before


def test_new_changed_renamed_and_removed_files_are_new_inputs(settings: Settings) -> None:
    first = settings.landing / "requests" / "a.csv"
    found = [fingerprint(settings)]
    write(first.with_name("b.csv"), "request_id\n")
    found.append(fingerprint(settings))
    write(first, "request_id\nRQ-1\n")
    found.append(fingerprint(settings))
    first.rename(first.with_name("c.csv"))
    found.append(fingerprint(settings))
    first.with_name("c.csv").unlink()
    found.append(fingerprint(settings))
    assert len(set(found)) == 5


def test_the_key_and_the_options_are_inputs(settings: Settings) -> None:
    found = {
        fingerprint(settings),
        fingerprint(settings, "as_of=2025-08-15"),
        fingerprint(replace(settings, account_key="another-key")),
    }
    assert len(found) == 3


def test_times_of_files_caches_and_the_place_are_not(settings: Settings, tmp_path: Path) -> None:
    before = fingerprint(settings)
    os.utime(settings.landing / "requests" / "a.csv", (1, 1))
    write(settings.project / "orchestration" / "__pycache__" / "cli.cpython-311.pyc", "compiled")
    write(settings.project / "dbt_project" / ".user.yml", "id: 1")
    write(settings.project / "README.md", "words")
    write(settings.home / "warehouse.duckdb", "rows")
    moved = replace(settings, home=Path(shutil.copytree(settings.home, tmp_path / "moved")))
    assert fingerprint(settings) == before
    assert fingerprint(moved) == before


def test_the_key_itself_is_not_in_the_record(settings: Settings) -> None:
    published(settings)
    record = (settings.home / "gate" / "built.json").read_text()
    assert "test-key" not in record


def published(settings: Settings) -> Inputs:
    """The inputs, recorded as those of a release with a site."""
    (settings.releases / "2025-08-15-00000000").mkdir(parents=True)
    settings.current_release.symlink_to("2025-08-15-00000000")
    write(settings.site / "index.html", "")
    settings.verdicts.parent.mkdir()
    inputs = read_inputs(settings, "")
    inputs.record(settings)
    return inputs


def test_before_the_first_build_nothing_was_built(settings: Settings) -> None:
    assert read_inputs(settings, "").were_built(settings) is None


def test_the_same_inputs_were_built(settings: Settings) -> None:
    inputs = published(settings)
    assert inputs.were_built(settings) == "2025-08-15-00000000"
    assert Inputs("another").were_built(settings) is None


def test_a_release_switched_or_a_site_removed_means_building_again(settings: Settings) -> None:
    inputs = published(settings)
    (settings.site / "index.html").unlink()
    assert inputs.were_built(settings) is None
    write(settings.site / "index.html", "")
    settings.current_release.unlink()
    assert inputs.were_built(settings) is None
    (settings.releases / "2025-07-25-11111111").mkdir()
    settings.current_release.symlink_to("2025-07-25-11111111")
    assert inputs.were_built(settings) is None


def test_a_manifest_newer_than_the_models_is_kept(settings: Settings) -> None:
    write(settings.manifest, "{}")
    for path in settings.project.rglob("*"):
        os.utime(path, (1000, 1000))
    os.utime(settings.manifest, (2000, 2000))
    assert ensure_manifest(settings) is False
