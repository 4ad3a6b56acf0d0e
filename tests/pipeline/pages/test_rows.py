"""Filters of rows: what a page offers, and that every row and every bar answers to it."""

from pathlib import Path
from types import ModuleType

import pytest

from dashboards.blocks import Cell, Column, DataTable, Figure
from dashboards.data import Release, open_release
from dashboards.pages import claims, coverage, ledgers, quality, restatements
from dashboards.row_filters import RowFilters, row_filters, selector, with_keys
from dashboards.table_html import TableWriter
from dashboards.words import Words
from tests.small_release import Content, write_release

WORDS = Words()


def offered(filters: RowFilters | None) -> dict[str, list[str]]:
    assert filters is not None
    return {one.dimension: [choice.value for choice in one.choices] for one in filters.selectors}


def test_the_claims_are_filtered_by_platform_and_verdict(release: Release) -> None:
    parts = claims.build(release, WORDS).parts
    assert offered(parts["row_filters"]) == {
        "platform": ["every", "facebook", "tiktok", "whatsapp", "x"],
        "verdict": ["supported", "contradicted", "undetermined"],
    }
    keys = {row[3].text: one for row, one in zip(parts["claims"].rows, parts["claims"].row_keys, strict=True)}
    assert keys["“around 28%”"] == {"platform": "x whatsapp", "verdict": "contradicted"}
    assert keys["“533 accounts”"] == {"platform": "every", "verdict": "supported"}


@pytest.mark.parametrize(
    ("module", "dimensions"),
    [
        (restatements, {"cause"}),
        (coverage, {"publisher"}),
        (ledgers, {"platform"}),
        (quality, {"verdict", "severity", "table"}),
    ],
)
def test_a_page_offers_what_its_rows_differ_in(release: Release, module: ModuleType, dimensions: set[str]) -> None:
    assert set(offered(module.build(release, WORDS).parts["row_filters"])) == dimensions


@pytest.mark.parametrize("module", [claims, restatements, coverage, ledgers])
def test_every_choice_leads_to_a_row_and_every_row_has_its_choice(release: Release, module: ModuleType) -> None:
    parts = module.build(release, WORDS).parts
    tables = [part for part in parts.values() if isinstance(part, DataTable) and part.row_keys]
    assert all(len(table.row_keys) == len(table.rows) for table in tables)
    for dimension, values in offered(parts["row_filters"]).items():
        keyed = {value for table in tables for keys in table.row_keys for value in keys.get(dimension, "").split()}
        assert set(values) <= keyed
        assert keyed - set(values) <= {"every"}, "totals may be of no choice"


@pytest.mark.parametrize(("module", "name"), [(claims, "distances"), (restatements, "causes"), (ledgers, "counters")])
def test_a_drawing_has_a_key_for_each_of_its_rows(release: Release, module: ModuleType, name: str) -> None:
    figure: Figure = module.build(release, WORDS).parts[name]
    layout = figure.spec["layout"]
    assert len(layout["meta"]["rows"]) == len(layout["yaxis"]["ticktext"])
    assert layout["meta"]["pixels"] > 0
    assert len(figure.table.row_keys) == len(figure.table.rows)


def test_a_list_with_one_choice_is_no_filter() -> None:
    one = selector("platform", "Platform", {"x": "X"})
    assert row_filters((one,), WORDS) is None
    two = selector("verdict", "Verdict", {"a": "A", "b": "B"})
    found = row_filters((one, two), WORDS)
    assert found is not None
    assert [kept.dimension for kept in found.selectors] == ["verdict"]


def test_a_key_from_data_cannot_leave_its_attribute() -> None:
    table = with_keys(DataTable("t", (Column("a"),), ((),) * 0), [])
    assert "data-keyed" not in TableWriter(WORDS, str)(table)
    hostile = with_keys(DataTable("t", (Column("a"),), ((Cell("1"),),)), [{"table": '"><script>alert(1)</script>'}])
    html = TableWriter(WORDS, str)(hostile)
    assert "<script>" not in html
    assert 'data-row-table="&quot;&gt;&lt;script&gt;' in html


def test_a_release_without_the_tables_offers_no_filter(tmp_path: Path) -> None:
    with open_release(write_release(tmp_path / "release", Content(has_ledger=False))) as older:
        for module in (claims, restatements, coverage, ledgers):
            assert module.build(older, WORDS).parts["row_filters"] is None
