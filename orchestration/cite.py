"""`takedown cite`: one row of a release with all that another needs to find it again and to check it.

Belongs here: which row is meant, its value, definition, source rows and files. Does not: any figure that the release
does not hold.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from orchestration.cited_rows import Cell, find_row, source_rows
from orchestration.publication import STATUS
from orchestration.release_checksums import TIERS, read_sums
from orchestration.warehouse import connect, read_value

DATABASE = "research/takedown.duckdb"


@dataclass(frozen=True)
class Wanted:
    """What is to be cited: a table by its name or its view's, the key of a row, one column or all, and how many ids."""

    table: str
    keys: Sequence[str]
    column: str | None = None
    ids_limit: int = 10


def cite(release: Path, wanted: Wanted) -> dict[str, Any]:
    """The citation, ready for JSON. Raises ValueError for an unknown table, column or key, or a key of several rows."""
    packages = [json.loads((release / tier / "datapackage.json").read_text(encoding="utf-8")) for tier in TIERS]
    resource = _find_table(packages, wanted.table)
    about = packages[0]["takedown"]
    with connect(release / DATABASE, read_only=True) as connection:
        connection.execute("set enable_external_access = false")
        cell = find_row(connection, resource, wanted.keys, wanted.column)
        as_of = read_value(
            connection, f"select strftime(as_of_at, '%Y-%m-%d %H:%M:%S.%f+00') from marts.{STATUS.name} "
            "where release = $release", {"release": about["release_id"]},
        )  # fmt: skip
        made_of = source_rows(connection, packages, resource, cell, wanted.ids_limit)
    return {
        "release": about["release_id"],
        "as_of": as_of or about["as_of_date"],
        "is_synthetic": about["is_synthetic"],
        "table": resource["name"],
        "key": cell.key,
        "query": cell.query,
        "values": cell.values,
        "withheld": list(cell.withheld),
        "definitions": _definitions(resource, cell),
        "source_rows": made_of,
        "made_of": _landed(packages, resource),
        "files": _files(release, packages, resource["name"]),
        "citation": _citation(about, resource["name"], cell),
    }


def to_text(citation: Mapping[str, Any]) -> str:
    """The citation for people to read."""
    mark = "  SYNTHETIC: figures are not official statistics" if citation["is_synthetic"] else ""
    withheld = set(citation["withheld"])
    lines = [f"release   {citation['release']}{mark}", f"as of     {citation['as_of']}"]
    lines += [f"query     {citation['query']}", "values"]
    for name, value in citation["values"].items():
        shown = "withheld: a small cell" if name in withheld else "empty" if value is None else value
        lines.append(f"  {name} = {shown}")
    lines += ["definition", *(f"  {name}: {said}" for name, said in citation["definitions"].items())]
    lines += ["source rows", *(f"  {line}" for line in _told_rows(citation["source_rows"]))]
    if citation["made_of"]:
        landed = ", ".join(f"{name} ({count} files)" for name, count in citation["made_of"].items())
        lines.append(f"  landed files, each with its hash in datapackage.json and codebook.html: {landed}")
    lines += ["files", *(f"  {file['sha256']}  {file['path']}" for file in citation["files"])]
    return "\n".join([*lines, f"cite as   {citation['citation']}"])


def _find_table(packages: Sequence[Mapping[str, Any]], name: str) -> Mapping[str, Any]:
    resources = [r for package in packages for r in package["resources"] if r["format"] == "parquet"]
    wanted = name.removeprefix("marts.")
    for resource in resources:
        if wanted in (resource["name"], resource["takedown"].get("friendly_name")):
            found: Mapping[str, Any] = resource
            return found
    known = ", ".join(sorted(resource["name"] for resource in resources))
    raise ValueError(f"no table {name!r} in the release; there are: {known}")


def _definitions(resource: Mapping[str, Any], cell: Cell) -> dict[str, str]:
    fields = {field["name"]: field for field in resource["schema"]["fields"]}
    wanted = [name for name in cell.values if len(cell.values) == 1 or "metric" in fields[name]]
    return {name: _definition(fields[name]) for name in wanted} or {resource["name"]: resource["description"]}


def _definition(field: Mapping[str, Any]) -> str:
    metric = field.get("metric")
    if metric is None:
        return str(field["description"])
    fraction = f"; {metric['numerator']} divided by {metric['denominator']}" if "numerator" in metric else ""
    return f"{metric['label']} ({metric['unit']}, {metric['speaker']}{fraction}). {field['description']}"


def _landed(packages: Sequence[Mapping[str, Any]], resource: Mapping[str, Any]) -> dict[str, int]:
    files = {name: batches for package in packages
             for name, batches in package["takedown"].get("sources", {}).get("landed", {}).items()}  # fmt: skip
    names = resource["takedown"].get("sources", {}).get("landed", [])
    return {name: len(files.get(name, [])) for name in names}


def _files(release: Path, packages: Sequence[Mapping[str, Any]], table: str) -> list[dict[str, str]]:
    sums = read_sums(release)
    paths = [
        f"{tier}/{resource['path']}"
        for tier, package in zip(TIERS, packages, strict=True)
        for resource in package["resources"]
        if resource["name"].removesuffix(".csv") == table
    ]
    return [{"path": path, "sha256": sums[path]} for path in [*paths, DATABASE]]


def _citation(about: Mapping[str, Any], table: str, cell: Cell) -> str:
    mark = "SYNTHETIC sample: " if about["is_synthetic"] else ""
    key = ", ".join(f"{name}={value}" for name, value in cell.key.items())
    return (
        f"Takedown warehouse. {mark}{table} ({key}). Release {about['release_id']}, as of {about['as_of_date']}. "
        f"Data set, {DATABASE}."
    )


def _told_rows(made_of: Mapping[str, Any]) -> list[str]:
    reason = [made_of["reason"]] if "reason" in made_of else []
    if "table" not in made_of:
        return reason or [_told_file(row) for row in made_of["file_rows"]]
    counted = f", which is its {made_of['counted_by']}" if made_of["is_count_equal"] else ""
    lines = [f"{made_of['count']} rows of {made_of['table']}{counted}: {made_of['query']}"]
    lines += ["; ".join(f"{name}={value}" for name, value in row.items()) for row in made_of["ids"]]
    return [*lines, *(["..."] if made_of["count"] > len(made_of["ids"]) else []), *reason]


def _told_file(row: Mapping[str, Any]) -> str:
    return f"file {row['sha256']}" + ("" if row["row"] is None else f", row {row['row']}")
