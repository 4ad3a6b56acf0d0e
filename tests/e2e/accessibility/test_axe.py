"""axe-core finds nothing against WCAG 2.2 AA, on any page, in either language, theme or size."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.e2e.accessibility.conftest import site_pages

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = "rules => axe.run(document, {preload: false, runOnly: {type: 'tag', values: rules}, resultTypes: ['violations']})"
LOOKS = {
    "desk-light": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"},
    "desk-dark": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
    "phone-light": {"viewport": {"width": 390, "height": 844}, "color_scheme": "light"},
}


@pytest.fixture(params=LOOKS)
def looked_at(request: pytest.FixtureRequest, browser: "Browser") -> "Iterator[Page]":
    # The judge is put into the page, which the page's own policy forbids to anybody else.
    context = browser.new_context(**LOOKS[request.param], bypass_csp=True)
    yield context.new_page()
    context.close()


def violations(page: "Page") -> list[str]:
    """`rule: place` for each violation of the open page."""
    found: dict[str, Any] = page.evaluate(RUN, RULES)
    return [
        f"{one['id']} ({one['help']}): {node['html'][:160]} {node.get('failureSummary', '')[:200]}"
        for one in found["violations"]
        for node in one["nodes"][:4]
    ]


def test_no_page_violates_wcag(looked_at: "Page", site_dir: Path, judges: Path) -> None:
    script = (judges / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
    faults = []
    pages = site_pages(site_dir)
    for name in pages:
        looked_at.goto((site_dir / name).as_uri())
        looked_at.wait_for_selector("html[data-drawn]", timeout=20_000)
        looked_at.evaluate("() => document.querySelectorAll('details').forEach(it => { it.open = true; })")
        looked_at.evaluate(script)
        faults += [f"{name}: {fault}" for fault in violations(looked_at)]
    assert len(pages) >= 13
    assert not faults, "\n".join(faults)


def test_axe_finds_what_is_wrong(looked_at: "Page", site_dir: Path, judges: Path) -> None:
    """The judge works here at all: an image without a text and grey on grey are found."""
    looked_at.goto((site_dir / "index.html").as_uri())
    looked_at.evaluate(
        """() => {
            const image = document.createElement('img');
            image.src = 'data:image/gif;base64,R0lGODlhAQABAAAAACw=';
            document.querySelector('main').append(image);
        }"""
    )
    looked_at.evaluate((judges / "axe-core" / "axe.min.js").read_text(encoding="utf-8"))
    assert any(fault.startswith("image-alt") for fault in violations(looked_at))
