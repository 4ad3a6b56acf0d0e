"""Every law of fct_law_violations, counted anew over a built warehouse in which one thing breaks it."""

import json
from pathlib import Path

import pytest

from tests.pipeline.poison.law_poisons import LAW_POISONS
from tests.pipeline.poison.poison_bench import ALL_ROWS, Bench


@pytest.fixture(scope="module")
def laws(bench: Bench, compiled: Path) -> dict[str, str]:
    """The compiled SQL that counts each law."""
    nodes = json.loads(compiled.read_text(encoding="utf-8"))["nodes"].values()
    models = [node["compiled_code"] for node in nodes if node["name"].startswith("int_laws__") and "columns" in node]
    return {law: sql for sql in models if "law_id" in sql for (law,) in rows(bench, f"select law_id from ({sql})")}


def rows(bench: Bench, query: str) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = bench.connection.execute(query).fetchall()
    return found


def violations(bench: Bench, law: str, sql: str) -> int:
    ((count,),) = rows(bench, f"select violation_count from ({sql}) where law_id = '{law}'")
    return int(count)


def test_every_law_has_a_poison(bench: Bench) -> None:
    published = {law for (law,) in rows(bench, "select law_id from marts.fct_law_violations")}
    assert published == LAW_POISONS.keys()


@pytest.mark.parametrize("law", LAW_POISONS)
def test_a_law_counts_its_poison(bench: Bench, laws: dict[str, str], law: str) -> None:
    relation, poison = LAW_POISONS[law]
    before = violations(bench, law, laws[law])
    with bench.open(relation, ALL_ROWS):
        bench.connection.execute(poison)
        assert violations(bench, law, laws[law]) > before
