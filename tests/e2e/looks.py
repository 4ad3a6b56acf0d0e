"""One look at a page of the site in a language, theme and size: opened once, and all that tests ask of it read.

Belongs here: which pages and looks there are, what is read. Does not: what has to hold (the tests beside this).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dashboards.languages import LANGUAGES
from dashboards.navigation import ABOUT, LEDGER, OPTIONAL, REQUEST_LOG
from tests.e2e.visit import SIZES, Visit, listen

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

# The console has tests of its own. One country stands for the two hundred others: the same template and code.
COUNTRY = "published-in"
NAVIGATED = tuple(name for name in (*REQUEST_LOG, *LEDGER, *ABOUT) if name not in OPTIONAL)
PAGES = (*NAVIGATED, COUNTRY)
READ = (Path(__file__).parent / "read_page.js").read_text(encoding="utf-8").partition("\n")[2]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
JUDGE = """rules => axe.run(document,
    {preload: false, runOnly: {type: 'tag', values: rules}, resultTypes: ['violations']})"""
OPEN_LISTS = "() => document.querySelectorAll('details').forEach(it => { it.open = true; })"


@dataclass(frozen=True)
class Look:
    """A language's folder, a size and a theme."""

    folder: str
    size: str
    scheme: str

    @property
    def name(self) -> str:
        return f"{self.folder or 'en'}-{self.size}-{self.scheme}"

    def file(self, page: str) -> str:
        """The page as a way from the folder of the site, without its ending."""
        return f"{self.folder}/{page}" if self.folder else page


LOOKS = {
    look.name: look
    for language in LANGUAGES
    for size, scheme in (("desk", "light"), ("desk", "dark"), ("phone", "light"))
    for look in (Look(language.folder, size, scheme),)
}


@dataclass(frozen=True)
class Seen:
    """What was read of one page (read_page.js), what went wrong on it, what axe-core says (None without it)."""

    text: str
    quality: str
    heading: str
    lead: str
    links: list[str]
    figures: int
    undrawn: list[str]
    sideways: int
    cut: list[str]
    background: str
    positive: int
    faults: list[str]
    violations: list[str] | None


@dataclass
class Eye:
    """Looks at each page once and remembers; `axe` is the source of axe-core, if it is at hand."""

    browser: "Browser"
    site: Path
    axe: str | None
    _visits: dict[Look, Visit] = field(default_factory=dict)
    _seen: dict[tuple[str, Look], Seen] = field(default_factory=dict)

    def see(self, page: str, look: Look) -> Seen:
        """The page as it is in `look`."""
        if (page, look) not in self._seen:
            visit = self._visit(look)
            visit.faults.clear()
            visit.open(look.file(page))
            found = visit.page.evaluate(READ)
            violations = judged(visit.page, self.axe) if self.axe else None
            self._seen[page, look] = Seen(**found, faults=list(visit.faults), violations=violations)
        return self._seen[page, look]

    def _visit(self, look: Look) -> Visit:
        if look not in self._visits:
            width, height = SIZES[look.size]
            viewport = {"width": width, "height": height}
            context = self.browser.new_context(viewport=viewport, color_scheme=look.scheme)  # type: ignore[arg-type]
            self._visits[look] = Visit(context.new_page(), self.site)
            listen(self._visits[look].page, self._visits[look].faults)
        return self._visits[look]

    def close(self) -> None:
        for visit in self._visits.values():
            visit.page.context.close()


@contextmanager
def open_eye(browser: "Browser", site: Path, axe: str | None) -> Iterator[Eye]:
    eye = Eye(browser, site, axe)
    yield eye
    eye.close()


def judged(page: "Page", axe: str) -> list[str]:
    """What axe-core has against the open page, its lists and tables opened."""
    page.evaluate(OPEN_LISTS)
    page.evaluate(axe)
    found: dict[str, Any] = page.evaluate(JUDGE, RULES)
    return [
        f"{one['id']} ({one['help']}): {node['html'][:160]} {node.get('failureSummary', '')[:200]}"
        for one in found["violations"]
        for node in one["nodes"][:4]
    ]


def pages_of(site: Path, folder: str = "") -> set[str]:
    """The pages that lie in the site, one of the countries' and the console left out."""
    names = {path.stem for path in (site / folder).glob("*.html")} - OPTIONAL
    return {name for name in names if not name.startswith("published-") or name == COUNTRY}
