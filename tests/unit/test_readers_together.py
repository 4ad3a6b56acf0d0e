"""What the readers of all publishers say of a delivery in the same words: other encodings, headers, archives."""

import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from orchestration.connectors.base import ReportReader, SourceDrift
from orchestration.connectors.published_reports import google, meta_data_requests, meta_restrictions, tiktok, un, x
from orchestration.connectors.published_reports.layouts import (
    LISTED_COLUMNS_LIMIT,
    Cell,
    Layout,
    NotAsPublished,
    find_layout,
    plain_names,
)
from tests.unit import google_files, meta_files, tiktok_files, x_files
from tests.unit.test_un import document, entity

OBSERVED_ON = date(2026, 11, 21)
PACKAGE = "orchestration/connectors/published_reports"


@dataclass(frozen=True)
class Published:
    """A small file of one publisher, as it comes."""

    read: ReportReader
    name: str
    content: bytes


def _lines(*lines: str) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode()


def _of_x() -> bytes:
    blocks = (x_files.demands(x_files.PAKISTAN), x_files.laws())
    return f"\n{x_files.BLANK}\n".join("\n".join(block) for block in blocks).encode()


PUBLISHED = {
    "google": lambda: Published(
        google.read_report,
        "google-government-removal-requests.csv",
        _lines(google_files.BY_REQUESTOR, google_files.POLICE),
    ),
    "meta_restrictions": lambda: Published(
        meta_restrictions.read_report, meta_files.COUNTS_FILE, _lines(meta_files.COUNT, "Pakistan,162")
    ),
    "meta_data_requests": lambda: Published(
        meta_data_requests.read_report,
        meta_files.REQUESTS_FILE.format("2019_H1"),
        _lines(meta_files.REQUESTS_2019, meta_files.record(meta_files.REQUESTS_2019, Country="Pakistan")),
    ),
    "tiktok": lambda: Published(
        tiktok.read_report, tiktok_files.LONG_NAME, _lines(tiktok_files.LONG_HEADER, *tiktok_files.long_rows())
    ),
    "un": lambda: Published(un.read_report, "consolidated.xml", document(entity()).encode()),
    "x": lambda: Published(x.read_report, x_files.FILE_NAME, _of_x()),
}


@pytest.fixture(params=list(PUBLISHED))
def published(request: pytest.FixtureRequest) -> Published:
    make: Callable[[], Published] = PUBLISHED[request.param]
    return make()


def packed(folder: Path, members: dict[str, bytes]) -> Path:
    path = folder / "report.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def refusal(published: Published, path: Path) -> str:
    with pytest.raises(SourceDrift) as refused:
        published.read(path, OBSERVED_ON)
    return refused.value.reason


# --- archives

OF_A_MAC = ("__MACOSX/._{}", "__MACOSX/report/._{}", ".DS_Store", "report/.DS_Store", "__MACOSX/._README.txt")


@pytest.mark.parametrize("folder", ["", "report/", "report of May (2)/"])
def test_what_a_mac_adds_to_a_zip_is_passed_over(tmp_path: Path, published: Published, folder: str) -> None:
    own = {name.format(published.name): b"\0\5\26\7" for name in OF_A_MAC}
    path = packed(tmp_path, {f"{folder}{published.name}": published.content, **own})
    report = published.read(path, OBSERVED_ON)
    assert {file.file_name for file in report.files} == {f"{path.name}/{folder}{published.name}"}
    assert report.rows.num_rows


def test_a_zip_of_what_a_mac_adds_alone_holds_no_file(tmp_path: Path, published: Published) -> None:
    assert "holds no" in refusal(published, packed(tmp_path, {"__MACOSX/._x.csv": b"", ".DS_Store": b""}))


def test_a_readme_in_the_folder_is_ignored_as_it_is_outside(tmp_path: Path, published: Published) -> None:
    path = packed(tmp_path, {f"report/{published.name}": published.content, "report/README.txt": b"prose"})
    assert len(published.read(path, OBSERVED_ON).files) == 1


@pytest.mark.parametrize(
    "name", ["report/notes.txt", "report/.DS_Store.csv", "MACOSX/x.txt", "other/__MACOSX/x.txt", "DS_Store"]
)
def test_what_is_not_known_still_refuses_the_zip(tmp_path: Path, published: Published, name: str) -> None:
    reason = refusal(published, packed(tmp_path, {f"report/{published.name}": published.content, name: b"x"}))
    assert "the zip archive holds" in reason
    assert re.search(rf"add it to {PACKAGE}/\w+\.py$", reason)


def test_a_folder_that_leads_out_of_the_zip_is_no_folder_of_it(tmp_path: Path) -> None:
    published = PUBLISHED["x"]()
    assert "not one of the files" in refusal(published, packed(tmp_path, {f"../{published.name}": published.content}))
    below = packed(tmp_path, {f"report/more/{published.name}": published.content})
    assert "not one of the files" in refusal(published, below)


# --- encodings


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_is_called_by_its_name(tmp_path: Path, published: Published, encoding: str) -> None:
    path = tmp_path / published.name
    path.write_bytes(published.content.decode().encode(encoding))
    assert refusal(published, path) == "in UTF-16, not UTF-8: save it as UTF-8 or fetch it again"


# --- headers


def header_refusal(*header: str) -> str:
    layout = Layout("wide", (), tuple(Cell(f"Column {number}", "item", "received") for number in range(20)))
    with pytest.raises(NotAsPublished) as refused:
        find_layout(header, [layout], plain_names([layout]), "google_layouts.py")
    return str(refused.value)


def test_a_long_header_is_shown_by_its_first_columns() -> None:
    reason = header_refusal(*(f"Other {number}" for number in range(LISTED_COLUMNS_LIMIT + 3)))
    assert reason.startswith("header not known: 'Other 0', 'Other 1', ")
    assert "'Other 7' and 3 more. Nearest" in reason
    assert "(missing 'Column 0', " in reason
    assert "'Column 7' and 12 more; not expected 'Other 0', " in reason
    assert "Other 8" not in reason
    assert reason.endswith(f"add it to {PACKAGE}/google_layouts.py")


def test_eight_columns_are_shown_whole() -> None:
    reason = header_refusal(*(f"Other {number}" for number in range(LISTED_COLUMNS_LIMIT)))
    assert "'Other 7'. Nearest" in reason


@pytest.mark.parametrize("publisher", ["google", "meta_restrictions", "meta_data_requests", "tiktok"])
def test_semicolons_between_columns_are_named(tmp_path: Path, publisher: str) -> None:
    published = PUBLISHED[publisher]()
    path = tmp_path / published.name
    path.write_bytes(published.content.replace(b",", b";"))
    reason = refusal(published, path)
    assert reason.startswith("header not known: the columns are separated by ';' ('")
    assert reason.endswith(", not by ',': fetch the file again")
    assert reason.count("'") <= 2 * LISTED_COLUMNS_LIMIT + 4


def test_a_semicolon_in_one_of_many_columns_separates_nothing() -> None:
    assert "separated" not in header_refusal("Column; 0", "Column 1")
    assert "separated" not in header_refusal("Column 0")
