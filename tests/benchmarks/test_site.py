"""How long the site takes: made from a release, and opened by a reader. The limits are those of the issue."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from statistics import median
from time import monotonic
from typing import TYPE_CHECKING

import pytest

from dashboards.site import build_site
from orchestration.settings import read_settings
from orchestration.site_parts import ensure_parts
from tests.benchmarks.measure import show, takedown
from tests.e2e.conftest import CHROMIUM, CHROMIUM_FLAGS

if TYPE_CHECKING:
    from playwright.sync_api import Browser

BUILD_SECONDS, INTERACTIVE_SECONDS, REPEATS = 6.0, 1.5, 5
PAGES = ("index", "ur/index", "compliance", "ur/compliance", "definitions", "quality")
# The time from the start of the navigation until all is drawn and filters answer, as the page's own clock says.
DRAWN = "() => document.documentElement.dataset.drawn === 'true' && performance.now()"


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """TAKEDOWN_E2E_RELEASE, or the sample's, built here."""
    if named := os.environ.get("TAKEDOWN_E2E_RELEASE"):
        return Path(named)
    home = tmp_path_factory.mktemp("bench_site") / "home"
    takedown(home, "sample")
    takedown(home, "build")
    return (home / "releases" / "current").resolve()


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return ensure_parts(replace(read_settings(), home=tmp_path_factory.mktemp("parts")))


@pytest.fixture(scope="module")
def built(release: Path, parts: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[float]]:
    """The site, and the seconds of each time that it was made."""
    site, seconds = tmp_path_factory.mktemp("built") / "site", []
    for _ in range(REPEATS):
        shutil.rmtree(site, ignore_errors=True)
        started_at = monotonic()
        build_site(release, site, vendored=parts)
        seconds.append(monotonic() - started_at)
    return site, seconds


@pytest.fixture(scope="module")
def chromium() -> "Iterator[Browser]":
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(CHROMIUM_FLAGS))
        yield browser
        browser.close()


def test_making_the_site(built: tuple[Path, list[float]]) -> None:
    site, seconds = built
    files = [path for path in site.rglob("*") if path.is_file()]
    rows = [
        ("first", seconds[0]),
        ("best", min(seconds)),
        ("median", median(seconds)),
        ("limit", BUILD_SECONDS),
        ("files", len(files)),
        ("MB", sum(path.stat().st_size for path in files) / 1e6),
    ]
    show(f"The site from a release, {_load()}", ("", "seconds"), rows)


def test_opening_a_page(built: tuple[Path, list[float]], chromium: "Browser") -> None:
    rows = []
    for name in PAGES:
        drawn, busy = zip(*(_opened(chromium, built[0] / f"{name}.html") for _ in range(REPEATS)), strict=True)
        rows.append((name, min(drawn), median(drawn), median(busy), INTERACTIVE_SECONDS))
    show(f"A page from disk until all is drawn, {_load()}", ("page", "best", "median", "busy", "limit"), rows)


def _opened(browser: "Browser", page: Path) -> tuple[float, float]:
    """Seconds until the page is drawn, and those that its main thread worked; a window of its own, nothing cached."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    tab = context.new_page()
    session = context.new_cdp_session(tab)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    tab.goto(page.as_uri(), wait_until="commit")
    milliseconds = float(tab.wait_for_function(DRAWN, polling="raf").json_value())
    metrics = {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}
    context.close()
    return milliseconds / 1000, float(metrics["TaskDuration"])


def _load() -> str:
    return f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
