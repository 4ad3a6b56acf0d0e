"""What a reader takes along from a figure: each file is downloaded from disk, opened, and compared with the table."""

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest
from PIL import Image
from python_calamine import CalamineWorkbook

from dashboards.words import NULL
from tests.e2e.taken_files import assert_same, csv_rows, expected
from tests.e2e.test_filters import open_page, pages_with_filters
from tests.e2e.visit import Visit, visit_with

if TYPE_CHECKING:
    from playwright.sync_api import Browser

FIGURE = "rate-complied-of-reported"
PAGES = ("compliance.html", "ur/compliance.html")
FILTER = "#platform=x"
MOMENT = 120  # milliseconds: Chromium refuses an eleventh download within a second
SVG = "{http://www.w3.org/2000/svg}"
PAYLOADS = ("=1+1", "+1+cmd", "-1+1", "@SUM(A1)", '=HYPERLINK("https://zz.example";"x")', '"quoted", and a comma')
PUT_IN = """([id, texts]) => {
  const rows = document.querySelectorAll(`[id="${id}"] details tbody tr`);
  texts.forEach((text, place) => { rows[place].cells[0].textContent = rows[place].cells[1].textContent = text; });
}"""


@pytest.fixture
def visit(browser: "Browser", site_dir: Path) -> Iterator[Visit]:
    yield from visit_with(browser, site_dir, "desk", "dark")


def take(visit: Visit, figure: str, kind: str, folder: Path) -> Path:
    """The file that the button of the figure downloads."""
    visit.page.wait_for_timeout(MOMENT)
    with visit.page.expect_download(timeout=60_000) as download:
        visit.page.locator(f'[id="{figure}"] [data-take="{kind}"]').click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def figures(visit: Visit) -> list[str]:
    return visit.page.evaluate("() => Array.from(document.querySelectorAll('.figure'), figure => figure.id)")


@pytest.mark.parametrize(
    "page",
    [*PAGES, "published.html", "published-us.html", "ur/published-de.html", "claims.html", "ur/reach.html",
     "group_activity.html"],
)  # fmt: skip
def test_every_csv_and_workbook_holds_the_table(visit: Visit, tmp_path: Path, page: str) -> None:
    visit.open(page.removesuffix(".html"))
    assert figures(visit)
    for figure in figures(visit):
        wanted = expected(visit, figure)
        path = take(visit, figure, "csv", tmp_path)
        rows, told = csv_rows(path)
        assert_same(rows, wanted, f"{page} {figure} CSV")
        release = visit.page.inner_text("bdi.release")
        assert path.name == f"{page.rpartition('/')[2].removesuffix('.html')}-{figure}-{release}.csv"
        assert release in told
        assert visit.page.inner_text(".synthetic p") in told
        assert_same_workbook(visit, figure, wanted, page)


def assert_same_workbook(visit: Visit, figure: str, wanted: list[list[object]], page: str) -> None:
    link = visit.page.locator(f'[id="{figure}"] a[href$=".xlsx"]')
    target = (visit.site / page).parent / str(link.get_attribute("href"))
    assert ".ur.xlsx" in target.name if page.startswith("ur/") else ".ur." not in target.name
    opened = CalamineWorkbook.from_path(target)
    *tables, about = (opened.get_sheet_by_name(name).to_python() for name in opened.sheet_names)
    table = tables[figures(visit).index(figure)] if len(tables) > 1 else tables[0]  # a country's figures share a file
    assert table == [["" if value is None else value for value in row] for row in wanted], target.name
    texts = [str(cell) for row in about for cell in row]
    assert visit.page.inner_text("bdi.release") in texts
    assert any(text.endswith(f"#{figure}") for text in texts)


@pytest.mark.parametrize("page", PAGES)
def test_under_a_filter_the_csv_holds_what_is_shown_and_the_workbook_says_that_it_does_not(
    visit: Visit, tmp_path: Path, page: str
) -> None:
    if page not in pages_with_filters(visit.site):
        pytest.fail(f"{page} has no filters")
    visit.open(page.removesuffix(".html"))
    before = expected(visit, FIGURE)
    assert not visit.page.locator(f"#{FIGURE} .of-all-short").is_visible()
    open_page(visit, page, FILTER)
    wanted = expected(visit, FIGURE)
    assert len(wanted) < len(before)
    path = take(visit, FIGURE, "csv", tmp_path)
    rows, told = csv_rows(path)
    assert_same(rows, wanted, page)
    assert path.stem.endswith("-platform_x")
    assert visit.page.inner_text("#filters-status") in told
    assert visit.page.locator(f"#{FIGURE} .of-all-short").is_visible()
    assert visit.page.inner_text("#filters-status") in take(visit, FIGURE, "svg", tmp_path).read_text(encoding="utf-8")


def test_a_long_table_that_nobody_opened_is_filled_for_its_csv(visit: Visit, tmp_path: Path) -> None:
    open_page(visit, PAGES[0], FILTER)
    wanted = expected(visit, "outcomes")
    visit.page.evaluate("""() => {
      const made = window.takedownFilters.places.find(one => one.table && one.table.closest("#outcomes"));
      made.awaited = window.takedownFilters.address.read(location.hash).state;
      made.table.tBodies[0].replaceChildren();
    }""")
    assert len(expected(visit, "outcomes")) < len(wanted)
    assert_same(csv_rows(take(visit, "outcomes", "csv", tmp_path))[0], wanted, "outcomes")


def test_a_text_is_never_a_formula(visit: Visit, tmp_path: Path) -> None:
    visit.open("compliance")
    visit.page.evaluate(PUT_IN, [FIGURE, list(PAYLOADS)])
    rows, _ = csv_rows(take(visit, FIGURE, "csv", tmp_path))
    for row, payload in zip(rows[1:], PAYLOADS, strict=False):
        assert row[0] == row[1] == (payload if payload.startswith('"') else f"'{payload}")


def test_a_cell_of_several_rows_and_a_hidden_row(visit: Visit, tmp_path: Path) -> None:
    visit.open("compliance")
    before = csv_rows(take(visit, FIGURE, "csv", tmp_path))[0]
    visit.page.evaluate("""id => {
      const rows = document.querySelectorAll(`[id="${id}"] details tbody tr`);
      rows[0].cells[0].rowSpan = 3;
      rows[1].deleteCell(0);
      rows[2].deleteCell(0);
      rows[1].hidden = true;
    }""", FIGURE)  # fmt: skip
    rows = csv_rows(take(visit, FIGURE, "csv", tmp_path))[0]
    assert [row[0] for row in rows[1:3]] == [before[1][0]] * 2
    assert [row[1:] for row in rows] == [row[1:] for place, row in enumerate(before) if place != 2]


@pytest.mark.parametrize("page", PAGES)
def test_the_pictures_are_whole_and_light(visit: Visit, tmp_path: Path, page: str) -> None:
    visit.open(page.removesuffix(".html"))
    for figure in (FIGURE, "outcomes"):
        drawing = visit.page.evaluate("id => document.getElementById(id + '-plot').clientHeight", figure)
        with Image.open(take(visit, figure, "png", tmp_path)) as picture:
            assert picture.width in (1600, 2200)
            assert picture.height > 2 * drawing
            colors = picture.convert("RGB").getcolors(2**24) or []
            assert max(colors)[1] == (255, 255, 255)
            assert len(colors) > 100
        assert visit.page.evaluate("() => document.documentElement.dataset.theme || ''") == ""


@pytest.mark.parametrize("page", PAGES)
def test_the_svg_says_what_it_is_and_asks_for_nothing(visit: Visit, tmp_path: Path, page: str) -> None:
    visit.open(page.removesuffix(".html"))
    path = take(visit, FIGURE, "svg", tmp_path)
    root = ET.parse(path).getroot()
    texts = " ".join(text for one in root.iter(f"{SVG}text") for text in one.itertext())
    assert root.find(f"{SVG}title") is not None
    assert visit.page.inner_text(f"#{FIGURE} h3") in texts
    assert visit.page.inner_text("bdi.release") in texts
    assert visit.page.inner_text(".synthetic strong") in texts
    directions = {one.get("direction") for one in root if one.tag == f"{SVG}text"}
    assert directions == ({"rtl"} if page.startswith("ur/") else {"ltr"})
    names = {one.tag.removeprefix(SVG) for one in root.iter()}
    assert not names & {"script", "foreignObject", "image", "a"}
    content = path.read_text(encoding="utf-8")
    assert "url(data:font/woff2" in content
    assert all(
        not value.startswith(("http", "//")) for one in root.iter() for key, value in one.items() if "href" in key
    )
    assert "url(http" not in content


def test_a_link_leads_back_to_the_figure_and_its_filters(visit: Visit) -> None:
    open_page(visit, PAGES[0], FILTER)
    visit.page.click(f"#{FIGURE} [data-take=link]")
    visit.page.wait_for_function(f"() => document.querySelector('#{FIGURE} .said').textContent")
    assert unquote(visit.page.url).endswith(f"#{FIGURE}&platform=x")
    assert visit.page.locator("#filter-platform").input_value() == "x"


def test_every_button_says_what_of(visit: Visit) -> None:
    visit.open("compliance")
    title = visit.page.inner_text(f"#{FIGURE} h3")
    for kind in ("CSV", "PNG", "SVG"):
        button = visit.page.get_by_role("button", name=f"Download {kind} of {title}", exact=True)
        assert button.inner_text() == kind
    assert visit.page.get_by_role("link", name=f"Download XLSX of {title}", exact=True).count() == 1
    assert visit.page.locator(f"#{FIGURE} .action").count() == 6


def test_without_javascript_there_is_the_workbook_alone(browser: "Browser", site_dir: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((site_dir / PAGES[0]).as_uri())
    assert page.locator(f"#{FIGURE} a[href$='.xlsx']").is_visible()
    assert not page.locator(f"#{FIGURE} button:visible").count()
    context.close()


def test_public_tables_are_beside_their_csv(site_dir: Path) -> None:
    page = (site_dir / "definitions.html").read_text(encoding="utf-8")
    names = sorted(path.name for path in (site_dir / "data").glob("*.xlsx"))
    assert "fct_compliance_summary.xlsx" in names
    assert all(f'href="data/{name}" download>XLSX' in page for name in names)
    rows = CalamineWorkbook.from_path(site_dir / "data" / names[0]).get_sheet_by_name("Table").to_python()
    assert rows[0] == [name for name in rows[0] if name and name != NULL]


def test_rows_that_a_filter_hides_are_not_in_the_csv(visit: Visit, tmp_path: Path) -> None:
    visit.open("claims")
    figure = figures(visit)[0]
    everything = csv_rows(take(visit, figure, "csv", tmp_path))[0]
    select = visit.page.locator("[data-row-filters] select").first
    select.select_option(index=1)
    rows, told = csv_rows(path := take(visit, figure, "csv", tmp_path))
    assert_same(rows, expected(visit, figure), figure)
    assert len(rows) < len(everything)
    assert f"{select.get_attribute('data-dimension')}_" in path.stem
    assert visit.page.inner_text(".filters .showing") in told
