"""Builds the site: pages in each language, one plotly.js, styles and CSV files, from one release's public tier.

Belongs here: assembly, all or nothing. Does not: the pages of a language (language_site), shared files (static_files).
The languages are built side by side, each in its own process: DuckDB must not be forked.
"""

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from dashboards.console import write_console
from dashboards.cubes import write_cubes
from dashboards.data import Release, open_release
from dashboards.language_job import Job
from dashboards.language_site import REFUSED, write_language
from dashboards.languages import ENGLISH, LANGUAGES
from dashboards.notice import FailedData
from dashboards.release_facts import ReleaseError
from dashboards.static_files import write_static
from dashboards.swap import replace_folder

PROJECT = Path(__file__).resolve().parent.parent
MARKER = "site.json"


def build_site(
    release: Path,
    site: Path,
    console: Path | None = None,
    notice: FailedData | None = None,
    vendored: Path | None = None,
) -> tuple[Path, ...]:
    """Render the release folder `release` into the folder `site`, replacing it at once; the files written, sorted.

    `console` is a folder with DuckDB-Wasm as one script, `vendored` one with plotly.js and fonts; without them the
    site has no SQL console, a larger script and the system's fonts. `notice` is newer data that failed the gate, of
    which every page then says so.
    Raises ReleaseError when the release is unreadable or blocked, or a page would break a promise of the site, and
    FileExistsError when `site` holds something that is not a site. In both cases `site` stays as it was.
    """
    _refuse_foreign_folder(site)
    site.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=site.parent, prefix=".site-", ignore_cleanup_errors=True) as scratch:
        finished = Path(scratch) / "site"
        (finished / "static").mkdir(parents=True)
        job = Job(ENGLISH, release, finished, console, notice)
        _write_site(job, vendored)
        names = sorted(str(path.relative_to(finished)) for path in finished.rglob("*") if path.is_file())
        replace_folder(finished, site)
    return tuple(site / name for name in names)


def _write_site(job: Job, vendored: Path | None) -> None:
    # Opened first: a release that cannot be read stops the build before a process is started.
    with open_release(job.release) as opened, _other_languages(job):
        if job.engine:
            write_console(opened, job.engine, job.site / "static")
        write_language(opened, job)
        write_cubes(opened, job.site / "static")
        _write_marker(opened, job)
        _copy_tables(opened, job.site / "data")
        write_static(job.site / "static", vendored, has_console=job.engine is not None)


def _refuse_foreign_folder(site: Path) -> None:
    if site.exists() and not (site / MARKER).is_file() and (not site.is_dir() or any(site.iterdir())):
        raise FileExistsError(f"{site} is not a site made by this program (no {MARKER}): name an empty or new folder")


@contextmanager
def _other_languages(job: Job) -> Iterator[None]:
    """Every other language is written meanwhile, and is finished when this is left."""
    started = [_start(replace(job, language=language)) for language in LANGUAGES if language is not job.language]
    try:
        yield
        for process in started:
            _finish(process)
    finally:
        for process in started:
            process.kill()
            process.wait()


def _start(job: Job) -> "subprocess.Popen[str]":
    order = job.site.parent / f"{job.language.code}.json"
    order.write_text(job.to_json(), encoding="utf-8")
    command = [sys.executable, "-m", "dashboards.language_site", str(order.resolve())]
    return subprocess.Popen(command, cwd=PROJECT, stderr=subprocess.PIPE, text=True)


def _finish(process: "subprocess.Popen[str]") -> None:
    with process:
        _, told = process.communicate()
    if process.returncode == REFUSED:
        raise ReleaseError(told.strip())
    if process.returncode:
        raise RuntimeError(f"{process.args!r} failed with {process.returncode}:\n{told}")


def _write_marker(release: Release, job: Job) -> None:
    facts = release.facts
    marker = {
        "release_id": facts.release_id,
        "as_of_date": facts.as_of_date.isoformat(),
        "is_synthetic": facts.is_synthetic,
    }
    if job.notice:
        marker["failed_as_of_date"] = job.notice.as_of_date.isoformat()
    (job.site / MARKER).write_text(json.dumps(marker, indent=2) + "\n", encoding="utf-8")


def _copy_tables(release: Release, folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    for name in _table_names(release):
        for source in (release.csv_file(name), release.folder / "public" / release.facts.table(name).path):
            shutil.copyfile(source, folder / source.name)
    if (codebook := release.folder / "codebook.html").is_file():
        shutil.copyfile(codebook, folder / codebook.name)


def _table_names(release: Release) -> Sequence[str]:
    return sorted(release.facts.tables)
