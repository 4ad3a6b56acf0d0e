"""The release before is damaged: what is asked of it says so, and what is good stays as it is."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from orchestration.settings import Settings
from tests.pipeline.faults.aftermath import assert_told
from tests.pipeline.workbench import Ran, Workbench, run_in

Damage = Callable[[Path], object]
GATE_VERBS = ("check", "release")


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


DAMAGES: dict[str, Damage] = {
    "quality_cut": lambda release: cut(release / "quality.json"),
    "quality_of_another_shape": lambda release: (release / "quality.json").write_text("[]"),
    "quality_missing": lambda release: (release / "quality.json").unlink(),
    "parquet_cut": lambda release: cut(release / "public" / "parquet" / "dim_group.parquet"),
    "package_cut": lambda release: cut(release / "public" / "datapackage.json"),
    "package_of_another_shape": lambda release: (release / "public" / "datapackage.json").write_text("{}"),
    "sums_missing": lambda release: (release / "SHA256SUMS").unlink(),
    "sums_garbled": lambda release: (release / "SHA256SUMS").write_bytes(b"\xff\xfe\x00nothing"),
    "database_cut": lambda release: cut(release / "research" / "takedown.duckdb"),
    "database_empty": lambda release: (release / "research" / "takedown.duckdb").write_bytes(b""),
}


@pytest.fixture
def settings(workbench: Workbench, home: Path) -> Settings:
    return replace(workbench.settings, home=home)


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_release_does_not_verify(settings: Settings, damage: Damage) -> None:
    current = settings.current_release.resolve()
    damage(current)
    code, stdout, stderr = run_in(settings.home, settings, "release", "--verify", current.name)
    assert_told(code, stderr, current.name)
    assert stdout == ""


# The gate takes seconds where it does not break off; of the damages that it does not read, one is enough.
TOLD = [(verb, name) for name in DAMAGES for verb in ("status", "site")]
TOLD += [(verb, name) for name in DAMAGES if name.startswith(("quality", "parquet", "package")) for verb in GATE_VERBS]
TOLD += [("release", "sums_missing")]


@pytest.mark.parametrize(("verb", "name"), TOLD, ids=["-".join(pair) for pair in TOLD])
def test_no_verb_breaks_off_without_a_sentence(settings: Settings, verb: str, name: str) -> None:
    """Some verbs can do without the damaged file; none of them publishes anything beside it, or shows a traceback."""
    current = settings.current_release.resolve()
    DAMAGES[name](current)
    before = sorted(path.name for path in settings.releases.iterdir())
    code, _, stderr = run_in(settings.home, settings, verb)
    assert code in (0, 1, 3)
    assert code == 0 or stderr.startswith(("takedown: ", "blocked"))
    assert "Traceback" not in stderr
    assert sorted(path.name for path in settings.releases.iterdir()) == before


def test_a_pointer_that_leads_nowhere(settings: Settings) -> None:
    settings.current_release.unlink()
    settings.current_release.symlink_to("2025-01-01-00000000")
    for arguments in (["query", "select 1"], ["site"]):
        code, _, stderr = run_in(settings.home, settings, *arguments)
        assert_told(code, stderr, "takedown")
    code, stdout, _ = run_in(settings.home, settings, "doctor")
    assert code == 1
    assert "points to a release that is not there" in stdout


def test_a_release_that_was_renamed_is_not_taken_for_another(settings: Settings) -> None:
    current = settings.current_release.resolve()
    other = current.with_name("2025-12-31-ffffffff")
    current.rename(other)
    code, _, stderr = run_in(settings.home, settings, "release", "--verify", current.name)
    assert_told(code, stderr, current.name)
    assert run_in(settings.home, settings, "query", "select 1")[0] == 1


OUTSIDE = ["../../etc", "..", ".", "/etc", "x/../../..", "../landing", ".building-1", "a\x1b[31mb"]


@pytest.mark.parametrize("release_id", OUTSIDE)
@pytest.mark.parametrize("option", [("release", "--use"), ("release", "--verify"), ("check", "--release")])
def test_an_id_with_a_path_in_it_is_no_release(
    august: Ran, settings: Settings, option: tuple[str, str], release_id: str
) -> None:
    """Nothing outside the folder of releases is read, even where it looks like a release."""
    bait = settings.home / "etc"
    shutil.copytree(settings.current_release, bait)
    code, stdout, stderr = run_in(settings.home, settings, *option, release_id)
    assert_told(code, stderr, "takedown: ")
    assert stdout == ""
    assert "\x1b" not in stderr
    assert settings.current_release.resolve().name == august.release.name


@pytest.mark.parametrize("option", [("release", "--use"), ("release", "--verify"), ("check", "--release")])
def test_an_empty_id_does_not_publish(settings: Settings, option: tuple[str, str]) -> None:
    """`takedown release --use "$ID"` with a variable that is not set."""
    code, stdout, stderr = run_in(settings.home, settings, *option, "")
    assert_told(code, stderr, "takedown: ")
    assert stdout == ""
