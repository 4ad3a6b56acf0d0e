"""What the console shows and hands on: every value as DuckDB tells it, never as markup, never as a formula."""

import csv
import io
from pathlib import Path

from dashboards.data import open_release
from tests.e2e.console.conftest import HOSTILE
from tests.e2e.console.page import Console, expected


def test_odd_values_are_told_as_duckdb_tells_them(odd_console: Console, odd_release: Path) -> None:
    answer = odd_console.ask("FROM fct_odd")
    with open_release(odd_release) as release:
        release.connection.execute("SET TimeZone = 'UTC'")
        assert answer.rows == expected(release, "FROM fct_odd")
    assert answer.rows[0][1:6] == ["0001-01-01", "2025-08-14 18:59:59.999999+00", "1999-12-31 23:59:59.5",
                                   "12345678901234.567", "9007199254740993"]  # fmt: skip
    assert answer.rows[1][1:] == [None] * 9
    assert answer.rows[2][8] == "", "an empty text is not NULL"


def test_data_queries_and_errors_never_become_markup(odd_console: Console) -> None:
    page = odd_console.visit.page
    answer = odd_console.ask(f'SELECT a_text AS "{HOSTILE}" FROM fct_odd WHERE odd_id = 4')
    assert (answer.names, answer.rows) == ([HOSTILE], [[HOSTILE]])
    assert HOSTILE in odd_console.ask(f'SELECT * FROM "{HOSTILE}"').error
    assert page.locator("main img, main script:not([type='application/json'])").count() == 0
    assert page.evaluate("() => window.stolen") is None


def test_the_csv_is_the_result_and_runs_nothing_in_a_spreadsheet(odd_console: Console) -> None:
    page = odd_console.visit.page
    odd_console.ask("SELECT odd_id, a_count, a_text FROM fct_odd ORDER BY odd_id")
    with page.expect_download() as download:
        page.click("#csv")
    text = Path(download.value.path()).read_text(encoding="utf-8")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert rows[0] == ["odd_id", "a_count", "a_text"]
    assert rows[2] == ["2", "", ""]
    assert text.splitlines()[3] == '3,-9223372036854775807,""', "a negative number stays one; empty is not NULL"
    assert rows[5] == ["5", "-7", '\'=HYPERLINK("evil","x")']
    assert rows[6][2] == 'a "quoted"\nline, and a comma'


def test_a_query_without_end_can_be_stopped(odd_console: Console) -> None:
    page = odd_console.visit.page
    page.fill("#sql", "SELECT sum(a.range * b.range) FROM range(1000000) AS a, range(1000000) AS b")
    page.click("#run")
    page.wait_for_function("() => document.getElementById('status').textContent === 'Running…'", timeout=120_000)
    page.click("#stop")
    assert "Stopped" in page.inner_text("#status")
    assert odd_console.ask("SELECT 1 AS one").rows == [["1"]]
