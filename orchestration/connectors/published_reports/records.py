"""CSV bytes of a published report cut into records, and what is damaged refused.

Belongs here: decoding and cutting. Does not: what the records mean (the publishers' modules).
"""

import codecs
import csv
import io
from collections.abc import Sequence

from orchestration.connectors.base import RAW_TEXT_LIMIT_CHARACTERS
from orchestration.connectors.published_reports.layouts import NotAsPublished


def read_records(content: bytes) -> list[list[str]]:
    """All records of a CSV file, header first. Raises NotAsPublished when it is empty, cut short or not CSV in UTF-8.

    A file is cut short when its last line does not end, or when there is nothing after the header.
    """
    reader = csv.reader(io.StringIO(_decode(content), newline=""), strict=True)
    try:
        records = list(reader)
    except csv.Error as error:
        raise NotAsPublished(f"not readable as CSV near line {reader.line_num} ({error}): fetch it again") from error
    if len(records) == 1:
        raise NotAsPublished("has a header and no records: fetch it again")
    return records


def as_csv(fields: Sequence[str]) -> str:
    """A record as CSV text again, cut at what raw keeps of a rejected record."""
    text = io.StringIO()
    csv.writer(text, lineterminator="").writerow(fields)
    return text.getvalue()[:RAW_TEXT_LIMIT_CHARACTERS]


def refuse_utf_16(content: bytes) -> None:
    """Raises NotAsPublished for the UTF-16 of spreadsheets, with its mark or without: every letter has a zero byte."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\0" in content[:2]:
        raise NotAsPublished("in UTF-16, not UTF-8: save it as UTF-8 or fetch it again")


def _decode(content: bytes) -> str:
    if not content.strip():
        raise NotAsPublished("the file is empty: fetch it again")
    refuse_utf_16(content)
    if not content.endswith(b"\n"):
        raise NotAsPublished("the last line does not end: the file is cut short, fetch it again")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotAsPublished(f"not UTF-8 at byte {error.start}: save it as UTF-8 or fetch it again") from error
