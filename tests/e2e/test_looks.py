"""Pages look as they did when somebody approved them: pictures of a small release that never changes.

TAKEDOWN_APPROVE=1 renews the pictures in approved/ from what is there now; look at each before it is committed. When
one differs, tests/e2e/screenshots has the page as it is (`look-<name>.png`) and where it differs (`-differs.png`).
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from tests.e2e.looks import NAVIGATED
from tests.e2e.pictures import LARGEST_SHARE, compare, keep, take
from tests.e2e.visit import Visit, visit_with

if TYPE_CHECKING:
    from playwright.sync_api import Browser

APPROVED = Path(__file__).parent / "approved"
LARGEST_FILE, LARGEST_FOLDER = 200_000, 2_000_000
# Name of the picture: page, size, theme.
PICTURES = {name: (name, "desk", "light") for name in NAVIGATED} | {
    "index-dark": ("index", "desk", "dark"),
    "index-phone": ("index", "phone", "light"),
    "ur-index": ("ur/index", "desk", "light"),
    "ur-backlog": ("ur/backlog", "desk", "light"),
    "ur-index-phone": ("ur/index", "phone", "light"),
}
# What anybody would see at a glance, by what it does to the page.
HARMS = {
    "a drawing is gone": "() => { document.querySelector('.js-plotly-plot').style.visibility = 'hidden'; }",
    "bars have another colour": """() => document.querySelectorAll('.js-plotly-plot .point path').forEach(
        path => { path.style.fill = '#12b76a'; })""",
    "the font did not come": "() => document.documentElement.style.setProperty('--font', 'monospace')",
    "the styles did not come": "() => document.querySelectorAll('link[rel=stylesheet]').forEach(it => it.remove())",
    "the main sentence is lost": "() => { document.querySelector('.lead').style.visibility = 'hidden'; }",
    "numbers lie over each other": "() => { document.querySelector('.key-numbers').style.display = 'block'; }",
}
# What nobody sees: letters smoothed in another way, as another machine may do.
HARMLESS = "() => { document.querySelector('main').style.transform = 'translate(0.3px, 0.2px)'; }"


@pytest.fixture
def visit(browser: "Browser", fixed_site: Path, request: pytest.FixtureRequest) -> Iterator[Visit]:
    size, scheme = getattr(request, "param", ("desk", "light"))
    yield from visit_with(browser, fixed_site, size, scheme)


def is_approving() -> bool:
    return os.environ.get("TAKEDOWN_APPROVE") == "1"


@pytest.mark.parametrize(
    ("name", "page", "visit"), [(name, page, look) for name, (page, *look) in PICTURES.items()],
    indirect=["visit"], ids=PICTURES,
)  # fmt: skip
def test_a_page_looks_as_approved(
    visit: Visit, name: str, page: str, site_parts: Path | None, screenshots_dir: Path
) -> None:
    if site_parts is None and page.startswith("ur/"):
        pytest.skip("npm brings no fonts for Urdu here, and those of the system differ")
    visit.open(page)
    picture = take(visit.page)
    approved = APPROVED / f"{name}.png"
    if is_approving():
        keep(picture, approved)
    assert approved.is_file(), f"nobody has approved {name} yet: TAKEDOWN_APPROVE=1 keeps it in {APPROVED}"
    found = compare(Image.open(approved), picture)
    if found.is_seen:
        keep(picture, screenshots_dir / f"look-{name}.png")
        keep(found.pixels, screenshots_dir / f"look-{name}-differs.png")
    assert not found.is_seen, (
        f"{found.share:.1%} of {name} looks otherwise than approved (allowed {LARGEST_SHARE:.1%}): see "
        f"{screenshots_dir}; if it should, TAKEDOWN_APPROVE=1 renews {approved}"
    )


@pytest.mark.parametrize("harm", HARMS)
def test_what_anybody_would_see_is_seen(visit: Visit, harm: str) -> None:
    visit.open("index")
    before = take(visit.page)
    visit.page.evaluate(HARMS[harm])
    assert compare(before, take(visit.page)).share > 2 * LARGEST_SHARE


def test_what_nobody_would_see_is_not(visit: Visit) -> None:
    visit.open("index")
    before = take(visit.page)
    assert compare(before, take(visit.page)).share == 0
    visit.page.evaluate(HARMLESS)
    assert not compare(before, take(visit.page)).is_seen


def test_approved_pictures_are_small_and_all_of_a_page() -> None:
    sizes = {path.stem: path.stat().st_size for path in APPROVED.glob("*.png")}
    assert set(sizes) == set(PICTURES)
    assert max(sizes.values()) <= LARGEST_FILE
    assert sum(sizes.values()) <= LARGEST_FOLDER
