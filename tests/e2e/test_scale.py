"""Filters over more platforms and groups than one file holds: the right rows from the right file, few of them drawn.

How long it takes is said by tests/benchmarks/test_filters.py.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pytest

from dashboards import cubes
from dashboards.filters import DRAWN_LIMIT
from dashboards.site import build_site
from tests.e2e.scale_release import write_scale_release
from tests.e2e.test_filters import open_page, wait_for
from tests.e2e.visit import Visit, visit_with

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# For one state, what the scripts find in the shards: the requests of each value of a dimension.
FOUND = """async ([by, state]) => {
  const filters = window.takedownFilters;
  const rows = { cube: "compliance", by, order: ["id"], weight: "reported_count", limit: 12 };
  const needs = filters.rows.statesOf({ rows }, state);
  const files = needs.flatMap(need => [...filters.cubes.filesOf(need.cube, need.states)]);
  await Promise.all(files.map(filters.cubes.load));
  return Object.fromEntries(filters.rows.rowsOf(rows, state).map(item => [item.id, item.get("reported_count")]));
}"""
# Rows of its own again and again, until a table is one of the long ones.
LENGTHEN = """table => {
  const body = table.tBodies[0], row = body.rows[0];
  for (let cells = 0; cells < 3000; cells += row.cells.length) body.append(row.cloneNode(true));
}"""
EACH = 5  # states per dimension
COLUMNS = {"platform": "platform_id", "agency": "agency_id", "group": "group_id", "period": "period_id"}


@pytest.fixture(scope="module")
def scale(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The release and its site, whose files hold little, so that there are many of them."""
    folder = tmp_path_factory.mktemp("scale")
    release = write_scale_release(folder / "release", platforms=20, groups=30, requests=40)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cubes, "SHARD_CELLS", 12_000)
        build_site(release, folder / "site")
    return release, folder / "site"


@pytest.fixture
def visit(browser: "Browser", scale: tuple[Path, Path]) -> Iterator[Visit]:
    yield from visit_with(browser, scale[1], "desk", "light")


def cube_of(release: Path) -> str:
    path = release / "public" / "parquet" / "fct_compliance_cube.parquet"
    return f"(FROM '{path}' WHERE requested_action = 'all' AND legal_basis = 'all')"


def some_states(release: Path, by: str) -> list[dict[str, str]]:
    """States that have requests and leave `by` open, the same each time."""
    keys = ", ".join(COLUMNS.values())
    rows = duckdb.sql(
        f"SELECT {keys} FROM {cube_of(release)} WHERE {COLUMNS[by]} = 'all' ORDER BY md5(concat({keys})) LIMIT {EACH}"
    ).fetchall()
    return [
        {name: value for name, value in zip(COLUMNS, row, strict=True) if value != "all"}
        for row in [("all",) * 4, *rows]
    ]


def expected(release: Path, by: str, state: dict[str, str]) -> dict[str, int]:
    tests = [f"{column} = '{state.get(name, 'all')}'" for name, column in COLUMNS.items() if name != by]
    tests.append(f"{COLUMNS[by]} <> 'all'")
    rows = duckdb.sql(
        f"SELECT {COLUMNS[by]}, reported_count FROM {cube_of(release)} WHERE {' AND '.join(tests)}"
    ).fetchall()
    return dict(rows)


def test_each_state_is_found_in_its_file(visit: Visit, scale: tuple[Path, Path]) -> None:
    release, site = scale
    assert len(list((site / "static" / "cubes").glob("compliance-all.b*.js"))) > 1
    open_page(visit, "index.html")
    visit.page.evaluate("() => window.takedownFilters.cubes.start()")
    for by in ("group", "platform", "agency"):
        for state in some_states(release, by):
            wanted = expected(release, by, state)
            assert wanted
            assert visit.page.evaluate(FOUND, [by, state]) == wanted, (by, state)


def test_few_rows_are_drawn_and_the_table_has_all(visit: Visit) -> None:
    open_page(visit, "index.html", "#agency=pta")
    figure = visit.page.locator("#share-complied")
    assert figure.locator(".ytick text").count() == DRAWN_LIMIT
    assert figure.locator("tbody tr").count() == 20 + 1
    assert figure.locator(".most:visible").count() == 1
    visit.page.locator("#filter-platform").select_option("p019")
    wait_for(visit, "platform=p019&agency=pta")
    assert figure.locator(".ytick text").count() == 1
    assert figure.locator(".most:visible").count() == 0


@pytest.mark.parametrize("last", ["platform=p007", ""], ids=["another", "cleared"])
def test_a_long_table_is_filled_when_it_is_opened_and_by_the_filters_of_then(visit: Visit, last: str) -> None:
    open_page(visit, "reach.html", f"#{last}")
    table = visit.page.locator("#removed-by-platform table")
    wanted = table.text_content()
    open_page(visit, "reach.html")
    table.evaluate(LENGTHEN)
    unopened = table.text_content()
    choose_platform(visit, "platform=p003")
    assert table.text_content() == unopened
    choose_platform(visit, last)
    visit.page.locator("#removed-by-platform summary").click()
    visit.page.wait_for_function(
        "([table, wanted]) => table.textContent === wanted", arg=[table.element_handle(), wanted]
    )


def choose_platform(visit: Visit, state: str) -> None:
    visit.page.locator("#filter-platform").select_option(state.removeprefix("platform=") or "all")
    wait_for(visit, state)
