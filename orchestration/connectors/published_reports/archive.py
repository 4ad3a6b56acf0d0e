"""The files of one publication: a file by itself, or the members of a zip archive, read in place.

Belongs here: getting at the bytes, and refusing what is damaged or unexpected in an archive.
Does not: what the bytes mean.
"""

import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from orchestration.connectors.published_reports.layouts import NotAsPublished, path_of
from orchestration.connectors.workbooks import ARCHIVE_DAMAGE, swells

# What the archiver of a Mac adds of its own.
OF_A_MAC = re.compile(r"__MACOSX/.*|(.*/)?\.DS_Store", re.DOTALL)
FILE_LIMIT_BYTES = 200_000_000  # a hundred times the largest file published so far


@dataclass(frozen=True)
class Packing:
    """How a publisher packs its report: the suffix of a file by itself, and which members of a zip are read.

    `members` and `ignored` match the whole name of a member; a member that neither matches refuses the archive. Where
    all members lie in one folder, which whoever packed them has named, its name is not part of theirs.
    `home` is the file in which this is declared.
    """

    suffix: str
    members: re.Pattern[str]
    home: str
    ignored: re.Pattern[str] = re.compile(r"README(\.(txt|md))?")


def read_files(path: Path, packing: Packing) -> Iterator[tuple[str, bytes]]:
    """File name and bytes of each file in `path`; a member of a zip is named `<zip>/<member>`.

    Raises NotAsPublished when the archive is damaged or holds a member that is neither known nor ignored.
    """
    kind = path.suffix.lower()
    if kind == packing.suffix:
        _refuse_large(path.name, path.stat().st_size)
        yield path.name, path.read_bytes()
    elif kind == ".zip":
        yield from _members(path, packing)
    else:
        raise NotAsPublished(f"neither {packing.suffix} nor .zip: this report comes as one of these")


def _members(path: Path, packing: Packing) -> Iterator[tuple[str, bytes]]:
    try:
        with zipfile.ZipFile(path) as archive:
            members = [member for member in archive.infolist() if _is_published(member)]
            folder = _folder_of_all([member.filename for member in members])
            wanted = [member for member in members if _is_wanted(member, folder, packing)]
            _refuse_large("the zip archive", sum(member.file_size for member in wanted))
            if swells(wanted):
                raise NotAsPublished("the zip archive unpacks to more than a hundred times its size: do not trust it")
            for member in wanted:
                yield f"{path.name}/{member.filename}", archive.read(member)
    except (*ARCHIVE_DAMAGE, UnicodeDecodeError) as error:
        raise NotAsPublished(f"the zip archive cannot be read ({error}): fetch it again") from error
    if not wanted:
        kind = packing.suffix.removeprefix(".").upper()
        raise NotAsPublished(f"the zip archive holds no {kind} file: fetch it again")


def _is_published(member: zipfile.ZipInfo) -> bool:
    return not member.is_dir() and not OF_A_MAC.fullmatch(member.filename)


def _folder_of_all(names: Sequence[str]) -> str:
    """The one folder that all `names` lie in, with its slash; empty where there is none, or a path leads out of it."""
    folders = {name.partition("/")[0] for name in names if "/" in name}
    is_one = len(folders) == 1 and all("/" in name for name in names) and not folders & {"", ".", ".."}
    return f"{folders.pop()}/" if is_one else ""


def _is_wanted(member: zipfile.ZipInfo, folder: str, packing: Packing) -> bool:
    names = (member.filename, member.filename.removeprefix(folder))
    if any(packing.ignored.fullmatch(name) for name in names):
        return False
    if not any(packing.members.fullmatch(name) for name in names):
        known = f"read ({packing.members.pattern}) or ignored ({packing.ignored.pattern})"
        raise NotAsPublished(
            f"the zip archive holds {member.filename!r}, not one of the files that are {known}. Look at it, then add "
            f"it to {path_of(packing.home)}"
        )
    return True


def _refuse_large(name: str, byte_count: int) -> None:
    if byte_count > FILE_LIMIT_BYTES:
        raise NotAsPublished(f"{name} unpacks to more than the {FILE_LIMIT_BYTES} bytes that are read: look at it")
