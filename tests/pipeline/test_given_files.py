"""All given publications land in one go, none refused, and in the time that the task allows."""

import shutil
from pathlib import Path
from time import process_time

from orchestration.connectors.reports import REPORTS
from orchestration.landing import land
from orchestration.settings import Settings
from tests.pipeline.landed_files import query

ALLOWED_SECONDS = 20  # of processor time, four times what it takes: a limit, not a measurement (make bench measures)


def test_all_given_files_land_within_the_time_allowed(settings: Settings, published_samples: Path) -> None:
    target = settings.landing / "published_reports"
    shutil.copytree(published_samples, target, copy_function=shutil.copyfile)
    for folder in (target, *(path for path in target.rglob("*") if path.is_dir())):
        folder.chmod(0o755)
    started_at = process_time()
    report = land(settings, sources=["published_reports"]).of("published_reports")
    spent = process_time() - started_at
    assert report.refused == ()
    assert report.rejected_count == 0
    landed = query(settings, "select distinct source_uri from raw._batches")
    files = [path for path in published_samples.rglob("*") if path.is_file()]
    assert len(landed) == len(files)
    assert {str(uri).split("/")[1] for (uri,) in landed} == set(REPORTS)
    assert spent < ALLOWED_SECONDS
