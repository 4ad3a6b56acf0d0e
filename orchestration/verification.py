"""`takedown verify`: everything in a release that can be computed again from the release alone, computed again.

Belongs here: the list of checks, and those of hashes and documents. Does not: SQL between tables (verification_tables),
judging figures (the gate does).
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING, Any

from orchestration.publication import CHECKS, STATUS
from orchestration.release import find_release
from orchestration.release_changes import changes
from orchestration.release_checksums import TIERS, changed_files, count_files, croissant_faults, package_faults
from orchestration.release_restatements import summarise
from orchestration.settings import Settings
from orchestration.verification_changes import change_fault
from orchestration.verification_tables import claim_faults, file_faults, replayed, state_faults, stock_faults
from orchestration.warehouse import connect, read_value

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Package = Mapping[str, Any]
REPLAYED_THEN = "compliance_at of the former's day"


@dataclass(frozen=True)
class Finding:
    """One thing that was checked: what was compared with what, and what is amiss (empty when nothing is)."""

    compared: str
    fault: str

    def __str__(self) -> str:
        return f"{'FAULT' if self.fault else 'ok   '}  {self.compared}{f': {self.fault}' if self.fault else ''}"


def verify_release(settings: Settings, release_id: str | None) -> Iterator[Finding]:
    """Check the release of that id, or the current one, one finding after the other.

    Raises FileNotFoundError when there is none of that id. A file that cannot be read at all is a finding.
    """
    folder = find_release(settings, release_id)
    parts = (_files(folder), _documents(folder), _tables(folder), _changes(folder))
    for part in parts:
        try:
            yield from part
        except (OSError, ValueError, KeyError, RuntimeError) as error:
            yield Finding("everything can be read", f"{type(error).__name__}: {error}")


def _files(folder: Path) -> Iterator[Finding]:
    yield Finding(f"SHA256SUMS = {count_files(folder)} files", "; ".join(changed_files(folder)))
    for tier in TIERS:
        yield Finding(f"{tier}/datapackage.json = SHA256SUMS", "; ".join(package_faults(folder, tier)))
        if (folder / tier / "croissant.json").exists():  # releases written before there was one
            yield Finding(f"{tier}/croissant.json = SHA256SUMS", "; ".join(croissant_faults(folder, tier)))


def _documents(folder: Path) -> Iterator[Finding]:
    quality = json.loads((folder / "quality.json").read_text(encoding="utf-8"))
    told = {tier: _read_package(folder, tier)["takedown"]["release_id"] for tier in TIERS}
    told["quality.json"] = quality["release_id"]
    others = [f"{where} says {name}" for where, name in told.items() if name != folder.name]
    yield Finding("the folder's name = the id in its documents", "; ".join(others))
    counts, checks = quality["counts"], quality["checks"]
    passed = sum(bool(check["is_passed"]) for check in checks)
    wrong = (counts["checks"], counts["passed"]) != (len(checks), passed)
    said = f"{counts['passed']} of {counts['checks']} said, {passed} of {len(checks)} listed"
    yield Finding(f"quality.json: counts = its {len(checks)} checks", said if wrong else "")


def _tables(folder: Path) -> Iterator[Finding]:
    with connect(folder / "research" / "takedown.duckdb", read_only=True) as connection:
        # The release is asked in its own SQL; whoever wrote that gets at nothing beside the release.
        connection.execute("set allowed_directories = [$folder]", {"folder": str(folder)})
        connection.execute("set enable_external_access = false")
        yield from _copies(connection, folder)
        yield Finding("publication_checks = quality.json", _checks_fault(connection, folder))
        yield Finding("fct_compliance_daily: stocks = running sums of flows", stock_faults(connection))
        if read_value(connection, "select count(*) from duckdb_tables() where table_name = 'fct_compliance_cube'"):
            yield Finding("fct_compliance_cube = fct_requests, by every filter", state_faults(connection))
        yield Finding("fct_claims = what each claim's own query gives", claim_faults(connection))
        query = f"select as_of_at from marts.{STATUS.name} where release = $release"
        as_of = read_value(connection, query, {"release": folder.name}).astimezone(UTC).isoformat(sep=" ")
        for compared, fault in replayed(connection, as_of):
            yield Finding(compared, fault)


def _copies(connection: "DuckDBPyConnection", folder: Path) -> Iterator[Finding]:
    for tier in TIERS:
        resources = _read_package(folder, tier)["resources"]
        faults = file_faults(connection, folder / tier, resources)
        yield Finding(f"{tier}: {len(resources)} files = the DuckDB file, row for row", "; ".join(faults))


def _checks_fault(connection: "DuckDBPyConnection", folder: Path) -> str:
    quality = json.loads((folder / "quality.json").read_text(encoding="utf-8"))
    columns = ("check_id", "severity", "is_passed", "observed", "expected")
    listed = {tuple(check[column] for column in columns) for check in quality["checks"]}
    query = f'select "check", severity, passed, observed, expected from marts.{CHECKS.name}'
    tabled = set(connection.execute(query).fetchall())
    return ", ".join(sorted({str(row[0]) for row in listed ^ tabled}))


def _changes(folder: Path) -> Iterator[Finding]:
    compared_with = _read_package(folder, "public")["takedown"]["compared_with"]
    previous = folder.parent / compared_with if compared_with else None
    if previous is not None and not previous.is_dir():
        return
    with connect(folder / "research" / "takedown.duckdb", read_only=True) as connection:
        connection.execute("use takedown.marts")
        text = changes(folder, previous, summarise(connection))
    is_same = text == (folder / "CHANGES.md").read_text(encoding="utf-8")
    fault = "" if is_same else "the packages of the two, and publication_restatements, give another text"
    yield Finding(f"CHANGES.md = the difference to {compared_with or 'nothing, as the first'}", fault)
    if (changed := change_fault(folder, previous)) is not None:
        yield Finding(f"publication_changes = the figures of both releases, and {REPLAYED_THEN}", changed)


def _read_package(folder: Path, tier: str) -> Package:
    package: Package = json.loads((folder / tier / "datapackage.json").read_text(encoding="utf-8"))
    return package
