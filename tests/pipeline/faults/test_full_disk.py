"""The disk is full at each write: a sentence says so and where, the old release is whole, a second try works."""

import shutil
from dataclasses import replace

import pytest
from splink.internals.exceptions import SplinkException

from orchestration.drop_folder import find_files
from orchestration.landing import land
from orchestration.mirrors.model import write_mirrors
from orchestration.release import list_releases
from orchestration.settings import Settings
from orchestration.warehouse import WarehouseFaultError, connect
from tests.pipeline.faults.aftermath import assert_told, assert_untouched, hidden
from tests.pipeline.faults.small_disk import SmallDisk
from tests.pipeline.workbench import Workbench, dbt, environment, run_in

FULL = "No space left on device"
ADVICE = "is full. Free some space and run the same command again"


@pytest.fixture
def settings(workbench: Workbench, disk: SmallDisk) -> Settings:
    return replace(workbench.settings, home=disk.home)


def change_what_is_published(settings: Settings) -> None:
    """Something new to publish, and the gate's blessing of it."""
    with connect(settings.warehouse) as connection:
        connection.execute("update marts.dim_group set group_name = 'another' where group_id = 'unattributed'")
    assert run_in(settings.home, settings, "check")[0] == 0


def test_landing(settings: Settings, disk: SmallDisk) -> None:
    more = settings.landing / "requests" / "synthetic-more.csv"
    first = next(path for path in find_files(settings.landing / "requests") if path.suffix == ".csv")
    more.write_text(first.read_text(encoding="utf-8-sig").replace("RQ-", "RQ-9"), encoding="utf-8")
    disk.leave(0)
    with pytest.raises(WarehouseFaultError, match=FULL):
        land(settings)
    assert_untouched(settings, settings.current_release.resolve().name, list_releases(settings))
    disk.free()
    assert land(settings).of("requests").new_files == ("requests/synthetic-more.csv",)


def test_mirrors(settings: Settings, disk: SmallDisk) -> None:
    disk.leave(0)
    with pytest.raises((WarehouseFaultError, SplinkException), match=FULL), connect(settings.warehouse) as connection:
        write_mirrors(connection)
    disk.free()
    with connect(settings.warehouse) as connection:
        assert write_mirrors(connection)


def test_dbt(settings: Settings, disk: SmallDisk) -> None:
    disk.leave(0)
    select = ("--select", "dim_date", "dim_group", "--exclude-resource-type", "test", "unit_test")
    with environment(settings):
        results = dbt(settings, "run", "--full-refresh", *select[:3], "--log-level-file", "none")
    assert [FULL in str(result.message) for result in results if result.status == "error"][:1] == [True]
    disk.free()
    with environment(settings):
        again = dbt(settings, "run", "--full-refresh", *select[:3], "--log-level-file", "none")
    assert {str(result.status) for result in again} == {"success"}


def test_verdicts_of_the_gate(settings: Settings, disk: SmallDisk) -> None:
    before = (settings.current_release.resolve().name, list_releases(settings))
    kept = {path: path.read_bytes() for path in settings.verdicts.parent.iterdir()}
    disk.leave(0)
    code, _, stderr = run_in(settings.home, settings, "check")
    assert_told(code, stderr, FULL, ADVICE)
    assert_untouched(settings, *before)
    assert {path: path.read_bytes() for path in kept} == kept, "verdicts, answers and digests of one judgement"
    disk.free()
    assert run_in(settings.home, settings, "release")[0] == 0


def test_a_release(settings: Settings, disk: SmallDisk) -> None:
    """Parquet, CSV, the DuckDB file, documents: which of them breaks off depends on the room that is left."""
    from orchestration.publishing import write_release

    before = (settings.current_release.resolve().name, list_releases(settings))
    change_what_is_published(settings)
    for free in (0, 300_000, 1_000_000, 3_000_000, 6_000_000):
        disk.leave(free)
        with pytest.raises((WarehouseFaultError, OSError), match=FULL):
            write_release(settings)
        assert_untouched(settings, *before)
    disk.free()
    published = write_release(settings)
    assert published.is_new
    assert_untouched(settings, published.folder.name, sorted([*before[1], published.folder.name]))


def test_the_site(settings: Settings, disk: SmallDisk) -> None:
    assert run_in(settings.home, settings, "site")[0] == 0
    marker = (settings.site / "site.json").read_bytes()
    for free in (0, 2_000_000):
        disk.leave(free)
        code, _, stderr = run_in(settings.home, settings, "site")
        assert_told(code, stderr, FULL, ADVICE)
        assert (settings.site / "site.json").read_bytes() == marker
        assert hidden(settings.home) == []
    disk.free()
    assert run_in(settings.home, settings, "site")[0] == 0


@pytest.mark.parametrize("name", ["sheet.csv", "sheet.xlsx"])
def test_half_a_sheet_is_not_left(settings: Settings, disk: SmallDisk, name: str) -> None:
    disk.leave(0)
    path = settings.home / name
    code, _, stderr = run_in(settings.home, settings, "review", "--all", "--export", str(path))
    assert_told(code, stderr, FULL, ADVICE)
    assert not path.exists()
    disk.free()
    assert run_in(settings.home, settings, "review", "--all", "--export", str(path))[0] == 0


@pytest.mark.parametrize("arguments", [["sample"], ["build"], ["demo"]])
def test_the_whole_line(settings: Settings, disk: SmallDisk, arguments: list[str]) -> None:
    before = (settings.current_release.resolve().name, list_releases(settings))
    shutil.rmtree(settings.landing)
    settings.landing.mkdir()
    disk.leave(0)
    code, _, stderr = run_in(settings.home, settings, *arguments)
    assert_told(code, stderr, ADVICE)
    assert_untouched(settings, *before)
