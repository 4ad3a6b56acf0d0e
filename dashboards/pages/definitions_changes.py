"""The part of the definitions page about releases: what this one changed, as its CHANGES.md tells.

Belongs here: reading the lines that orchestration.release_changes writes. Does not: any comparison of its own.
"""

import re
from collections.abc import Iterable

from dashboards.blocks import Cell, Column, DataTable
from dashboards.data import Release
from dashboards.words import NULL, Words

CHANGES = "CHANGES.md"
LINE = re.compile(r"- `(?P<table>[a-z0-9_]+)(?:\.(?P<column>[a-z0-9_]+))?`(?P<rest>.*)")
COUNTS = re.compile(r": (?P<before>[\d,]+) rows before, (?P<now>[\d,]+) now \([+-][\d,]+\)\.")
SAME = re.compile(r": (?P<now>[\d,]+) rows as before, with other values\.")
NEW = re.compile(r" is new(?: \((?P<now>[\d,]+) rows\))?\.")
GONE = " is no longer published."
REDEFINED = ": its definition changed:"


def change_table(release: Release, words: Words) -> DataTable | None:
    """One row per public table or column that this release changed; None where it changed none, or says nothing.

    Tables of the research tier are left to those who hold them.
    """
    rows = [_cells(match, words) for match in _lines(release) if _is_public(match["table"], release)]
    if not rows:
        return None
    say = words.say
    labels = (say("Table"), say("Column"), say("What changed"), say("Rows before"), say("Rows now"))
    columns = tuple(Column(label, index > 2) for index, label in enumerate(labels))
    return DataTable(say("Changed since the release before"), columns, tuple(rows))


def _lines(release: Release) -> Iterable[re.Match[str]]:
    return [match for line in release.text_of(CHANGES).splitlines() if (match := LINE.fullmatch(line))]


def _is_public(table: str, release: Release) -> bool:
    return table in release.facts.tables


def _cells(match: re.Match[str], words: Words) -> tuple[Cell, ...]:
    what, before, now = _told(match["rest"], words)
    column = Cell(match["column"], kind="code") if match["column"] else Cell(NULL)
    return Cell(match["table"], kind="code"), column, what, Cell(before), Cell(now)


def _told(rest: str, words: Words) -> tuple[Cell, str, str]:
    """What the rest of a line says, and the rows before and now; a line of another form stays as it is."""
    if counts := COUNTS.fullmatch(rest):
        return Cell(words.say("more or fewer rows")), _number(counts["before"], words), _number(counts["now"], words)
    if same := SAME.fullmatch(rest):
        count = _number(same["now"], words)
        return Cell(words.say("as many rows, with other values")), count, count
    if new := NEW.fullmatch(rest):
        return Cell(words.say("new")), NULL, _number(new["now"], words) if new["now"] else NULL
    if rest == GONE:
        return Cell(words.say("no longer published")), NULL, NULL
    if rest.startswith(REDEFINED):
        return Cell(words.say("defined anew")), NULL, NULL
    return Cell(rest.lstrip(": "), kind="quote"), NULL, NULL


def _number(text: str, words: Words) -> str:
    return words.number(int(text.replace(",", "")))
