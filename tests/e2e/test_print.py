"""Paper: the Brief is one A4 sheet in every language, and whatever is printed is light, also from the dark."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.e2e.test_site import drawn_ink
from tests.e2e.visit import Visit, visit_with

if TYPE_CHECKING:
    from playwright.sync_api import Browser

BRIEFS = ("index", "ur/index")
A4_POINTS = pytest.approx((595, 842), abs=2)
BEFORE, AFTER = (f"() => window.dispatchEvent(new Event('{kind}print'))" for kind in ("before", "after"))


@pytest.fixture(params=["light", "dark"])
def visit(browser: "Browser", site_dir: Path, request: pytest.FixtureRequest) -> Iterator[Visit]:
    yield from visit_with(browser, site_dir, "desk", request.param)


@pytest.fixture
def dark(browser: "Browser", site_dir: Path) -> Iterator[Visit]:
    yield from visit_with(browser, site_dir, "desk", "dark")


def sheets(visit: Visit) -> list[tuple[int, int]]:
    """Width and height in points of each sheet that the open page is printed on."""
    pdf = visit.page.pdf(format="A4", prefer_css_page_size=True, print_background=True)
    pages = re.findall(rb"/Type /Page\n.*?/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf, re.DOTALL)
    assert len(pages) == len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf))
    return [(round(float(width)), round(float(height))) for width, height in pages]


@pytest.mark.parametrize("name", BRIEFS)
def test_the_brief_is_one_sheet(visit: Visit, name: str) -> None:
    visit.open(name)
    assert sheets(visit) == [A4_POINTS]


@pytest.mark.parametrize("name", BRIEFS)
def test_a_filtered_brief_is_one_sheet_too(dark: Visit, name: str) -> None:
    dark.open(name, "#platform=x")
    dark.wait_applied("platform=x")
    assert sheets(dark) == [A4_POINTS]


def test_a_longer_page_has_more_sheets(dark: Visit) -> None:
    """The sheets are counted at all."""
    dark.open("compliance")
    assert len(sheets(dark)) > 2


def test_print_is_light_narrow_and_undone_afterwards(dark: Visit) -> None:
    dark.open("index")
    before = drawn_ink(dark)
    dark.page.evaluate(BEFORE)
    dark.page.emulate_media(media="print")
    assert drawn_ink(dark) != before
    assert (
        dark.page.evaluate("() => getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"
    )
    assert dark.page.evaluate("() => getComputedStyle(document.querySelector('.lead')).color") == "rgb(24, 27, 32)"
    assert not dark.page.locator("nav, .tools, .actions, .skip, #filters select").filter(visible=True).count()
    widths = dark.page.evaluate(
        "() => [...document.querySelectorAll('.main-svg')].map(svg => "
        "svg.clientWidth - svg.closest('.figure').clientWidth)"
    )
    assert max(widths) <= 0
    dark.page.emulate_media(media="screen")
    dark.page.evaluate(AFTER)
    assert drawn_ink(dark) == before
