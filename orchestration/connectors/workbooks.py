"""Whether an Excel workbook is safe to open: its size unpacked, its parts, its extent.

Belongs here: what is looked at before a reader that believes the file is let near it. calamine takes a cell in the last
corner of a sheet for 17 billion cells, and a part for as long as it unpacks to.
Does not: what the cells say (xlsx.py, published_reports/tiktok_workbook.py).
"""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

UNPACKED_LIMIT_BYTES = 200_000_000
PART_LIMIT_COUNT = 1_000
# Tables of text shrink to a tenth or a twentieth; what shrinks to less than a hundredth was made to swell.
RATIO_LIMIT, RATIO_FROM_BYTES = 100, 10_000_000
# As many cells as a workbook of a million requests has; each costs some hundred bytes while it is read.
EXTENT_LIMIT_CELLS = 20_000_000
READ_BYTE_COUNT = 1 << 20
SHEET_PART = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
# Parts that reach out of the workbook or run: other workbooks and DDE, macros, controls, embedded programs.
REACHING_PART = re.compile(
    r"xl/(externalLinks|vbaProject|macrosheets|dialogsheets|activeX|embeddings|connections|queryTables)\b.*",
    re.IGNORECASE,
)
CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
# A damaged archive shows itself in many ways.
ARCHIVE_DAMAGE = (
    *(zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError),
    *(struct.error, OverflowError),
)


class UnsafeWorkbookError(ValueError):
    """Why a workbook is not opened, and what to do; whoever catches it adds the file's name."""


def refuse_unsafe(workbook: Path | IO[bytes]) -> None:
    """Raises UnsafeWorkbookError when the workbook is damaged, too large unpacked, or reaches out of itself."""
    try:
        with zipfile.ZipFile(workbook) as parts:
            _refuse_parts(parts.infolist())
            if fault := parts.testzip():
                raise UnsafeWorkbookError(f"is damaged (wrong check sum of {fault!a}): deliver it again")
            cells = sum(_count_cells(parts, name) for name in parts.namelist() if SHEET_PART.fullmatch(name))
    except UnsafeWorkbookError:
        raise
    except (*ARCHIVE_DAMAGE, ValueError) as error:
        raise UnsafeWorkbookError(f"is damaged or cut short, or encrypted ({error}): save it again as .xlsx") from error
    if cells > EXTENT_LIMIT_CELLS:
        raise UnsafeWorkbookError(
            f"spans {cells:,} cells, and {EXTENT_LIMIT_CELLS:,} are read: delete what lies far from the table, or "
            "deliver it as CSV"
        )


def swells(parts: Iterable[zipfile.ZipInfo]) -> bool:
    """Whether the parts unpack to far more than text does, as a zip bomb does."""
    sizes = [(part.file_size, part.compress_size) for part in parts]
    unpacked, packed = sum(size for size, _ in sizes), sum(size for _, size in sizes)
    return unpacked > RATIO_FROM_BYTES and unpacked > RATIO_LIMIT * packed


def _refuse_parts(parts: list[zipfile.ZipInfo]) -> None:
    byte_count = sum(part.file_size for part in parts)
    if byte_count > UNPACKED_LIMIT_BYTES or len(parts) > PART_LIMIT_COUNT or swells(parts):
        raise UnsafeWorkbookError(
            f"unpacks to {byte_count:,} bytes in {len(parts):,} parts; at most {UNPACKED_LIMIT_BYTES:,} in "
            f"{PART_LIMIT_COUNT:,} are read, packed {RATIO_LIMIT} to 1: deliver it as CSV, or in several files"
        )
    reaching = sorted(part.filename for part in parts if REACHING_PART.fullmatch(part.filename))
    if reaching:
        raise UnsafeWorkbookError(
            f"reaches out of itself ({reaching[0]!a}: another workbook, a program or a macro): save the values alone, "
            "as .xlsx or CSV"
        )


def _count_cells(parts: zipfile.ZipFile, name: str) -> int:
    """How many cells the rectangle has that holds all cells of the sheet, by their own words or by their order."""
    from xml.etree.ElementTree import ParseError

    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import DefusedXMLParser

    extent = _Extent()
    parser = DefusedXMLParser(target=extent, forbid_dtd=True)
    try:
        with parts.open(name) as part:
            while block := part.read(READ_BYTE_COUNT):
                parser.feed(block)
        parser.close()
    except DefusedXmlException as error:
        raise UnsafeWorkbookError(
            f"declares entities in {name!a}, which no spreadsheet does and attacks on a reader do: do not trust it"
        ) from error
    except ParseError as error:
        raise UnsafeWorkbookError(f"is damaged ({name!a} is not readable as XML): save it again as .xlsx") from error
    return extent.rows * extent.columns


class _Extent:
    """What expat tells of a sheet, boiled down to its last row and column."""

    def __init__(self) -> None:
        self.rows = self.columns = self._row = self._column = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins: a row or a cell says where it is, or follows the one before."""
        kind = tag.rpartition("}")[2]
        if kind == "row":
            said = attributes.get("r", "")
            self._row = int(said) if said.isdecimal() and len(said) < 8 else self._row + 1
            self._column = 0
        elif kind == "c":
            self._place(attributes.get("r", ""))
            self.rows, self.columns = max(self.rows, self._row), max(self.columns, self._column)

    def _place(self, said: str) -> None:
        if match := CELL.fullmatch(said.upper()):
            self._column = 0
            for letter in match[1]:
                self._column = self._column * 26 + ord(letter) - ord("A") + 1
            self._row = int(match[2])
        else:
            self._column += 1

    def close(self) -> "Element | None":
        """There is no tree."""
        return None
