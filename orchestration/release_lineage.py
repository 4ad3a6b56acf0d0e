"""What each table of a release was made of: models, reference data, and the files landed, by their hashes.

Belongs here: reading dbt's manifest and the ledger of batches. Does not: showing it (release_codebook).
The names of files are told for published reports alone: a file of the request log may be named after whom it is about.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

NAMED_SOURCE = "published_reports"


@dataclass(frozen=True)
class Batch:
    """A file that was landed: its source, its hash, how many rows it gave, and its name where that is public."""

    source: str
    sha256: str
    row_count: int
    name: str | None = None


@dataclass(frozen=True)
class TableLineage:
    """The ancestors of one table. `landed` are raw tables that hold files, `computed` those that a build writes."""

    models: tuple[str, ...] = ()
    seeds: tuple[str, ...] = ()
    landed: tuple[str, ...] = ()
    computed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Lineage:
    """Ancestors by table, batches by raw table, hashes of the reference data by name."""

    tables: Mapping[str, TableLineage] = field(default_factory=dict)
    batches: Mapping[str, tuple[Batch, ...]] = field(default_factory=dict)
    seeds: Mapping[str, str] = field(default_factory=dict)

    def of(self, table: str) -> dict[str, Any]:
        """What datapackage.json says of one table; of one that the gate wrote, nothing is known upstream."""
        return asdict(self.tables.get(table, TableLineage()))

    def sources(self, tables: Iterable[str]) -> dict[str, Any]:
        """What datapackage.json says of the files and reference data below any of `tables`."""
        known = [self.tables[table] for table in tables if table in self.tables]
        landed = sorted({name for lineage in known for name in lineage.landed})
        seeds = sorted({name for lineage in known for name in lineage.seeds})
        return {
            "landed": {name: [_told(batch) for batch in self.batches[name]] for name in landed},
            "seeds": {name: self.seeds[name] for name in seeds},
        }


def read_lineage(connection: "DuckDBPyConnection", manifest: Path, project: Path) -> Lineage:
    """Lineage of every published model, from the manifest and the raw tables of the open warehouse."""
    content = json.loads(manifest.read_text(encoding="utf-8"))
    batches = {name: _batches(connection, name) for name in _landed_tables(connection)}
    nodes = content["nodes"]
    published = [n for n in nodes.values() if n["resource_type"] == "model" and n.get("access") == "public"]
    tables = {n["name"]: _ancestors(content, n["unique_id"], batches.keys()) for n in published}
    seeds = {n["name"]: project / n["original_file_path"] for n in nodes.values() if n["resource_type"] == "seed"}
    return Lineage(tables, batches, {name: _sha256(path) for name, path in sorted(seeds.items())})


def _ancestors(content: Mapping[str, Any], unique_id: str, landed: Iterable[str]) -> TableLineage:
    found: set[str] = set()
    waiting = [unique_id]
    while waiting:
        new = set(content["parent_map"].get(waiting.pop(), ())) - found
        found |= new
        waiting += new
    kinds: dict[str, list[str]] = {"model": [], "seed": [], "source": []}
    for kind, name in sorted((i.split(".")[0], i.split(".")[-1]) for i in found):
        kinds.setdefault(kind, []).append(name)
    known = set(landed)
    return TableLineage(
        models=tuple(kinds["model"]),
        seeds=tuple(kinds["seed"]),
        landed=tuple(name for name in kinds["source"] if name in known),
        computed=tuple(name for name in kinds["source"] if name not in known),
    )


def _landed_tables(connection: "DuckDBPyConnection") -> list[str]:
    rows = connection.execute(
        "select table_name from duckdb_columns() where schema_name = 'raw' and column_name = '_source_sha256' "
        "and database_name = current_database() order by table_name"
    ).fetchall()
    return [name for (name,) in rows]


def _batches(connection: "DuckDBPyConnection", table: str) -> tuple[Batch, ...]:
    rows = connection.execute(
        "select batches.source, batches.source_sha256, counted.row_count, "
        f"case when batches.source = '{NAMED_SOURCE}' then batches.source_uri end "
        "from raw._batches as batches inner join "
        f"(select _batch_id, count(*) as row_count from raw.{table} group by _batch_id) as counted "
        "on batches.batch_id = counted._batch_id order by 1, 4, 2"
    ).fetchall()
    return tuple(Batch(*row) for row in rows)


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _told(batch: Batch) -> dict[str, Any]:
    return {key: value for key, value in asdict(batch).items() if value is not None}
