"""Spreadsheets: numbers are numbers, texts are inert, days are days, and the bytes are the same twice."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from zipfile import ZipFile

import duckdb
import pytest
from python_calamine import CalamineWorkbook

from dashboards.blocks import Cell, Column, DataTable, Figure, Page
from dashboards.cell_values import Number, cell_value, read_number, table_values
from dashboards.data import Release, open_release
from dashboards.languages import ENGLISH, URDU, Language
from dashboards.sheets import EXACT, LONGEST_TEXT, workbook
from dashboards.words import Words
from dashboards.workbooks import MOST_CELLS, FigureWorkbooks, file_name, has_workbook, licence, write_table_workbooks
from tests.small_release import write_release

PAYLOADS = ("=1+1", "+1+cmd|' /C calc'!A0", "-1+1", "@SUM(A1)", "\t=1+1", "\r=1+1", "\n=1+1", "{=1+1}",
            '=HYPERLINK("https://zz.example";"x")', "https://zz.example", "mailto:zz@example", "internal:A1",
            "\u2066=1+1\u2069", "\x00=1", "</t><f>1+1</f>")  # fmt: skip
DAY = date(2025, 10, 31)
NUMBER, TEXT = Column("n"), Column("t", is_number=False)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Release]:
    with open_release(write_release(tmp_path_factory.mktemp("workbooks") / "release")) as opened:
        yield opened


@pytest.mark.parametrize(
    ("text", "value", "pattern"),
    [
        ("0", "0", "0"),
        ("2024", "2024", "0"),
        ("1,234,567", "1234567", "#,##0"),
        ("62.3%", "0.623", "0.0%"),
        ("5%", "0.05", "0%"),
        ("1,200%", "12", "#,##0%"),
        ("+9.9", "9.9", "+0.0;-0.0"),
        ("\u22123", "-3", "0"),
        ("-0.5%", "-0.005", "0.0%"),
    ],
)
def test_one_number_is_read(text: str, value: str, pattern: str) -> None:
    assert read_number(text) == Number(Decimal(value), pattern)


@pytest.mark.parametrize(
    "text", ["1,23", "1.", ".5", "1e9", "12+", "3 / 4", "1-2", "[u]", "5 %", "٣", "=1", "--1", "1 2", "2.1M", "1,2345"]
)
def test_what_is_not_one_number_stays_text(text: str) -> None:
    assert read_number(text) is None
    assert cell_value(Cell(text), NUMBER) == text


def test_a_cell_is_what_its_column_says() -> None:
    assert cell_value(Cell("1,234"), TEXT) == "1,234"
    assert cell_value(Cell("\u206662.3%\u2069"), NUMBER) == Number(Decimal("0.623"), "0.0%")
    assert cell_value(Cell("0"), NUMBER) == Number(Decimal(0), "0")
    assert cell_value(Cell("—"), NUMBER) is None
    assert cell_value(Cell("2025-10-31", kind="day"), TEXT) == DAY
    assert cell_value(Cell("2025-10", kind="day"), TEXT) == "2025-10"
    assert cell_value(Cell("2025-10-31"), TEXT) == "2025-10-31"


def test_a_cell_of_several_rows_is_said_in_each() -> None:
    rows = ((Cell("a", row_span=3), Cell("1")), (Cell("", row_span=0), Cell("2")), (Cell("", row_span=0), Cell("—")))
    assert [line[0] for line in table_values(DataTable("", (TEXT, NUMBER), rows))] == ["a", "a", "a"]


def figure(*texts: str) -> Figure:
    rows = tuple((Cell(text), Cell(text)) for text in texts)
    return Figure("a-figure", texts[0], texts[0], {}, "", DataTable("", (Column(texts[0], False), NUMBER), rows),
                  ("dim_agency",), ("fct_compliance_summary.complied_of_reported_rate",), note=texts[-1])  # fmt: skip


def written(release: Release, folder: Path, drawn: Figure, language: Language = ENGLISH) -> Path:
    page = Page("compliance", "", "", "")
    words = Words(language.locale)
    name = FigureWorkbooks(folder, release, language, words)(drawn, page)
    return folder / name


def parts(path: Path) -> dict[str, str]:
    with ZipFile(path) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_no_text_becomes_a_formula_or_a_link(small: Release, tmp_path: Path) -> None:
    path = written(small, tmp_path, figure(*PAYLOADS))
    for name, content in parts(path).items():
        assert "<f>" not in content, name
        assert "<f " not in content, name
        assert "<hyperlink" not in content, name
    rows = CalamineWorkbook.from_path(path).get_sheet_by_name("Table").to_python()
    assert [row[0] for row in rows[1:6]] == [row[1] for row in rows[1:6]] == list(PAYLOADS[:5])
    assert len(rows) == 1 + len(PAYLOADS)


def test_numbers_are_numbers_and_the_second_sheet_says_of_what(small: Release, tmp_path: Path) -> None:
    path = written(small, tmp_path, figure("X", "1,234", "62.3%", "—", "[u]"))
    assert path.name == "compliance-a-figure.xlsx"
    opened = CalamineWorkbook.from_path(path)
    assert [row[1] for row in opened.get_sheet_by_name("Table").to_python()[1:]] == ["X", 1234, 0.623, "", "[u]"]
    assert opened.get_sheet_by_name("Table").to_python()[2][0] == "1,234"
    about = opened.get_sheet_by_name("About").to_python()
    told = {str(row[0]): str(row[1]) for row in about}
    assert told["Release"] == small.facts.release_id
    assert told["Source table"] == "dim_agency"
    assert "complied_of_reported_rate" in told["Definition"]
    assert told["Page"] == "compliance.html#a-figure"
    assert ("SYNTHETIC" in told) is small.facts.is_synthetic


def test_a_file_name_is_one_on_every_system() -> None:
    names = [file_name(name) for name in ("published-de.xlsx", "a/b", "a--2f-b", "A", "../a", "a\\b", "a b\x00")]
    assert names[0] == "published-de.xlsx"
    assert len({name.lower() for name in names}) == len(names)
    assert not any(set(name) & set("/\\ \x00") for name in names)


def test_the_same_bytes_twice_and_right_to_left_in_urdu(small: Release, tmp_path: Path) -> None:
    drawn = figure("فیس بک", "1,234")
    first, second = (written(small, tmp_path / name, drawn, URDU) for name in ("a", "b"))
    assert first.name == "compliance-a-figure.ur.xlsx"
    assert first.read_bytes() == second.read_bytes()
    sheets = [text for name, text in parts(first).items() if name.startswith("xl/worksheets/")]
    assert len(sheets) == 2
    assert all('rightToLeft="1"' in text for text in sheets)
    english = parts(written(small, tmp_path / "c", drawn))
    assert not any('rightToLeft="1"' in text for text in english.values())


def test_the_figures_of_another_country_share_a_workbook(small: Release, tmp_path: Path) -> None:
    made = FigureWorkbooks(tmp_path, small, ENGLISH, Words())
    page = Page("published-de", "", "Germany?", "", parent="published")
    assert {made(figure("x", "1"), page), made(figure("y", "2"), page)} == {"published-de.xlsx"}
    assert not list(tmp_path.iterdir())
    made.finish(page)
    opened = CalamineWorkbook.from_path(tmp_path / "published-de.xlsx")
    assert opened.sheet_names == ["Table 1", "Table 2", "About"]
    assert [opened.get_sheet_by_name(name).to_python()[2][1] for name in opened.sheet_names[:2]] == [1, 2]
    about = [row[:2] for row in opened.get_sheet_by_name("About").to_python()]
    assert [text for label, text in about if label == "Figure"] == ["x", "y"]
    assert [label for label, _ in about].count("Release") == 1
    made.finish(Page("published-fr", "", "", "", parent="published"))
    assert [path.name for path in tmp_path.iterdir()] == ["published-de.xlsx"]


def test_public_tables_hold_what_parquet_holds(small: Release, tmp_path: Path) -> None:
    write_table_workbooks(small, tmp_path)
    names = {path.stem for path in tmp_path.iterdir()}
    assert names == {name for name in small.facts.tables if has_workbook(small, name)}
    assert "fct_compliance_summary" in names
    sheet = CalamineWorkbook.from_path(tmp_path / "fct_compliance_summary.xlsx").get_sheet_by_name("Table").to_python()
    source = small.folder / "public" / small.facts.table("fct_compliance_summary").path
    rows = duckdb.sql(
        f"SELECT platform_id, reported_count, complied_of_reported_rate FROM '{source}' ORDER BY 1"
    ).fetchall()
    places = [sheet[0].index(name) for name in ("platform_id", "reported_count", "complied_of_reported_rate")]
    found = sorted(tuple(row[place] for place in places) for row in sheet[1:])
    assert found == [tuple("" if value is None else value for value in row) for row in rows]


def test_values_that_a_spreadsheet_cannot_hold_are_text(tmp_path: Path) -> None:
    odd = [EXACT + 1, float("nan"), float("inf"), "x" * (LONGEST_TEXT + 5), True, Decimal("0.25"), -3, None, DAY]
    with workbook(tmp_path / "odd.xlsx", "t", "v", DAY) as book:
        book.write_table("Table", [str(place) for place in range(len(odd))], [odd])
    row = CalamineWorkbook.from_path(tmp_path / "odd.xlsx").get_sheet_by_name("Table").to_python()[1]
    assert row[:3] == [str(EXACT + 1), "nan", "inf"]
    assert len(row[3]) == LONGEST_TEXT
    assert row[4:] == [True, 0.25, -3, "", DAY]


def test_a_long_table_has_no_workbook(small: Release) -> None:
    assert MOST_CELLS >= 1000
    small.connection.execute(
        "CREATE OR REPLACE TEMP TABLE dim_agency AS SELECT range AS agency_id FROM range(?)", [MOST_CELLS]
    )
    assert not has_workbook(small, "dim_agency")
    small.connection.execute("DROP TABLE temp.dim_agency")
    assert has_workbook(small, "dim_agency")


def test_the_licence_is_the_one_of_the_citation(small: Release) -> None:
    citation = small.folder / "CITATION.cff"
    citation.write_text("cff-version: 1.2.0\nlicense: CC-BY-4.0\n", encoding="utf-8")
    assert licence(small) == "CC-BY-4.0"
    citation.unlink()
    assert licence(small) == ""
