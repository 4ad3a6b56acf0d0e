"""What the end-to-end tests share: the release under test, the site made from it, and a browser."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest

from dashboards.site import build_site
from tests.small_release import write_release

if TYPE_CHECKING:
    from playwright.sync_api import Browser

CHROMIUM = Path("/usr/bin/chromium")
# Debian's chromium in a container: no sandbox, and none of the calls that it makes on its own behalf.
CHROMIUM_FLAGS = ("--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync")
SCREENSHOTS = Path(__file__).parent / "screenshots"


@pytest.fixture(scope="session")
def release_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The release that the site tests look at: TAKEDOWN_E2E_RELEASE, or a small one written here."""
    named = os.environ.get("TAKEDOWN_E2E_RELEASE")
    return Path(named) if named else write_release(tmp_path_factory.mktemp("e2e") / "release")


@pytest.fixture(scope="session")
def site_dir(release_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    site = tmp_path_factory.mktemp("e2e_site") / "site"
    build_site(release_dir, site)
    return site


@pytest.fixture(scope="session")
def screenshots_dir() -> Path:
    """Where the pictures of this run go; git ignores the folder."""
    SCREENSHOTS.mkdir(exist_ok=True)
    return SCREENSHOTS


@pytest.fixture(scope="session")
def browser() -> "Iterator[Browser]":
    """Headless Chromium. Without it the tests are skipped on a desk, and fail where CI=true."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        _do_without("playwright is not installed: pip install '.[browser]'")
    if not CHROMIUM.is_file():
        _do_without(f"{CHROMIUM} is not there: apt-get install chromium")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(CHROMIUM_FLAGS))
        yield started
        started.close()


def _do_without(reason: str) -> NoReturn:
    if os.environ.get("CI") == "true":
        pytest.fail(f"{reason}. CI must look at the site in a browser.")
    pytest.skip(reason)
