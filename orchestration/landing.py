"""Landing: every new file of every source goes into `raw` once, whole, with its unreadable rows set aside.

Belongs here: the order of things (find, hash, compare with the ledger, stage, judge, store) and the report of a run.
Does not: file kinds and row rules (connectors), table definitions (raw_tables).
"""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from orchestration.connectors.base import Batch, SourceDrift
from orchestration.connectors.files import stage_file
from orchestration.connectors.reports import REPORTS, stage_report
from orchestration.connectors.rows import reject_bad_rows
from orchestration.connectors.sources import SOURCE_NAMES, SOURCES
from orchestration.countries import write_country_names
from orchestration.drop_folder import find_files, find_strangers, fingerprint, identify, refuse_future
from orchestration.known_files import read_known_files, refuse_altered
from orchestration.raw_tables import (
    Counts,
    create_raw_tables,
    forget_refusals,
    known_hashes,
    refuse_contradiction,
    store_batch,
    store_observation,
    store_refusal,
)
from orchestration.settings import Settings
from orchestration.warehouse import connect

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

STRANGERS = "(none)"  # the `source` of refusals that belong to no source's folder


@dataclass(frozen=True)
class Refusal:
    """A file that was not loaded at all. `reason` names columns and what to do, never a value."""

    uri: str
    reason: str


@dataclass(frozen=True)
class SourceReport:
    """What one run did with one source: counts and file names, no values."""

    source: str
    new_files: tuple[str, ...] = ()
    known_files: tuple[str, ...] = ()
    loaded_count: int = 0
    rejected_count: int = 0
    refused: tuple[Refusal, ...] = ()


@dataclass(frozen=True)
class LandingReport:
    """What one run did, one entry per source handled, in the order of SOURCE_NAMES."""

    sources: tuple[SourceReport, ...]

    @property
    def loaded_count(self) -> int:
        return sum(report.loaded_count for report in self.sources)

    @property
    def rejected_count(self) -> int:
        return sum(report.rejected_count for report in self.sources)

    @property
    def refused(self) -> tuple[Refusal, ...]:
        return tuple(refusal for report in self.sources for refusal in report.refused)

    def of(self, source: str) -> SourceReport:
        """The entry of `source`. Raises KeyError when it was not handled."""
        return {report.source: report for report in self.sources}[source]


def land(settings: Settings, *, keep_going: bool = False, sources: Collection[str] | None = None) -> LandingReport:
    """Load every new file of `sources` (all when None) into schema `raw`; files whose bytes are known are passed over.

    Each file is one transaction. A refused file is recorded in raw.refused_files; then SourceDrift is raised, with
    what was loaded before staying loaded, or, with `keep_going`, the run goes on and the report names the refusal.
    Entries of the landing folder that belong to no source are refused too, when all sources are landed.
    Raises ValueError for an unknown source name, WarehouseBusyError when the warehouse stays locked.
    """
    if unknown := set(sources or ()) - set(SOURCE_NAMES):
        raise ValueError(f"unknown source {sorted(unknown)}: the sources are {', '.join(SOURCE_NAMES)}")
    chosen = [name for name in SOURCE_NAMES if sources is None or name in sources]
    with connect(settings.warehouse) as connection:
        create_raw_tables(connection)
        write_country_names(connection)
        reports = [_Run(connection, settings, keep_going, name).land_source() for name in chosen]
        if sources is None:
            reports += _Run(connection, settings, keep_going, STRANGERS).refuse_strangers()
    return LandingReport(tuple(reports))


class _Run:
    """The landing of one source, keeping count."""

    def __init__(self, connection: "DuckDBPyConnection", settings: Settings, keep_going: bool, source: str) -> None:
        self._connection = connection
        self._settings = settings
        self._keep_going = keep_going
        self._source = source
        self._known_files = read_known_files(settings.seeds)
        self._new: list[tuple[str, Counts]] = []
        self._known: list[str] = []
        self._refused: list[Refusal] = []
        forget_refusals(connection, source)

    def land_source(self) -> SourceReport:
        hashes = known_hashes(self._connection, self._source)
        for path in find_files(self._settings.landing / self._source):
            self._land_file(path, hashes)
        return self._report()

    def refuse_strangers(self) -> list[SourceReport]:
        """One entry when the landing folder has something that is no source's folder, else none."""
        for name in find_strangers(self._settings.landing):
            known = ", ".join(f"{source}/" for source in SOURCE_NAMES)
            reason = f"does not belong here: the landing folder holds {known} with files in them"
            self._refuse(SourceDrift(name, reason), sha256=None)
        return [self._report()] if self._refused else []

    def _land_file(self, path: Path, hashes: set[str]) -> None:
        sha256 = None
        try:
            before = fingerprint(path) if path.exists() else None
            batch = identify(self._source, self._settings.landing, path)
            sha256 = batch.sha256
            refuse_future(batch, self._settings.now)
            refuse_altered(batch, self._known_files)
            if sha256 in hashes:
                self._known.append(batch.uri)
                if batch.report:
                    store_observation(self._connection, batch, self._settings.now)
                return
            self._stage(batch)
            refuse_contradiction(self._connection, batch)
            if fingerprint(path) != before:
                raise SourceDrift(batch.uri, "changed while it was read: wait until it is written, and land again")
        except SourceDrift as drift:
            self._refuse(drift, sha256)
            return
        self._new.append((batch.uri, store_batch(self._connection, batch, self._settings.now)))
        hashes.add(sha256)

    def _stage(self, batch: Batch) -> None:
        if batch.report:
            stage_report(self._connection, batch, REPORTS[batch.report])
            return
        source = SOURCES[batch.source]
        stage_file(self._connection, batch, source)
        reject_bad_rows(self._connection, source)

    def _refuse(self, drift: SourceDrift, sha256: str | None) -> None:
        store_refusal(self._connection, self._source, sha256, drift, self._settings.now)
        if not self._keep_going:
            raise drift
        self._refused.append(Refusal(drift.uri, drift.reason))

    def _report(self) -> SourceReport:
        return SourceReport(
            source=self._source,
            new_files=tuple(uri for uri, _ in self._new),
            known_files=tuple(self._known),
            loaded_count=sum(counts.loaded_count for _, counts in self._new),
            rejected_count=sum(counts.rejected_count for _, counts in self._new),
            refused=tuple(self._refused),
        )
