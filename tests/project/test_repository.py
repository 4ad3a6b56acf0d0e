"""Rule 8 and 10 for the repository: nothing generated, foreign, oversized or out of date lies in it."""

import hashlib
import re
import subprocess
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import pytest

from tests.project.tree import ROOT, fenced, files, text_of

LARGEST_BYTES = 1_000_000
GENERATED = {".duckdb", ".parquet", ".pyc", ".whl", ".log", ".wal", ".tmp", ".bak", ".orig", ".zip", ".gz"}
STATUS_FILES = {"status.md", "todo.md", "notes.md", "plan.md", "progress.md", "summary.md"}
# Put together here so that this file does not contain what it forbids.
REGISTRY_HOSTS = ("py" + "pi.org", "python" + "hosted.org", "npm" + "js.org", "npm" + "js.com", "crates" + ".io")
INDEX_PATHS = (r"://\S*/" + r"simple\b", r"://\S*regis" + r"try\.")
INDEX_ADDRESS = re.compile("|".join([*map(re.escape, REGISTRY_HOSTS), *INDEX_PATHS]))
REQUIREMENT = re.compile(r"^(?P<name>[a-z0-9][\w.-]*)(\[[\w,-]+\])?==(?P<version>\S+)", re.IGNORECASE)


def sha256_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def addresses(text: str) -> list[str]:
    """`line: address` for each package index that the text names."""
    lines = enumerate(text.splitlines(), 1)
    return [f"{number}: {hit.group()}" for number, line in lines for hit in INDEX_ADDRESS.finditer(line)]


def test_no_file_is_large() -> None:
    large = [f"{path}: {(ROOT / path).stat().st_size:,} bytes" for path in files() if _is_large(ROOT / path)]
    assert not large, fenced(large)


def _is_large(path: Path) -> bool:
    return path.stat().st_size > LARGEST_BYTES


def test_nothing_generated_or_left_over() -> None:
    left = [p for p in files() if PurePosixPath(p).suffix in GENERATED or PurePosixPath(p).name.lower() in STATUS_FILES]
    assert not left, fenced(left)


@pytest.mark.parametrize("path", ["data/warehouse.duckdb", ".venv/bin/python", "target/manifest.json", "logs/dbt.log"])
def test_git_ignores(path: str) -> None:
    ignored = subprocess.run(["git", "check-ignore", "--quiet", path], cwd=ROOT, check=False)
    assert ignored.returncode == 0, f"{path} is not covered by .gitignore"


def test_no_package_index_is_named() -> None:
    named = [f"{path}:{address}" for path in files() for address in addresses(text_of(path))]
    assert not named, fenced(named)


ADDRESSES = ["https://" + "py" + "pi.org/project/a", "index-url = http://mirror.local/x/" + "simple"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_is_found(address: str) -> None:
    assert addresses(address)


def test_no_published_report_is_committed(published_samples: Path) -> None:
    published = dict(_published_digests(published_samples))
    copied = [f"{path} is {published[digest]}" for path in files() if (digest := _digest(path)) in published]
    assert published
    assert not copied, fenced(copied)


def _digest(path: str) -> str:
    return sha256_of((ROOT / path).read_bytes())


def _published_digests(folder: Path) -> Iterator[tuple[str, str]]:
    """(sha256, name) of every file of the folder, and of every member of its archives."""
    for path in (path for path in sorted(folder.rglob("*")) if path.is_file() and path.stat().st_size):
        yield sha256_of(path.read_bytes()), path.name
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                yield from ((sha256_of(archive.read(name)), name) for name in archive.namelist() if name[-1] != "/")


def locked(lock: str) -> dict[str, tuple[str, bool]]:
    """name -> (version, is hashed) of each requirement of a lock; every line that starts one must pin a version."""
    entries: dict[str, tuple[str, bool]] = {}
    for entry in re.split(r"\n(?=[^\s#])", "\n" + lock):
        pinned = REQUIREMENT.match(entry.strip())
        if pinned:
            entries[normalised(pinned["name"])] = (pinned["version"], "--hash=sha256:" in entry)
        elif entry.strip() and not entry.strip().startswith("#"):
            raise ValueError(f"not a pinned requirement: {entry.splitlines()[0]}")
    return entries


def normalised(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_the_lock_pins_and_hashes_everything() -> None:
    entries = locked(text_of("requirements.lock"))
    bare = [name for name, (_, is_hashed) in entries.items() if not is_hashed]
    assert entries
    assert not bare, f"no hash: {bare}"
    assert "://" not in text_of("requirements.lock")


def test_the_lock_covers_what_the_project_asks_for() -> None:
    project = tomllib.loads(text_of("pyproject.toml"))["project"]
    extras = [requirement for extra in project["optional-dependencies"].values() for requirement in extra]
    wanted = {normalised(re.split(r"[\[<>=!~; ]", need)[0]) for need in [*project["dependencies"], *extras]}
    missing = sorted(wanted - set(locked(text_of("requirements.lock"))))
    assert not missing, f"run `make lock`: requirements.lock lacks {missing}"


@pytest.mark.parametrize("lock", ["pandas>=3", "pandas @ file.whl", "-e ."])
def test_a_loose_lock_is_refused(lock: str) -> None:
    with pytest.raises(ValueError, match="not a pinned requirement"):
        locked(lock)
