"""The site as a reader meets it: opened from disk in a real browser, with everything it says to the console read."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from dashboards.data import open_release
from dashboards.words import Words

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

GROUPS = (
    ("index", "compliance", "reach", "group_activity", "rights"),
    ("published", "restatements", "ledgers", "claims", "coverage"),
    ("quality", "definitions"),
)
PAGES = tuple(page for group in GROUPS for page in group)
WITH_FIGURES = ("index", "compliance", "reach", "group_activity", "ledgers", "claims")
LOCAL = ("file:", "data:", "blob:")
SIZES = {"desk": (1280, 900), "phone": (390, 844)}


@dataclass
class Visit:
    """A browser page and whatever went wrong on it."""

    page: "Page"
    site: Path
    faults: list[str] = field(default_factory=list)

    def open(self, name: str) -> None:
        self.page.goto((self.site / f"{name}.html").as_uri())
        self.wait()

    def wait(self) -> None:
        self.page.wait_for_selector("html[data-drawn]", timeout=20_000)

    def texts(self, selector: str) -> list[str]:
        return [" ".join(text.split()) for text in self.page.locator(selector).all_inner_texts()]


def visit_with(browser: "Browser", site: Path, size: str, scheme: str) -> Iterator[Visit]:
    width, height = SIZES[size]
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
    visit = Visit(context.new_page(), site)
    visit.page.on("console", lambda message: visit.faults.append(f"console {message.type}: {message.text}"))
    visit.page.on("pageerror", lambda error: visit.faults.append(f"error: {error}"))
    visit.page.on("request", lambda it: it.url.startswith(LOCAL) or visit.faults.append(f"asked {it.url}"))
    yield visit
    context.close()
    assert not visit.faults, "\n".join(visit.faults)


@pytest.fixture
def visit(browser: "Browser", site_dir: Path) -> Iterator[Visit]:
    yield from visit_with(browser, site_dir, "desk", "light")


@pytest.fixture
def phone(browser: "Browser", site_dir: Path) -> Iterator[Visit]:
    yield from visit_with(browser, site_dir, "phone", "light")


@pytest.fixture
def dark(browser: "Browser", site_dir: Path) -> Iterator[Visit]:
    yield from visit_with(browser, site_dir, "desk", "dark")


@pytest.mark.parametrize("name", PAGES)
def test_page_draws_and_says_what_it_must(visit: Visit, release_dir: Path, screenshots_dir: Path, name: str) -> None:
    visit.open(name)
    visit.page.screenshot(path=screenshots_dir / f"{name}.png", full_page=True)
    package = json.loads((release_dir / "public" / "datapackage.json").read_text(encoding="utf-8"))["takedown"]
    with open_release(release_dir) as release:
        day = Words().day(release.facts.as_of_date)
    text = " ".join(visit.page.inner_text("body").split())
    assert ("SYNTHETIC" in text) == package["is_synthetic"]
    assert f"As of {day} · release {package['release_id']}" in text
    assert "Data quality: passed" in visit.page.inner_text(".quality")
    drawn = visit.page.locator("[data-figure] .main-svg").count()
    assert bool(drawn) >= (name in WITH_FIGURES)
    assert visit.page.locator("[data-figure]").count() == visit.page.locator("[data-figure].js-plotly-plot").count()


def test_the_navigation_leads_through_every_page(visit: Visit) -> None:
    visit.open("index")
    groups = visit.texts("nav .groups a")
    assert len(groups) == len(GROUPS)
    titles = []
    for group, names in zip(groups, GROUPS, strict=True):
        visit.page.locator("nav .groups").get_by_role("link", name=group, exact=True).click()
        visit.wait()
        assert visit.texts("nav .groups a[aria-current=true]") == [group]
        labels = visit.texts("nav .pages a")
        assert len(labels) == len(names)
        for label in labels:
            visit.page.locator("nav .pages").get_by_role("link", name=label, exact=True).click()
            visit.wait()
            assert visit.texts("nav a[aria-current=page]") == [label]
            titles.append(visit.page.inner_text("h1"))
    assert len(set(titles)) == len(PAGES)


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
    for name in WITH_FIGURES:
        visit.open(name)
        visit.page.locator("[data-figure]").first.hover()
        assert visit.page.locator(".modebar-btn, .modebar a, a[href^=http]").count() == 0


def test_a_table_opens_under_its_figure_and_a_definition_is_found(visit: Visit) -> None:
    visit.open("index")
    figure = visit.page.locator("#share-complied")
    assert not figure.locator("table").is_visible()
    figure.locator("summary").focus()
    visit.page.keyboard.press("Enter")
    assert figure.locator("table").is_visible()
    figure.get_by_role("link", name="Definition").click()
    visit.wait()
    assert visit.page.locator(":target").is_visible()


def test_a_link_to_a_plain_column_opens_its_table(visit: Visit) -> None:
    visit.page.goto((visit.site / "definitions.html").as_uri() + "#dim_platform.platform_id")
    visit.wait()
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


@pytest.mark.parametrize("name", PAGES)
def test_dark_page(dark: Visit, screenshots_dir: Path, name: str) -> None:
    dark.open(name)
    dark.page.screenshot(path=screenshots_dir / f"{name}-dark.png", full_page=True)
    assert dark.page.evaluate("() => getComputedStyle(document.documentElement).backgroundColor") == "rgb(16, 20, 24)"


@pytest.mark.parametrize("name", PAGES)
def test_phone_page_fits_its_width(phone: Visit, screenshots_dir: Path, name: str) -> None:
    phone.open(name)
    phone.page.screenshot(path=screenshots_dir / f"{name}-phone.png", full_page=True)
    assert phone.page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth") <= 0


def test_print_is_light_narrow_and_undone_afterwards(dark: Visit) -> None:
    dark.open("index")
    before = drawn_ink(dark)
    dark.page.evaluate("() => window.dispatchEvent(new Event('beforeprint'))")
    assert drawn_ink(dark) != before
    assert dark.page.locator("body").evaluate("body => body.offsetWidth") == 690
    widths = dark.page.evaluate("() => [...document.querySelectorAll('.main-svg')].map(svg => svg.clientWidth)")
    assert max(widths) <= 690
    dark.page.evaluate("() => window.dispatchEvent(new Event('afterprint'))")
    assert drawn_ink(dark) == before
    assert dark.page.pdf(format="A4").startswith(b"%PDF")
    dark.wait()


def test_the_first_tab_stop_skips_to_the_content(visit: Visit) -> None:
    visit.open("index")
    visit.page.keyboard.press("Tab")
    assert visit.page.evaluate("() => document.activeElement.className") == "skip"
    visit.page.keyboard.press("Enter")
    assert visit.page.evaluate("() => document.activeElement.id") == "main"


def test_without_javascript_the_numbers_are_there(browser: "Browser", site_dir: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((site_dir / "index.html").as_uri())
    assert "Every number in them is in the table below each." in page.inner_text("main")
    page.locator("#share-complied summary").click()
    assert page.locator("#share-complied table").is_visible()
    context.close()
