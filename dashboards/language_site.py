"""Writes the pages of one language; started as a program of its own, so that two languages take two cores.

Belongs here: templates and what they see, the checks that stop a bad page. Does not: words and numbers (pages), shared
files (static_files), the site around it (site).
The same release gives the same bytes: no build time, no random id, every query ordered.
"""

import gc
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import chain
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from dashboards.blocks import Page
from dashboards.console import console_page
from dashboards.data import Release, open_release
from dashboards.downloads import downloads_json
from dashboards.figure_json import FigureWriter
from dashboards.filters_json import filter_globals
from dashboards.language_job import Job, read_job
from dashboards.languages import ENGLISH, Language, other_languages
from dashboards.navigation import navigation
from dashboards.notice import failed_table, write_notice
from dashboards.page_list import PAGES
from dashboards.pages import published, quality
from dashboards.release_facts import ReleaseError
from dashboards.table_html import TableWriter, prose_html
from dashboards.words import Words
from dashboards.workbooks import FOLDER, FigureWorkbooks, has_workbook, write_table_workbooks

TEMPLATES = Path(__file__).resolve().parent / "templates"
REFUSED = 3  # the exit code for what is wrong with the release, whose message is for the reader


def write_language(release: Release, job: Job, words: Words | None = None) -> None:
    """Write every page of a language into its folder below the site; `words` stands in for the language's own."""
    language = job.language
    spoken = words or language.words()
    folder = job.site / language.folder
    folder.mkdir(parents=True, exist_ok=True)
    with _uncollected():
        by_country = published.build_all(release, spoken)
        pages = [next(by_country), *(module.build(release, spoken) for module in PAGES)]
        if job.engine:
            pages.append(console_page(release, job.engine, spoken))
        environment = _environment(release, language, spoken)
        workbooks = FigureWorkbooks(job.site / "data" / FOLDER, release, language, spoken)
        environment.globals |= {
            "figure_workbook": workbooks,
            "groups": navigation(pages, spoken),
            "quality_banner": quality.banner_sentence(release, spoken),
            "notice": write_notice(job.notice, release.facts, spoken),
            "notice_table": failed_table(job.notice.checks, spoken) if job.notice else None,
        }
        for page in chain(pages, by_country):
            html = environment.get_template(page.template).render(page=page, **page.parts)
            workbooks.finish(page)
            _refuse_outside_links(page, html)
            (folder / page.file_name).write_text(html, encoding="utf-8", newline="\n")


@contextmanager
def _uncollected() -> Iterator[None]:
    """No search for cyclic garbage meanwhile: a page leaves little, and looking for it takes a sixth of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        # Into the oldest generation with all of it: else the next small search would go through everything.
        gc.freeze()
        gc.unfreeze()
        if was_enabled:
            gc.enable()


def _environment(release: Release, language: Language, words: Words) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.install_gettext_translations(words.catalogue, newstyle=True)  # type: ignore[attr-defined]
    label = _definition_label(release, words)
    environment.globals |= {
        "facts": release.facts,
        "words": words,
        "root": language.root,
        "other_languages": other_languages(language),
        "figure_json": FigureWriter(is_checking=language is ENGLISH),
        "csv_names": {name: release.csv_file(name).name for name in release.facts.tables},
        "has_workbook": partial(has_workbook, release),
        "definition_label": label,
        "downloads_json": downloads_json(release.facts, words),
        "table_html": TableWriter(words, label, language.root),
        "prose": prose_html,
        **filter_globals(words),
    }
    return environment


def _definition_label(release: Release, words: Words) -> Callable[[str], str]:
    def label(reference: str) -> str:
        table, _, column = reference.partition(".")
        field = release.facts.table(table).field(column)
        return words.term(field.metric.label) if field.metric else field.name

    return label


def _refuse_outside_links(page: Page, html: str) -> None:
    """Data cannot bring in an address: whatever looks like one in a link or a source stops the build."""
    lowered = html.lower()
    for sign in ('href="http', 'src="http', 'href="//', 'src="//', 'href="javascript:'):
        if sign in lowered:
            raise ReleaseError(f"{page.file_name} would link outside the site ({sign}…): find the value in the release")


def main(order: Path) -> int:
    """Do the job that stands in the file `order`: 0, or 3 with the reason on stderr."""
    job = read_job(order.read_text(encoding="utf-8"))
    try:
        with open_release(job.release) as opened:
            write_language(opened, job)
            # In no language, and written here because the process of the site has the cubes to write meanwhile.
            write_table_workbooks(opened, job.site / "data")
    except ReleaseError as error:
        print(error, file=sys.stderr)
        return REFUSED
    return 0


if __name__ == "__main__":
    # Nor as this process ends, which has nothing else to do.
    gc.disable()
    code = main(Path(sys.argv[1]))
    gc.freeze()
    sys.exit(code)
