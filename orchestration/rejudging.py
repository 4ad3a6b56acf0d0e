"""The gate asked again of a release that is written, by the definitions that the release itself carries.

Belongs here: its frames, its definitions, the release it was compared with, and how today's verdicts agree with those
that it tells. Does not: any judgement (quality), the bytes (release).
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from orchestration.publication import CHANGES, CHECKS, RESTATEMENTS, STATUS
from orchestration.publication_history import HISTORY
from orchestration.publishing import read_public_tables
from orchestration.release import list_releases, verify
from orchestration.settings import Settings
from orchestration.warehouse import connect, read_table

if TYPE_CHECKING:
    import pandas as pd

    from quality.report import Verdict

NAMED_COUNT = 5


class ReleaseDisagreesError(RuntimeError):
    """A release passes, and yet does not say of itself what the gate says of it."""


@dataclass(frozen=True)
class Rejudged:
    """Today's verdicts on a release beside those of its quality.json.

    `missing_previous` is the release that it was compared with, where that is no longer there: what compares is then
    not asked. `other_answers` are the checks that were answered otherwise when it was published.
    """

    release_id: str
    verdicts: "tuple[Verdict, ...]"
    missing_previous: str | None = None
    other_answers: tuple[str, ...] = ()
    asked_anew: tuple[str, ...] = ()
    not_asked: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """How the two agree."""
        same = len(self.verdicts) - len(self.other_answers) - len(self.asked_anew)
        gone = f", since {self.missing_previous} is no longer there" if self.missing_previous else ""
        others = {
            "are not": self.other_answers,
            "were not asked then": self.asked_anew,
            f"are not asked now{gone}": self.not_asked,
        }
        parts = [f"{len(checks):,} {words}: {_names(checks)}" for words, checks in others.items() if checks]
        return "; ".join([f"{self.release_id}: {same:,} verdicts are those of its quality.json", *parts])


def judge_again(settings: Settings, release_id: str) -> Rejudged:
    """Verify a release, ask the gate of its public Parquet files, and compare with what it tells of itself.

    Raises FileNotFoundError when there is no release of that id, ReleaseDamagedError when its bytes, or those of the
    release that it was compared with, are not as published.
    """
    from quality.gate import judge_release
    from quality.release_definitions import read_definitions
    from quality.report import from_json

    folder = _require(settings, release_id)
    package = _read_package(folder)
    compared_with = package["takedown"]["compared_with"]
    previous = _find(settings, compared_with)
    # The release wrote these about itself, and is asked about the last two where there was something to compare with.
    compared = {RESTATEMENTS.name, CHANGES.name}
    unasked = {CHECKS.name, STATUS.name, HISTORY.name} | (compared if compared_with is None else set())
    tables, metrics = read_definitions(package)
    judged = [table for table in tables if table.name not in unasked | compared]
    frames = _read_frames(folder, [table.name for table in tables if table.name not in unasked])
    before = read_public_tables(previous, frames) if previous else None
    verdicts = judge_release(judged, metrics, frames, before).verdicts
    stored = from_json((folder / "quality.json").read_text(encoding="utf-8")).verdicts
    missing = compared_with if compared_with and previous is None else None
    return _compare(release_id, verdicts, stored, missing)


def require_agreement(rejudged: Rejudged) -> None:
    """Raises ReleaseDisagreesError when a check is answered otherwise than the release says."""
    if rejudged.other_answers:
        raise ReleaseDisagreesError(
            f"{rejudged.sentence}. Either its files were changed together with their checksums, or these checks were "
            "changed since it was published: publish it again with `takedown release`"
        )


def _require(settings: Settings, release_id: str) -> Path:
    known = list_releases(settings)
    if release_id not in known:
        there = ", ".join(known) or "none"
        raise FileNotFoundError(f"no release {release_id!r} in {settings.releases}; there are: {there}")
    folder = settings.releases / release_id
    verify(folder)
    return folder


def _find(settings: Settings, compared_with: str | None) -> Path | None:
    return _require(settings, compared_with) if compared_with in list_releases(settings) and compared_with else None


def _read_package(folder: Path) -> dict[str, Any]:
    package: dict[str, Any] = json.loads((folder / "public" / "datapackage.json").read_text(encoding="utf-8"))
    return package


def _read_frames(folder: Path, names: list[str]) -> "dict[str, pd.DataFrame]":
    """Through DuckDB, in the types in which the warehouse hands the same rows over."""
    quoted = {name: str(folder / "public" / "parquet" / f"{name}.parquet").replace("'", "''") for name in names}
    with connect(Path(":memory:")) as connection:
        return {
            name: read_table(connection, f"read_parquet('{path}', hive_partitioning = false)")
            for name, path in quoted.items()
        }


def _compare(
    release_id: str, verdicts: "tuple[Verdict, ...]", stored: "tuple[Verdict, ...]", missing: str | None
) -> Rejudged:
    now = {verdict.check_id: _answer(verdict) for verdict in verdicts}
    then = {verdict.check_id: _answer(verdict) for verdict in stored}
    return Rejudged(
        release_id,
        verdicts,
        missing,
        other_answers=tuple(check for check in now if check in then and now[check] != then[check]),
        asked_anew=tuple(check for check in now if check not in then),
        not_asked=tuple(check for check in then if check not in now),
    )


def _answer(verdict: "Verdict") -> tuple[bool, str, str, str | None]:
    """What a check came to. Its wording may become better without the answer becoming another."""
    return verdict.is_passed, verdict.severity, verdict.observed, verdict.error


def _names(checks: tuple[str, ...]) -> str:
    return ", ".join(checks[:NAMED_COUNT]) + (", ..." if len(checks) > NAMED_COUNT else "")
