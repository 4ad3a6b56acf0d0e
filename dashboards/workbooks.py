"""Spreadsheets beside the pages: one for each figure, of all requests, and one for each public table that is not long.

Of a variant of a page (another country), of which there are hundreds, all figures share one.

Belongs here: what stands in them. Does not: how a sheet is written (sheets); CSV and pictures, which the reader's
browser makes of what it shows (static/downloads.js, pictures.js).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from dashboards.blocks import Figure, Page
from dashboards.cell_values import table_values
from dashboards.data import Release
from dashboards.languages import Language
from dashboards.release_facts import Metric
from dashboards.sheets import workbook
from dashboards.words import Words

FOLDER = "xlsx"
MOST_CELLS = 30_000  # of a public table; writing a hundred thousand cells takes half a second of the build's six
ODD_IN_A_FILE_NAME = re.compile(r"[^a-z0-9._-]|-(?=-)")
LICENCE = re.compile(r"^license: *(\S+) *$", re.MULTILINE)


@dataclass(frozen=True)
class FigureWorkbooks:
    """Writes the workbooks of figures into `folder`, and says what they are called, for the links to them."""

    folder: Path
    release: Release
    language: Language
    words: Words
    waiting: list[Figure] = field(default_factory=list)

    def __call__(self, figure: Figure, page: Page) -> str:
        """The name of the figure's file. The file that the figures of a variant share waits for `finish`."""
        if page.place != page.slug:
            self.waiting.append(figure)
            return self._name(page.slug)
        name = self._name(f"{page.slug}-{figure.figure_id}")
        self._write(name, figure.title, [figure], page)
        return name

    def finish(self, page: Page) -> None:
        """Call this when a page is written: its shared workbook, where it has one, gets a sheet for each figure."""
        if self.waiting:
            self._write(self._name(page.slug), page.title, self.waiting, page)
            self.waiting.clear()

    def _name(self, text: str) -> str:
        suffix = f".{self.language.code}" if self.language.folder else ""
        return file_name(f"{text}{suffix}.xlsx")

    def _write(self, name: str, title: str, figures: Sequence[Figure], page: Page) -> None:
        """The tables as the page carries them, and a sheet about them."""
        self.folder.mkdir(parents=True, exist_ok=True)
        facts, table = self.release.facts, self.words.say("Table")
        path = self.folder / name
        with workbook(path, title, facts.release_id, facts.as_of_date, is_rtl=self.words.is_rtl) as book:
            for number, figure in enumerate(figures, start=1):
                heads = [column.label for column in figure.table.columns]
                book.write_table(table if len(figures) == 1 else f"{table} {number}", heads, table_values(figure.table))
            about = [entry for figure in figures for entry in self._about(figure, page)]
            book.write_about(self.words.say("About"), [*about, *self._origin(page)])

    def _about(self, figure: Figure, page: Page) -> list[tuple[str, str]]:
        say = self.words.say
        shown = say("All requests: no filter of the page is applied.") if page.filters else ""
        entries = [
            (say("Figure"), figure.title),
            (say("What it shows"), figure.subtitle),
            (say("Filters"), shown),
            (say("Note"), figure.note),
            (say("Marks"), figure.table.marks),
            (say("Page"), f"{page.file_name}#{figure.figure_id}"),
            *((say("Definition"), self._definition(reference)) for reference in figure.definitions),
            *((say("Source table"), name) for name in figure.sources),
        ]
        return [entry for entry in entries if entry[1]]

    def _origin(self, page: Page) -> list[tuple[str, str]]:
        say, facts = self.words.say, self.release.facts
        invented = page.synthetic_note or say(
            "sample data: the request log behind every figure on this page is invented. Nothing here is about a real "
            "request, account or platform."
        )
        entries = [
            (say("Release"), facts.release_id),
            (say("As of"), self.words.day(facts.as_of_date)),
            (say("Licence"), self._licence),
            (say("SYNTHETIC"), invented if facts.is_synthetic else ""),
        ]
        return [entry for entry in entries if entry[1]]

    @cached_property
    def _licence(self) -> str:
        return licence(self.release)

    def _definition(self, reference: str) -> str:
        table, _, column = reference.partition(".")
        field = self.release.facts.table(table).field(column)
        return self._told(reference, self.words.term(field.description), field.metric)

    def _told(self, reference: str, meaning: str, metric: Metric | None) -> str:
        if metric is None:
            return self.words.say("{column}: {meaning}", column=reference, meaning=meaning)
        label = self.words.term(metric.label)
        return self.words.say("{label} ({column}): {meaning}", label=label, column=reference, meaning=meaning)


def file_name(text: str) -> str:
    """The text as the name of one file anywhere: what is odd in it, such as a slash, as its code point."""
    return ODD_IN_A_FILE_NAME.sub(lambda odd: f"--{ord(odd[0]):x}-", text)


def write_table_workbooks(release: Release, folder: Path) -> None:
    """A workbook of each public table that is not long, beside its CSV. The tables are in no language but their own."""
    for name in sorted(release.facts.tables):
        if has_workbook(release, name):
            _write_public_table(release, name, folder / f"{name}.xlsx")


def has_workbook(release: Release, table: str) -> bool:
    """Is the public table short enough for a spreadsheet that is made at every build?"""
    count: int = release.rows(f'SELECT count(*) AS n FROM "{table}"')[0]["n"]
    return count * len(release.facts.table(table).fields) <= MOST_CELLS


def licence(release: Release) -> str:
    """What CITATION.cff names; nothing where the release has none."""
    found = LICENCE.search(release.text_of("CITATION.cff"))
    return found[1] if found else ""


def _write_public_table(release: Release, name: str, path: Path) -> None:
    facts, table = release.facts, release.facts.table(name)
    heads = [field.name for field in table.fields]
    columns = ", ".join(f'"{head}"' for head in heads)
    order = ", ".join(f'"{key}"' for key in table.grain) or "ALL"
    rows = release.rows(f'SELECT {columns} FROM "{name}" ORDER BY {order}')
    about = [
        ("Table", name),
        ("Description", table.description),
        ("A row is known by", ", ".join(table.grain)),
        ("Release", facts.release_id),
        ("As of", facts.as_of_date.isoformat()),
        ("Licence", licence(release)),
        *((f"Column {field.name}", field.description) for field in table.fields),
    ]
    if facts.is_synthetic:
        about.append(("SYNTHETIC", facts.title))
    with workbook(path, name, facts.release_id, facts.as_of_date) as book:
        book.write_table("Table", heads, (list(row.values()) for row in rows))
        book.write_about("About", [entry for entry in about if entry[1]])
