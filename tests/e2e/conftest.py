"""What the end-to-end tests share: the release under test, the site made from it, and a browser."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest

from dashboards.site import build_site
from orchestration.build import prepare_dagster_home
from orchestration.demo import prepare_demo
from orchestration.inputs import ensure_manifest
from orchestration.npm_packages import PackageUnavailableError
from orchestration.settings import read_settings
from orchestration.site_parts import ensure_parts, prepare_parts
from tests.e2e.accessibility.judges import JudgesUnavailableError, bring_judges
from tests.e2e.dagster_server import DagsterServer, started
from tests.e2e.looks import Eye, open_eye
from tests.small_release import write_release

if TYPE_CHECKING:
    from playwright.sync_api import Browser

CHROMIUM = Path("/usr/bin/chromium")
# Debian's chromium in a container: no sandbox, and none of the calls that it makes on its own behalf.
CHROMIUM_FLAGS = ("--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync")
SCREENSHOTS = Path(__file__).parent / "screenshots"


@dataclass(frozen=True)
class Launched:
    """A run of the job `takedown`, launched through the server, which is still up; how it ended."""

    server: DagsterServer
    run_id: str
    status: str

    def told(self) -> str:
        """Why it did not end well: each failed step with the innermost cause, and the ends of the logs."""
        return f"the run ended in {self.status}: {self.server.failures(self.run_id)}\n{self.server.logs()}"


@pytest.fixture(scope="session")
def launched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Launched]:
    """The demonstration's landing folder, built into a release by a run that was launched in Dagster's server."""
    home = (tmp_path_factory.mktemp("e2e") / "home").resolve()
    settings = replace(read_settings(), home=home, account_key=None)
    prepare_demo(settings)
    prepare_parts(settings)
    prepare_dagster_home(settings)
    ensure_manifest(settings)
    with started(settings) as server:
        run_id = server.launch("takedown")
        yield Launched(server, run_id, server.wait_for(run_id))


@pytest.fixture(scope="session")
def release_dir(request: pytest.FixtureRequest) -> Path:
    """The release that the site tests look at: TAKEDOWN_E2E_RELEASE, or the one that the launched run wrote."""
    if named := os.environ.get("TAKEDOWN_E2E_RELEASE"):
        return Path(named)
    run: Launched = request.getfixturevalue("launched")
    assert run.status == "SUCCESS", run.told()
    return run.server.settings.current_release.resolve(strict=True)


@pytest.fixture(scope="session")
def site_dir(release_dir: Path, request: pytest.FixtureRequest) -> Path:
    """The site that the launched run generated; of a named release, one made here."""
    if "TAKEDOWN_E2E_RELEASE" not in os.environ:
        run: Launched = request.getfixturevalue("launched")
        return run.server.settings.site
    site: Path = request.getfixturevalue("tmp_path_factory").mktemp("e2e_site") / "site"
    build_site(release_dir, site, vendored=request.getfixturevalue("site_parts"))
    return site


@pytest.fixture(scope="session")
def site_parts(tmp_path_factory: pytest.TempPathFactory) -> Path | None:
    """The small plotly.js and the fonts for Urdu, where npm brings them."""
    try:
        return ensure_parts(replace(read_settings(), home=tmp_path_factory.mktemp("site_parts")))
    except PackageUnavailableError as error:
        assert "other bytes" not in str(error), error
        return None


@pytest.fixture(scope="session")
def fixed_site(site_parts: Path | None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a small release that is the same every time, whatever becomes of models and sample."""
    folder = tmp_path_factory.mktemp("fixed")
    build_site(write_release(folder / "release"), folder / "site", vendored=site_parts)
    return folder / "site"


@pytest.fixture(scope="session")
def eye(browser: "Browser", site_dir: Path) -> "Iterator[Eye]":
    """Looks at each page once for all tests."""
    try:
        axe = (bring_judges() / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
    except JudgesUnavailableError:
        axe = None
    with open_eye(browser, site_dir, axe) as opened:
        yield opened


@pytest.fixture(scope="session")
def screenshots_dir() -> Path:
    """Where the pictures of this run go; git ignores the folder."""
    SCREENSHOTS.mkdir(exist_ok=True)
    for picture in SCREENSHOTS.glob("*.png"):
        picture.unlink()
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


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    pictures = len(list(SCREENSHOTS.glob("*.png")))
    if pictures:
        terminalreporter.write_line(f"{pictures} screenshots of the site in {SCREENSHOTS}")
