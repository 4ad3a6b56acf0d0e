"""One row of a released table, found by its key, and the rows or file rows that it was made of.

Belongs here: SQL that finds rows in a release. Does not: what else a citation says (cite).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from orchestration.warehouse import ask

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection, DuckDBPyRelation

Resource = Mapping[str, Any]
MATCHES_SHOWN = 5
PAIR = re.compile(r"([a-z_][a-z0-9_]*)=(.*)", re.DOTALL)
SUPPRESSIONS = ("is_suppressed", "is_stock_suppressed")
# Frictionless type -> how a value of it is written in SQL.
WRITTEN = {"date": "date ", "datetime": "timestamptz "}


@dataclass(frozen=True)
class Cell:
    """The row that is cited. `key` is in order of the grain, `withheld` are those of `values` that are not told."""

    key: Mapping[str, Any]
    values: Mapping[str, Any]
    withheld: tuple[str, ...]
    query: str
    condition: str


def find_row(connection: "DuckDBPyConnection", resource: Resource, keys: Sequence[str], column: str | None) -> Cell:
    """The one row that `keys` mean: column=value, or values in order of the grain.

    Raises ValueError, which says what there is, for an unknown column, no row, or several.
    """
    fields = {field["name"]: field["type"] for field in resource["schema"]["fields"]}
    if column is not None and column not in fields:
        raise ValueError(f"{resource['name']} has no column {column!r}; there are: {', '.join(fields)}")
    condition = " and ".join(
        _equals(name, value, fields[name]) for name, value in _read_keys(resource, keys, fields).items()
    )
    table = f"marts.{resource['name']}"
    rows = _rows(ask(connection, f"select * from {table} where {condition or 'true'} limit {MATCHES_SHOWN + 1}"))
    grain = resource["schema"]["primaryKey"]
    if len(rows) != 1:
        raise ValueError(_not_one(connection, resource, condition, rows))
    (row,) = rows
    shown = {column: row[column]} if column else {name: row[name] for name in row if name not in grain}
    is_withheld = any(row.get(name) for name in SUPPRESSIONS)
    return Cell(
        key={name: row[name] for name in grain},
        values=shown,
        withheld=tuple(name for name, value in shown.items() if is_withheld and value is None),
        query=f"select {quote_name(column) if column else '*'} from {table} where {condition}",
        condition=condition,
    )


def source_rows(
    connection: "DuckDBPyConnection", packages: Sequence[Resource], resource: Resource, cell: Cell, limit: int
) -> dict[str, Any]:
    """What the row is made of: rows of another table with their keys, rows of files, and why they are not told."""
    names = [field["name"] for field in resource["schema"]["fields"]]
    (row,) = _rows(ask(connection, f"select * from marts.{resource['name']} where {cell.condition}"))
    if row.get("is_suppressed"):
        return {"reason": "not told: the cell is withheld, because it is small or would give away one that is"}
    if told := _file_rows(row, names):
        return {"file_rows": told}
    spec = resource["takedown"].get("source_rows")
    if spec is None:
        return {"reason": "not told for this table; codebook.html says what it was made of"}
    reason = {"reason": spec["reason"]} if spec.get("reason") else {}
    if spec["table"] is None:
        return reason
    there = next(r for package in packages for r in package["resources"] if r["name"] == spec["table"])
    return _matching(connection, resource, there, row, cell.condition, limit) | reason


def quote_name(column: str) -> str:
    """`column` as a SQL name."""
    return '"' + column.replace('"', '""') + '"'


def _matching(
    connection: "DuckDBPyConnection", resource: Resource, there: Resource, row: Resource, condition: str, limit: int
) -> dict[str, Any]:
    spec = resource["takedown"]["source_rows"]
    here = f"(select * from marts.{resource['name']} where {condition}) as here"
    query = f"from marts.{spec['table']} as there inner join {here} on {spec['condition']}"
    grain = ", ".join(f"there.{quote_name(name)}" for name in there["schema"]["primaryKey"])
    ((count,),) = ask(connection, f"select count(*) {query}").fetchall()
    names = [field["name"] for field in there["schema"]["fields"]]
    found = _rows(ask(connection, f"select there.* {query} order by {grain} limit {int(limit)}"))
    counted_by = spec.get("counted_by")
    return {
        "table": spec["table"],
        "count": count,
        "counted_by": counted_by,
        "is_count_equal": counted_by is not None and row[counted_by] == count,
        "ids": [{name: one[name] for name in there["schema"]["primaryKey"]} for one in found],
        "file_rows": [told for one in found for told in _file_rows(one, names)],
        "query": f"select {grain} {query}",
    }


def _file_rows(row: Mapping[str, Any], names: Sequence[str]) -> list[dict[str, Any]]:
    """Hash of each file that columns name (source_, old_source_, new_source_) and row in it; None is all of it."""
    stems = [name.removesuffix("file_sha256") for name in names if name.endswith("source_file_sha256")]
    return [
        {"sha256": row[f"{stem}file_sha256"], "row": row.get(f"{stem}row")}
        for stem in stems
        if row[f"{stem}file_sha256"] is not None
    ]


def _read_keys(resource: Resource, keys: Sequence[str], fields: Mapping[str, str]) -> dict[str, str]:
    grain = resource["schema"]["primaryKey"]
    read: dict[str, str] = {}
    for place, key in enumerate(keys):
        pair = PAIR.fullmatch(key)
        if pair is None and place >= len(grain):
            raise ValueError(f"{key!r} is one value too many: the key of {resource['name']} is {', '.join(grain)}")
        name, value = (pair[1], pair[2]) if pair else (grain[place], key)
        if name not in fields:
            raise ValueError(f"{resource['name']} has no column {name!r}; its key is {', '.join(grain)}")
        if read.setdefault(name, value) != value:
            raise ValueError(f"{name} is given twice: {read[name]!r} and {value!r}")
    return read


def _equals(name: str, value: str, kind: str) -> str:
    if value.lower() == "null":
        return f"{quote_name(name)} is null"
    text = "'" + value.replace("'", "''") + "'"
    if kind in ("integer", "number", "boolean"):
        return f"{quote_name(name)} = {_plain(name, value, kind)}"
    _require(name, value, kind)
    return f"{quote_name(name)} = {WRITTEN.get(kind, '')}{text}"


def _plain(name: str, value: str, kind: str) -> str:
    if kind == "boolean" and value.lower() in ("true", "false"):
        return value.lower()
    try:
        return str(int(value) if kind == "integer" else float(value))
    except ValueError as error:
        raise ValueError(f"{name}={value!r} is no {kind}") from error


def _require(name: str, value: str, kind: str) -> None:
    readers = {"date": date.fromisoformat, "datetime": datetime.fromisoformat}
    try:
        readers.get(kind, str)(value)
    except ValueError as error:
        raise ValueError(f"{name}={value!r} is no {kind}: write it like 2025-08-15") from error


def _not_one(connection: "DuckDBPyConnection", resource: Resource, condition: str, rows: Sequence[Resource]) -> str:
    grain = resource["schema"]["primaryKey"]
    where = f"{resource['name']} where {condition or 'no key is given'}"
    if rows:
        shown = "; ".join(" ".join(f"{name}={row[name]}" for name in grain) for row in rows[:MATCHES_SHOWN])
        return f"several rows of {where}: {shown}, ... Give the whole key: {', '.join(grain)}"
    column = quote_name(grain[0])
    some = ask(connection, f"select distinct {column} from marts.{resource['name']} order by 1 limit 12").fetchall()
    return f"no row of {where}; {grain[0]} is one of {', '.join(str(value) for (value,) in some)}, ..."


def _rows(relation: "DuckDBPyRelation") -> list[dict[str, Any]]:
    return [dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall()]
