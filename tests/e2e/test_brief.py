"""The Brief in a browser: one printed sheet in both languages, small enough, honest about what filters leave alone."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlparse

import pytest
from playwright.sync_api import Browser, Page

PAGES = ("index.html", "ur/index.html")
LARGEST_BYTES = 2 * 1024 * 1024
SMALL_PLOTLY_BYTES = 1_600_000
BUSY_SECONDS = 1.5
DRAWN = "() => document.documentElement.dataset.drawn === 'true'"
APPLIED = "() => document.documentElement.dataset.applied === location.hash.slice(1)"


@pytest.fixture
def tab(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


def open_brief(tab: Page, site: Path, name: str, state: str = "") -> None:
    tab.goto((site / name).as_uri() + state)
    tab.wait_for_function(DRAWN)


def require_small_plotly(site: Path) -> None:
    if (site / "static" / "plotly.min.js").stat().st_size > SMALL_PLOTLY_BYTES:
        pytest.skip("this site was built without the small plotly.js, which npm lends")


def printed_pages(tab: Page) -> int:
    return len(re.findall(rb"/Type\s*/Page[^s]", tab.pdf(format="A4", prefer_css_page_size=True)))


@pytest.mark.parametrize("name", PAGES)
def test_it_is_one_printed_sheet(site_dir: Path, tab: Page, name: str) -> None:
    open_brief(tab, site_dir, name)
    assert printed_pages(tab) == 1


@pytest.mark.parametrize("name", PAGES)
def test_everything_it_loads_is_two_megabytes_at_most(site_dir: Path, tab: Page, name: str) -> None:
    require_small_plotly(site_dir)
    asked: set[str] = set()
    tab.on("request", lambda request: asked.add(request.url))
    open_brief(tab, site_dir, name)
    files = [Path(unquote(urlparse(url).path)) for url in asked if url.startswith("file:")]
    assert sum(file.stat().st_size for file in files) <= LARGEST_BYTES


@pytest.mark.parametrize("name", PAGES)
def test_it_keeps_the_browser_busy_for_less_than_a_second_and_a_half(site_dir: Path, tab: Page, name: str) -> None:
    """Of the main thread's own time, which other work on the machine does not lengthen."""
    require_small_plotly(site_dir)
    session = tab.context.new_cdp_session(tab)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    open_brief(tab, site_dir, name)
    metrics = {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}
    assert metrics["TaskDuration"] < BUSY_SECONDS


def test_changes_are_of_all_requests_and_are_put_away_while_a_filter_is_on(site_dir: Path, tab: Page) -> None:
    open_brief(tab, site_dir, "index.html")
    notes = tab.locator(".of-all")
    assert notes.count() == 3
    assert not any(note.is_visible() for note in notes.all())
    tab.select_option("#filter-platform", "x")
    tab.wait_for_function(APPLIED)
    assert all(note.is_visible() for note in notes.all())
    assert not any(delta.is_visible() for delta in tab.locator(".delta").all())
    tab.click("#filters-clear")
    tab.wait_for_function(APPLIED)
    assert not any(note.is_visible() for note in notes.all())
    assert all(delta.is_visible() for delta in tab.locator(".delta").all())
