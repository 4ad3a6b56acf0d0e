"""Sheets that hold names: no formula runs, nothing is overwritten, and what other programs save is read."""

import csv
import io
from pathlib import Path

import pytest

from orchestration.review_sheets import SheetError, read_sheet, write_sheet

UGLY = ["=cmd()", "@at", "+1", "-1", "\tx", "'quoted", "plain", 'line\n"two", three; four', "نمونہ"]


def test_a_formula_in_a_name_stays_text(tmp_path: Path) -> None:
    for path in (tmp_path / "names.csv", tmp_path / "names.xlsx"):
        write_sheet(path, ["name"], [[name] for name in UGLY])
        assert [row.cells["name"] for row in read_sheet(path)] == [name.strip() for name in UGLY], path.name
    with (tmp_path / "names.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row[0][0] for row in csv.reader(file)][1:6] == ["'"] * 5


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_sheet_saved_with_semicolons_is_read(tmp_path: Path, line_end: str) -> None:
    text = io.StringIO()
    csv.writer(text, delimiter=";", lineterminator=line_end).writerows(
        [["name", "verdict"], *([name, "unsure"] for name in UGLY)]
    )
    path = tmp_path / "names.csv"
    path.write_bytes(b"\xef\xbb\xbf" + text.getvalue().encode())
    rows = read_sheet(path)
    assert [row.cells for row in rows] == [{"name": name.strip(), "verdict": "unsure"} for name in UGLY]
    assert [row.number for row in rows] == list(range(2, 2 + len(UGLY)))


def test_semicolons_in_the_cells_of_a_sheet_with_commas_stay(tmp_path: Path) -> None:
    (tmp_path / "names.csv").write_text("name,verdict\na;b,unsure\n")
    assert [row.cells for row in read_sheet(tmp_path / "names.csv")] == [{"name": "a;b", "verdict": "unsure"}]


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for folder in (tmp_path / "absent", tmp_path / "file"):
        with pytest.raises(SheetError, match="is no folder: make it first") as raised:
            write_sheet(folder / "candidates.csv", ["name"], [["one"]])
        assert str(folder) in str(raised.value)
