"""Marts in well under a second: dbt compiles the project once, and the compiled SQL runs on DuckDB in memory.

Belongs here: compiling, and running the models of a chosen set in the order of what they depend on.
Does not: what is put into the landing folder, and what is asked of the marts.
"""

import shutil
from collections.abc import Iterable
from dataclasses import dataclass, replace
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

import duckdb

from orchestration.accounts import write_account_keys
from orchestration.clock import set_clock
from orchestration.landing import land
from orchestration.release_tables import quote
from orchestration.settings import Settings
from tests.pipeline.workbench import dbt, environment

# With cells of no account as the smallest that may be shown, nothing is withheld: groups can be compared.
NOTHING_WITHHELD = "{min_cell: 0}"
LOG_SOURCES = ("requests", "responses", "account_checks")
# What the asset `mirrors` writes before dbt runs. Without it no account is another's successor.
NO_MIRRORS = """
    create table raw.mirror_evidence (
        predecessor_account_id varchar, successor_account_id varchar, handle_level varchar, handle_weight double,
        display_name_level varchar, display_name_weight double, followers_level varchar, followers_weight double
    );
    create table raw.mirror_weights (
        comparison varchar, level varchar, weight double, m_probability double, u_probability double
    );
    create table raw.withheld_before (
        week_start_date date, group_id varchar, platform_id varchar, is_withheld boolean, is_stock_withheld boolean
    );
"""
CATALOG = "warehouse"  # dbt names relations after the file, warehouse.duckdb


@dataclass(frozen=True)
class CompiledModel:
    """A model: its relation (``"warehouse"."marts"."fct_requests"``), its query, and the models that it reads."""

    name: str
    relation: str
    sql: str
    reads: frozenset[str]


@dataclass(frozen=True)
class CompiledModels:
    """Models in an order in which they can be run, and the settings of the home that holds the seeds."""

    models: tuple[CompiledModel, ...]
    settings: Settings

    def needed_for(self, names: frozenset[str]) -> tuple[CompiledModel, ...]:
        """The models called `names` and all that they read, in order; every model when no name is given."""
        wanted = set(names)
        for model in reversed(self.models):
            if model.name in wanted:
                wanted |= model.reads
        return tuple(model for model in self.models if not names or model.name in wanted)


def compile_models(settings: Settings, names: Iterable[str]) -> CompiledModels:
    """Load the seeds into the warehouse of `settings`, and compile the models called `names` with all they need."""
    target = ("--vars", NOTHING_WITHHELD, "--target-path", str(settings.home / "target"))
    select = ("--select", *(f"+{name},resource_type:model" for name in names))
    with environment(settings):
        dbt(settings, "seed", *target)
        nodes = [result.node for result in dbt(settings, "compile", *target, *select)]
    models = {node.unique_id: node for node in nodes if node.resource_type == "model"}
    graph = {unique_id: set(node.depends_on.nodes) & models.keys() for unique_id, node in models.items()}
    order = [models[unique_id] for unique_id in TopologicalSorter(graph).static_order()]
    reads = {unique_id: frozenset(models[read].name for read in needed) for unique_id, needed in graph.items()}
    compiled = (CompiledModel(n.name, n.relation_name, n.compiled_code, reads[n.unique_id]) for n in order)
    return CompiledModels(tuple(compiled), settings)


class Replay:
    """Marts of one log after another, each as of any instant, on one connection in memory."""

    def __init__(self, compiled: CompiledModels, workplace: Path) -> None:
        self.compiled = compiled
        self.settings = replace(compiled.settings, home=workplace)
        self.connection = duckdb.connect()
        self.connection.execute(f"attach ':memory:' as {CATALOG}; use {CATALOG}; set timezone = 'UTC'; set threads = 1")
        self.connection.execute(f"create schema raw; {NO_MIRRORS}")
        self._copy("seeds", compiled.settings.warehouse)
        for schema in sorted({model.relation.split(".")[1] for model in compiled.models}):
            self.connection.execute(f"create schema if not exists {schema}")
        self._empty = self._make_empty(workplace.with_name(f"{workplace.name}-empty.duckdb"))

    def clear(self) -> Path:
        """An empty home; gives its landing folder."""
        shutil.rmtree(self.settings.home, ignore_errors=True)
        self.settings.landing.mkdir(parents=True)
        shutil.copy(self._empty, self.settings.warehouse)
        return self.settings.landing

    def land(self) -> None:
        """What lies in the landing folder, read by the real connectors into a file, and taken over from it."""
        land(self.settings, sources=LOG_SOURCES)
        self.take_over(self.settings.warehouse)

    def take_over(self, warehouse: Path) -> None:
        """The raw tables of another warehouse, what it knows of mirrors included, with account keys of our own."""
        self._copy("raw", warehouse)
        write_account_keys(self.connection, self.settings)

    def build(self, as_of: str | None = None, only: frozenset[str] = frozenset()) -> None:
        """Run every model as of an instant, or `only` some and what they read."""
        set_clock(self.connection, now=self.settings.now, as_of=as_of)
        for model in self.compiled.needed_for(only):
            self.connection.execute(f"create or replace table {model.relation} as {model.sql}")

    def forget_mirrors(self) -> None:
        self.connection.execute("delete from raw.mirror_evidence; delete from raw.mirror_weights")

    def rows(self, sql: str) -> list[dict[str, Any]]:
        """The answer to a query, one dict a row."""
        answer = self.connection.execute(sql)
        names = [column[0] for column in answer.description or ()]
        return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]

    def close(self) -> None:
        self.connection.close()

    def _make_empty(self, path: Path) -> Path:
        """A warehouse in which nothing has landed yet: making its tables anew takes longer than landing a log."""
        shutil.rmtree(self.settings.home, ignore_errors=True)
        land(self.settings, sources=[])
        path.unlink(missing_ok=True)
        return Path(shutil.move(self.settings.warehouse, path))

    def _copy(self, schema: str, warehouse: Path) -> None:
        self.connection.execute(f"attach {quote(warehouse)} as other (read_only); create schema if not exists {schema}")
        names = self.connection.execute(
            "select table_name from duckdb_tables() where database_name = 'other' and schema_name = $1", [schema]
        ).fetchall()
        for (name,) in names:
            self.connection.execute(f"create or replace table {schema}.{name} as from other.{schema}.{name}")
        self.connection.execute("detach other")
