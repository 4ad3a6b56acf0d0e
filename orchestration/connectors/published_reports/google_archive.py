"""The files of one publication of Google's report: a CSV file by itself, or the members of Google's zip.

Belongs here: getting at the bytes and cutting them into records, and refusing what is damaged or unexpected.
Does not: what the records mean.
"""

import csv
import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from orchestration.connectors.published_reports.google_layouts import NotAsPublished

ARCHIVE_FOLDER = "google-government-removals/"
CSV_MEMBERS = (
    "google-government-removal-requests.csv",
    "google-government-detailed-removal-requests.csv",
    "historical/google-government-removal-requests-historical.csv",
    "historical/google-government-detailed-removal-requests-historical.csv",
)
IGNORED_MEMBERS = ("README.txt",)  # prose about the columns, no figures
FILE_LIMIT_BYTES = 200_000_000  # a hundred times the largest file published so far


def csv_files(path: Path) -> Iterator[tuple[str, bytes]]:
    """File name and bytes of each CSV file in `path`; a member of a zip is named `<zip>/<member>`.

    Raises NotAsPublished when the archive is damaged or holds a member that is neither known nor ignored.
    """
    kind = path.suffix.lower()
    if kind == ".csv":
        yield path.name, path.read_bytes()
    elif kind == ".zip":
        yield from _csv_members(path)
    else:
        raise NotAsPublished("neither .csv nor .zip: Google's report comes as one of these")


def _csv_members(path: Path) -> Iterator[tuple[str, bytes]]:
    try:
        with zipfile.ZipFile(path) as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
            wanted = [member for member in members if _is_wanted(member)]
            for member in wanted:
                yield f"{path.name}/{member.filename}", archive.read(member)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError) as error:
        raise NotAsPublished(f"the zip archive cannot be read ({error}): fetch it again") from error
    if not wanted:
        raise NotAsPublished("the zip archive holds no CSV file: fetch it again")


def _is_wanted(member: zipfile.ZipInfo) -> bool:
    name = member.filename.removeprefix(ARCHIVE_FOLDER)
    if name in IGNORED_MEMBERS:
        return False
    if name not in CSV_MEMBERS:
        raise NotAsPublished(
            f"the zip archive holds {member.filename!r}, not one of {', '.join(CSV_MEMBERS + IGNORED_MEMBERS)}. "
            "Look at it, then add it to google_archive.py as a file to read or to ignore"
        )
    if member.file_size > FILE_LIMIT_BYTES:
        raise NotAsPublished(f"{member.filename} unpacks to more than the {FILE_LIMIT_BYTES} bytes that are read")
    return True


def read_records(content: bytes) -> list[list[str]]:
    """Header and data records of a CSV file. Raises NotAsPublished when it is empty, cut short or not CSV in UTF-8."""
    reader = csv.reader(io.StringIO(_decode(content), newline=""), strict=True)
    try:
        records = list(reader)
    except csv.Error as error:
        raise NotAsPublished(f"not readable as CSV near line {reader.line_num} ({error}): fetch it again") from error
    if len(records) == 1:
        raise NotAsPublished("has a header and no records: fetch it again")
    return records


def _decode(content: bytes) -> str:
    if not content.strip():
        raise NotAsPublished("the file is empty: fetch it again")
    if not content.endswith(b"\n"):
        raise NotAsPublished("the last line does not end: the file is cut short, fetch it again")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotAsPublished(f"not UTF-8 at byte {error.start}: save it as UTF-8 or fetch it again") from error
