"""What the tests of the console share: DuckDB-Wasm, two sites with a console, a page of each."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pytest

from dashboards.data import Release, open_release
from dashboards.site import build_site
from orchestration.console_files import ensure_console
from orchestration.npm_packages import PackageUnavailableError
from orchestration.settings import read_settings
from tests.e2e.console.page import Console
from tests.e2e.visit import visit_with
from tests.small_release import write_release

if TYPE_CHECKING:
    from playwright.sync_api import Browser

HOSTILE = "<img src=x onerror=window.stolen=1></td><script>window.stolen=1</script>"
ODD_ROWS = f"""
    SELECT * FROM (VALUES
        (1, DATE '0001-01-01', TIMESTAMPTZ '2025-08-14 23:59:59.999999+05', TIMESTAMP '1999-12-31 23:59:59.5',
         12345678901234.567::DECIMAL(18, 3), 9007199254740993, 0.1::DOUBLE, true, 'تحریکِ طالبان‌پاکستان 😀',
         ['a', NULL]),
        (2, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
        (3, DATE '9999-12-31', TIMESTAMPTZ '1970-01-01 00:00:00+00', TIMESTAMP '2025-01-01', -0.001::DECIMAL(18, 3),
         -9223372036854775807, 1e-300::DOUBLE, false, '', []),
        (4, DATE '2025-02-28', TIMESTAMPTZ '2025-10-31 12:00:00+00', TIMESTAMP '2025-01-01', 0::DECIMAL(18, 3),
         0, 'nan'::DOUBLE, false, '{HOSTILE}', ['x,y']),
        (5, DATE '2025-02-28', TIMESTAMPTZ '2025-10-31 12:00:00+00', TIMESTAMP '2025-01-01', -1.5::DECIMAL(18, 3),
         -7, '-inf'::DOUBLE, true, '=HYPERLINK("evil","x")', ['=1']),
        (6, DATE '2025-02-28', NULL, NULL, NULL, 7, 1/3, true, 'a "quoted"' || chr(10) || 'line, and a comma', NULL)
    ) AS odd (odd_id, a_date, an_instant, a_time, an_amount, a_count, a_rate, is_so, a_text, a_list)
"""


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """DuckDB-Wasm, brought by npm. Without npm, or where it reaches nothing, there is no console to look at."""
    if shutil.which("npm") is None:
        pytest.skip("npm is not installed: the site is made without its SQL console")
    try:
        return ensure_console(replace(read_settings(), home=tmp_path_factory.mktemp("console")))
    except PackageUnavailableError as error:
        assert "other bytes" not in str(error), error
        pytest.skip(str(error))


@pytest.fixture(scope="session")
def console_site(engine: Path, release_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    site = tmp_path_factory.mktemp("console_site") / "site"
    build_site(release_dir, site, engine)
    return site


@pytest.fixture(scope="session")
def odd_release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small release with one more table, of every type that a release may hold and of hostile text."""
    release = write_release(tmp_path_factory.mktemp("odd") / "release")
    parquet, table = release / "public" / "parquet" / "fct_odd.parquet", release / "public" / "csv" / "fct_odd.csv"
    with duckdb.connect(":memory:") as connection:
        connection.execute(f"COPY ({ODD_ROWS} ORDER BY odd_id) TO '{parquet}' (FORMAT parquet)")
        connection.execute(f"COPY (FROM '{parquet}') TO '{table}' (FORMAT csv, HEADER)")
        columns = [name for name, *_ in connection.execute(f"DESCRIBE FROM '{parquet}'").fetchall()]
    package = release / "public" / "datapackage.json"
    content = json.loads(package.read_text(encoding="utf-8"))
    resource = content["resources"][0] | {"name": "fct_odd", "path": "parquet/fct_odd.parquet", "description": HOSTILE}
    fields = [{"name": name, "type": "string", "description": f"{HOSTILE} it's"} for name in columns]
    about = resource["takedown"] | {"grain": ["odd_id"]}
    content["resources"].append(resource | {"takedown": about, "schema": {"primaryKey": ["odd_id"], "fields": fields}})
    package.write_text(json.dumps(content), encoding="utf-8")
    return release


@pytest.fixture(scope="module")
def console(browser: "Browser", console_site: Path) -> Iterator[Console]:
    """One page for all tests that leave it as it was: starting DuckDB takes seconds."""
    for visit in visit_with(browser, console_site, "desk", "light"):
        opened = Console(visit)
        opened.open()
        yield opened


@pytest.fixture(scope="module")
def odd_console(browser: "Browser", engine: Path, odd_release: Path) -> Iterator[Console]:
    site = odd_release.parent / "site"
    build_site(odd_release, site, engine)
    for visit in visit_with(browser, site, "desk", "light"):
        opened = Console(visit)
        opened.open()
        yield opened


@pytest.fixture
def released(release_dir: Path) -> Iterator[Release]:
    """The release's public Parquet, read by DuckDB itself in the time zone in which the release is told."""
    with open_release(release_dir) as release:
        release.connection.execute("SET TimeZone = 'UTC'")
        yield release
