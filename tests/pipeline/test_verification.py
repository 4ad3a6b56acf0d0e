"""`takedown verify`: a sound release passes, and one that was changed does not, whoever wrote its checksums anew."""

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from orchestration.release_documents import sha256_of, write_checksums
from orchestration.settings import Settings
from orchestration.verification import verify_release
from orchestration.warehouse import connect
from tests.pipeline.workbench import Ran, Workbench, run_in


@pytest.fixture
def home(october: Ran, workbench: Workbench, tmp_path: Path) -> Settings:
    """A home with a copy of the release, to be poisoned."""
    shutil.copytree(october.home / "releases", tmp_path / "releases", symlinks=True)
    return replace(workbench.settings, home=tmp_path)


def faults(settings: Settings) -> list[str]:
    return [str(finding) for finding in verify_release(settings, None) if finding.fault]


def sign_again(release: Path) -> None:
    """Hashes of the release as it now is, in every place that states them: a forger's work."""
    for tier in ("public", "research"):
        package = release / tier / "datapackage.json"
        content = json.loads(package.read_text(encoding="utf-8"))
        old = {r["hash"]: f"sha256:{sha256_of(release / tier / r['path'])}" for r in content["resources"]}
        for name in ("datapackage.json", "croissant.json"):
            text = (release / tier / name).read_text(encoding="utf-8")
            for before, after in old.items():
                text = text.replace(before.removeprefix("sha256:"), after.removeprefix("sha256:"))
            (release / tier / name).write_text(text, encoding="utf-8")
    write_checksums(release)


def in_parquet(release: Path) -> None:
    path = release / "public" / "parquet" / "fct_compliance_summary.parquet"
    changed = path.with_suffix(".new")
    duckdb.execute(
        f"copy (select * replace (complied_count + 1 as complied_count) from '{path}') to '{changed}' (format parquet)"
    )
    changed.replace(path)


def in_csv(release: Path) -> None:
    path = release / "public" / "csv" / "dim_platform.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("Facebook", "Facebock"), encoding="utf-8")


def in_quality(release: Path) -> None:
    path = release / "quality.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    failed = next(check for check in content["checks"] if not check["is_passed"])
    failed["is_passed"] = True
    path.write_text(json.dumps(content), encoding="utf-8")


def in_changes(release: Path) -> None:
    path = release / "CHANGES.md"
    path.write_text(path.read_text(encoding="utf-8") + "Nothing else.\n", encoding="utf-8")


def everywhere(sql: str, table: str) -> Callable[[Path], None]:
    """A change of the DuckDB file, and of the copies that are made of it."""

    def change(release: Path) -> None:
        with connect(release / "research" / "takedown.duckdb") as connection:
            connection.execute(sql)
            for path in release.glob(f"*/parquet/{table}.parquet"):
                connection.execute(f"copy marts.{table} to '{path}' (format parquet)")
            for path in release.glob(f"public/csv/{table}.csv"):
                connection.execute(f"copy marts.{table} to '{path}' (format csv, header)")

    return change


POISONS = {
    "in Parquet": (in_parquet, "public: .* files = the DuckDB file"),
    "in CSV": (in_csv, "public: .* files = the DuckDB file"),
    "in quality.json": (in_quality, "quality.json"),
    "in CHANGES.md": (in_changes, "CHANGES.md"),
    "a total": (
        everywhere("update marts.fct_compliance_summary set complied_count = 1 where platform_id = 'x'",
                   "fct_compliance_summary"),
        "compliance_as_of",
    ),
    "a request": (
        everywhere("update marts.fct_requests set outcome = 'declined' where request_id = "
                   "(select min(request_id) from marts.fct_requests where outcome = 'pending')", "fct_requests"),
        "requests_as_of",
    ),
    "a stock": (
        everywhere("update marts.fct_compliance_daily set total_complied_count = total_complied_count + 1 "
                   "where date_day = '2025-08-10'", "fct_compliance_daily"),
        "running sums",
    ),
    "a filter state": (
        everywhere("update marts.fct_compliance_cube set ever_complied_count = ever_complied_count + 1 "
                   "where period_id = '2025-07' and platform_id = 'x'", "fct_compliance_cube"),
        "by every filter",
    ),
    "a claim": (
        everywhere("update marts.fct_claims set computed_low = computed_low + 1", "fct_claims"),
        "claim's own query",
    ),
    "followers": (
        everywhere("update marts.fct_reach_daily set followers_removed = followers_removed + 1 "
                   "where date_day = (select max(date_day) from marts.fct_reach_daily)", "fct_reach_daily"),
        "reach_as_of",
    ),
    "a week": (
        everywhere("update marts.fct_group_activity_weekly set accounts_reported_count = accounts_reported_count + 1 "
                   "where not is_suppressed", "fct_group_activity_weekly"),
        "group_activity_as_of",
    ),
    "a mirror": (everywhere("delete from marts.fct_mirrors where is_counted", "fct_mirrors"), "mirrors_as_of"),
}  # fmt: skip


def test_a_sound_release_has_no_fault(october: Ran, workbench: Workbench) -> None:
    code, stdout, stderr = run_in(october.home, workbench.settings, "verify")
    assert code == 0, stdout + stderr
    assert len(stdout.splitlines()) >= 18
    assert "FAULT" not in stdout


@pytest.mark.parametrize("poison", POISONS, ids=lambda name: name)
def test_a_poison_with_fresh_checksums_is_found(home: Settings, poison: str) -> None:
    import re

    change, said = POISONS[poison]
    release = home.current_release.resolve()
    change(release)
    sign_again(release)
    found = faults(home)
    assert any(re.search(said, fault) for fault in found), found


def test_a_poison_without_fresh_checksums_is_named_and_ends_in_one(home: Settings, workbench: Workbench) -> None:
    in_csv(home.current_release.resolve())
    code, stdout, stderr = run_in(home.home, workbench.settings, "verify")
    assert code == 1
    assert "public/csv/dim_platform.csv was changed" in stdout
    assert "comparisons failed" in stderr


def test_a_database_that_cannot_be_read_is_a_finding(home: Settings) -> None:
    (home.current_release.resolve() / "research" / "takedown.duckdb").write_bytes(b"no database")
    assert any("everything can be read" in fault for fault in faults(home))


def test_an_unknown_release_is_refused(home: Settings, workbench: Workbench) -> None:
    code, _, stderr = run_in(home.home, workbench.settings, "verify", "2024-01-01-00000000")
    assert code == 1
    assert "there are: 2025-" in stderr
