"""The demonstration: the sample, and the real published reports where they lie at hand, in the landing folder."""

import shutil
from pathlib import Path

from orchestration.sample import write_sample
from orchestration.settings import Settings

REPORT = "google_removals"


class RealDataPresentError(RuntimeError):
    """The landing folder holds real request logs, which a sample must never be mixed with."""


def prepare_demo(settings: Settings) -> list[str]:
    """Fill the landing folder; returns one line for each thing done or skipped.

    Raises RealDataPresentError when it holds request logs that are not synthetic.
    """
    if real := find_real_logs(settings.landing):
        raise RealDataPresentError(
            f"{settings.landing} holds real files ({real[0].name}{' and more' if len(real) > 1 else ''}); "
            "the demo would mix them with the sample. Set TAKEDOWN_HOME to another folder and run it again"
        )
    report = write_sample(settings.landing)
    lines = [f"sample: {len(report.files)} files, {sum(report.row_counts.values()):,} rows, all SYNTHETIC"]
    return [*lines, _copy_published(settings)]


def find_real_logs(landing: Path) -> list[Path]:
    """Files of request logs, by source folder, whose name does not say that they are synthetic."""
    files = [path for path in landing.rglob("*") if path.is_file() and not path.name.startswith(".")]
    logs = [path for path in files if path.relative_to(landing).parts[0] != "published_reports"]
    return sorted(path for path in logs if not path.name.startswith("synthetic-"))


def _copy_published(settings: Settings) -> str:
    source = settings.published_samples / REPORT
    if not source.is_dir():
        return (
            f"published reports: skipped, {source} is not there "
            "(set TAKEDOWN_PUBLISHED_SAMPLES to the folder that holds google_removals/)"
        )
    target = settings.landing / "published_reports" / REPORT
    # The originals may be read-only and are nobody's to change: contents are copied, permissions are not.
    shutil.copytree(source, target, copy_function=shutil.copyfile, dirs_exist_ok=True)
    for folder in (target, *(path for path in target.rglob("*") if path.is_dir())):
        folder.chmod(0o755)
    vintages = sorted(path.name for path in source.iterdir())
    return f"published reports: Google's government removal requests, vintages {', '.join(vintages)}"
