"""SQL, HTML, templates, formulas and terminal codes in every field of text: published all the same, nothing run."""

import csv
import json
import shutil
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from orchestration.accounts import write_account_keys
from orchestration.clock import set_clock
from orchestration.connectors.sources import SOURCES
from orchestration.landing import land
from orchestration.settings import Settings
from orchestration.warehouse import connect, read_value
from tests.pipeline.faults.payloads import CANARY, PAYLOADS, REPORT, write_payloads, write_report
from tests.pipeline.workbench import Ran, Workbench, dbt, environment, run_in

FORMULA = tuple("=+-@\t\r")


@pytest.fixture(scope="session")
def injected(workbench: Workbench, august: Ran) -> Ran:
    """August's log with payloads in it, built and published."""
    workbench.clear(august.home)
    workbench.settings.warehouse.unlink()
    write_payloads(workbench.settings.landing)
    write_report(workbench.settings.landing)
    return workbench.takedown("injected", "build", "--as-of", "2025-08-15")


def test_it_is_published(injected: Ran, august: Ran) -> None:
    assert injected.code == 0, injected.stderr
    assert injected.release.name != august.release.name


def test_every_row_is_in_the_warehouse_or_set_aside_with_a_reason(injected: Ran) -> None:
    with connect(injected.home / "warehouse.duckdb", read_only=True) as connection:
        for source in SOURCES.values():
            name = f"{source.name}/synthetic-payloads.csv"
            loaded = read_value(connection, f"select count(*) from raw.{source.name} where _source_uri = $1", [name])
            aside = "select count(*) from raw.rejected_rows where source_uri = $1 and reason <> ''"
            assert loaded + read_value(connection, aside, [name]) == len(PAYLOADS)
        kept = read_value(connection, "select count(distinct display_name) from raw.requests")
        assert kept >= len(PAYLOADS), "as they were delivered, to the letter"


def test_nothing_was_executed(injected: Ran) -> None:
    with connect(injected.home / "warehouse.duckdb", read_only=True) as connection:
        assert read_value(connection, "select count(*) from duckdb_tables() where table_name = $1", [CANARY]) == 0
        assert read_value(connection, "select count(*) from raw.requests") > len(PAYLOADS)
    assert not Path("/tmp", CANARY).exists()
    assert not list(injected.home.rglob(CANARY))


@pytest.mark.parametrize("place", ["releases/current/public", "releases/current/research", "site"])
def test_no_payload_leaves_the_warehouse(injected: Ran, place: str) -> None:
    files = [path for path in (injected.home / place).resolve().rglob("*") if path.is_file()]
    assert files
    assert not [path.name for path in files if CANARY.encode() in path.read_bytes()]


def test_no_payload_is_said(injected: Ran, settings: Settings) -> None:
    said = injected.stdout + injected.stderr + "".join(run_in(injected.home, settings, "status")[1:])
    assert CANARY not in said
    assert "\x1b" not in said


class Elements(HTMLParser):
    """The attributes that run, and the scripts, of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.running: list[str] = []
        self.blocks: list[str] = []
        self._is_json = self._is_script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.running += [f"{tag} {name}" for name, value in attrs if name.startswith("on") or CANARY in (value or "")]
        self.running += [tag for name, value in attrs if (value or "").strip().lower().startswith("javascript:")]
        self._is_json = tag == "script" and ("type", "application/json") in attrs
        self._is_script = tag == "script" and not self._is_json

    def handle_data(self, data: str) -> None:
        if self._is_json:
            self.blocks.append(data)
            self._is_json = False
        elif self._is_script and CANARY in data:
            self.running.append(data)


def pages(home: Path) -> Iterator[Elements]:
    for path in (home / "site").glob("*.html"):
        elements = Elements()
        elements.feed(path.read_text(encoding="utf-8"))
        yield elements


def test_no_page_has_an_element_or_attribute_of_a_payload(injected: Ran) -> None:
    found = list(pages(injected.home))
    assert sum(len(elements.blocks) for elements in found) > 0
    assert [running for elements in found for running in elements.running] == []
    for elements in found:
        for block in elements.blocks:
            json.loads(block)


def test_no_cell_of_a_csv_is_a_formula(injected: Ran) -> None:
    paths = list((injected.release / "public" / "csv").glob("*.csv"))
    assert paths
    for path in paths:
        with path.open(encoding="utf-8", newline="") as file:
            cells = {cell for row in csv.reader(file) for cell in row if cell.startswith(FORMULA)}
        assert [cell for cell in cells if not _is_number(cell)] == [], path.name


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_no_cell_of_a_sheet_for_review_is_a_formula(
    injected: Ran, settings: Settings, tmp_path: Path, suffix: str
) -> None:
    home = Path(shutil.copytree(injected.home, tmp_path / "copy", symlinks=True))
    path = tmp_path / f"sheet.{suffix}"
    assert run_in(home, settings, "review", "--all", "--export", str(path))[0] == 0
    if suffix == "xlsx":
        import zipfile

        with zipfile.ZipFile(path) as parts:
            assert not [
                name for name in parts.namelist() if b"<f>" in parts.read(name) or b"hyperlink" in parts.read(name)
            ]
        return
    with path.open(encoding="utf-8-sig", newline="") as file:
        assert not [cell for row in csv.reader(file) for cell in row if cell.startswith(FORMULA)]


@pytest.mark.parametrize("form", [(), ("--csv",)], ids=["table", "csv"])
def test_a_query_does_not_move_the_cursor(august: Ran, settings: Settings, form: tuple[str, ...]) -> None:
    code, stdout, _ = run_in(august.home, settings, "query", *form, "select chr(27) || '[2J' || chr(7) as x")
    assert code == 0
    assert "[2J" in stdout
    assert not {"\x1b", "\x07"} & set(stdout)


def test_labels_of_a_report_are_landed_and_held_out(injected: Ran) -> None:
    """A platform's label is published under the name that a seed gives it, and not before; a country by its code."""
    with connect(injected.home / "warehouse.duckdb", read_only=True) as connection:
        figures = "select count(distinct product) from {} where product like $1 or reason like $1"
        assert read_value(connection, figures.format("raw.published_figures"), [f"%{CANARY}%"]) == len(PAYLOADS)
        unknown = "select count(*) from raw.rejected_rows where source_uri = $1 and reason like '%territory%'"
        assert read_value(connection, unknown, [str(REPORT)]) == len(PAYLOADS)
        assert read_value(connection, figures.format("marts.fct_published_figures"), [f"%{CANARY}%"]) == 0


def test_labels_that_nobody_keeps_stop_the_build(workbench: Workbench) -> None:
    """Agency, platform, group and legal basis are lists that people keep: dbt says so without the payload."""
    settings = workbench.settings
    workbench.clear()
    write_payloads(settings.landing, are_labels_spoilt=True)
    with environment(settings):
        land(settings)
        with connect(settings.warehouse) as connection:
            write_account_keys(connection, settings)
            set_clock(connection, now=settings.now)
        results = dbt(settings, "build", "--select", "+every_label_is_known", "--exclude-resource-type", "unit_test")
    said = {result.node.name: str(result.message) for result in results if result.status in ("error", "fail")}
    assert "every_label_is_known" in said
    assert CANARY not in " ".join(said.values())
    with connect(settings.warehouse, read_only=True) as connection:
        assert read_value(connection, "select count(distinct platform) from raw.requests") == len(PAYLOADS)
        assert read_value(connection, "select count(*) from duckdb_tables() where table_name = $1", [CANARY]) == 0
    assert not Path("/tmp", CANARY).exists()
