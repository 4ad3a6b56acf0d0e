"""The files of one publication: a file by itself, or the members of a zip archive, read in place.

Belongs here: getting at the bytes, and refusing what is damaged or unexpected in an archive.
Does not: what the bytes mean.
"""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from orchestration.connectors.published_reports.layouts import NotAsPublished

FILE_LIMIT_BYTES = 200_000_000  # a hundred times the largest file published so far


@dataclass(frozen=True)
class Packing:
    """How a publisher packs its report: the suffix of a file by itself, and which members of a zip are read.

    `members` and `ignored` match the whole name of a member; a member that neither matches refuses the archive.
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
        yield path.name, path.read_bytes()
    elif kind == ".zip":
        yield from _members(path, packing)
    else:
        raise NotAsPublished(f"neither {packing.suffix} nor .zip: this report comes as one of these")


# A damaged archive shows itself in many ways; a name that is no text comes as a UnicodeDecodeError.
_DAMAGE = (
    *(zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, UnicodeDecodeError),
    *(struct.error, OverflowError),
)


def _members(path: Path, packing: Packing) -> Iterator[tuple[str, bytes]]:
    try:
        with zipfile.ZipFile(path) as archive:
            wanted = [member for member in archive.infolist() if not member.is_dir() and _is_wanted(member, packing)]
            for member in wanted:
                yield f"{path.name}/{member.filename}", archive.read(member)
    except _DAMAGE as error:
        raise NotAsPublished(f"the zip archive cannot be read ({error}): fetch it again") from error
    if not wanted:
        kind = packing.suffix.removeprefix(".").upper()
        raise NotAsPublished(f"the zip archive holds no {kind} file: fetch it again")


def _is_wanted(member: zipfile.ZipInfo, packing: Packing) -> bool:
    if packing.ignored.fullmatch(member.filename):
        return False
    if not packing.members.fullmatch(member.filename):
        known = f"read ({packing.members.pattern}) or ignored ({packing.ignored.pattern})"
        raise NotAsPublished(
            f"the zip archive holds {member.filename!r}, not one of the files that are {known}. Look at it, then add "
            f"it to orchestration/connectors/published_reports/{packing.home}"
        )
    if member.file_size > FILE_LIMIT_BYTES:
        raise NotAsPublished(f"{member.filename} unpacks to more than the {FILE_LIMIT_BYTES} bytes that are read")
    return True
