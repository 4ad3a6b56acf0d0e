"""Every data test of the dbt project, run on the built tables: silent on them as they are, loud on one poisoned row."""

import json
from pathlib import Path

import duckdb
import pytest

from tests.pipeline.poison.dbt_poisons import DbtTest, poisons_for, read_tests
from tests.pipeline.poison.poison_bench import ALL_ROWS, ENOUGH_ROWS, Bench
from tests.pipeline.poison.singular_poisons import SINGULAR


@pytest.fixture(scope="module")
def tests(compiled: Path) -> tuple[DbtTest, ...]:
    """Every data test, with the SQL that dbt compiles it to."""
    return read_tests(json.loads(compiled.read_text(encoding="utf-8"))["nodes"])


def test_every_generic_test_stops_its_poison(bench: Bench, tests: tuple[DbtTest, ...]) -> None:
    generic = [test for test in tests if test.kind != "singular"]
    assert len(generic) > 600
    assert {test.name: why for test in generic if (why := unharmed(bench, test))} == {}


def unharmed(bench: Bench, test: DbtTest) -> str:
    """Why no poison worked; empty when one did."""
    try:
        poisons = poisons_for(test, bench.types(test.relation))
    except LookupError as error:
        return str(error)
    tried = ""
    for tried in poisons:
        if finds(bench, test.relation, tried, test.sql):
            return ""
    return f"none of its poisons was found; the last: {tried}"


def finds(bench: Bench, relation: str, poison: str, sql: str, rows: int = ENOUGH_ROWS) -> bool:
    """Whether the test, silent before, finds the poison. A value that the type does not take is no poison."""
    with bench.open(relation, rows):
        try:
            bench.connection.execute(poison)
            return bench.count(sql) > 0
        except duckdb.ConversionException:
            return False


def test_every_test_written_by_hand_has_a_poison(tests: tuple[DbtTest, ...]) -> None:
    assert {test.name for test in tests if test.kind == "singular"} == SINGULAR.keys()


@pytest.mark.parametrize("name", SINGULAR)
def test_a_test_written_by_hand_stops_its_poison(bench: Bench, tests: tuple[DbtTest, ...], name: str) -> None:
    (test,) = [test for test in tests if test.name == name]
    relation, poison = SINGULAR[name]
    assert bench.count(test.sql) == 0
    assert finds(bench, relation, poison, test.sql, ALL_ROWS)
