"""A build from the command line: skip it when nothing is new, else run the job and say how it ended."""

import shutil
from collections.abc import Callable
from contextlib import redirect_stdout
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from orchestration.failures import advise, printable
from orchestration.inputs import ensure_manifest, read_inputs
from orchestration.restricted import read_keys
from orchestration.settings import Settings
from orchestration.site_folder import read_failed
from orchestration.terminal import Progress

if TYPE_CHECKING:
    from rich.console import Console


class Outcome(Enum):
    """How a build can end."""

    PUBLISHED = "published"
    BLOCKED = "blocked"
    FAILED = "failed"


@dataclass(frozen=True)
class Ending:
    """How a build ended, and the sentence that says so."""

    kind: Outcome
    sentence: str


def build_release(
    settings: Settings, console: "Console", *, as_of: str | None, keep_going: bool, force: bool
) -> Ending:
    """Run the whole line unless its inputs are those of the current release (`force` runs it all the same)."""
    read_keys(settings)  # a restricted key that is none stops the build now, not after it
    inputs = read_inputs(settings, f"as_of={as_of} keep_going={keep_going}")
    # After a failed gate the same inputs are no proof: only another build can take the notice off the site.
    known = None if force or read_failed(settings) else inputs.were_built(settings)
    if known:
        return Ending(Outcome.PUBLISHED, f"nothing new: release {known} is current")
    prepare_dagster_home(settings)
    progress = Progress(console)
    with progress.shown():
        progress.start("imports")
        from orchestration.definitions import run_takedown

        progress.finish("imports")
        progress.start("dbt parse")
        if ensure_manifest(settings):
            progress.finish("dbt parse")
        log = settings.dagster_home / "build.log"
        with log.open("w", encoding="utf-8") as file, redirect_stdout(file):  # dbt and Dagster talk a lot
            ending = run_takedown(as_of=as_of, keep_going=keep_going, report=_narrate(progress))
    if ending == Outcome.PUBLISHED.value:
        inputs.record(settings)
    return _ending(settings, ending)


def prepare_dagster_home(settings: Settings) -> None:
    """Make the folder in which Dagster keeps its runs, with our instance settings in it."""
    settings.dagster_home.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(Path(__file__).with_name("dagster.yaml"), settings.dagster_home / "dagster.yaml")


def _narrate(progress: Progress) -> Callable[[str, str], None]:
    def report(name: str, kind: str) -> None:
        if kind == "STEP_START":
            progress.start(name)
        elif kind in ("STEP_SUCCESS", "STEP_FAILURE"):
            progress.finish(name, "done" if kind == "STEP_SUCCESS" else "FAILED")
        elif kind == "MESSAGE":
            progress.note(name)

    return report


def _ending(settings: Settings, ending: str) -> Ending:
    current = settings.current_release.resolve().name if settings.current_release.exists() else "none"
    if ending == Outcome.PUBLISHED.value:
        return Ending(Outcome.PUBLISHED, f"published: release {current} is current")
    if ending == Outcome.BLOCKED.value:
        return Ending(Outcome.BLOCKED, f"blocked by the gate: `takedown check` says why; current release: {current}")
    return Ending(Outcome.FAILED, f"failed: {printable(advise(ending, settings.home))}; current release: {current}")
