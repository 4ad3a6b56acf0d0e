"""One home folder for the whole tier, the commands run on it, and copies of how they left it.

dbt parses the project anew whenever TAKEDOWN_HOME changes, so builds share one path and swap its contents.
"""

import gc
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from click.testing import CliRunner

from orchestration.accounts import write_account_keys
from orchestration.cli import main
from orchestration.clock import set_clock
from orchestration.connectors.sources import SOURCES
from orchestration.feasibility import write_claim_feasibility
from orchestration.landing import land
from orchestration.mirrors.model import write_mirrors
from orchestration.settings import Settings, read_memory
from orchestration.warehouse import connect
from orchestration.withheld_before import write_withheld_before

# What export_settings writes too is set here first, so that the patch takes it back.
WRITTEN_BY_EXPORT = (
    "DAGSTER_HOME",
    "DAGSTER_DISABLE_TELEMETRY",
    "DBT_SEND_ANONYMOUS_USAGE_STATS",
)

MODELS_ALONE = ("--exclude-resource-type", "test", "--exclude-resource-type", "unit_test")


@dataclass(frozen=True)
class Ran:
    """How a command ended, and a copy of the home folder as it left it."""

    code: int
    stdout: str
    stderr: str
    seconds: float
    home: Path

    @property
    def release(self) -> Path:
        """The folder of the release that was current then. Raises FileNotFoundError when there was none."""
        return (self.home / "releases" / "current").resolve(strict=True)

    @property
    def releases(self) -> list[str]:
        """The ids of all releases."""
        folders = (self.home / "releases").iterdir()
        return sorted(path.name for path in folders if not path.is_symlink() and not path.name.startswith("."))

    def parquet(self, table: str) -> Path:
        """The Parquet file of a table of the current release, whichever its tier."""
        (path,) = self.release.glob(f"*/parquet/{table}.parquet")
        return path

    def quality(self) -> dict[str, Any]:
        """quality.json of the current release."""
        content: dict[str, Any] = json.loads((self.release / "quality.json").read_text(encoding="utf-8"))
        return content

    def failed_checks(self) -> set[str]:
        """The checks that the gate last found amiss, of the build that was judged last."""
        verdicts = json.loads((self.home / "gate" / "verdicts.json").read_text(encoding="utf-8"))["checks"]
        return {verdict["check_id"] for verdict in verdicts if not verdict["is_passed"]}


class Workbench:
    """Runs commands on its one home folder and keeps copies."""

    def __init__(self, settings: Settings, shelf: Path) -> None:
        self.settings = settings
        self.shelf = shelf

    def clear(self, keep: Path | None = None) -> None:
        """An empty home, or one with the contents of the folder `keep`."""
        shutil.rmtree(self.settings.home, ignore_errors=True)
        if keep is None:
            self.settings.home.mkdir(parents=True)
        else:
            shutil.copytree(keep, self.settings.home, symlinks=True)

    def run(self, *arguments: str) -> Ran:
        """Run the command line in this process, and keep nothing: the home is the one in use."""
        code, stdout, stderr, seconds = run_command(self.settings, *arguments)
        return Ran(code, stdout, stderr, seconds, self.settings.home)

    def takedown(self, name: str, *arguments: str) -> Ran:
        """Run the command line in this process, and keep the home under `name`."""
        return replace(self.run(*arguments), home=self.keep(name))

    def keep(self, name: str) -> Path:
        """Copy the home."""
        kept = self.shelf / name
        shutil.copytree(self.settings.home, kept, symlinks=True)
        return kept

    def build_marts(self, name: str, *, as_of: str | None = None) -> Path:
        """The warehouse alone, from the landing folder to the marts, with no test and no gate; gives its copy.

        Lands no published reports, which cost most and are tested with the release: what others publish is as it is
        carried over.
        """
        with environment(self.settings):
            land(self.settings, sources=list(SOURCES))
            with connect(self.settings.warehouse) as connection:
                write_account_keys(connection, self.settings)
                set_clock(connection, now=self.settings.now, as_of=as_of)
                write_claim_feasibility(connection, self.settings)
                write_mirrors(connection)
                write_withheld_before(connection, self.settings)
            results = dbt(self.settings, "build", *MODELS_ALONE)
        broken = [result for result in results if result.status not in ("success", "pass")]
        assert not broken, broken
        return Path(shutil.copy(self.settings.warehouse, self.shelf / f"{name}.duckdb"))


def run_command(settings: Settings, *arguments: str) -> tuple[int, str, str, float]:
    """Exit code, standard output, standard error and seconds of `takedown <arguments>`, run in this process."""
    started_at = monotonic()
    with environment(settings):
        result = CliRunner().invoke(main, list(arguments))
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout, result.stderr, monotonic() - started_at


def run_in(home: Path, settings: Settings, *arguments: str) -> tuple[int, str, str]:
    """As run_command, on another home; for verbs that do not start dbt."""
    return run_command(replace(settings, home=home), *arguments)[:3]


@contextmanager
def environment(settings: Settings) -> Iterator[None]:
    """The environment that makes read_settings give `settings`, and nothing left of it afterwards."""
    with pytest.MonkeyPatch.context() as patch:
        for name in WRITTEN_BY_EXPORT:
            patch.setenv(name, "")
        patch.setenv("TAKEDOWN_MEMORY", read_memory())
        patch.setenv("DAGSTER_HOME", str(settings.dagster_home))
        patch.setenv("TAKEDOWN_HOME", str(settings.home))
        patch.setenv("TAKEDOWN_NOW", settings.now.isoformat())
        patch.setenv("TAKEDOWN_ACCOUNT_KEY", settings.account_key or "")
        patch.setenv("TAKEDOWN_RESTRICTED_KEY", settings.restricted_key or "")
        patch.setenv("TAKEDOWN_PUBLISHED_SAMPLES", str(settings.published_samples))
        yield


def dbt(settings: Settings, command: str, *arguments: str) -> list[Any]:
    """Run dbt in this process and let go of the warehouse; gives the result of each node.

    The house's environment must be set. Raises what dbt raised when it did not get as far as results.
    """
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager
    from dbt.cli.main import dbtRunner

    options = {
        "--project-dir": settings.project,
        "--profiles-dir": settings.project / "dbt_project",
        "--log-level": "none",
        "--log-path": settings.home / "dbt_logs",
    }
    try:
        ran = dbtRunner().invoke([command, *arguments, *(str(part) for pair in options.items() for part in pair)])
    finally:
        DuckDBConnectionManager.close_all_connections()
        gc.collect()
    if ran.exception is not None:
        raise ran.exception
    assert ran.result is not None, f"dbt {command} gave no results"
    return list(getattr(ran.result, "results", []))
