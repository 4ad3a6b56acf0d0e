"""For every kind of generic dbt test: the smallest damage to its table that the test is there for.

Belongs here: statements that damage one row of a table, made from what the test says of itself.
Does not: running them (test_dbt_poisons), tests written by hand (singular_poisons).
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations, product
from typing import Any

# What a condition is tried with: a value that no column of ours should hold, and values that one might.
TEXTS = ("null", "'poison'", "''", "'0'", "'all'")
TRIED: Mapping[str, tuple[str, ...]] = {
    "VARCHAR": TEXTS,
    "BOOLEAN": ("null", "true", "false"),
    "DATE": ("null", "date '1900-02-02'", "date '2100-02-02'"),
    "TIMESTAMP WITH TIME ZONE": ("null", "timestamptz '1900-02-02'", "timestamptz '2100-02-02'"),
}
NUMBERS = ("null", "-1", "0", "1", "2", "1000000000")
WRONG: Mapping[str, str] = {
    "VARCHAR": "'poison'",
    "DATE": "date '1900-02-02'",
    "TIMESTAMP WITH TIME ZONE": "timestamptz '1900-02-02'",
    "BOOLEAN": "null",
}
ROWS_TRIED = 40


@dataclass(frozen=True)
class DbtTest:
    """One data test of the project: what it asks of which relation, and its compiled SQL."""

    unique_id: str
    name: str
    kind: str
    relation: str
    sql: str
    arguments: Mapping[str, Any]
    where: str

    @property
    def column(self) -> str:
        return f'"{self.column_name}"'

    @property
    def column_name(self) -> str:
        return str(self.arguments["column_name"]).strip('"')


def read_tests(nodes: Mapping[str, Mapping[str, Any]]) -> tuple[DbtTest, ...]:
    """Every data test among the nodes of a compiled manifest."""
    tests = (node for node in nodes.values() if node["resource_type"] == "test")
    return tuple(_test(node, nodes) for node in tests)


def _test(node: Mapping[str, Any], nodes: Mapping[str, Mapping[str, Any]]) -> DbtTest:
    said = node.get("test_metadata") or {"name": "singular", "kwargs": {}}
    attached = nodes.get(node.get("attached_node") or "", {})
    return DbtTest(
        unique_id=node["unique_id"],
        name=node["name"],
        kind=said["name"],
        relation=attached.get("relation_name", ""),
        sql=node["compiled_code"],
        arguments={**said["kwargs"], **said["kwargs"].get("arguments", {})},
        where=node["config"].get("where") or "true",
    )


Poisons = Callable[[DbtTest, Mapping[str, str]], Iterator[str]]


def poisons_for(test: DbtTest, types: Mapping[str, str]) -> Iterator[str]:
    """Statements of which one must make `test` find something; `types` are those of the columns of its relation.

    Raises LookupError for a kind of test that has none.
    """
    if test.kind not in POISONS:
        raise LookupError(f"{test.name}: add a poison for {test.kind} to tests/pipeline/poison/dbt_poisons.py")
    return POISONS[test.kind](test, types)


def _set(test: DbtTest, assignments: str, row: int = 0) -> str:
    place = f"select rowid from {test.relation} where {test.where} order by rowid limit 1 offset {row}"
    return f"update {test.relation} set {assignments} where rowid = ({place})"


def _empty(test: DbtTest, _: Mapping[str, str]) -> Iterator[str]:
    yield _set(test, f"{test.column} = null")


def _row_twice(test: DbtTest, _: Mapping[str, str]) -> Iterator[str]:
    yield f"insert into {test.relation} from {test.relation} where {test.where} limit 1"


def _unheard_of(test: DbtTest, types: Mapping[str, str]) -> Iterator[str]:
    yield _set(test, f"{test.column} = {WRONG.get(types[test.column_name], '-99')}")


def _negative(test: DbtTest, _: Mapping[str, str]) -> Iterator[str]:
    yield _set(test, f"{test.column} = -1")


def _too_early(test: DbtTest, types: Mapping[str, str]) -> Iterator[str]:
    dated = types[test.column_name] in ("DATE", "TIMESTAMP WITH TIME ZONE")
    other = test.arguments["other"]
    early, late = ("date '1900-02-02'", "date '2000-01-01'") if dated else ("0", "1")
    yield _set(test, f"{test.column} = {early}, {other} = {late}")


def _untrue(test: DbtTest, types: Mapping[str, str]) -> Iterator[str]:
    """One column of the condition, then two together, set to values that may break it, in one row after another."""
    condition = test.arguments["condition"]
    named = [column for column in types if re.search(rf"\b{re.escape(column)}\b", condition)]
    literals = tuple(f"'{text}'" for text in re.findall(r"'([^']*)'", condition))
    values = {column: _values(types[column], literals) for column in named}
    for column in named:
        for value, row in product(values[column], range(ROWS_TRIED)):
            yield _set(test, f'"{column}" = {value}', row)
    for one, other in combinations(named, 2):
        for first, second in product(values[one], values[other]):
            yield _set(test, f'"{one}" = {first}, "{other}" = {second}')


def _values(data_type: str, literals: tuple[str, ...]) -> tuple[str, ...]:
    found = TRIED.get(data_type, NUMBERS)
    return (*found, *literals) if data_type == "VARCHAR" else found


POISONS: Mapping[str, Poisons] = {
    "not_null": _empty,
    "identifies": _row_twice,
    "unique_grain": _row_twice,
    "accepted_values": _unheard_of,
    "relationships": _unheard_of,
    "at_least_zero": _negative,
    "not_before": _too_early,
    "holds": _untrue,
}
