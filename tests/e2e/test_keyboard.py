"""The keyboard alone: every stop is reached in reading order, is seen, and lets go again."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from dashboards.languages import LANGUAGES, Language
from tests.e2e.looks import NAVIGATED
from tests.e2e.visit import Visit, visit_with

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PARTS = ("skip", "nav", "tools", "quality", "filters", "figure")
# Elements that must be stops, in the order of the document; `stops` fills as the focus moves.
WATCH = """() => {
  const all = Array.from(document.querySelectorAll("*"));
  const place = new Map(all.map((element, index) => [element, index]));
  const partOf = element => element.matches(".skip") ? "skip" : element.closest("nav") ? "nav"
    : element.closest(".tools") ? "tools" : element.closest(".quality") ? "quality"
    : element.closest(".filters") ? "filters" : element.closest(".figure") ? "figure"
    : element.closest("footer") ? "footer" : "content";
  const nameOf = element => `${element.tagName} ${element.id} ${element.className} `
    + `“${element.textContent.trim().slice(0, 40)}”`;
  window.stops = [];
  document.addEventListener("focusin", event => {
    const style = getComputedStyle(event.target);
    window.stops.push({ place: place.get(event.target), part: partOf(event.target), name: nameOf(event.target),
      isSeen: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 && style.visibility === "visible"
        && event.target.getBoundingClientRect().width > 0 });
  });
  const wanted = "a[href], button:not(:disabled), select, input, textarea, summary, [tabindex='0']";
  return Array.from(document.querySelectorAll(wanted)).filter(element => element.checkVisibility()).map(element =>
    ({ place: place.get(element), name: nameOf(element) }));
}"""


@pytest.fixture
def visit(browser: "Browser", site_dir: Path) -> Iterator[Visit]:
    yield from visit_with(browser, site_dir, "desk", "light")


def walked(visit: Visit) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """What must be a stop, and the stops in the order in which Tab comes to them, once through the page."""
    wanted = visit.page.evaluate(WATCH)
    for _ in range(len(wanted) + 5):
        visit.page.keyboard.press("Tab")
        if visit.page.evaluate("() => document.activeElement === document.body"):
            break
    stops = visit.page.evaluate("() => window.stops")
    again = [index for index, stop in enumerate(stops) if index and stop["place"] == stops[0]["place"]]
    return wanted, stops[: again[0]] if again else stops


def faults_of(wanted: list[dict[str, Any]], stops: list[dict[str, Any]]) -> list[str]:
    places = [stop["place"] for stop in stops]
    first = {part: next((n for n, stop in enumerate(stops) if stop["part"] == part), None) for part in PARTS}
    order = [place for place in first.values() if place is not None]
    return [
        *(f"not reached: {one['name']}" for one in wanted if one["place"] not in places),
        *(f"not seen: {stop['name']}" for stop in stops if not stop["isSeen"]),
        *(f"out of order: {stop['name']}" for last, stop in pairwise(stops) if last["place"] >= stop["place"]),
        *([] if order == sorted(order) else [f"the parts come in another order: {first}"]),
    ]  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)
@pytest.mark.parametrize("name", NAVIGATED)
def test_tab_goes_through_the_page_in_reading_order(visit: Visit, name: str, language: Language) -> None:
    visit.open(f"{language.folder}/{name}" if language.folder else name)
    wanted, stops = walked(visit)
    assert len(stops) > 12
    assert {"skip", "nav", "tools", "quality"} <= {stop["part"] for stop in stops}
    assert not faults_of(wanted, stops), "\n".join(faults_of(wanted, stops))


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        ("() => document.querySelector('.quality a').tabIndex = 5", "out of order"),
        ("() => document.querySelector('.quality a').style.outline = 'none'", "not seen"),
        ("() => document.querySelector('#theme-button').tabIndex = -1", "not reached"),
        ("""() => document.querySelector('.quality a').addEventListener('keydown', event => event.preventDefault())""",
         "not reached"),
    ],
)  # fmt: skip
def test_what_is_wrong_would_be_told(visit: Visit, harm: str, told: str) -> None:
    visit.open("coverage")
    visit.page.evaluate(harm)
    assert any(fault.startswith(told) for fault in faults_of(*walked(visit)))


def test_the_first_stop_leads_past_the_navigation(visit: Visit) -> None:
    visit.open("index")
    visit.page.keyboard.press("Tab")
    assert visit.page.evaluate("() => document.activeElement.className") == "skip"
    visit.page.keyboard.press("Enter")
    assert visit.page.evaluate("() => document.activeElement.id") == "main"
    visit.page.keyboard.press("Tab")
    assert visit.page.evaluate("() => document.activeElement.closest('main') !== null")
