"""What a reader has to load: the Brief with everything that it asks for is 2 MB at most."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlparse

import pytest

from tests.e2e.visit import Visit, visit_with

if TYPE_CHECKING:
    from playwright.sync_api import Browser

LARGEST_BYTES = 2_000_000


@pytest.fixture
def visit(browser: "Browser", site_dir: Path) -> Iterator[Visit]:
    yield from visit_with(browser, site_dir, "desk", "light")


@pytest.mark.parametrize("name", ["index", "ur/index"])
def test_the_brief_is_two_megabytes_at_most(visit: Visit, name: str) -> None:
    if not (visit.site / "static" / "plotly-LICENSE.txt").is_file():
        pytest.skip("this site was made without the small plotly.js, which npm brings")
    asked: set[Path] = set()
    visit.page.on("request", lambda request: asked.add(Path(unquote(urlparse(request.url).path))))
    visit.open(name)
    sizes = {path.name: path.stat().st_size for path in asked if path.is_file()}
    assert {"index.html", "plotly.min.js", "site.js", "site.css"} <= set(sizes)
    assert sum(sizes.values()) <= LARGEST_BYTES, sizes
