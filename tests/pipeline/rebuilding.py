"""Marts made anew for other dates, from the SQL that dbt compiled, in a copy of a warehouse.

Belongs here: the long way round to a date, for tests that lay the as-of macros beside it. A whole `takedown build
--as-of` of each date would say the same in a hundred times the time.
"""

import json
from collections.abc import Iterator
from datetime import date
from graphlib import TopologicalSorter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from orchestration.clock import set_clock
from tests.conftest import NOW

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# What stands below these layers is the same on every date, but for the clock.
LAYERS = ("intermediate", "marts")
CLOCK = "model.takedown.stg_warehouse__clock"


def statements(manifest: Path, marts: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """The table and its SQL, for `marts` and all models that they are made from, each after those it reads."""
    nodes: dict[str, Any] = json.loads(manifest.read_text(encoding="utf-8"))["nodes"]
    wanted = [f"model.takedown.{mart}" for mart in marts]
    reads: dict[str, list[str]] = {}
    while wanted:
        name = wanted.pop()
        reads[name] = [key for key in nodes[name]["depends_on"]["nodes"] if changes_with_the_date(key, nodes)]
        wanted += [key for key in reads[name] if key not in reads]
    for name in TopologicalSorter(reads).static_order():
        # Not from the manifest: whoever parsed last wrote one without it.
        compiled = manifest.parent / "compiled" / "takedown" / nodes[name]["original_file_path"]
        yield f"{nodes[name]['schema']}.{nodes[name]['name']}", compiled.read_text(encoding="utf-8")


def changes_with_the_date(name: str, nodes: dict[str, Any]) -> bool:
    """Is it a table that another as-of makes otherwise?"""
    return name == CLOCK or nodes.get(name, {}).get("schema") in LAYERS


def rebuild(connection: "DuckDBPyConnection", sql: list[tuple[str, str]], day: date) -> None:
    """Make those tables as of the last instant of a day."""
    set_clock(connection, now=NOW, as_of=day.isoformat())
    for table, code in sql:
        connection.execute(f"create or replace table {table} as {code}")
