"""Releases: write one whole or not at all, verify, list, switch.

A release is named by its as-of date, its content and the release that it is compared with, so an id stands for bytes.
What is published already is not written again.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from orchestration.catalog import ReleaseTable
from orchestration.changed_figures import write_changes
from orchestration.publication import CHANGES, CHECKS, RESTATEMENTS, STATUS, checks_table, status_table
from orchestration.publication_history import HISTORY, history_table
from orchestration.release_changes import changes
from orchestration.release_checksums import count_files, damages
from orchestration.release_codebook import codebook
from orchestration.release_documents import (
    Facts,
    WrittenTable,
    readme,
    sha256_of,
    write_checksums,
    write_package,
)
from orchestration.release_lineage import Lineage, read_lineage
from orchestration.release_metadata import citation_file, write_croissant
from orchestration.release_restatements import compare_with, read_as_of, summarise, write_restatements
from orchestration.release_tables import count_rows, write_csv, write_database, write_parquet
from orchestration.restricted import write_restricted
from orchestration.settings import Settings

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


class ReleaseDamagedError(RuntimeError):
    """A release does not hold what it says it holds. The message names each file."""


@dataclass(frozen=True)
class Contents:
    """What is to be published: the tables, and the gate's verdicts once the release has a name.

    `previous` is the folder of the release that it is compared with, None for the first.
    `quality` gives the text of quality.json for a release id, `quality_page` the gate's page in Markdown, and
    `data_docs`, where there are any, writes its pages about a release id into a folder.
    `lineage` is read from the warehouse when the release is written.
    """

    tables: Sequence[ReleaseTable]
    as_of_date: str
    is_synthetic: bool
    previous: Path | None
    quality: Callable[[str], str]
    quality_page: str
    data_docs: Callable[[Path, str], None] | None = None
    lineage: Lineage = field(default_factory=Lineage)


@dataclass(frozen=True)
class Published:
    """The release that is current now. `is_new` is False when the same content had been published before."""

    folder: Path
    is_new: bool


def publish(connection: "DuckDBPyConnection", settings: Settings, contents: Contents) -> Published:
    """Write the release, verify it and make it current. `connection` is an open warehouse.

    Raises ReleaseDamagedError when what was written does not verify; the current release then stays current.
    """
    contents = replace(contents, lineage=read_lineage(connection, settings.manifest, settings.project))
    building = settings.releases / f".building-{os.getpid()}"
    shutil.rmtree(building, ignore_errors=True)
    building.mkdir(parents=True)
    try:
        written = _write_parquets(connection, contents.tables, building)
        folder = settings.releases / _choose_id(_digest(written, contents), contents)
        is_new = not folder.exists()
        if is_new:
            write_restricted(connection, settings, building)
            _complete(connection, building, written, contents, folder.name)
            verify(building)
            _flush(building)
            building.rename(folder)
        else:
            verify(folder)
        switch(settings, folder.name)
        return Published(folder, is_new)
    finally:
        shutil.rmtree(building, ignore_errors=True)


def switch(settings: Settings, release_id: str) -> None:
    """Point `releases/current` at a release, in one step. Raises FileNotFoundError when there is none of that id."""
    find_release(settings, release_id)
    pointer = settings.releases / f".current-{os.getpid()}"
    pointer.unlink(missing_ok=True)
    pointer.symlink_to(release_id)
    pointer.replace(settings.current_release)


def list_releases(settings: Settings) -> list[str]:
    """Ids of the releases that are there, oldest as-of date first."""
    if not settings.releases.exists():
        return []
    return sorted(p.name for p in settings.releases.iterdir() if p.is_dir() and not p.is_symlink() and p.name[0] != ".")


def current_release(settings: Settings) -> Path | None:
    """The folder of the current release, or None before the first."""
    return settings.current_release.resolve() if settings.current_release.exists() else None


def require_release(settings: Settings) -> Path:
    """The folder of the current release. Raises FileNotFoundError before the first."""
    folder = current_release(settings)
    if folder is None:
        raise FileNotFoundError(f"no release in {settings.releases} yet: run `takedown build`")
    return folder


def find_release(settings: Settings, release_id: str | None) -> Path:
    """The folder of the release of that id, or of the current one for None. Raises FileNotFoundError."""
    if release_id is None:
        return require_release(settings)
    if release_id not in list_releases(settings):
        known = ", ".join(list_releases(settings)) or "none"
        raise FileNotFoundError(f"no release {release_id!r} in {settings.releases}; there are: {known}")
    return settings.releases / release_id


def verify(folder: Path) -> int:
    """Compare every file with SHA256SUMS and with the data packages; returns how many files were checked.

    Raises ReleaseDamagedError naming the files that are missing, changed or not accounted for.
    """
    try:
        faults = damages(folder)
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        faults = [f"its checksums or data packages cannot be read ({type(error).__name__}: {error})"]
    if faults:
        raise ReleaseDamagedError(f"{folder}: {'; '.join(faults)}. Delete the folder and run `takedown release` again")
    return count_files(folder)


def _flush(folder: Path) -> None:
    """Have every file on disk before the folder gets its name, so that a power cut leaves no half of a release."""
    for path in folder.rglob("*"):
        descriptor = os.open(path, os.O_RDONLY)
        os.fsync(descriptor)
        os.close(descriptor)


def _write_parquets(
    connection: "DuckDBPyConnection", tables: Iterable[ReleaseTable], building: Path
) -> list[tuple[ReleaseTable, Path]]:
    return [
        (table, write_parquet(connection, f"marts.{table.name}", table, building / table.tier / "parquet"))
        for table in tables
    ]


def _digest(written: Iterable[tuple[ReleaseTable, Path]], contents: Contents) -> str:
    """Of data, definitions and the files they were made of. Not of the verdicts: a second look is no new release."""
    items = list(written)
    facts = [[sha256_of(path), repr(table)] for table, path in items]
    made_of = contents.lineage.sources(table.name for table, _ in items)
    return hashlib.sha256(json.dumps([facts, made_of, contents.is_synthetic]).encode()).hexdigest()


def _choose_id(digest: str, contents: Contents) -> str:
    """That of the release before, when nothing has changed since; else a new one, for what is compared with it."""
    previous = contents.previous
    if previous is None:
        return _release_id(contents.as_of_date, digest, None)
    package = json.loads((previous / "public" / "datapackage.json").read_text(encoding="utf-8"))
    unchanged = _release_id(contents.as_of_date, digest, package["takedown"]["compared_with"])
    return unchanged if unchanged == previous.name else _release_id(contents.as_of_date, digest, previous.name)


def _release_id(as_of_date: str, digest: str, compared_with: str | None) -> str:
    return f"{as_of_date}-{hashlib.sha256(json.dumps([digest, compared_with]).encode()).hexdigest()[:8]}"


def _complete(
    connection: "DuckDBPyConnection",
    building: Path,
    written: Sequence[tuple[ReleaseTable, Path]],
    contents: Contents,
    release_id: str,
) -> None:
    previous = contents.previous
    quality_text = contents.quality(release_id)
    (building / "quality.json").write_text(quality_text, encoding="utf-8")
    if contents.data_docs:
        contents.data_docs(building / "data_docs", release_id)
    all_tables = [*written, *_write_own_tables(connection, building, json.loads(quality_text), contents)]
    items = [_describe(connection, building, table, parquet) for table, parquet in all_tables]
    write_database(connection, all_tables, building / "research" / "takedown.duckdb")
    compared_with = previous.name if previous else None
    facts = Facts(release_id, contents.as_of_date, contents.is_synthetic, compared_with, contents.lineage)
    _write_documents(building, items, facts, contents.quality_page)
    text = changes(building, previous, summarise(connection)).replace(building.name, release_id)
    (building / "CHANGES.md").write_text(text, encoding="utf-8")
    write_checksums(building)


def _write_documents(building: Path, items: Sequence[WrittenTable], facts: Facts, quality_page: str) -> None:
    for tier in ("public", "research"):
        of_tier = [item for item in items if item.table.tier == tier]
        write_package(building / tier, tier, of_tier, facts)
        write_croissant(building / tier, tier, of_tier, facts)
    (building / "README.md").write_text(readme(facts, items, quality_page), encoding="utf-8")
    (building / "CITATION.cff").write_text(citation_file(facts), encoding="utf-8")
    (building / "codebook.html").write_text(codebook(facts, items), encoding="utf-8")


def _write_own_tables(
    connection: "DuckDBPyConnection", building: Path, quality: Mapping[str, Any], contents: Contents
) -> list[tuple[ReleaseTable, Path]]:
    folder = building / "public" / "parquet"
    connection.register(CHECKS.name, checks_table(quality))
    comparison = compare_with(connection, contents.previous) if contents.previous else None
    write_restatements(connection, contents.tables, comparison, quality["release_id"])
    write_changes(connection, contents.tables, comparison, quality["release_id"])
    connection.register(STATUS.name, status_table(quality, read_as_of(connection), contents.previous))
    connection.register(HISTORY.name, history_table(quality, contents.previous))
    own = (CHECKS, STATUS, HISTORY, RESTATEMENTS, CHANGES)
    return [(table, write_parquet(connection, table.name, table, folder)) for table in own]


def _describe(connection: "DuckDBPyConnection", building: Path, table: ReleaseTable, parquet: Path) -> WrittenTable:
    files = [parquet]
    if table.tier == "public":
        files.append(write_csv(connection, parquet, table, building / "public" / "csv"))
    return WrittenTable(table, count_rows(connection, parquet), tuple(files))
