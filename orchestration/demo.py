"""The demonstration: the sample, and the real published reports where they lie at hand, in the landing folder."""

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from orchestration.connectors.reports import REPORTS
from orchestration.connectors.sources import MIRROR_REVIEWS
from orchestration.drop_folder import find_files
from orchestration.release_documents import sha256_of
from orchestration.sample import DEFAULT_SCENARIO, is_of_sample, write_sample
from orchestration.settings import Settings
from orchestration.warehouse import connect

if TYPE_CHECKING:
    from orchestration.sample import SampleReport

LOADED_LOGS = """
    select source, source_uri, is_synthetic, source_sha256 from raw._batches where source <> 'published_reports'
"""


@dataclass(frozen=True)
class LoadedLog:
    """A file of a request log that the warehouse has loaded."""

    source: str
    uri: str
    is_synthetic: bool
    sha256: str

    @property
    def is_verdicts(self) -> bool:
        """Whether a person gave it: verdicts on the sample's mirrors, which no sample holds and none makes wrong."""
        return self.source == MIRROR_REVIEWS.name and not is_of_sample(self.source, Path(self.uri).name)


class RealDataPresentError(RuntimeError):
    """This home holds real request logs, which a sample must never be mixed with."""


def prepare_demo(settings: Settings) -> list[str]:
    """Fill the landing folder; returns one line for each thing done or skipped. Raises as place_sample does."""
    report, is_replaced = place_sample(settings)
    lines = [f"sample: {len(report.files)} files, {sum(report.row_counts.values()):,} rows, all SYNTHETIC"]
    if is_replaced:
        lines.append("warehouse: started anew, it held another sample")
    return [*lines, _copy_published(settings)]


def place_sample(
    settings: Settings, *, scenario: str = DEFAULT_SCENARIO, **options: int
) -> "tuple[SampleReport, bool]":
    """Write the sample (`scenario`, `scale`, `seed`) into landing; also returns whether it replaced another one.

    Raw is append-only, so a warehouse that has loaded another sample is deleted: two samples would be one wrong log,
    and everything in it can be loaded again. The verdicts of a person are no other sample, and their files stay.
    Raises RealDataPresentError where there is anything real to lose.
    """
    if real := find_real_logs(settings.landing):
        raise _refusal(f"{settings.landing} holds real files ({real[0].name}{' and more' if len(real) > 1 else ''})")
    loaded = _loaded_logs(settings)
    if not all(log.is_synthetic for log in loaded):
        raise _refusal(f"{settings.warehouse} has loaded real request logs")
    report = write_sample(settings.landing, scenario=scenario, **options)
    written = {sha256_of(path) for path in report.files}
    is_replaced = any(log.sha256 not in written for log in loaded if not log.is_verdicts)
    if is_replaced:
        settings.warehouse.unlink()
    return report, is_replaced


def find_real_logs(landing: Path) -> list[Path]:
    """Files of request logs, by source folder, whose name does not say that they are synthetic."""
    logs = [path for path in find_files(landing) if path.relative_to(landing).parts[0] != "published_reports"]
    return sorted(path for path in logs if not path.name.startswith("synthetic-"))


def _refusal(found: str) -> RealDataPresentError:
    advice = "the sample would be mixed with them. Set TAKEDOWN_HOME to another folder and run it again"
    return RealDataPresentError(f"{found}; {advice}")


def _loaded_logs(settings: Settings) -> list[LoadedLog]:
    if not settings.warehouse.exists():
        return []
    with connect(settings.warehouse, read_only=True) as connection:
        if not connection.execute("from duckdb_tables() where table_name = '_batches'").fetchall():
            return []
        return [LoadedLog(*row) for row in connection.execute(LOADED_LOGS).fetchall()]


def _copy_published(settings: Settings) -> str:
    found = [settings.published_samples / report for report in REPORTS]
    folders = [folder for folder in found if folder.is_dir()]
    if not folders:
        return (
            f"published reports: none in {settings.published_samples}, so the seed with Pakistan's figures stands in "
            "(set TAKEDOWN_PUBLISHED_SAMPLES to the folder that holds google_removals/ and its like)"
        )
    for folder in folders:
        _copy_report(folder, settings.landing / "published_reports" / folder.name)
    vintages = sum(len(list(folder.iterdir())) for folder in folders)
    return f"published reports: {', '.join(folder.name for folder in folders)} ({vintages} vintages)"


def _copy_report(source: Path, target: Path) -> None:
    # The originals may be read-only and are nobody's to change: contents are copied, permissions are not.
    shutil.copytree(source, target, copy_function=shutil.copyfile, dirs_exist_ok=True)
    for folder in (target, *(path for path in target.rglob("*") if path.is_dir())):
        folder.chmod(0o755)
