"""Every row rule of every source: a row that is good but for one value is rejected for that value, in its words."""

from collections.abc import Iterator

import duckdb
import pytest

from orchestration.connectors import rows as row_rules
from orchestration.connectors.rows import VALUE_LIMIT_BYTES, reject_bad_rows
from orchestration.connectors.sources import SOURCES, Source
from orchestration.connectors.staging import TextRow, append_rows, create_staging
from tests.unit.row_judge import GOOD

# The words of a rule -> a value that it must reject.
POISONS = {
    "is longer than": "z" * (VALUE_LIMIT_BYTES + 1),
    "is empty": " ",
    "is given: one must name": None,
    "has no UTC offset": "2025-07-01 10:00",
    "is not a time with a UTC offset": "2025-13-01T10:00:00Z",
    "is not a date that exists": "2025-02-30",
    "is not one of": "poison",
    "is not a whole number": "-1",
    "is no reference": "nobody 1",
    "holds the handle": "of-sample-1",
}


def rules_of(source: Source) -> list[tuple[str, str]]:
    """Column and words of every rule."""
    return [(column, reason) for column, _, reason in row_rules._rules(source)]


ALL_RULES = [(source, column, reason) for source in SOURCES.values() for column, reason in rules_of(source)]


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as opened:
        opened.execute("set timezone = 'UTC'")
        yield opened


@pytest.mark.parametrize(("source", "column", "reason"), ALL_RULES, ids=[f"{s.name}.{c}" for s, c, _ in ALL_RULES])
def test_a_rule_rejects_its_poison(
    connection: duckdb.DuckDBPyConnection, source: Source, column: str, reason: str
) -> None:
    (words,) = [words for words in POISONS if words in reason]
    named = {"handle": "sample"} if "handle" in source.columns else {}
    row = {**GOOD[source.name], **named, column: POISONS[words]}
    if POISONS[words] is None:
        row |= dict.fromkeys(source.either)
    create_staging(connection, source.columns)
    append_rows(connection, source.columns, [TextRow(1, [row.get(name) for name in source.columns])])
    reject_bad_rows(connection, source)
    ((found_column, found_reason),) = connection.execute("select column_name, reason from staged_rejects").fetchall()
    assert (found_column, words in found_reason) == (column, True)
