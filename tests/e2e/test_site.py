"""The site as a reader meets it: opened from disk in a real browser, with everything it says to the console read."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from dashboards.data import open_release
from dashboards.languages import LANGUAGES, Language
from dashboards.navigation import ABOUT, LEDGER, OPTIONAL, REQUEST_LOG
from tests.e2e.looks import COUNTRY, LOOKS, NAVIGATED, PAGES, Eye, Look, pages_of
from tests.e2e.visit import Visit, visit_with

if TYPE_CHECKING:
    from playwright.sync_api import Browser

GROUPS = (REQUEST_LOG, LEDGER, ABOUT)
WITHOUT_FIGURES = {"coverage", "quality", "definitions"}
BACKGROUNDS = {"light": "rgb(255, 255, 255)", "dark": "rgb(16, 20, 24)"}


@pytest.fixture
def visit(browser: "Browser", site_dir: Path) -> Iterator[Visit]:
    yield from visit_with(browser, site_dir, "desk", "light")


@pytest.fixture
def said(release_dir: Path) -> dict[str, object]:
    """What the release says of itself."""
    package = json.loads((release_dir / "public" / "datapackage.json").read_text(encoding="utf-8"))["takedown"]
    with open_release(release_dir) as release:
        return {**package, "day": release.facts.as_of_date}


def test_the_site_holds_the_pages_of_its_navigation(site_dir: Path) -> None:
    for language in LANGUAGES:
        assert pages_of(site_dir, language.folder) - {COUNTRY} == set(NAVIGATED)


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_holds_what_every_page_must(eye: Eye, said: dict[str, object], name: str, look: Look) -> None:
    if not (eye.site / f"{look.file(name)}.html").is_file():
        pytest.skip("this release names no country but Pakistan: put the published reports beside the project")
    seen = eye.see(name, look)
    words = next(language for language in LANGUAGES if language.folder == look.folder).words()
    assert seen.faults == []
    assert seen.undrawn == []
    assert bool(seen.figures) == (name not in WITHOUT_FIGURES)
    assert seen.sideways <= 0, "the page is wider than its window"
    assert seen.cut == [], "texts that an edge cuts off"
    assert seen.positive == 0, "a tabindex above 0"
    assert seen.background == BACKGROUNDS[look.scheme]
    assert (words.say("SYNTHETIC") in seen.text) == said["is_synthetic"]
    assert words.day(said["day"]) in seen.text  # type: ignore[arg-type]
    assert str(said["release_id"]) in seen.text
    assert seen.quality == words.say("Data quality: passed")
    assert len(seen.lead) > 20
    assert (any("\u0600" <= letter <= "\u06ff" for letter in seen.lead + seen.heading)) == words.is_rtl


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)
def test_every_page_is_another_one_and_says_which(eye: Eye, language: Language) -> None:
    looks = [look for look in LOOKS.values() if look.folder == language.folder]
    assert len({eye.see(name, looks[0]).heading for name in NAVIGATED}) == len(NAVIGATED)
    assert len({eye.see(name, looks[0]).lead for name in NAVIGATED}) == len(NAVIGATED)


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)
def test_the_navigation_names_every_page_in_order(eye: Eye, language: Language) -> None:
    look = next(look for look in LOOKS.values() if look.folder == language.folder)
    for group in GROUPS:
        wanted = [f"{name}.html" for name in group if name not in OPTIONAL]
        for name in set(group) - OPTIONAL:
            assert [href.partition("#")[0] for href in eye.see(name, look).links] == wanted


def test_the_navigation_leads_on(visit: Visit) -> None:
    visit.open("index")
    groups = visit.texts("nav .groups a")
    assert len(groups) == len(GROUPS)
    for group in groups:
        visit.page.locator("nav .groups").get_by_role("link", name=group, exact=True).click()
        visit.wait()
        assert visit.texts("nav .groups a[aria-current=true]") == [group]
        label = visit.texts("nav .pages a")[-1]
        visit.page.locator("nav .pages").get_by_role("link", name=label, exact=True).click()
        visit.wait()
        assert visit.texts("nav a[aria-current=page]") == [label]


def test_language_and_theme_are_kept_with_the_page_and_its_filters(visit: Visit) -> None:
    visit.open("compliance", "#platform=x")
    visit.wait_applied("platform=x")
    visit.page.locator("#theme-button").click()
    visit.page.locator("a.language").click()
    visit.page.wait_for_url("**/ur/compliance.html#platform=x")
    visit.wait()
    visit.wait_applied("platform=x")
    assert visit.page.locator("#filter-platform").input_value() == "x"
    assert visit.page.locator("html").get_attribute("data-theme") == "dark"
    visit.page.locator("nav .pages a[href^='backlog.html']").click()
    visit.page.wait_for_url("**/ur/backlog.html#platform=x")
    visit.wait()
    visit.wait_applied("platform=x")
    visit.page.locator("a.language").click()
    visit.wait()
    assert visit.page.url.endswith("/backlog.html#platform=x")
    assert "/ur/" not in visit.page.url
    assert visit.page.locator("html").get_attribute("data-theme") == "dark"


def test_a_country_is_chosen_and_the_way_back_is_there(visit: Visit) -> None:
    visit.open("published")
    files = visit.page.locator("#country option").evaluate_all("options => options.map(option => option.value)")
    if not files:
        pytest.skip("this release names no country but Pakistan: put the published reports beside the project")
    assert files[0] == "published.html"
    for file in (files[1], files[-1]):
        label = visit.page.locator(f'#country option[value="{file}"]').inner_text()
        visit.page.select_option("#country", file)
        visit.page.wait_for_url(f"**/{file}")
        visit.wait()
        assert visit.page.inner_text("h1").endswith(f": {label}")
        assert visit.page.locator("#country").input_value() == file
    visit.page.get_by_role("link", name="All countries as a list").click()
    visit.page.wait_for_url("**/published.html#countries")
    visit.wait()
    assert visit.page.locator("#countries a").count() == len(files)
    visit.page.go_back()
    visit.wait()
    assert visit.page.locator("#country").input_value() == files[-1], "the selector says where one is"


def test_a_claim_leads_to_its_query(visit: Visit) -> None:
    visit.open("claims")
    visit.page.locator("main > section table a[href^='#query-']").first.click()
    visit.page.locator("details:target pre").wait_for(state="visible")  # it opens when the address has changed


def test_nothing_offers_to_share_a_chart(visit: Visit) -> None:
    visit.open("index")
    visit.page.locator("[data-figure]").first.hover()
    assert visit.page.locator(".modebar-btn, .modebar a, a[href^=http]").count() == 0


def test_a_table_opens_under_its_figure_and_a_definition_is_found(visit: Visit) -> None:
    visit.open("index")
    figure = visit.page.locator("#share-complied")
    assert not figure.locator("table").is_visible()
    figure.locator("summary").first.focus()
    visit.page.keyboard.press("Enter")
    assert figure.locator("table").is_visible()
    figure.get_by_role("link", name="Definition").click()
    visit.wait()
    assert visit.page.locator(":target").is_visible()


def test_a_link_to_a_plain_column_opens_its_table(visit: Visit) -> None:
    visit.open("definitions", "#dim_platform.platform_id")
    assert visit.page.locator("#dim_platform").get_attribute("open") is not None
    assert visit.page.locator(":target").is_visible()


def drawn_ink(visit: Visit) -> str:
    return str(visit.page.locator("#share-complied .xtick text").first.evaluate("text => getComputedStyle(text).fill"))


def test_figures_follow_the_theme_and_the_choice_is_kept(visit: Visit) -> None:
    visit.open("index")
    light = drawn_ink(visit)
    visit.page.locator("#theme-button").click()
    assert drawn_ink(visit) != light
    visit.page.reload()
    visit.wait()
    assert drawn_ink(visit) != light
    visit.page.locator("#theme-button").click()
    assert drawn_ink(visit) == light


@pytest.mark.parametrize("folder", ["", "ur/"])
def test_without_javascript_the_numbers_are_there(browser: "Browser", site_dir: Path, folder: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((site_dir / f"{folder}index.html").as_uri())
    assert page.locator("noscript p").is_visible()
    assert page.locator(".key-numbers .value").count() >= 3
    page.locator("#share-complied summary").first.click()
    assert page.locator("#share-complied tbody tr").count() > 1
    assert page.locator("#share-complied table").is_visible()
    assert not page.locator("#theme-button").is_visible(), "a button that does nothing"
    context.close()
