"""From the warehouse through the gate to a release.

Belongs here: which frames the gate is handed, its verdicts kept until the release is written, and writing it.
Does not: any judgement (quality), any file of a release (release), any Dagster (assets).
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date
from pathlib import Path
from typing import TYPE_CHECKING

from orchestration.catalog import ReleaseTable, read_catalog
from orchestration.changed_figures import write_changes
from orchestration.publication import CHANGES, RESTATEMENTS
from orchestration.release import Contents, Published, current_release, list_releases, publish
from orchestration.release_restatements import compare_with, write_restatements
from orchestration.settings import Settings
from orchestration.warehouse import connect, digest_table, read_table, read_value

if TYPE_CHECKING:
    import pandas as pd
    from duckdb import DuckDBPyConnection

    from quality.gate import Judgement
    from quality.report import QualityReport, Verdict


class BlockedError(RuntimeError):
    """This build may not be published: the gate stopped it, or it is not what the gate judged."""

    exit_code = 3


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
    """Ask the gate of every public table in the warehouse, compare with the release before, keep the verdicts.

    Raises BlockedError when the models were not all built for the instant that the clock shows.
    """
    from quality.gate import judge_release
    from quality.metrics import read_metrics, read_tables

    tables = read_catalog(settings.manifest)
    with connect(settings.warehouse, read_only=True) as connection:
        _require_whole_build(connection)
        facts = read_build_facts(connection)
        digests = _digests(connection, tables)
        frames = {
            table.name: read_table(connection, f"marts.{table.name}") for table in tables if table.tier == "public"
        }
        if (previous := find_previous(settings, facts)) is not None:
            # The release writes these tables about itself; the gate is asked of what they will say.
            comparison = compare_with(connection, previous)
            write_restatements(connection, tables, comparison, release_id="")
            write_changes(connection, tables, comparison, release_id="")
            frames |= {own.name: read_table(connection, own.name) for own in (RESTATEMENTS, CHANGES)}
    judgement = judge_release(
        read_tables(settings.manifest),
        read_metrics(settings.manifest),
        frames,
        read_public_tables(previous, frames) if previous else None,
    )
    _keep(settings, judgement, facts, digests)
    return judgement.verdicts


def write_release(settings: Settings) -> Published:
    """Publish what the gate last judged.

    Raises BlockedError when a critical check of that judgement failed, or the tables are not those it judged.
    """
    from quality.report import from_json, is_blocked, to_json, to_markdown

    report = from_json(settings.verdicts.read_text(encoding="utf-8"))
    if is_blocked(report.verdicts):
        raise BlockedError(f"the gate blocked this build: see {settings.verdicts} or `takedown check`")
    facts = BuildFacts(report.as_of_date, report.is_synthetic)
    contents = Contents(
        tables=read_catalog(settings.manifest),
        as_of_date=report.as_of_date.isoformat(),
        is_synthetic=report.is_synthetic,
        previous=find_previous(settings, facts),
        quality=lambda release_id: to_json(
            report.verdicts, release_id=release_id, as_of_date=report.as_of_date, is_synthetic=report.is_synthetic
        ),
        quality_page=to_markdown(report.verdicts),
        data_docs=lambda folder, release_id: _write_data_docs(folder, release_id, report, settings),
    )
    with connect(settings.warehouse) as connection:
        _require_judged(connection, settings, contents.tables)
        return publish(connection, settings, contents)


def _keep(settings: Settings, judgement: "Judgement", facts: BuildFacts, digests: dict[str, str]) -> None:
    """Verdicts, what Great Expectations answered, and of which tables: until the release is written."""
    from quality.report import to_json

    text = to_json(judgement.verdicts, release_id="", as_of_date=facts.as_of_date, is_synthetic=facts.is_synthetic)
    # The digests come last: verdicts beside those of another build are taken for its tables by nobody.
    whole = {
        _answers_file(settings): json.dumps(judgement.validations, ensure_ascii=False),
        settings.verdicts: text,
        _digest_file(settings): json.dumps(digests, indent=2),
    }
    settings.verdicts.parent.mkdir(parents=True, exist_ok=True)
    for path, content in whole.items():
        _aside(path).write_text(content, encoding="utf-8")
    for path in whole:
        _aside(path).replace(path)


def find_previous(settings: Settings, facts: BuildFacts) -> Path | None:
    """The release to compare with: of the same nature and of no later date; the current one if it is that."""
    from quality.report import from_json

    current = current_release(settings)
    others = [settings.releases / name for name in reversed(list_releases(settings))]
    for folder in [*([current] if current else []), *others]:
        report = from_json((folder / "quality.json").read_text(encoding="utf-8"))
        if report.is_synthetic == facts.is_synthetic and report.as_of_date <= facts.as_of_date:
            return folder
    return None


def read_public_tables(folder: Path, tables: Iterable[str]) -> "dict[str, pd.DataFrame]":
    """Those of `tables` that the release in `folder` has."""
    import pandas as pd

    paths = {table: folder / "public" / "parquet" / f"{table}.parquet" for table in tables}
    return {name: pd.read_parquet(path) for name, path in paths.items() if path.exists()}


def _write_data_docs(folder: Path, release_id: str, report: "QualityReport", settings: Settings) -> None:
    from quality.data_docs import About, write_data_docs

    answers = json.loads(_answers_file(settings).read_text(encoding="utf-8"))
    write_data_docs(folder, report.verdicts, answers, About(release_id, report.as_of_date, report.is_synthetic))


def _require_whole_build(connection: "DuckDBPyConnection") -> None:
    if not read_value(connection, "select is_built from raw.clock"):
        raise BlockedError(
            "the models were not all built for the as-of instant, so the tables may not belong together: "
            "run `takedown build`, which builds them all, and mend what it names"
        )


def _require_judged(connection: "DuckDBPyConnection", settings: Settings, tables: Iterable[ReleaseTable]) -> None:
    _require_whole_build(connection)
    judged = json.loads(_digest_file(settings).read_text(encoding="utf-8"))
    if changed := [name for name, digest in _digests(connection, tables).items() if judged.get(name) != digest]:
        raise BlockedError(
            f"{', '.join(changed)} changed since the gate judged: run `takedown release`, which asks it anew"
        )


def _digests(connection: "DuckDBPyConnection", tables: Iterable[ReleaseTable]) -> dict[str, str]:
    return {table.name: digest_table(connection, f"marts.{table.name}") for table in tables}


def _aside(path: Path) -> Path:
    return path.with_suffix(".new")


def _answers_file(settings: Settings) -> Path:
    return settings.verdicts.with_name("answers.json")


def _digest_file(settings: Settings) -> Path:
    return settings.verdicts.with_name("judged_tables.json")
