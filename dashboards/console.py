"""Puts the SQL console into the site: the finished engine, the packed tables, the page that uses them.

Belongs here: which files. Does not: where the engine comes from (handed in as a folder), words and queries
(pages.console), rows (console_database).
"""

import shutil
from pathlib import Path

from dashboards.blocks import Page
from dashboards.console_database import pack_database
from dashboards.data import Release
from dashboards.pages.console import build_console
from dashboards.words import Words

ENGINE = "console-engine.js"
LICENSES = "console-LICENSES.txt"


def write_console(release: Release, engine: Path, folder: Path) -> None:
    """Write the console's scripts into `folder`. Raises FileNotFoundError without an engine."""
    for name in (ENGINE, LICENSES):
        if not (engine / name).is_file():
            raise FileNotFoundError(f"{engine} holds no {name}: delete the folder and run `takedown site --console`")
        shutil.copyfile(engine / name, folder / name)
    pack_database(release).write(folder)


def console_page(release: Release, engine: Path, words: Words) -> Page:
    """The console's page in the language of `words`."""
    return build_console(pack_database(release), (engine / ENGINE).stat().st_size, words)
