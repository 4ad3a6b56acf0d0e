"""Pinned packages from npm: fetched, checked by SHA-512, kept in the home under a name that stands for their bytes.

Belongs here: fetching, checking, the cache. Does not: which packages (console_files, site_parts).
"""

import base64
import hashlib
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

SECONDS_TO_FETCH = 300

Parts: TypeAlias = Mapping[str, bytes]


@dataclass(frozen=True)
class Package:
    """One npm package: its exact version, the SHA-512 of its archive as npm writes it, and the files taken from it."""

    name: str
    version: str
    integrity: str
    files: Mapping[str, str]


class PackageUnavailableError(RuntimeError):
    """A package could not be brought here. The message says why; the site is made without it."""


@dataclass(frozen=True)
class Kept:
    """A folder in the home: made of `packages` by `make`, which writes files into the folder that it is given.

    `source` is the module that decides what is written: another pin or another packing makes another folder.
    """

    folder: Path
    name: str
    packages: Sequence[Package]
    make: Callable[[Parts, Path], None]
    source: Path

    @property
    def path(self) -> Path:
        """Where the files lie, or would."""
        pins = " ".join(package.integrity for package in self.packages)
        decisive = f"{pins} {self.source.read_text(encoding='utf-8')}"
        return self.folder / f"{self.name}-{hashlib.sha256(decisive.encode()).hexdigest()[:8]}"

    def found(self) -> Path | None:
        """The folder, if it is here."""
        return self.path if self.path.is_dir() else None

    def ensure(self) -> Path:
        """The folder, made where it is not here yet. Raises PackageUnavailableError."""
        if found := self.found():
            return found
        target = self.path
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".fetch-") as scratch:
            finished = Path(scratch) / "finished"
            finished.mkdir()
            self.make(fetch_all(self.packages, Path(scratch)), finished)
            _place(finished, target)
        return target


def fetch_all(packages: Iterable[Package], folder: Path) -> Parts:
    """The wanted files of every package by name. Raises PackageUnavailableError."""
    return {name: content for package in packages for name, content in fetch(package, folder)}


def fetch(package: Package, folder: Path) -> list[tuple[str, bytes]]:
    """The wanted files of the package by name, its archive left in `folder`. Raises PackageUnavailableError."""
    archive = _npm_pack(package, folder)
    found = integrity_of(archive.read_bytes())
    if found != package.integrity:
        raise PackageUnavailableError(
            f"{package.name} {package.version} has other bytes than those on record ({found})"
        )
    with tarfile.open(archive, "r:gz") as opened:
        return [(name, _member(opened, path)) for name, path in package.files.items()]


def integrity_of(content: bytes) -> str:
    """The SHA-512 of an archive in npm's writing."""
    return "sha512-" + base64.b64encode(hashlib.sha512(content).digest()).decode()


def _npm_pack(package: Package, folder: Path) -> Path:
    npm = shutil.which("npm")
    if npm is None:
        raise PackageUnavailableError(
            f"npm is not installed, which brings {package.name} (optional: apt-get install npm)"
        )
    quiet = ("--silent", "--ignore-scripts", "--fetch-retries=0", "--no-update-notifier")
    command = [npm, "pack", f"{package.name}@{package.version}", f"--pack-destination={folder}", *quiet]
    before = set(folder.glob("*.tgz"))
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, timeout=SECONDS_TO_FETCH, check=False)
    except subprocess.TimeoutExpired as error:
        raise PackageUnavailableError(f"npm did not bring {package.name} in {SECONDS_TO_FETCH} seconds") from error
    archives = set(folder.glob("*.tgz")) - before
    if done.returncode or len(archives) != 1:
        raise PackageUnavailableError(
            f"npm could not bring {package.name} {package.version}: is its registry reachable?"
        )
    return archives.pop()


def _member(archive: tarfile.TarFile, path: str) -> bytes:
    try:
        source = archive.extractfile(path)
    except KeyError:
        source = None
    if source is None:
        raise PackageUnavailableError(f"{Path(str(archive.name)).name} holds no file {path}")
    return source.read()


def _place(finished: Path, target: Path) -> None:
    try:
        finished.rename(target)
    except OSError:
        # Another process was faster; its files are the same.
        if not target.is_dir():
            raise
