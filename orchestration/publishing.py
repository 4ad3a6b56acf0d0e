"""From the warehouse through the gate to a release.

Belongs here: which frames the gate is handed, its verdicts kept until the release is written, and writing it.
Does not: any judgement (quality), any file of a release (release), any Dagster (assets).
"""

from dataclasses import dataclass
from datetime import UTC, date
from pathlib import Path
from typing import TYPE_CHECKING

from orchestration.catalog import ReleaseTable, read_catalog
from orchestration.release import Contents, Published, current_release, publish
from orchestration.settings import Settings
from orchestration.warehouse import connect, read_table, read_value

if TYPE_CHECKING:
    import pandas as pd
    from duckdb import DuckDBPyConnection

    from quality.report import Verdict


class BlockedError(RuntimeError):
    """The gate did not let this build pass."""


@dataclass(frozen=True)
class BuildFacts:
    """What is said of a build wherever its numbers are shown."""

    as_of_date: date
    is_synthetic: bool


def read_build_facts(connection: "DuckDBPyConnection") -> BuildFacts:
    """The as-of date (UTC) of the warehouse, and whether any of its request logs is synthetic."""
    as_of = read_value(connection, "select as_of from raw.clock")
    is_synthetic = read_value(connection, "select coalesce(bool_or(is_synthetic), false) from raw._batches")
    return BuildFacts(as_of.astimezone(UTC).date(), is_synthetic)


def judge(settings: Settings) -> "tuple[Verdict, ...]":
    """Ask the gate of every public table in the warehouse, compare with the current release, keep the verdicts.

    A synthetic build is compared only with a synthetic release, a real one only with a real one.
    """
    from quality.gate import run_gate
    from quality.report import to_json

    tables = [table for table in read_catalog(settings.manifest) if table.tier == "public"]
    with connect(settings.warehouse, read_only=True) as connection:
        facts = read_build_facts(connection)
        frames = {table.name: read_table(connection, f"marts.{table.name}") for table in tables}
    verdicts = run_gate(frames, settings.manifest, read_previous(settings, tables, facts))
    settings.verdicts.parent.mkdir(parents=True, exist_ok=True)
    text = to_json(verdicts, release_id="", as_of_date=facts.as_of_date, is_synthetic=facts.is_synthetic)
    settings.verdicts.write_text(text, encoding="utf-8")
    return verdicts


def write_release(settings: Settings) -> Published:
    """Publish what the gate last judged. Raises BlockedError when a critical check of that judgement failed."""
    from quality.report import from_json, is_blocked, to_json, to_markdown

    report = from_json(settings.verdicts.read_text(encoding="utf-8"))
    if is_blocked(report.verdicts):
        raise BlockedError(f"the gate blocked this build: see {settings.verdicts} or `takedown check`")
    contents = Contents(
        tables=read_catalog(settings.manifest),
        as_of_date=report.as_of_date.isoformat(),
        is_synthetic=report.is_synthetic,
        quality=lambda release_id: to_json(
            report.verdicts, release_id=release_id, as_of_date=report.as_of_date, is_synthetic=report.is_synthetic
        ),
        quality_page=to_markdown(report.verdicts),
    )
    with connect(settings.warehouse) as connection:
        return publish(connection, settings, contents)


def read_previous(
    settings: Settings, tables: "list[ReleaseTable]", facts: BuildFacts
) -> "dict[str, pd.DataFrame] | None":
    """The public tables of the current release, or None where there is none of the same nature."""
    import pandas as pd

    from quality.report import from_json

    folder = current_release(settings)
    if folder is None:
        return None
    if from_json((folder / "quality.json").read_text(encoding="utf-8")).is_synthetic != facts.is_synthetic:
        return None
    paths = {table.name: _parquet(folder, table.name) for table in tables}
    return {name: pd.read_parquet(path) for name, path in paths.items() if path.exists()}


def _parquet(folder: Path, table: str) -> Path:
    return folder / "public" / "parquet" / f"{table}.parquet"
