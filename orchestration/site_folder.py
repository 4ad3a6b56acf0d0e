"""The site of the current release, with the SQL console where DuckDB-Wasm is at hand.

Belongs here: which release, which folder. Does not: pages (dashboards), bringing DuckDB-Wasm (console_files).
"""

from pathlib import Path

from dashboards.site import build_site
from orchestration.console_files import console_folder
from orchestration.release import require_release
from orchestration.settings import Settings

CONSOLE_PAGE = "console.html"


def generate_site(settings: Settings) -> tuple[Path, ...]:
    """Make the site anew; the files written, sorted. Raises as build_site and require_release do."""
    return build_site(require_release(settings), settings.site, console_folder(settings))


def add_console(settings: Settings) -> None:
    """Make the site anew if DuckDB-Wasm has come since it was made: a build with nothing new leaves it as it is."""
    if console_folder(settings) and not (settings.site / CONSOLE_PAGE).exists():
        generate_site(settings)
