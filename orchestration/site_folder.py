"""The site of the current release, with the SQL console and the fonts that are at hand.

Belongs here: which release, which folder, whether newer data failed the gate. Does not: pages (dashboards), bringing
files from npm (console_files, site_parts), any judgement (quality).
"""

import json
from pathlib import Path
from typing import TYPE_CHECKING

from dashboards.notice import FailedCheck, FailedData
from orchestration.console_files import console_folder
from orchestration.release import current_release, require_release
from orchestration.settings import Settings
from orchestration.site_parts import parts_folder

if TYPE_CHECKING:
    from quality.report import QualityReport

CONSOLE_PAGE = "console.html"


def generate_site(settings: Settings) -> tuple[Path, ...]:
    """Make the site anew; the files written, sorted. Raises as build_site, require_release and read_failed do.

    Where the data that the gate judged last failed it, every page says so.
    """
    from dashboards.site import build_site

    release, console = require_release(settings), console_folder(settings)
    return build_site(release, settings.site, console, read_failed(settings), parts_folder(settings))


def add_what_came(settings: Settings) -> None:
    """Make the site anew if npm has brought something since: a build with nothing new leaves it as it is."""
    lacks_console = console_folder(settings) and not (settings.site / CONSOLE_PAGE).exists()
    parts = parts_folder(settings)
    if lacks_console or (parts and not all((settings.site / "static" / one.name).exists() for one in parts.iterdir())):
        generate_site(settings)


def say_what_failed(settings: Settings) -> bool:
    """Make the site of the current release anew, so that it says what the gate stopped; whether there is one to make.

    Before the first release there is none, and nothing to say it on.
    """
    if current_release(settings) is None:
        return False
    generate_site(settings)
    return True


def take_notice_down(settings: Settings) -> None:
    """Make the site anew if it still tells of data that failed, though the gate has let newer ones pass."""
    from dashboards.site import MARKER

    marker = settings.site / MARKER
    if marker.is_file() and json.loads(marker.read_text(encoding="utf-8")).get("failed_as_of_date"):
        generate_site(settings)


def read_failed(settings: Settings) -> FailedData | None:
    """The data that the gate judged last, where it stopped them and they are no older than the current release.

    Raises ReportError when the verdicts cannot be read.
    """
    from quality.report import from_json

    if not settings.verdicts.exists():
        return None
    report = _report(settings.verdicts)
    folder = current_release(settings)
    # A day of the past that was built once more and failed says nothing of newer data.
    shown = from_json((folder / "quality.json").read_text(encoding="utf-8")).as_of_date if folder else None
    is_older = shown is not None and report.as_of_date < shown
    return None if report.summary.verdict != "blocked" or is_older else _failed(report)


def _report(path: Path) -> "QualityReport":
    from quality.report import ReportError, from_json

    try:
        return from_json(path.read_text(encoding="utf-8"))
    except ReportError as error:
        raise ReportError(f"{path}: {error}, or ask the gate again with `takedown check`") from error


def _failed(report: "QualityReport") -> FailedData:
    """By table and name. What was seen stays behind: it is of data that may not be published."""
    amiss = [one for one in report.verdicts if not one.is_passed and one.severity == "critical"]
    return FailedData(
        report.as_of_date,
        tuple(
            FailedCheck(one.check_id, one.table, one.question, one.consequence, one.owner, one.error is not None)
            for one in sorted(amiss, key=lambda one: one.check_id)
        ),
    )
