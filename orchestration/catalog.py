"""What is published, as dbt's manifest says it: tables, columns, types, prose and metric metadata.

Belongs here: reading target/manifest.json for those who move tables.
Does not: judging metric metadata (quality.metrics validates it).
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any


class ManifestMissingError(FileNotFoundError):
    """dbt has not been parsed yet."""


@dataclass(frozen=True)
class Column:
    """One column: DuckDB type, resolved prose, and the metric metadata as authored, if it is a metric.

    `settled_after` are the days after its period that a metric can still change by itself, where they are more than
    those of its table.
    """

    name: str
    data_type: str
    description: str
    metric: Mapping[str, Any] | None = None
    settled_after: int | None = None


@dataclass(frozen=True)
class SourceRows:
    """Which rows of another released table a row is made of.

    `condition` is SQL between `here`, the row, and `there`, the rows of `table`; `counted_by` is the column that says
    how many they are, if one does. `reason` says why rows are not told: any, where there is no table, or some.
    """

    table: str | None = None
    condition: str | None = None
    counted_by: str | None = None
    reason: str | None = None


@dataclass(frozen=True)
class ReleaseTable:
    """One table of a release. `grain` identifies a row and orders the files; `tier` is public or research.

    `dated_by` is the column that dates a row (or begins its period), `settled_after` how many days after that the row
    can still change by itself, or the column that says so. `may_be_empty`: the gate asks for no row in it.
    `friendly_name` is its view in the released database.
    """

    name: str
    tier: str
    grain: tuple[str, ...]
    owner: str
    description: str
    columns: tuple[Column, ...]
    dated_by: str | None = None
    settled_after: str | int | None = None
    may_be_empty: bool = False
    friendly_name: str | None = None
    source_rows: SourceRows | None = None


def read_catalog(manifest: Path) -> tuple[ReleaseTable, ...]:
    """Every model with dbt `access: public`, ordered by name.

    Raises ManifestMissingError when there is no manifest, KeyError when a published model has no tier, grain or owner
    (a test of the project and the gate both name it first).
    """
    if not manifest.exists():
        raise ManifestMissingError(f"{manifest} is not there: run `takedown build`, which parses the dbt project")
    nodes = json.loads(manifest.read_text(encoding="utf-8"))["nodes"].values()
    published = [node for node in nodes if node["resource_type"] == "model" and node.get("access") == "public"]
    return tuple(sorted((_table(node) for node in published), key=lambda table: table.name))


def _table(node: Mapping[str, Any]) -> ReleaseTable:
    meta = node["config"]["meta"]
    return ReleaseTable(
        name=node["name"],
        tier=meta["tier"],
        grain=tuple(meta["grain"]),
        owner=meta["owner"],
        description=_one_line(node["description"]),
        columns=tuple(_columns(node)),
        dated_by=meta.get("dated_by"),
        settled_after=meta.get("settled_after"),
        may_be_empty=meta.get("may_be_empty", False),
        friendly_name=meta.get("friendly_name"),
        source_rows=_source_rows(meta.get("source_rows")),
    )


def _source_rows(meta: Mapping[str, str] | None) -> SourceRows | None:
    if meta is None:
        return None
    return SourceRows(**{key: _one_line(said) for key, said in meta.items()})


def _columns(node: Mapping[str, Any]) -> Iterator[Column]:
    for column in node["columns"].values():
        meta = column.get("config", {}).get("meta", {})
        described = (column["name"], column["data_type"].lower(), _one_line(column["description"]))
        yield Column(*described, meta.get("metric"), meta.get("settled_after"))


def _one_line(text: str) -> str:
    return " ".join(text.split())
