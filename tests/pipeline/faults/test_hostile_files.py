"""Workbooks, archives and XML made to hurt: bombs, far cells, macros, links out, entities. Refused unopened."""

import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from orchestration.connectors.base import SourceDrift
from orchestration.connectors.published_reports import archive, google, tiktok, un
from orchestration.connectors.workbooks import UnsafeWorkbookError, refuse_unsafe
from orchestration.review_sheets import SheetError, read_sheet

DAY = date(2025, 10, 1)
LAUGHS = '<!DOCTYPE a [<!ENTITY a "ha">' + "".join(f'<!ENTITY a{i} "{"&a;" * 10}">' for i in range(9)) + "]>"
OUTSIDE = '<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
SHEET = "xl/worksheets/sheet1.xml"
Extra = dict[str, bytes]


def workbook(path: Path, extra: Extra | None = None, *, far: bool = False) -> Path:
    """A workbook of one small sheet, with other parts put in or in place of its own."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["a", "b"])
        if far:
            sheet.write(1_048_575, 16_383, "x")
    if extra:
        with zipfile.ZipFile(path) as old:
            parts = {name: old.read(name) for name in old.namelist()} | extra
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
            for name, content in parts.items():
                new.writestr(name, content)
    return path


def sheet_of(declaration: str) -> bytes:
    return f"{declaration}<worksheet><sheetData><row><c><v>&a;</v></c></row></sheetData></worksheet>".encode()


WORKBOOKS: dict[str, tuple[Extra, str]] = {
    "a bomb": ({"xl/media/x.bin": b"\0" * 50_000_000}, "packed 100 to 1"),
    "more parts than any": ({f"xl/x{i}.xml": b"<a/>" for i in range(1001)}, "parts; at most"),
    "another workbook": ({"xl/externalLinks/externalLink1.xml": b"<externalLink/>"}, "reaches out of itself"),
    "DDE": ({"xl/externalLinks/externalLink2.xml": b"<ddeLink ddeService='cmd'/>"}, "reaches out of itself"),
    "a macro": ({"xl/vbaProject.bin": b"x"}, "reaches out of itself"),
    "a program": ({"xl/embeddings/oleObject1.bin": b"MZ"}, "reaches out of itself"),
    "a query": ({"xl/connections.xml": b"<connections/>"}, "reaches out of itself"),
    "a billion laughs": ({SHEET: sheet_of(LAUGHS)}, "declares entities"),
    "an entity from outside": ({SHEET: sheet_of(OUTSIDE)}, "declares entities"),
    "a sheet that is no XML": ({SHEET: b"<worksheet>"}, "not readable as XML"),
}


@pytest.mark.timeout(60)
@pytest.mark.parametrize(("extra", "said"), WORKBOOKS.values(), ids=WORKBOOKS)
def test_a_workbook_made_to_hurt_is_refused_unopened(tmp_path: Path, extra: Extra, said: str) -> None:
    path = workbook(tmp_path / "x.xlsx", extra)
    with pytest.raises(UnsafeWorkbookError, match=said):
        refuse_unsafe(path)
    with pytest.raises(SheetError, match=said):
        read_sheet(path)


@pytest.mark.timeout(60)
def test_a_cell_in_the_last_corner_is_no_sheet_of_17_billion(tmp_path: Path) -> None:
    with pytest.raises(UnsafeWorkbookError, match="spans 17,179,869,184 cells"):
        refuse_unsafe(workbook(tmp_path / "x.xlsx", far=True))


def test_a_plain_workbook_passes(tmp_path: Path) -> None:
    refuse_unsafe(workbook(tmp_path / "x.xlsx"))
    assert read_sheet(workbook(tmp_path / "y.xlsx")) == []


def test_a_cell_without_an_address_follows_the_one_before(tmp_path: Path) -> None:
    cells = b"<worksheet><sheetData>" + b"<row><c/><c/><c/></row>" * 4 + b"<row r='9000000'><c/><c/><c/></row>"
    with pytest.raises(UnsafeWorkbookError, match="spans 27,000,000 cells"):
        refuse_unsafe(workbook(tmp_path / "x.xlsx", {SHEET: cells + b"</sheetData></worksheet>"}))


def packed(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return path


GOOGLE = "google-government-detailed-removal-requests.csv"
ARCHIVES: dict[str, tuple[dict[str, bytes], str]] = {
    "a path that leads out": ({"../../etc/cron.d/x.csv": b"x"}, "not one of the files"),
    "an absolute path": ({"/etc/x.csv": b"x"}, "not one of the files"),
    "a path of another system": ({"..\\..\\x.csv": b"x"}, "not one of the files"),
    "an archive in the archive": ({"x.zip": b"PK"}, "not one of the files"),
    "a program": ({"x.exe": b"MZ"}, "not one of the files"),
    "a bomb": ({GOOGLE: b"," * 50_000_000}, "a hundred times its size"),
    "nothing": ({}, "holds no"),
}


@pytest.mark.timeout(60)
@pytest.mark.parametrize(("members", "said"), ARCHIVES.values(), ids=ARCHIVES)
def test_an_archive_made_to_hurt_is_refused(tmp_path: Path, members: dict[str, bytes], said: str) -> None:
    before = sorted(tmp_path.parent.rglob("*"))
    with pytest.raises(SourceDrift, match=said):
        google.read_report(packed(tmp_path / "x.zip", members), DAY)
    assert sorted(path for path in tmp_path.parent.rglob("*") if path != tmp_path / "x.zip") == before


@pytest.mark.parametrize("suffix", ["csv", "zip"])
def test_size_is_asked_before_anything_is_unpacked(
    tmp_path: Path, suffix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "FILE_LIMIT_BYTES", 10_000)
    path = tmp_path / f"x.{suffix}"
    lines = b"".join(b"%d,%d\n" % (i, i * i) for i in range(5_000))
    if suffix == "csv":
        path.write_bytes(lines)
    else:
        packed(path, {GOOGLE: lines})
    with pytest.raises(SourceDrift, match="10000 bytes that are read"):
        google.read_report(path, DAY)


@pytest.mark.timeout(30)
@pytest.mark.parametrize("declaration", [LAUGHS, OUTSIDE], ids=["a billion laughs", "an entity from outside"])
def test_the_list_of_the_un_declares_no_entities(tmp_path: Path, declaration: str) -> None:
    path = tmp_path / "consolidated.xml"
    path.write_text(f"{declaration}<CONSOLIDATED_LIST><ENTITIES>&a;</ENTITIES></CONSOLIDATED_LIST>")
    with pytest.raises(SourceDrift, match="attacks on a reader") as told:
        un.read_report(path, DAY)
    assert "root:" not in str(told.value)


Read = Callable[[Path, date], object]


@pytest.mark.timeout(60)
@pytest.mark.parametrize(("extra", "said"), WORKBOOKS.values(), ids=WORKBOOKS)
def test_a_published_workbook_made_to_hurt_is_refused(tmp_path: Path, extra: Extra, said: str) -> None:
    read: Read = tiktok.read_report
    with pytest.raises(SourceDrift, match=said):
        read(workbook(tmp_path / "English_LIPGR_2022_H1.xlsx", extra), DAY)
