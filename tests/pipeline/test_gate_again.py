"""A release is judged again by what it carries: with the same verdicts, or with a clear word why not."""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from orchestration.rejudging import judge_again
from orchestration.release_documents import sha256_of, to_json, write_checksums
from orchestration.settings import Settings
from orchestration.warehouse import connect
from quality.metrics import MetricError
from quality.release_definitions import read_definitions
from quality.report import from_json
from tests.pipeline.workbench import Ran, Workbench, run_in

SUMMARY = "fct_compliance_summary"


@pytest.fixture(scope="module")
def settings(workbench: Workbench) -> Settings:
    return workbench.settings


@pytest.fixture(scope="module")
def home(october: Ran, settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with two releases, the second compared with the first."""
    folder = Path(shutil.copytree(october.home, tmp_path_factory.mktemp("again") / "home", symlinks=True))
    with connect(folder / "warehouse.duckdb") as connection:
        connection.execute("update marts.dim_platform set operator = 'Renamed' where platform_id = 'x'")
    code, _, stderr = run_in(folder, settings, "release")
    assert code == 0, stderr
    return folder


@pytest.fixture
def changed(home: Path, october: Ran, tmp_path: Path) -> Path:
    """A copy of the home with the first release alone, to be changed."""
    (tmp_path / "home" / "releases").mkdir(parents=True)
    name = october.release.name
    return Path(shutil.copytree(home / "releases" / name, tmp_path / "home" / "releases" / name))


def releases_of(home: Path) -> list[str]:
    folders = [path for path in (home / "releases").iterdir() if path.is_dir() and not path.is_symlink()]
    first, second = sorted(folders, key=lambda folder: about(folder)["compared_with"] or "")
    assert about(second)["compared_with"] == first.name
    return [first.name, second.name]


def about(folder: Path) -> dict[str, Any]:
    package: dict[str, Any] = json.loads((folder / "public" / "datapackage.json").read_text(encoding="utf-8"))[
        "takedown"
    ]
    return package


def seal(folder: Path, change: Callable[[dict[str, Any]], None] | None = None) -> None:
    """Make a release consistent again, as one would who changes it on purpose."""
    path = folder / "public" / "datapackage.json"
    package = json.loads(path.read_text(encoding="utf-8"))
    if change:
        change(package)
    for resource in package["resources"]:
        file = folder / "public" / resource["path"]
        resource |= {"bytes": file.stat().st_size, "hash": f"sha256:{sha256_of(file)}"}
    path.write_text(to_json(package), encoding="utf-8")
    write_checksums(folder)


def check(folder: Path, settings: Settings) -> tuple[int, str, str]:
    return run_in(folder.parent.parent, settings, "check", "--release", folder.name)


@pytest.mark.parametrize("place", [0, 1], ids=["the first", "one that is compared"])
def test_the_verdicts_are_those_that_the_release_tells(home: Path, settings: Settings, place: int) -> None:
    folder = home / "releases" / releases_of(home)[place]
    stored = from_json((folder / "quality.json").read_text(encoding="utf-8")).verdicts
    code, stdout, stderr = check(folder, settings)
    assert (code, stderr) == (0, f"{folder.name}: {len(stored):,} verdicts are those of its quality.json\n")
    assert stdout.startswith("## Quality")
    assert any(verdict.check_id.endswith(".row_count_does_not_collapse") for verdict in stored) == (place == 1)
    again = judge_again(Settings(**{**settings.__dict__, "home": home}), folder.name)
    assert again.verdicts == stored


def test_without_the_release_before_nothing_is_compared(home: Path, settings: Settings, tmp_path: Path) -> None:
    first, second = releases_of(home)
    shutil.copytree(home / "releases" / second, tmp_path / "releases" / second)
    code, _, stderr = run_in(tmp_path, settings, "check", "--release", second)
    assert code == 0
    assert re.search(rf"\d+ are not asked now, since {first} is no longer there: ", stderr)
    assert "were not asked then" not in stderr


def test_of_an_unknown_release_it_says_which_there_are(home: Path, settings: Settings) -> None:
    code, stdout, stderr = run_in(home, settings, "check", "--release", "2020-01-01-00000000")
    assert (code, stdout) == (1, "")
    assert "no release '2020-01-01-00000000'" in stderr
    assert releases_of(home)[0] in stderr


@pytest.mark.parametrize("name", ["../secret", "current", "."])
def test_a_release_is_named_by_its_id_alone(home: Path, settings: Settings, name: str) -> None:
    code, _, stderr = run_in(home, settings, "check", "--release", name)
    assert code == 1
    assert "no release" in stderr


def test_a_changed_file_is_damage(changed: Path, settings: Settings) -> None:
    path = changed / "public" / "parquet" / f"{SUMMARY}.parquet"
    content = path.read_bytes()
    path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    code, stdout, stderr = check(changed, settings)
    assert (code, stdout) == (1, "")
    assert f"public/parquet/{SUMMARY}.parquet was changed" in stderr


def test_a_figure_changed_with_its_checksums_is_blocked(changed: Path, settings: Settings) -> None:
    path = changed / "public" / "parquet" / f"{SUMMARY}.parquet"
    with duckdb.connect() as connection:
        connection.execute(f"create table t as from '{path}'")
        connection.execute("update t set pending_count = pending_count + 1 where platform_id = 'x'")
        connection.execute(f"copy t to '{path}' (format parquet)")
    seal(changed)
    code, stdout, stderr = check(changed, settings)
    assert code == 3
    assert "### Stopped the release" in stdout
    assert f"`{SUMMARY}.outcomes_add_up`" in stdout
    assert f"{SUMMARY}.outcomes_add_up" in stderr


def test_an_answer_changed_with_its_checksums_is_told(changed: Path, settings: Settings) -> None:
    path = changed / "quality.json"
    quality = json.loads(path.read_text(encoding="utf-8"))
    quality["checks"][0]["observed"] = "none of 3 rows fails"
    path.write_text(to_json(quality), encoding="utf-8")
    seal(changed)
    code, _, stderr = check(changed, settings)
    assert code == 1
    assert f"1 are not: {quality['checks'][0]['check_id']}. Either its files were changed" in stderr


def test_a_release_is_judged_by_its_own_definitions(changed: Path, settings: Settings) -> None:
    def narrow(package: dict[str, Any]) -> None:
        fields = next(one for one in package["resources"] if one["name"] == SUMMARY)["schema"]["fields"]
        next(field for field in fields if field["name"] == "response_rate")["metric"]["valid_range"] = [0, 0.1]

    seal(changed, narrow)
    code, stdout, _ = check(changed, settings)
    assert code == 3
    assert f"`{SUMMARY}.response_rate.in_valid_range`" in stdout


def test_a_package_that_lacks_a_definition_is_named() -> None:
    resource = {"name": "t", "format": "parquet", "schema": {"fields": [{"name": "a"}]}}
    with pytest.raises(MetricError, match=r"datapackage\.json: entry 'takedown' is missing"):
        read_definitions({"resources": [resource]})
    with pytest.raises(MetricError, match=r"datapackage\.json, t: owner: "):
        read_definitions({"resources": [resource | {"takedown": {"tier": "public", "grain": ["a"]}}]})
