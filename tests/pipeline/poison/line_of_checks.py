"""The line of checks behind the marts, opened on a build: dbt's tests, the gate, and the release compared with.

Belongs here: reading it once. Does not: what is asked of it (scoring).
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from orchestration.warehouse import read_table
from quality.gate import Engine
from quality.laws import LAWS, Law
from quality.metrics import read_metrics, read_tables
from quality.suites import plan
from tests.pipeline.poison.corruptions import Target
from tests.pipeline.poison.dbt_poisons import read_tests
from tests.pipeline.poison.poison_bench import Bench
from tests.pipeline.poison.scoring import Line

LEDGER = "ledger"  # what others publish: held against their files, not against our log


def open_line(bench: Bench, manifest: Path, previous: Path) -> Line:
    """The line for the public tables of the request log, as `manifest` (compiled) has it.

    `previous` is the folder of the release compared with.
    """
    nodes: Mapping[str, Mapping[str, Any]] = json.loads(manifest.read_text(encoding="utf-8"))["nodes"]
    tables = {table.name: table for table in read_tables(manifest)}
    laws = read_table(bench.connection, f"marts.{LAWS}")
    return Line(
        bench=bench,
        tests=read_tests(nodes),
        engine=Engine.start(),
        tables=tables,
        plan=plan(tables.values(), read_metrics(manifest), _laws(laws)),
        previous=_previous(previous),
        targets=tuple(_targets(bench, nodes, tables)),
    )


def _laws(frame: pd.DataFrame) -> list[Law]:
    return [
        Law(row["law_id"], row["question"], "warning" if row["severity"] == "warning" else "critical")
        for row in frame.to_dict("records")
    ]


def _previous(release: Path) -> dict[str, pd.DataFrame]:
    return {path.stem: pd.read_parquet(path) for path in (release / "public" / "parquet").glob("*.parquet")}


def _targets(bench: Bench, nodes: Mapping[str, Mapping[str, Any]], tables: Mapping[str, Any]) -> list[Target]:
    """Every public table that is not the ledger's and has rows: an empty one has nothing to damage."""
    required = bench.connection.execute(
        "select table_name, column_name from duckdb_columns() where schema_name = 'marts' and not is_nullable"
    ).fetchall()
    found = []
    for node in nodes.values():
        table = tables.get(node["name"]) if node["resource_type"] == "model" else None
        if table is None or table.tier != "public" or node["config"]["group"] == LEDGER:
            continue
        relation = node["relation_name"]
        if count := bench.count(f"from {relation}"):
            needed = frozenset(column for name, column in required if name == table.name)
            found.append(Target(table.name, relation, count, table.grain, bench.types(relation), needed))
    return sorted(found, key=lambda target: target.name)
