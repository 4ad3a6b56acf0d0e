"""The part of the data-quality page about checks that did not pass: what that means, and the rows that fail."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dashboards.blocks import Cell, Column, DataTable
from dashboards.data import Release
from dashboards.ledger_words import told
from dashboards.pages.quality_checks import Laws, found, keys_of, stops, verdict_cell
from dashboards.release_facts import Check
from dashboards.row_filters import Keys
from dashboards.words import NULL, Words


@dataclass(frozen=True)
class FailedCheck:
    """One check that did not pass. `rows` are the first rows that fail, None where the release keeps none."""

    anchor: str
    verdict: Cell
    question: Cell
    consequence: Cell
    facts: tuple[tuple[str, Cell], ...]
    rows_label: str
    rows: DataTable | None
    keys: Keys


def failed_check(check: Check, laws: Laws, release: Release, words: Words) -> FailedCheck:
    """What it asked, what that means for a reader, what was found, and the rows that fail."""
    say = words.say
    facts = (
        (say("Found"), found(check, laws, words)),
        (say("Wanted"), told(check.expected, words)),
        (say("If it fails"), Cell(stops(check, words))),
        (say("Table"), Cell(check.table, kind="code")),
        (say("Owner"), Cell(words.term(check.owner) if check.owner else NULL)),
    )
    return FailedCheck(
        anchor=check.check_id,
        verdict=verdict_cell(check, words),
        question=told(check.question, words),
        consequence=told(check.consequence, words),
        facts=facts,
        rows_label=_rows_label(check, words),
        rows=_row_table(check, release, words) if check.failing_rows else None,
        keys=keys_of(check),
    )


def _rows_label(check: Check, words: Words) -> str:
    shown = len(check.failing_rows)
    count = check.failing_count
    if count is None:
        return words.plural("What was found", "What was found: the first {count} rows", shown)
    if count <= shown:
        return words.plural("The row that fails", "The {count} rows that fail", shown)
    return words.say("The first {shown} of {count} rows that fail", shown=words.number(shown),
                     count=words.number(count))  # fmt: skip


def _row_table(check: Check, release: Release, words: Words) -> DataTable:
    table = release.facts.tables.get(check.table)
    columns = _columns(check.failing_rows, table.grain if table else ())
    is_number = [all(_is_number(row.get(name)) for row in check.failing_rows) for name in columns]
    return DataTable(
        words.say("Rows that fail"),
        tuple(Column(name, is_number=numeric) for name, numeric in zip(columns, is_number, strict=True)),
        tuple(tuple(Cell(_text(row.get(name), words)) for name in columns) for row in check.failing_rows),
    )


def _columns(rows: Sequence[Mapping[str, object]], grain: Sequence[str]) -> list[str]:
    """What names the row first, then what the check reads."""
    present = dict.fromkeys(name for row in rows for name in row)
    return [*(name for name in grain if name in present), *(name for name in present if name not in grain)]


def _is_number(value: object) -> bool:
    return value is None or (isinstance(value, int | float) and not isinstance(value, bool))


def _text(value: object, words: Words) -> str:
    if value is None:
        return NULL
    if isinstance(value, bool):
        return words.say("yes") if value else words.say("no")
    if isinstance(value, int):
        return words.number(value)
    return f"{value:,.10g}" if isinstance(value, float) else str(value)
