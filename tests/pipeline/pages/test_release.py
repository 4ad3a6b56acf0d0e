"""Reading a release folder: anything but the promised layout stops, with the file and what to do."""

import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dashboards.data import open_release
from dashboards.release_facts import ReleaseError
from tests.small_release import write_release

PACKAGE = "public/datapackage.json"


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_release(tmp_path_factory.mktemp("whole") / "release")


@pytest.fixture
def release(whole: Path, tmp_path: Path) -> Path:
    """A copy that a test may break."""
    return Path(shutil.copytree(whole, tmp_path / "release"))


def edit(path: Path, change: Callable[[dict[str, Any]], object]) -> None:
    content = json.loads(path.read_text(encoding="utf-8"))
    change(content)
    path.write_text(json.dumps(content), encoding="utf-8")


BROKEN: dict[str, tuple[str, Callable[[dict[str, Any]], object], str]] = {
    "blocked": ("quality.json", lambda it: it.update(verdict="blocked"), "blocked by the gate"),
    "unknown verdict": ("quality.json", lambda it: it.update(verdict="fine"), "verdict 'fine'"),
    "unknown severity": ("quality.json", lambda it: it["checks"][0].update(severity="minor"), "severity 'minor'"),
    "other release": ("quality.json", lambda it: it.update(release_id="2020-01-01-ffffffff"), "2020-01-01-ffffffff"),
    "a verdict that is a word": ("quality.json", lambda it: it["checks"][0].update(is_passed="yes"), "is_passed"),
    "no as-of date": (PACKAGE, lambda it: it["takedown"].pop("as_of_date"), "as_of_date"),
    "synthetic unknown": (PACKAGE, lambda it: it["takedown"].update(is_synthetic=None), "is_synthetic"),
    "research tier": (PACKAGE, lambda it: it["resources"][0]["takedown"].update(tier="research"), "tier 'research'"),
    "path upwards": (PACKAGE, lambda it: it["resources"][0].update(path="../research/x.parquet"), "outside public/"),
    "path from root": (PACKAGE, lambda it: it["resources"][0].update(path="/etc/passwd"), "outside public/"),
    "file not there": (PACKAGE, lambda it: it["resources"][0].update(path="parquet/gone.parquet"), "gone.parquet"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_promise_is_named(release: Path, name: str) -> None:
    file, change, message = BROKEN[name]
    edit(release / file, change)
    with pytest.raises(ReleaseError, match=message), open_release(release):
        pass


@pytest.mark.parametrize("file", ["quality.json", PACKAGE])
@pytest.mark.parametrize(("content", "message"), [(None, "is missing"), ("{", "is not JSON"), ("[]", "holds a list")])
def test_an_unreadable_json_file_is_named(release: Path, file: str, content: str | None, message: str) -> None:
    (release / file).unlink()
    if content is not None:
        (release / file).write_text(content)
    with pytest.raises(ReleaseError, match=f"{Path(file).name} {message}"), open_release(release):
        pass


def test_a_parquet_file_cut_in_half_is_named(release: Path) -> None:
    path = release / "public" / "parquet" / "dim_platform.parquet"
    path.write_bytes(path.read_bytes()[:100])
    with pytest.raises(ReleaseError, match=r"dim_platform\.parquet is not readable"), open_release(release):
        pass


def test_a_quote_in_the_folder_name_is_only_a_name(release: Path) -> None:
    moved = release.rename(release.parent / "it's; DROP TABLE x --")
    with open_release(moved) as opened:
        assert opened.has_rows("dim_platform")


def test_facts_rows_and_absent_tables(release: Path) -> None:
    with open_release(release) as opened:
        assert opened.facts.as_of_date == date(2025, 8, 15)
        assert opened.facts.is_synthetic
        assert opened.rows("SELECT count(*) AS n FROM dim_platform") == [{"n": 3}]
        assert not opened.has_rows("fct_mirrors")
        with pytest.raises(ReleaseError, match="no public table 'fct_mirrors'"):
            opened.facts.table("fct_mirrors")
        with pytest.raises(ReleaseError, match="dim_platform has no column 'handle'"):
            opened.facts.table("dim_platform").field("handle")
        with pytest.raises(ReleaseError, match=r"dim_platform\.platform_id carries no metric"):
            opened.facts.metric("dim_platform", "platform_id")
