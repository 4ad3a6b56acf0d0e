"""A visit of one page in a browser, with everything that goes wrong on the way written down.

Belongs here: opening, waiting, listening. Does not: what a page has to hold (the tests), one look at all pages (looks).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

LOCAL = ("file:", "data:", "blob:")
SIZES = {"desk": (1280, 900), "phone": (390, 844)}


@dataclass
class Visit:
    """A browser page and whatever went wrong on it."""

    page: "Page"
    site: Path
    faults: list[str] = field(default_factory=list)

    def open(self, name: str, state: str = "") -> None:
        """The page `name` (`index`, `ur/index`), anew even where only the state in the address differs."""
        if state:
            self.page.goto("about:blank")
        self.page.goto((self.site / f"{name}.html").as_uri() + state)
        self.wait()

    def wait(self) -> None:
        self.page.wait_for_selector("html[data-drawn]", timeout=20_000)

    def wait_applied(self, state: str) -> None:
        """Until the filters of the page show `state`, as in platform=x."""
        self.page.wait_for_function("state => document.documentElement.dataset.applied === state", arg=state)

    def texts(self, selector: str) -> list[str]:
        return [" ".join(text.split()) for text in self.page.locator(selector).all_inner_texts()]


def visit_with(browser: "Browser", site: Path, size: str, scheme: str) -> Iterator[Visit]:
    """A page of its own in the size and colour scheme. After the test nothing may have gone wrong on it."""
    width, height = SIZES[size]
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
    visit = Visit(context.new_page(), site)
    listen(visit.page, visit.faults)
    yield visit
    context.close()
    assert not visit.faults, "\n".join(visit.faults)


def listen(page: "Page", faults: list[str]) -> None:
    """Put what the page says to the console, its errors, and requests that leave the machine into `faults`."""
    page.on("console", lambda message: faults.append(f"console {message.type}: {message.text}"))
    page.on("pageerror", lambda error: faults.append(f"error: {error}"))
    page.on("request", lambda it: it.url.startswith(LOCAL) or faults.append(f"asked {it.url}"))
