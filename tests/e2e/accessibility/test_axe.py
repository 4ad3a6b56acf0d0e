"""axe-core finds nothing against WCAG 2.2 AA, on any page, in either language, theme or size."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.e2e.looks import LOOKS, PAGES, Eye, Look, judged
from tests.e2e.visit import Visit, visit_with

if TYPE_CHECKING:
    from playwright.sync_api import Browser

HARMS = {
    "image-alt": """() => {
        const image = document.createElement("img");
        image.src = "data:image/gif;base64,R0lGODlhAQABAAAAACw=";
        document.querySelector("main").append(image);
    }""",
    "color-contrast": "() => { document.querySelector('.lead').style.color = '#bbbbbb'; }",
    "select-name": "() => { document.querySelector('.filters label').remove(); }",
}


@pytest.fixture
def visit(browser: "Browser", site_dir: Path) -> Iterator[Visit]:
    yield from visit_with(browser, site_dir, "desk", "light")


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_no_page_violates_wcag(eye: Eye, judges: Path, look: Look) -> None:
    assert judges.is_dir()
    found = {name: eye.see(name, look).violations for name in PAGES if (eye.site / f"{look.file(name)}.html").is_file()}
    assert len(found) >= len(PAGES) - 1
    assert None not in found.values()
    assert not any(found.values()), "\n".join(f"{name}: {fault}" for name in found for fault in found[name] or ())


def test_what_is_wrong_would_be_found(visit: Visit, judges: Path) -> None:
    visit.open("index")
    for harm in HARMS.values():
        visit.page.evaluate(harm)
    found = judged(visit.page, (judges / "axe-core" / "axe.min.js").read_text(encoding="utf-8"))
    assert {fault.partition(" ")[0] for fault in found} >= set(HARMS)
