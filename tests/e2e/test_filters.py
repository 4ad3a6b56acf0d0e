"""The filters in a real browser: nothing changes without one, everything changes to the right figures with one."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from dashboards.languages import LANGUAGES, Language
from tests.e2e.filters.judge import differences
from tests.e2e.filters.states import judge_page
from tests.e2e.filters.truth import Truth
from tests.e2e.filters.withheld import withheld_by
from tests.e2e.visit import Visit, visit_with

if TYPE_CHECKING:
    from playwright.sync_api import Browser

STATES = 4
PAGES = ("index", "compliance", "backlog", "reach", "group_activity", "rights")
# Bound parts that are compared with nothing, each with the reason: none is known.
EXCEPTIONS: frozenset[tuple[str, str]] = frozenset()
# Every bound part of the page: what it shows now, and what its binding gives for the unfiltered state.
UNFILTERED = """async () => {
  const filters = window.takedownFilters;
  await filters.prepare({});
  const read = cell => [cell.tagName, cell.className, cell.textContent];
  const texts = made => made.kind === "table"
    ? Array.from(made.table.rows, row => Array.from(row.cells, read))
    : made.original.map(entry => entry[0].textContent);
  return filters.places.filter(made => made.binding).map(made => {
    if (made.kind === "figure") {
      const again = filters.parts.figureOf(made, {});
      delete again.count;
      return [made.element.id, window.takedownSite.written(made.element), again];
    }
    const before = texts(made);
    filters.parts.show(made, {}, "");
    const isConstant = made.kind === "number" && made.binding.detail && !made.binding.detail.column
      && !made.binding.detail.places;
    const name = made.table ? made.table.caption.textContent : made.element.textContent;
    return [name, isConstant ? before.slice(0, 1) : before, isConstant ? texts(made).slice(0, 1) : texts(made)];
  });
}"""
FORMATTED = "([form, values]) => values.map(value => window.takedownFilters.text.format(value, form))"


@pytest.fixture
def visit(browser: "Browser", site_dir: Path) -> Iterator[Visit]:
    yield from visit_with(browser, site_dir, "desk", "light")


@pytest.fixture(scope="module")
def truth(release_dir: Path) -> Truth:
    return Truth(release_dir)


def pages_with_filters(site: Path) -> list[str]:
    """Every page with a bar, in every language, as a way from the folder of the site."""
    named = [path.relative_to(site) for folder in ("", "ur") for path in sorted((site / folder).glob("*.html"))]
    return [str(path) for path in named if 'id="filters"' in (site / path).read_text(encoding="utf-8")]


def open_page(visit: Visit, page: str, state: str = "") -> None:
    visit.page.goto("about:blank")
    visit.page.goto((visit.site / page).as_uri() + state)
    visit.wait()
    wait_for(visit, state.removeprefix("#"))


def wait_for(visit: Visit, state: str) -> None:
    visit.page.wait_for_function("state => document.documentElement.dataset.applied === state", arg=state)


def language_of(page: str) -> Language:
    return next(language for language in LANGUAGES if language.folder == page.rpartition("/")[0])


def test_the_request_log_has_filters_in_both_languages(site_dir: Path) -> None:
    pages = pages_with_filters(site_dir)
    for language in LANGUAGES:
        names = {page.rpartition("/")[2] for page in pages if language_of(page) is language}
        assert names == {f"{name}.html" for name in PAGES}, "a page whose filters nobody compares with anything"


def test_without_a_filter_bindings_give_what_python_drew(visit: Visit) -> None:
    found, count = [], 0
    for page in pages_with_filters(visit.site):
        open_page(visit, page)
        for name, drawn, again in visit.page.evaluate(UNFILTERED):
            count += 1
            found += [f"{page} {name} {line}" for line in differences(drawn, again)[:3]]
    assert count > 50
    assert not found, "\n".join(found)


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)
def test_filters_show_the_figures_of_the_log(visit: Visit, truth: Truth, name: str, language: Language) -> None:
    """Every bound part in several states, against figures counted anew from the rows of the research tier."""
    open_page(visit, f"{language.folder}/{name}.html" if language.folder else f"{name}.html")
    verdict = judge_page(visit, truth, language, STATES)
    assert not verdict.faults, "\n".join(verdict.faults[:20])
    left = {(name, part) for part in verdict.left()}
    assert left == {(page, part) for page, part in EXCEPTIONS if page == name}, "nothing was compared of these parts"


def test_the_truth_withholds_by_the_rule(truth: Truth) -> None:
    """Which cells of a week are withheld, and who is not named by day. A release after another withholds more."""
    cells, pairs = withheld_by(truth.log)
    assert truth.by_rule[0] <= cells
    assert truth.by_rule[1] <= pairs
    assert truth.by_rule == (cells, pairs) or not truth.log.is_first


def test_the_address_keeps_the_state(visit: Visit) -> None:
    open_page(visit, "index.html", "#share-complied&platform=x&period=2025-Q3")
    assert visit.page.locator("#filter-platform").input_value() == "x"
    assert visit.page.locator("#filter-period").input_value() == "2025-Q3"
    written = visit.page.evaluate(
        "() => { const at = takedownFilters.address, s = at.read(location.hash); return at.write(s.anchor, s.state); }"
    )
    assert written == "share-complied&platform=x&period=2025-Q3"
    visit.page.locator("nav .pages a", has_text="Compliance").click()
    visit.page.wait_for_url("**/compliance.html#platform=x&period=2025-Q3")
    visit.page.locator("[data-keeps-hash]").first.click()
    visit.page.wait_for_url("**/ur/compliance.html#platform=x&period=2025-Q3")
    visit.wait()
    wait_for(visit, "platform=x&period=2025-Q3")
    assert visit.page.locator("#filter-platform").input_value() == "x"


def test_keyboard_back_and_clear(visit: Visit) -> None:
    open_page(visit, "index.html")
    before = visit.page.inner_text("#filters-status")
    value = visit.page.locator(".key-numbers [data-value]").first.inner_text()
    visit.page.locator("#filter-platform").focus()
    visit.page.keyboard.press("ArrowDown")
    visit.page.wait_for_function("() => (document.documentElement.dataset.applied || '').startsWith('platform=')")
    assert visit.page.inner_text("#filters-status") != before
    assert visit.page.locator(".key-numbers [data-value]").first.inner_text() != value
    assert visit.page.locator("html[data-filtered]").count() == 1
    visit.page.go_back()
    wait_for(visit, "")
    assert visit.page.inner_text("#filters-status") == before
    visit.page.go_forward()
    visit.page.wait_for_function("() => (document.documentElement.dataset.applied || '').startsWith('platform=')")
    visit.page.locator("#filters-clear").click()
    wait_for(visit, "")
    assert visit.page.locator(".key-numbers [data-value]").first.inner_text() == value
    assert "#" not in visit.page.url


def test_what_no_page_knows_is_left_out_and_said(visit: Visit) -> None:
    payload = "%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E"
    open_page(visit, "index.html", f"#platform={payload}&agency=nobody&__proto__=x&%E0%A4%A=y")
    status = visit.page.inner_text("#filters-status")
    assert "agency=nobody" in status
    assert "<img src=x" in status, "said as text"
    assert visit.page.locator("#filters-status img").count() == 0
    assert visit.page.locator("html[data-filtered]").count() == 0


def test_without_scripts_there_is_no_bar(browser: "Browser", site_dir: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((site_dir / "index.html").as_uri() + "#platform=x")
    assert not page.locator("#filters").is_visible()
    context.close()


def test_a_part_that_a_filter_cannot_split_says_so(visit: Visit) -> None:
    open_page(visit, "backlog.html", "#period=2025-Q3")
    notes = visit.page.locator(".unaffected:visible")
    assert notes.count() >= 1
    open_page(visit, "backlog.html")
    assert notes.count() == 0


def test_numbers_are_written_as_babel_writes_them(visit: Visit) -> None:
    values = [0, 5, 999, 1000, 9_999, 12_345, 99_500, 771_300, 999_499, 999_500, 1_250_000, 2_103_141, 1_234_567_890]
    rates = [k / n for n in (1, 3, 7, 8, 16, 40, 852, 1166, 2000) for k in range(0, n + 1, max(1, n // 40))]
    for language in LANGUAGES:
        words = language.words()
        open_page(visit, f"{language.folder}/index.html" if language.folder else "index.html")
        for form, given, write in (
            ("number", values, words.number),
            ("compact", values, words.compact),
            ("percent", rates, words.percent),
            ("percent0", rates, lambda rate, words=words: words.percent(rate, 0)),
        ):
            said = visit.page.evaluate(FORMATTED, [form, given])
            assert said == [write(value) for value in given], (language.code, form)
