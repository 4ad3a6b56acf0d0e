"""Where things are and what time it is: the only reader of the environment."""

import os
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

PROJECT_DIR = Path(__file__).resolve().parent.parent
DEFAULT_MEMORY = "4GB"


@dataclass(frozen=True)
class Settings:
    """Paths and switches of one run.

    `now` is the wall clock unless TAKEDOWN_NOW sets it. `account_key` is None when the key file in `home` is to be
    used;
    so is `restricted_key`, and without that file there is none.
    """

    home: Path
    project: Path
    published_samples: Path
    now: datetime
    account_key: str | None = field(default=None, repr=False)  # whatever is told of settings, never a key
    restricted_key: str | None = field(default=None, repr=False)

    @property
    def landing(self) -> Path:
        return self.home / "landing"

    @property
    def warehouse(self) -> Path:
        return self.home / "warehouse.duckdb"

    @property
    def releases(self) -> Path:
        return self.home / "releases"

    @property
    def current_release(self) -> Path:
        return self.releases / "current"

    @property
    def notebooks(self) -> Path:
        return self.home / "notebooks"

    @property
    def site(self) -> Path:
        return self.home / "site"

    @property
    def account_key_file(self) -> Path:
        return self.home / "account.key"

    @property
    def restricted_key_file(self) -> Path:
        return self.home / "restricted.key"

    @property
    def seeds(self) -> Path:
        return self.project / "dbt_project" / "seeds"

    @property
    def dagster_home(self) -> Path:
        return self.home / "dagster"

    @property
    def verdicts(self) -> Path:
        return self.home / "gate" / "verdicts.json"

    @property
    def manifest(self) -> Path:
        return self.project / "target" / "manifest.json"


def read_settings() -> Settings:
    """Settings from TAKEDOWN_HOME, _NOW, _ACCOUNT_KEY, _RESTRICTED_KEY and _PUBLISHED_SAMPLES.

    Raises ValueError when TAKEDOWN_NOW is not an ISO-8601 time with an offset.
    """
    samples = os.environ.get("TAKEDOWN_PUBLISHED_SAMPLES")
    return Settings(
        home=read_home(),
        project=PROJECT_DIR,
        published_samples=Path(samples or PROJECT_DIR.parent / "shared" / "data" / "published"),
        now=_read_now(os.environ.get("TAKEDOWN_NOW")),
        account_key=os.environ.get("TAKEDOWN_ACCOUNT_KEY") or None,
        restricted_key=os.environ.get("TAKEDOWN_RESTRICTED_KEY") or None,
    )


def read_home() -> Path:
    """Where landing, warehouse, releases and site live: TAKEDOWN_HOME, by default ./data."""
    return Path(os.environ.get("TAKEDOWN_HOME") or PROJECT_DIR / "data").resolve()


def read_memory() -> str:
    """What DuckDB may take before it goes to disk, in its own words: TAKEDOWN_MEMORY, by default 4GB."""
    return os.environ.get("TAKEDOWN_MEMORY") or DEFAULT_MEMORY


def _read_now(text: str | None) -> datetime:
    if not text:
        return datetime.now(UTC)
    now = datetime.fromisoformat(text)
    if now.tzinfo is None:
        raise ValueError(f"TAKEDOWN_NOW={text!r} has no UTC offset: write it like 2025-11-01T00:00:00+00:00")
    return now.astimezone(UTC)


def export_settings(settings: Settings) -> None:
    """Hand the settings on to the tools that this process starts: Dagster's instance and dbt's profile read them.

    Switches off the telemetry of both: nothing about a run leaves the machine.
    """
    os.environ["TAKEDOWN_HOME"] = str(settings.home)
    os.environ["TAKEDOWN_MEMORY"] = read_memory()
    os.environ["DAGSTER_HOME"] = str(settings.dagster_home)
    os.environ["DAGSTER_DISABLE_TELEMETRY"] = "yes"
    os.environ["DBT_SEND_ANONYMOUS_USAGE_STATS"] = "false"


def research_environment(release: Path) -> dict[str, str]:
    """What a researcher's tool is started with: the environment as it is, and which release is meant."""
    return {**os.environ, "TAKEDOWN_RELEASE": str(release)}
