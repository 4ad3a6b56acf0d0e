"""CSV by its bytes: how many records a file holds, and the exact reading of a damaged one.

Belongs here: the census that proves a fast reading complete, and the reader that accounts for every record.
Does not: DuckDB's reader (files.py). That one is fast, and right on whole files, but on damaged ones it drops an
unclosed value at the end, and it passes over blank lines and a surplus empty column; so it is believed only when
the census agrees.
"""

import csv
import io
import re
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from orchestration.connectors.base import RejectedRow
from orchestration.connectors.staging import TextRow

READ_BYTE_COUNT = 1 << 22
# A file whose lines are longer is no table of requests, and would be held in memory line by line.
LINE_LIMIT_BYTES = 100_000_000
HEADER_LIMIT_CHARACTERS = 1_000_000
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
# A longer field is taken for an unclosed quote. Below it, the row rule on length speaks.
FIELD_LIMIT_CHARACTERS = 1 << 24
# In a skeleton: a quote that does not open right after a comma or line, or does not close right before one.
STRAY_QUOTE = re.compile(rb'"(?:(?<=[^,\n"]")|(?=[^,\r\n"]))')
UNDECODED = re.compile("[\udc80-\udcff]")  # what surrogateescape makes of a byte that is no UTF-8
BLANK_LINE = re.compile(rb"\n\r?\n")


@dataclass(frozen=True)
class Census:
    """What a CSV file holds outside its quoted values: records (header included) and commas.

    `is_plain` is False when the counts prove nothing: a stray or unclosed quote, or a blank line.
    """

    record_count: int
    comma_count: int
    is_plain: bool


def take_census(path: Path) -> Census:
    """Count the records and commas of the file at `path` by its bytes, in one pass and bounded memory."""
    record_count = comma_count = 0
    is_plain, is_quoted, edge = True, False, b"\n"
    with path.open("rb") as stream:
        block = stream.read(READ_BYTE_COUNT).removeprefix(BYTE_ORDER_MARK)
        while block:
            skeleton, is_quoted = _skeleton(block, is_quoted)
            record_count += skeleton.count(b"\n")
            comma_count += skeleton.count(b",")
            seam = edge + skeleton
            is_plain = is_plain and not STRAY_QUOTE.search(seam) and not BLANK_LINE.search(seam)
            edge = seam[-2:]
            block = stream.read(READ_BYTE_COUNT)
    return Census(record_count + (not edge.endswith(b"\n")), comma_count, is_plain and not is_quoted)


def _skeleton(block: bytes, is_quoted: bool) -> tuple[bytes, bool]:
    """`block` with each quoted value shrunk to its opening quote, and whether a quote is open at its end."""
    parts = block.split(b'"')
    ends_quoted = is_quoted ^ (len(parts) % 2 == 0)
    opens_last = ends_quoted and len(parts) > 1
    return b'"'.join(parts[int(is_quoted) :: 2]) + (b'"' if opens_last else b""), ends_quoted


def read_header(path: Path) -> list[str]:
    """The first record of the file, [] when it is blank; undecodable bytes become escapes.

    Raises csv.Error when it is not a CSV record, or longer than any header.
    """
    with path.open(encoding="utf-8-sig", errors="backslashreplace", newline="") as stream:
        return next(csv.reader(io.StringIO(stream.read(HEADER_LIMIT_CHARACTERS), newline=""), strict=True), [])


def has_endless_line(path: Path) -> bool:
    """Whether a line of the file is longer than LINE_LIMIT_BYTES; read in bounded memory."""
    length = 0
    with path.open("rb") as stream:
        while block := stream.read(READ_BYTE_COUNT):
            first, _, rest = block.partition(b"\n")
            if length + len(first) > LINE_LIMIT_BYTES:
                return True
            length = len(rest.rpartition(b"\n")[2]) if len(first) < len(block) else length + len(block)
    return False


def read_records(path: Path, column_count: int) -> Iterator[TextRow | RejectedRow]:
    """Every record after the header, in order, readable or not; blank lines are numbered but are no records."""
    with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as stream, _field_limit():
        lines = _Lines(stream)
        reader = csv.reader(lines, strict=True)
        next(reader)
        row_number = 1
        while True:
            row_number += 1
            lines.taken.clear()
            try:
                fields = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield _give_up(lines, row_number, column_count, error)
                continue
            if fields:
                yield _check_record(lines, row_number, fields, column_count)


class _Lines:
    """Physical lines for csv.reader, which remembers those taken for a record and can have some handed back."""

    def __init__(self, stream: TextIO) -> None:
        self.taken: list[str] = []
        self._stream = stream
        self._returned: deque[str] = deque()

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._returned.popleft() if self._returned else next(self._stream)
        self.taken.append(line)
        return line

    def hand_back(self, from_index: int) -> None:
        self._returned.extendleft(reversed(self.taken[from_index:]))
        del self.taken[from_index:]


def _give_up(lines: _Lines, row_number: int, column_count: int, error: csv.Error) -> RejectedRow:
    """Reject what could not be parsed, and no more: reading resumes at the next line that is a record by itself."""
    following = range(1, len(lines.taken))
    resume_index = next((index for index in following if _is_record(lines.taken[index], column_count)), None)
    if resume_index is not None:
        lines.hand_back(resume_index)
        return _rejected(lines, row_number, "a quoted value is not closed, or a quote inside one is not doubled")
    if "unexpected end" in str(error):
        return _rejected(lines, row_number, "a quoted value is still open at the end of the file, which seems cut off")
    if "field limit" in str(error):
        return _rejected(lines, row_number, f"a value is longer than {FIELD_LIMIT_CHARACTERS} characters")
    return _rejected(lines, row_number, "a quote inside a quoted value is not doubled, or text follows a closing quote")


def _is_record(line: str, column_count: int) -> bool:
    try:
        return len(next(csv.reader([line], strict=True))) == column_count
    except csv.Error:
        return False


def _check_record(lines: _Lines, row_number: int, fields: list[str], column_count: int) -> TextRow | RejectedRow:
    if not _is_utf8(lines.taken):
        return _rejected(lines, row_number, "is not valid UTF-8: save the file as UTF-8")
    if len(fields) != column_count:
        is_cut = not lines.taken[-1].endswith(("\n", "\r"))
        hint = ", and the file ends in the middle of it: it seems cut off" if is_cut else ""
        return _rejected(lines, row_number, f"has {len(fields)} values where {column_count} are expected{hint}")
    return TextRow(row_number, fields)


def _rejected(lines: _Lines, row_number: int, reason: str) -> RejectedRow:
    text = "".join(lines.taken).rstrip("\r\n")
    return RejectedRow(row_number, None, reason, _as_utf8(text))


def _is_utf8(lines: list[str]) -> bool:
    return all(map(str.isascii, lines)) or not UNDECODED.search("".join(lines))


def _as_utf8(text: str) -> str:
    """`text` with the bytes that were no UTF-8 written as \\xNN."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


@contextmanager
def _field_limit() -> Iterator[None]:
    before = csv.field_size_limit(FIELD_LIMIT_CHARACTERS)
    try:
        yield
    finally:
        csv.field_size_limit(before)
