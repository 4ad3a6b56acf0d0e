"""What a release says about itself: datapackage.json, README.md, CHANGES.md, SHA256SUMS.

Belongs here: descriptions of files that are already written. Does not: writing tables or switching releases.
"""

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from orchestration.catalog import Column, ReleaseTable
from orchestration.release_lineage import Lineage
from orchestration.release_macros import TABLE_OF_MACROS

# DuckDB type -> Frictionless type.
FIELD_TYPES = {
    "varchar": "string",
    "bigint": "integer",
    "integer": "integer",
    "double": "number",
    "boolean": "boolean",
    "date": "date",
    "timestamp with time zone": "datetime",
}
MEDIA_TYPES = {"parquet": "application/vnd.apache.parquet", "csv": "text/csv"}


@dataclass(frozen=True)
class Facts:
    """What every document of one release needs to know."""

    release_id: str
    as_of_date: str
    is_synthetic: bool
    compared_with: str | None
    lineage: Lineage = field(default_factory=Lineage)

    @property
    def title(self) -> str:
        mark = "SYNTHETIC sample: " if self.is_synthetic else ""
        return f"{mark}takedown requests and platform responses as of {self.as_of_date}"


@dataclass(frozen=True)
class WrittenTable:
    """A table of the release and the files it was written to, with its number of rows."""

    table: ReleaseTable
    row_count: int
    files: tuple[Path, ...]


def write_package(folder: Path, tier: str, written: Iterable[WrittenTable], facts: Facts) -> None:
    """Write `<folder>/datapackage.json` (Frictionless Data Package): one resource a file, Parquet before CSV."""
    items = list(written)
    package = {
        "profile": "data-package",
        "name": f"takedown-{tier}",
        "title": facts.title,
        "description": f"The {tier} tier of release {facts.release_id}.",
        "version": facts.release_id,
        "takedown": {
            "release_id": facts.release_id,
            "as_of_date": facts.as_of_date,
            "is_synthetic": facts.is_synthetic,
            "tier": tier,
            "compared_with": facts.compared_with,
            "sources": facts.lineage.sources(item.table.name for item in items),
        },
        "resources": [_resource(folder, item, path, facts) for item in items for path in item.files],
    }
    (folder / "datapackage.json").write_text(to_json(package), encoding="utf-8")


def write_checksums(folder: Path) -> None:
    """Write `SHA256SUMS` over every other file below `folder`, in the format of sha256sum."""
    lines = [f"{sha256_of(path)}  {path.relative_to(folder).as_posix()}\n" for path in files_below(folder)]
    (folder / "SHA256SUMS").write_text("".join(lines), encoding="utf-8")


def files_below(folder: Path) -> list[Path]:
    """Every file below `folder` but SHA256SUMS itself, in order of path."""
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.name != "SHA256SUMS")


def sha256_of(path: Path) -> str:
    """Hex SHA-256 of a file, read in pieces."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def to_json(content: Mapping[str, Any]) -> str:
    """JSON for people and machines: stable, indented, with a final newline."""
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def readme(facts: Facts, written: Collection[WrittenTable], quality_page: str) -> str:
    """README.md of the release: what it is, how to ask it, for any date, what it holds, and the gate's page."""
    rows = "\n".join(
        f"| `{item.table.name}` | {item.table.tier} | {item.row_count:,} | {item.table.description} |"
        for item in written
    )
    warning = "**SYNTHETIC sample data. Figures are not official statistics.**\n\n" if facts.is_synthetic else ""
    return (
        f"# Release {facts.release_id}\n\n{warning}{facts.title[0].upper()}{facts.title[1:]}.\n\n"
        "`public/` holds aggregates that anyone may have. `research/takedown.duckdb` holds them too, and one row per "
        "request, event and account under keyed ids. `SHA256SUMS` names every file.\n\n"
        "```sql\n-- duckdb -readonly research/takedown.duckdb\n"
        "select platform_id, reported_count, complied_count, round(complied_of_reported_rate, 3) as rate\n"
        "from marts.fct_compliance_summary order by is_total, rate desc;\n```\n\n"
        f"{_how_to_replay(facts, written)}"
        f"| table | tier | rows | what a row is |\n|---|---|---:|---|\n{rows}\n\n{quality_page}"
    )


def _how_to_replay(facts: Facts, written: Iterable[WrittenTable]) -> str:
    if not any(item.table.name == TABLE_OF_MACROS for item in written):
        return ""
    last = date.fromisoformat(facts.as_of_date)
    day, later = last - timedelta(days=14), last - timedelta(days=7)
    return (
        "## Any date again\n\n"
        "The log is in the file with both its times, when a thing happened and when it was recorded. Macros recompute "
        f"the figures from it, as they were known on any date up to {last}:\n\n"
        "```sql\n-- duckdb -readonly research/takedown.duckdb\n"
        f"from compliance_as_of(date '{day}');         -- as of the end of that day in UTC\n"
        f"from compliance_at('{day}', '{later}');   -- that day, as known a week later\n"
        f"select day, reported_count from generate_series(date '{day}', date '{later}', interval 1 day) as days(day),\n"
        "    lateral (select * from compliance_as_of(day::date)) as known where is_total order by day;\n"
        f"select macro_name, parameters, description from marts.{TABLE_OF_MACROS};\n```\n\n"
        "Where the first two differ, something was recorded late, corrected or withdrawn in that week. An instant is "
        "written with its offset, `'2025-08-15 12:00:00+00'`; a series of dates holds timestamps, hence the "
        "cast, `day::date`. A file attached to another is made the one that is asked with `use` first. The SQL of each "
        "macro is in the same table. DuckDB 1.2 and newer open the file and answer; 1.4 or newer is fast.\n\n"
    )


def _resource(folder: Path, item: WrittenTable, path: Path, facts: Facts) -> dict[str, Any]:
    table = item.table
    kind = "csv" if ".csv" in path.suffixes else "parquet"
    resource = {
        "name": table.name if kind == "parquet" else f"{table.name}.csv",
        "path": path.relative_to(folder).as_posix(),
        "format": kind,
        "mediatype": MEDIA_TYPES[kind],
        "bytes": path.stat().st_size,
        "hash": f"sha256:{sha256_of(path)}",
        "description": table.description,
        "takedown": {
            "grain": table.grain,
            "tier": table.tier,
            "owner": table.owner,
            "row_count": item.row_count,
            "may_be_empty": table.may_be_empty,
            "friendly_name": table.friendly_name,
            "source_rows": asdict(table.source_rows) if table.source_rows else None,
            "sources": facts.lineage.of(table.name),
        },
        "schema": {"fields": [_field(column) for column in table.columns], "primaryKey": list(table.grain)},
    }
    if kind == "csv":
        resource |= {"profile": "tabular-data-resource", "encoding": "utf-8"}
    if path.suffix == ".gz":
        resource["compression"] = "gz"
    return resource


def _field(column: Column) -> dict[str, Any]:
    described: dict[str, Any] = {
        "name": column.name,
        "type": FIELD_TYPES[column.data_type],
        "description": column.description,
    }
    if column.data_type == "boolean":
        described |= {"trueValues": ["true"], "falseValues": ["false"]}
    if column.metric:
        described["metric"] = dict(column.metric)
    return described
