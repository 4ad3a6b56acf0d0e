"""A home that may be read and not written: reading verbs work, the others say what has to be writable."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from orchestration.release import list_releases
from orchestration.settings import Settings
from tests.pipeline.faults.aftermath import assert_told, assert_untouched
from tests.pipeline.faults.small_disk import SmallDisk
from tests.pipeline.workbench import Workbench, run_in


@pytest.fixture
def settings(workbench: Workbench, disk: SmallDisk) -> Iterator[Settings]:
    disk.remount("ro")
    try:
        yield replace(workbench.settings, home=disk.home)
    finally:
        disk.remount("rw")


@pytest.mark.parametrize("arguments", [["sample"], ["build"], ["demo"], ["release"], ["site"], ["review", "--export"]])
def test_a_verb_that_writes_says_what_has_to_be_writable(settings: Settings, arguments: list[str]) -> None:
    before = (settings.current_release.resolve().name, list_releases(settings))
    path = [str(settings.home / "sheet.csv")] if "--export" in arguments else []
    code, _, stderr = run_in(settings.home, settings, *arguments, *path)
    assert_told(code, stderr.replace("read-only", "Read-only"), "Read-only", "has to be writable")
    assert_untouched(settings, *before)


@pytest.mark.parametrize("arguments", [["status"], ["query", "select 1"], ["release", "--list"]])
def test_a_verb_that_reads_works(settings: Settings, arguments: list[str]) -> None:
    code, _, stderr = run_in(settings.home, settings, *arguments)
    assert (code, stderr) == (0, "")


def test_switching_the_release_fails_in_one_piece(settings: Settings) -> None:
    first = list_releases(settings)[0]
    before = (settings.current_release.resolve().name, list_releases(settings))
    code, _, stderr = run_in(settings.home, settings, "release", "--use", first)
    assert_told(code, stderr, "Read-only", "has to be writable")
    assert_untouched(settings, *before)
