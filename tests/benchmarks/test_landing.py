"""What a row costs on its way into raw, by kind of file: the same requests as CSV, JSON lines and Parquet."""

import shutil
from dataclasses import replace
from pathlib import Path
from time import monotonic

import duckdb
import pytest

from orchestration.connectors.sources import REQUESTS
from orchestration.landing import land
from orchestration.sample import write_sample
from orchestration.settings import Settings
from tests.benchmarks.measure import show

COPIES = 150
FORMATS = {"csv": "(format csv, header)", "jsonl": "(format json)", "parquet": "(format parquet)"}


@pytest.fixture
def files(settings: Settings, tmp_path: Path) -> dict[str, Path]:
    """The sample's requests, each many times under ids of its own, in each format."""
    write_sample(settings.landing)
    land(settings)
    others = ", ".join(name for name in REQUESTS.columns if name != REQUESTS.key)
    key = f"{REQUESTS.key} || '-' || copy as {REQUESTS.key}"
    rows = f"select {key}, {others} from raw.requests, range({COPIES}) as t(copy)"
    paths = {kind: tmp_path / f"synthetic-requests.{kind}" for kind in FORMATS}
    with duckdb.connect(str(settings.warehouse), read_only=True) as connection:
        for kind, options in FORMATS.items():
            connection.execute(f"copy ({rows}) to '{paths[kind]}' {options}")
    return paths


def test_landing_by_format(settings: Settings, files: dict[str, Path]) -> None:
    landed = {}
    for kind, path in files.items():
        home = replace(settings, home=settings.home / kind)
        (home.landing / "requests").mkdir(parents=True)
        byte_count = path.stat().st_size
        path.rename(home.landing / "requests" / path.name)
        started_at = monotonic()
        report = land(home)
        landed[kind] = (report.loaded_count + report.rejected_count, byte_count / 2**20, monotonic() - started_at)
    least = min(seconds / count for count, _, seconds in landed.values())
    show(
        "Landing: one file of requests, hashed, read, judged row by row and stored",
        ("format", "rows", "MiB", "seconds", "µs a row", "ratio"),
        [
            (kind, count, size, seconds, seconds / count * 1e6, seconds / count / least)
            for kind, (count, size, seconds) in landed.items()
        ],
    )


def test_landing_of_published_reports(settings: Settings, published_samples: Path) -> None:
    """All given publications, each by its own reader."""
    measured = {}
    for report in sorted(path.name for path in published_samples.iterdir()):
        home = replace(settings, home=settings.home / report)
        target = home.landing / "published_reports" / report
        shutil.copytree(published_samples / report, target, copy_function=shutil.copyfile)
        byte_count = sum(path.stat().st_size for path in home.landing.rglob("*.*") if path.is_file())
        started_at = monotonic()
        loaded_count = land(home).loaded_count
        measured[report] = (loaded_count, byte_count / 2**20, monotonic() - started_at)
    whole = sum(seconds for _, _, seconds in measured.values())
    show(
        "Landing: published reports, all given vintages",
        ("report", "figures", "MiB", "seconds", "share"),
        [(report, count, size, seconds, seconds / whole) for report, (count, size, seconds) in measured.items()],
    )
