"""What a build depends on, so that a build with nothing new can say so instead of working.

Belongs here: the fingerprint of inputs, what it was at the last release, and the freshness of dbt's manifest.
Does not: deciding what is new inside a file (landing's ledger does).
"""

import hashlib
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from orchestration.accounts import account_key
from orchestration.settings import Settings

# Code and models that shape a release, below the project folder.
CODE = ("dbt_project.yml", "requirements.lock", "dbt_project", "orchestration", "quality", "dashboards")
DBT_CODE = ("dbt_project.yml", "dbt_project")


class ParseError(RuntimeError):
    """dbt could not parse the project."""


@dataclass(frozen=True)
class Inputs:
    """A fingerprint of everything that a build reads: landing files, code, account key and options."""

    fingerprint: str

    def were_built(self, settings: Settings) -> str | None:
        """The current release and site came from these very inputs: its id; else None."""
        try:
            last = json.loads(_record(settings).read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        is_current = settings.current_release.exists() and settings.current_release.resolve().name == last["release_id"]
        is_same = last["fingerprint"] == self.fingerprint and (settings.site / "index.html").exists()
        return str(last["release_id"]) if is_current and is_same else None

    def record(self, settings: Settings) -> None:
        """Remember that the current release came from these inputs."""
        content = {"fingerprint": self.fingerprint, "release_id": settings.current_release.resolve().name}
        _record(settings).write_text(json.dumps(content), encoding="utf-8")


def read_inputs(settings: Settings, options: str) -> Inputs:
    """Fingerprint the inputs of a build with these `options` (as-of and the like, as text)."""
    digest = hashlib.sha256(repr((options, hashlib.sha256(account_key(settings)).hexdigest())).encode())
    for root, path in (*_files(settings.project, CODE), *_files(settings.home, ("landing",))):
        with path.open("rb") as file:
            digest.update(f"{path.relative_to(root)} {hashlib.file_digest(file, 'sha256').hexdigest()}\n".encode())
    return Inputs(digest.hexdigest())


def ensure_manifest(settings: Settings) -> bool:
    """Have dbt parse the project when its manifest is missing or older than a model; returns whether it did.

    Raises ParseError with dbt's own words.
    """
    if settings.manifest.exists():
        parsed_at = settings.manifest.stat().st_mtime
        if all(path.stat().st_mtime <= parsed_at for _, path in _files(settings.project, DBT_CODE)):
            return False
    command = [str(Path(sys.executable).parent / "dbt"), "--quiet", "parse", "--profiles-dir", "dbt_project"]
    parsed = subprocess.run(command, cwd=settings.project, capture_output=True, text=True, check=False)
    if parsed.returncode != 0:
        raise ParseError(f"dbt cannot parse the project:\n{parsed.stdout.strip()}\n{parsed.stderr.strip()}")
    return True


def _record(settings: Settings) -> Path:
    return settings.verdicts.parent / "built.json"


def _files(root: Path, names: tuple[str, ...]) -> Iterator[tuple[Path, Path]]:
    for name in names:
        path = root / name
        found = sorted(path.rglob("*")) if path.is_dir() else [path]
        yield from (
            (root, file) for file in found if file.is_file() and file.suffix != ".pyc" and ".user" not in file.name
        )
