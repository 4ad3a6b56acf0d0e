"""The SQL console as a reader meets it: from disk, in a real browser, with DuckDB's own answers beside it."""

import json
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

import pytest

from dashboards.data import Release
from tests.e2e.console.page import (
    SECONDS_FOR_A_QUERY,
    SECONDS_TO_FIRST_ROW,
    SECONDS_TO_OPEN,
    Console,
    expected,
)
from tests.e2e.visit import visit_with

if TYPE_CHECKING:
    from playwright.sync_api import Browser


def test_it_opens_and_answers_by_keyboard_alone(browser: "Browser", console_site: Path) -> None:
    for visit in visit_with(browser, console_site, "desk", "light"):
        begun = monotonic()
        opened = Console(visit)
        opened.open()
        assert monotonic() - begun < SECONDS_TO_OPEN
        keyboard = visit.page.keyboard
        for _ in range(40):
            keyboard.press("Tab")
            if visit.page.evaluate("() => document.activeElement.id") == "sql":
                break
        keyboard.press("Control+A")
        keyboard.type("SELECT 6 * 7 AS answer")
        begun = monotonic()
        keyboard.press("Control+Enter")
        assert opened.read(SECONDS_TO_FIRST_ROW).rows == [["42"]]
        assert monotonic() - begun < SECONDS_TO_FIRST_ROW
        focus = []
        for _ in range(4):
            keyboard.press("Tab")
            focus.append(visit.page.evaluate("() => document.activeElement.id"))
        assert focus == ["run", "csv", "copy", "result"]


def test_it_answers_in_the_folder_of_another_language(browser: "Browser", console_site: Path) -> None:
    for visit in visit_with(browser, console_site, "desk", "light"):
        visit.open("ur/console")
        visit.page.fill("#sql", "SELECT 6 * 7 AS answer")
        visit.page.click("#run")
        assert Console(visit).read(SECONDS_TO_FIRST_ROW).rows == [["42"]]


def test_the_page_may_start_wasm_and_reach_nothing(console_site: Path) -> None:
    policy = "script-src 'self' 'wasm-unsafe-eval'; worker-src blob:;"
    html = (console_site / "console.html").read_text(encoding="utf-8")
    assert policy in html
    assert "connect-src 'none'" in html
    others = [path for path in console_site.glob("*.html") if path.name != "console.html"]
    assert others
    assert not [path.name for path in others if "wasm" in path.read_text(encoding="utf-8")]


def test_the_page_is_small_enough_for_a_file_share(console_site: Path) -> None:
    files = [console_site / "console.html", *(console_site / "static").glob("console*")]
    assert sum(path.stat().st_size for path in files) < 25_000_000


def test_every_public_table_is_there_and_no_other(console: Console, released: Release) -> None:
    here = {row[0] for row in console.ask("SHOW TABLES").rows}
    assert here == set(released.facts.tables)
    everywhere = console.ask("SELECT database_name, schema_name, table_name FROM duckdb_tables()").rows
    assert {tuple(row) for row in everywhere} == {("takedown", "marts", name) for name in here}


def test_every_row_of_every_table_is_that_of_the_release(console: Console, released: Release) -> None:
    for table in released.facts.tables.values():
        cells = ", ".join(f"coalesce(\"{field.name}\"::VARCHAR, 'NULL')" for field in table.fields)
        sql = f"SELECT count(*) AS n, bit_xor(md5_number(concat_ws('|', {cells}))) AS digest FROM {table.name}"
        assert console.ask(sql).rows == expected(released, sql), table.name


def test_types_and_comments_are_those_of_the_release(console: Console, released: Release) -> None:
    name = "fct_published_figures"
    described = [row[:2] for row in console.ask(f"DESCRIBE {name}").rows]
    assert described == [[row["column_name"], row["column_type"]] for row in released.rows(f"DESCRIBE {name}")]
    comments = console.ask(f"SELECT comment FROM duckdb_columns() WHERE table_name = '{name}' ORDER BY column_index")
    assert [row[0] for row in comments.rows] == [field.description for field in released.facts.table(name).fields]


def test_every_question_to_start_from_has_an_answer(console: Console, released: Release) -> None:
    buttons = console.visit.page.locator(".examples button")
    assert buttons.count() == 8
    for place in range(buttons.count()):
        buttons.nth(place).click()
        answer = console.read(SECONDS_FOR_A_QUERY)
        sql = console.visit.page.locator("#sql").input_value()
        assert answer.rows or "NOT passed" in sql, sql
        if "duckdb_columns" not in sql:
            assert answer.rows == expected(released, sql), sql


def test_a_long_result_is_cut_and_says_so(console: Console) -> None:
    assert console.ask("FROM range(501) AS of_numbers(n)").status.startswith("501 rows, ")
    assert "The first 500 are shown" in console.visit.page.inner_text("#status")
    answer = console.ask("FROM range(60000) AS of_numbers(n)")
    assert len(answer.rows) == 500
    assert answer.status.startswith("More than 50,000 rows, ")


@pytest.mark.parametrize(("size", "scheme"), [("desk", "light"), ("desk", "dark"), ("phone", "light")])
def test_it_fits_and_is_marked(
    browser: "Browser", console_site: Path, release_dir: Path, screenshots_dir: Path, size: str, scheme: str
) -> None:
    package = json.loads((release_dir / "public" / "datapackage.json").read_text(encoding="utf-8"))["takedown"]
    for visit in visit_with(browser, console_site, size, scheme):
        opened = Console(visit)
        opened.open()
        visit.page.click("#run")
        assert opened.read(SECONDS_TO_FIRST_ROW).rows
        visit.page.screenshot(path=screenshots_dir / f"console-{size}-{scheme}.png")
        assert visit.page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth") <= 0
        assert ("SYNTHETIC" in visit.page.inner_text("body")) == package["is_synthetic"]
