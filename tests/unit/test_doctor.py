"""The doctor finds what is wrong and says how to mend it."""

import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from orchestration import doctor
from orchestration.doctor import Finding, examine
from orchestration.settings import Settings


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """A home without a key of its own in the environment."""
    settings.home.mkdir(parents=True)
    return replace(settings, account_key=None)


def found(settings: Settings, words: str) -> Finding:
    """The one finding that speaks of `words`."""
    (finding,) = [finding for finding in examine(settings) if words in finding.what]
    return finding


def faults(settings: Settings) -> list[str]:
    return [finding.what for finding in examine(settings) if finding.level == "fault"]


def drop(settings: Settings, *names: str) -> None:
    for name in names:
        path = settings.landing / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("")


def test_an_empty_home_has_notes_and_no_fault(settings: Settings) -> None:
    assert faults(settings) == []
    assert [finding.what for finding in examine(settings) if finding.level != "ok" and not finding.mend] == []


def test_it_makes_the_home_it_looks_at(settings: Settings) -> None:
    shutil.rmtree(settings.home)
    assert faults(settings) == []


def test_a_full_disk_is_a_fault(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "NEEDED_GIB", 1e9)
    assert found(settings, "GiB free").level == "fault"


@pytest.mark.parametrize(
    ("mode", "level"), [(0o600, "ok"), (0o400, "ok"), (0o640, "fault"), (0o604, "fault"), (0o644, "fault")]
)
def test_a_key_that_others_can_read_is_a_fault(settings: Settings, mode: int, level: str) -> None:
    settings.account_key_file.write_text("key")
    settings.account_key_file.chmod(mode)
    finding = found(settings, "account key")
    assert finding.level == level
    assert (f"chmod 600 {settings.account_key_file}" in finding.mend) == (level == "fault")


def test_no_key_and_a_key_of_the_environment(settings: Settings) -> None:
    assert found(settings, "account key").level == "note"
    assert found(replace(settings, account_key="k"), "account key").level == "ok"


def test_real_and_synthetic_logs_together_are_a_fault(settings: Settings) -> None:
    drop(settings, "requests/synthetic-a.csv", "responses/letters.csv")
    assert found(settings, "landing").level == "fault"
    assert "TAKEDOWN_HOME" in found(settings, "landing").mend


@pytest.mark.parametrize(
    "names",
    [
        ("requests/synthetic-a.csv", "responses/synthetic-b.csv"),
        ("requests/a.csv", "responses/b.csv"),
        ("requests/synthetic-a.csv", "published_reports/google_removals/2024-09-13/report.zip"),
        ("requests/synthetic-a.csv", "requests/.hidden"),
    ],
)
def test_logs_of_one_kind_are_well(settings: Settings, names: tuple[str, ...]) -> None:
    drop(settings, *names)
    assert found(settings, "landing").level == "ok"


def test_a_note_for_people_is_no_real_log(settings: Settings) -> None:
    drop(settings, "requests/synthetic-a.csv", "requests/README.md")
    assert found(settings, "landing").level == "ok"


def test_a_package_of_another_version_is_a_fault(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "requirements.lock").write_text("duckdb==0.0.1 \\\n    --hash=sha256:0\nplotly==0.0.1 ; extra\n")
    wrong = faults(replace(settings, project=tmp_path))
    assert len(wrong) == 2
    assert all("the lock has 0.0.1" in fault for fault in wrong)


def test_a_package_that_is_missing_is_a_fault(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "PACKAGES", ("no-such-package",))
    assert found(settings, "no-such-package is not installed").level == "fault"


def test_a_warehouse_that_is_no_database_is_a_fault(settings: Settings) -> None:
    settings.warehouse.write_text("not a database, though long enough to look like one to who does not read it")
    assert "not a valid DuckDB database" in faults(settings)[0]


def test_a_warehouse_with_a_flipped_bit_is_a_fault_and_not_in_use(settings: Settings) -> None:
    duckdb.connect(str(settings.warehouse)).close()
    content = bytearray(settings.warehouse.read_bytes())
    content[4100] ^= 1
    settings.warehouse.write_bytes(content)
    assert "checksum" in faults(settings)[0]


def test_a_warehouse_in_order_is_well(settings: Settings) -> None:
    duckdb.connect(str(settings.warehouse)).close()
    assert found(settings, "warehouse opens").level == "ok"


def test_a_damaged_release_is_a_fault(settings: Settings) -> None:
    folder = settings.releases / "2025-08-15-00000000"
    for tier in ("public", "research"):
        (folder / tier).mkdir(parents=True)
        (folder / tier / "datapackage.json").write_text('{"resources": []}')
    (folder / "SHA256SUMS").write_text("0  public/datapackage.json\n")
    settings.current_release.symlink_to(folder.name)
    finding = found(settings, "2025-08-15-00000000")
    assert finding.level == "fault"
    assert "public/datapackage.json was changed" in finding.mend
    assert "research/datapackage.json is in no SHA256SUMS" in finding.mend


def test_a_release_without_checksums_is_a_fault(settings: Settings) -> None:
    (settings.releases / "2025-08-15-00000000").mkdir(parents=True)
    settings.current_release.symlink_to("2025-08-15-00000000")
    assert found(settings, "2025-08-15-00000000").level == "fault"


def test_a_pointer_to_nothing_is_a_fault(settings: Settings) -> None:
    settings.releases.mkdir()
    settings.current_release.symlink_to("2025-08-15-00000000")
    assert len(faults(settings)) == 1


def test_a_warehouse_in_use_is_a_note(settings: Settings) -> None:
    hold = "import duckdb, sys; held = duckdb.connect(sys.argv[1]); print('open', flush=True); sys.stdin.read()"
    command = [sys.executable, "-c", hold, str(settings.warehouse)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"open\n"
        finding = found(settings, "the warehouse is in use")
        holder.communicate()
    assert (finding.level, str(settings.warehouse) in finding.mend) == ("note", True)


def test_without_npm_there_is_a_note_and_no_fault(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert found(settings, "no npm").level == "note"
