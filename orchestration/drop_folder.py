"""The landing folder: which files lie in it, which are passed over, and what identifies one.

Belongs here: walking, ignoring by a stated list, hashing, reading a report's vintage off its path.
Does not: opening the files' contents (connectors) or remembering them (raw_tables).
"""

import hashlib
import os
import stat
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from orchestration.connectors.base import Batch, SourceDrift
from orchestration.connectors.files import file_format
from orchestration.connectors.reports import REPORTS
from orchestration.connectors.sources import PUBLISHED_REPORTS, SOURCE_NAMES
from orchestration.failures import printable

HASH_BLOCK_BYTE_COUNT = 1 << 20
# Passed over in silence: hidden files, unfinished copies, editors' locks, and notes left for people.
IGNORED_PREFIXES = (".", "~$")
IGNORED_SUFFIXES = (".tmp", ".part", ".partial", ".crdownload", ".swp", "~")
IGNORED_NAMES = ("README.md", "README.txt")


@dataclass(frozen=True)
class Fingerprint:
    """What tells whether a file changed while it was read."""

    byte_count: int
    modified_ns: int


def find_files(folder: Path) -> list[Path]:
    """All files under `folder` that are not ignored, in order of their path; none when the folder is absent.

    A link to a folder is not followed, for it may lead in a circle or out: it is given as a file is, to be refused.
    """
    found = []
    for parent, folders, names in os.walk(folder):
        linked = [name for name in folders if Path(parent, name).is_symlink()]
        folders[:] = [name for name in folders if not is_ignored(name) and name not in linked]
        found += [Path(parent, name) for name in (*names, *linked) if not is_ignored(name)]
    return sorted(found, key=lambda path: path.relative_to(folder).as_posix())


def find_strangers(landing: Path) -> list[str]:
    """Names in the landing folder that are no source's folder (nor ignored), sorted."""
    if not landing.is_dir():
        return []
    return sorted(
        entry.name
        for entry in landing.iterdir()
        if not is_ignored(entry.name) and not (entry.is_dir() and entry.name in SOURCE_NAMES)
    )


def is_ignored(name: str) -> bool:
    """Whether a file or folder of this name is passed over."""
    return name.startswith(IGNORED_PREFIXES) or name.lower().endswith(IGNORED_SUFFIXES) or name in IGNORED_NAMES


def fingerprint(path: Path) -> Fingerprint:
    """Size and time of change of the file. Raises OSError when it is gone."""
    status = path.stat()
    return Fingerprint(status.st_size, status.st_mtime_ns)


def identify(source: str, landing: Path, path: Path) -> Batch:
    """Hash the file and describe it as a batch of `source`.

    Raises SourceDrift when it cannot be opened or is no file of the landing folder, or when a published report does not
    lie where its vintage can be read.
    """
    uri = _name(path.relative_to(landing))
    try:
        _refuse_other_than_file(uri, path, landing)
        sha256, byte_count = _hash(path)
    except (OSError, RuntimeError) as error:  # RuntimeError: a link that leads to itself
        reason = f"cannot be opened ({type(error).__name__}): check that it exists and may be read"
        raise SourceDrift(uri, reason) from error
    if source != PUBLISHED_REPORTS:
        return Batch(source, uri, path, sha256, byte_count, file_format(path))
    return Batch(source, uri, path, sha256, byte_count, file_format(path), *_vintage(uri))


def refuse_future(batch: Batch, now: datetime) -> None:
    """Raises SourceDrift when a published file lies in the folder of a day that has not come yet.

    Neither by the clock, nor by the day on which the file was written here: for a run of the past the clock may be set.
    """
    written_at = datetime.fromtimestamp(batch.path.stat().st_mtime, UTC)
    if batch.observed_on and batch.observed_on > max(now, written_at).date():
        raise SourceDrift(
            batch.uri, f"{batch.observed_on} has not come yet: name the folder after the day of observation"
        )


def _name(path: Path) -> str:
    """`path` as text. Raises SourceDrift for a name that is no text, or would move a terminal's cursor."""
    name = path.as_posix()
    if printable(name) != name or "\n" in name:
        raise SourceDrift(ascii(name)[1:-1], "has a name with characters that cannot be shown: rename it")
    return name


def _refuse_other_than_file(uri: str, path: Path, landing: Path) -> None:
    """Raises SourceDrift for a pipe, a device, and a link to a folder or out of the landing folder; else OSError."""
    target = path.resolve(strict=True)
    if path.is_symlink() and not (target.is_file() and target.is_relative_to(landing.resolve())):
        raise SourceDrift(
            uri,
            "is a link to a folder, or out of the landing folder, and is not followed: put the files here themselves",
        )
    if not stat.S_ISREG(target.stat().st_mode):
        raise SourceDrift(uri, "is no regular file (a pipe, a socket or a device): remove it, and put a file here")


def _hash(path: Path) -> tuple[str, int]:
    digest, byte_count = hashlib.sha256(), 0
    with path.open("rb") as stream:
        while block := stream.read(HASH_BLOCK_BYTE_COUNT):
            digest.update(block)
            byte_count += len(block)
    return digest.hexdigest(), byte_count


def _vintage(uri: str) -> tuple[date, str]:
    """The day that a published report was observed on, and the name of the report."""
    match uri.split("/"):
        case [_, report, day, _, *_] if report in REPORTS:
            return _read_day(uri, day), report
        case [_, report, _, *_] if report not in REPORTS:
            known = ", ".join(REPORTS)
            raise SourceDrift(uri, f"{report!r} is not a report that is read here. Known reports: {known}")
    raise SourceDrift(uri, f"expected {PUBLISHED_REPORTS}/<report>/<YYYY-MM-DD>/<file>, the day it was observed")


def _read_day(uri: str, day: str) -> date:
    try:
        observed_on = date.fromisoformat(day)
    except ValueError:
        observed_on = None
    if observed_on is None or observed_on.isoformat() != day:
        raise SourceDrift(uri, f"{day!r} is not a day: name the folder YYYY-MM-DD, as observed")
    return observed_on
