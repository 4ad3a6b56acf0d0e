"""Filters of rows in a real browser: the address, tables, drawings, and the figures DuckDB gives for the same."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from dashboards.data import open_release

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

KEPT = "rows => rows.filter(row => !row.hidden).length"
SHOWN = "rows => rows.filter(row => !row.hidden && row.offsetParent !== null).length"


@pytest.fixture
def page(browser: "Browser") -> "Iterator[Page]":
    context = browser.new_context(viewport={"width": 1280, "height": 900}, offline=True)
    faults: list[str] = []
    opened = context.new_page()
    opened.on("console", lambda message: faults.append(f"console {message.type}: {message.text}"))
    opened.on("pageerror", lambda error: faults.append(f"error: {error}"))
    yield opened
    context.close()
    assert not faults, "\n".join(faults)


def visit(page: "Page", site: Path, address: str) -> None:
    page.goto(f"file://{site}/{address}")
    page.wait_for_selector("[data-row-filters]:not([hidden])")
    page.wait_for_function("() => document.querySelector('.showing').textContent !== ''")


def counted(release: Path, sql: str) -> int:
    with open_release(release) as opened:
        return int(next(iter(opened.rows(sql)[0].values())))


def main_rows(page: "Page") -> int:
    """Visible rows of the table of claims, not of the one under the drawing."""
    return int(page.locator("main > section:not(.figure) tr[data-keyed]").evaluate_all(SHOWN))


@pytest.mark.parametrize("folder", ["", "ur/"])
def test_an_address_shows_the_claims_that_it_names(
    page: "Page", site_dir: Path, release_dir: Path, folder: str
) -> None:
    visit(page, site_dir, f"{folder}claims.html#platform=x&verdict=supported")
    wanted = "list_contains(string_split(platforms, ';'), 'x') AND verdict = 'supported'"
    assert main_rows(page) == counted(release_dir, f"SELECT count(*) FROM fct_claims WHERE {wanted}") > 0
    assert page.locator("#filter-platform").input_value() == "x"
    points = page.evaluate("() => document.getElementById('claim-distances-plot').data[1].x.length")
    drawn = f"{wanted} AND claimed_low IS NOT NULL AND computed_low IS NOT NULL AND computed_high IS NOT NULL"
    assert points == counted(release_dir, f"SELECT count(*) FROM fct_claims WHERE {drawn}")


def test_a_choice_goes_into_the_address_and_out_again(page: "Page", site_dir: Path, release_dir: Path) -> None:
    visit(page, site_dir, "claims.html#claim-distances")
    whole = counted(release_dir, "SELECT count(*) FROM fct_claims")
    assert main_rows(page) == whole
    bars = page.evaluate("() => document.getElementById('claim-distances-plot').data[1].x.length")
    page.select_option("#filter-verdict", "contradicted")
    assert page.url.endswith("#claim-distances&verdict=contradicted")
    left = counted(release_dir, "SELECT count(*) FROM fct_claims WHERE verdict = 'contradicted'")
    assert main_rows(page) == left
    assert f"{left} of {whole}" in page.inner_text(".showing")
    page.locator("[data-clear]").click()
    assert page.url.endswith("#claim-distances")
    assert main_rows(page) == whole
    assert page.evaluate("() => document.getElementById('claim-distances-plot').data[1].x.length") == bars


def test_a_filtered_drawing_stays_so_in_the_dark(page: "Page", site_dir: Path) -> None:
    visit(page, site_dir, "claims.html#verdict=contradicted")
    before = page.evaluate("() => document.getElementById('claim-distances-plot').data[1].x")
    page.locator("#theme-button").click()
    assert page.evaluate("() => document.getElementById('claim-distances-plot').data[1].x") == before


def test_what_a_page_does_not_know_is_said_and_hides_nothing(page: "Page", site_dir: Path, release_dir: Path) -> None:
    visit(page, site_dir, "claims.html#platform=%3Cimg%20src=x%3E&verdict=%E0%A4%A")
    assert main_rows(page) == counted(release_dir, "SELECT count(*) FROM fct_claims")
    assert "<img src=x>" in page.inner_text(".showing")
    assert page.locator(".showing img").count() == 0


def test_the_checks_are_filtered_with_the_lists_that_they_are_in(
    page: "Page", site_dir: Path, release_dir: Path
) -> None:
    visit(page, site_dir, "quality.html#severity=critical")
    wanted = counted(release_dir, "SELECT count(*) FROM publication_checks WHERE severity = 'critical'")
    kept = page.locator("details[data-row-list] tr[data-keyed]").evaluate_all(KEPT)
    assert kept == wanted
    tables = counted(
        release_dir, "SELECT count(DISTINCT table_name) FROM publication_checks WHERE severity = 'critical'"
    )
    assert page.locator("details[data-row-list]:not([hidden])").count() == tables
    page.select_option("#filter-verdict", "warning")
    page.select_option("#filter-severity", "")
    warned = counted(release_dir, "SELECT count(*) FROM publication_checks WHERE NOT passed")
    assert page.locator("details[data-row-list][open] tr[data-keyed]").evaluate_all(SHOWN) == warned, "few are shown"
    page.locator("[data-clear]").click()
    assert page.locator("details[data-row-list][open]").count() == 0, "as they were"


def test_seven_hundred_checks_are_filtered_at_once(page: "Page", site_dir: Path) -> None:
    visit(page, site_dir, "quality.html")
    milliseconds = page.evaluate(
        """() => { const list = document.getElementById('filter-verdict'); const began = performance.now();
        list.value = 'passed'; list.dispatchEvent(new Event('change')); document.body.offsetHeight;
        return performance.now() - began; }"""
    )
    assert milliseconds < 300


def test_the_language_is_switched_with_the_filters(page: "Page", site_dir: Path) -> None:
    visit(page, site_dir, "claims.html#verdict=contradicted")
    page.locator("a.language").click()
    page.wait_for_selector("html[lang=ur] [data-row-filters]:not([hidden])")
    assert page.locator("#filter-verdict").input_value() == "contradicted"
