"""Spreadsheets beside the pages: one for each figure, of all requests, and one for each public table that is not long.

Belongs here: what stands in them. Does not: how a sheet is written (sheets); CSV and pictures, which the reader's
browser makes of what it shows (static/downloads.js, pictures.js).
"""

import re
from dataclasses import dataclass
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
LICENCE = re.compile(r"^license: *(\S+) *$", re.MULTILINE)


@dataclass(frozen=True)
class FigureWorkbooks:
    """Writes the workbook of a figure into `folder`, and says what it is called, for the link to it."""

    folder: Path
    release: Release
    language: Language
    words: Words

    def __call__(self, figure: Figure, page: Page) -> str:
        """The name of the file; nothing for a variant of a page (another country), of which there are hundreds."""
        if page.place != page.slug:
            return ""
        self.folder.mkdir(parents=True, exist_ok=True)
        suffix = f".{self.language.code}" if self.language.folder else ""
        name = f"{page.slug}-{figure.figure_id}{suffix}.xlsx"
        self.write(figure, page, self.folder / name)
        return name

    def write(self, figure: Figure, page: Page, path: Path) -> None:
        """The figure's table as the page carries it, and a sheet about it."""
        say = self.words.say
        facts = self.release.facts
        with workbook(path, figure.title, facts.release_id, facts.as_of_date, is_rtl=self.words.is_rtl) as book:
            heads = [column.label for column in figure.table.columns]
            book.write_table(say("Table"), heads, table_values(figure.table))
            book.write_about(say("About"), self._about(figure, page))

    def _about(self, figure: Figure, page: Page) -> list[tuple[str, str]]:
        say, facts = self.words.say, self.release.facts
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
            *self._origin,
        ]
        if facts.is_synthetic:
            entries.append((say("SYNTHETIC"), page.synthetic_note or say(
                "sample data: the request log behind every figure on this page is invented. Nothing here is about a "
                "real request, account or platform."
            )))  # fmt: skip
        return [entry for entry in entries if entry[1]]

    @cached_property
    def _origin(self) -> list[tuple[str, str]]:
        say, facts = self.words.say, self.release.facts
        return [
            (say("Release"), facts.release_id),
            (say("As of"), self.words.day(facts.as_of_date)),
            (say("Licence"), licence(self.release)),
        ]

    def _definition(self, reference: str) -> str:
        table, _, column = reference.partition(".")
        field = self.release.facts.table(table).field(column)
        return self._told(reference, self.words.term(field.description), field.metric)

    def _told(self, reference: str, meaning: str, metric: Metric | None) -> str:
        if metric is None:
            return self.words.say("{column}: {meaning}", column=reference, meaning=meaning)
        label = self.words.term(metric.label)
        return self.words.say("{label} ({column}): {meaning}", label=label, column=reference, meaning=meaning)


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
