"""The part of the Brief that says what changed since the release before, and why.

Belongs here: the table of headline changes, and the sentences about causes and definitions. Does not: the changes
themselves (the release tells them; deltas reads them).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dashboards.blocks import Cell, Column, DataTable
from dashboards.data import Release
from dashboards.deltas import Change, Changes, Kind, signed_text
from dashboards.rates import SUMMARY
from dashboards.words import NULL, Words

RESTATED = "publication_restatements"
# The figures of the table, and how each is written.
SHOWN: Mapping[str, Kind] = {
    "reported_count": "number",
    "complied_count": "number",
    "pending_count": "number",
    "complied_of_reported_rate": "points",
}
CAUSES = f"""
    SELECT cause, count(*) AS cells_count
    FROM (SELECT unnest(string_split(cause, '; ')) AS cause FROM {RESTATED})
    GROUP BY cause ORDER BY cells_count DESC, cause
"""


@dataclass(frozen=True)
class Past:
    """How many past figures this release tells differently, how many for each cause, and which are redefined."""

    cells_count: int
    causes: Sequence[tuple[str, int]]
    redefined: Sequence[str] = ()


def read_past(release: Release, changes: Changes, words: Words) -> Past | None:
    """What the release says of the past; None where it says nothing about it, or there is none."""
    facts = release.facts
    if facts.compared_with is None or RESTATED not in facts.tables:
        return None
    count = release.rows(f"SELECT count(*) AS n FROM {RESTATED}")[0]["n"]
    causes = [(row["cause"], row["cells_count"]) for row in release.rows(CAUSES)]
    labels = [words.term(facts.metric(table, column).label) for table, column in changes.redefined()]
    return Past(count, causes, tuple(dict.fromkeys(labels)))


def change_table(changes: Changes, words: Words) -> DataTable | None:
    """Reported, complied and pending, then and now, and how much of each change is news; None where nothing is told."""
    if changes.since is None or not any(changes.get(SUMMARY, column) for column in SHOWN):
        return None
    say = words.say
    columns = (
        Column(say("Figure"), is_number=False),
        Column(words.day(changes.since)),
        Column(say("Now")),
        Column(say("Change")),
        Column(say("of it new")),
        Column(say("of it restated")),
    )
    rows = tuple(_cells(column, changes, words) for column in SHOWN)
    marks = say("New: what happened since. Restated: of that day, what is known otherwise now. — not told.")
    return DataTable(say("What changed since {day}", day=words.day(changes.since)), columns, rows, marks)


def _labels(words: Words) -> dict[str, str]:
    return {
        "reported_count": words.say("Requests reported"),
        "complied_count": words.say("Complied with"),
        "pending_count": words.say("Pending"),
        "complied_of_reported_rate": words.say("Share complied with"),
    }


def _cells(column: str, changes: Changes, words: Words) -> tuple[Cell, ...]:
    change = changes.get(SUMMARY, column) or Change(None, None, None, None, None)
    kind = SHOWN[column]
    values = (Cell(_value(value, kind, words)) for value in (change.before, change.now))
    moves = (
        Cell(NULL if move is None else signed_text(move, words, kind))
        for move in (change.change, change.new, change.restated)
    )
    return (Cell(_labels(words)[column]), *values, *moves)


def _value(value: float | None, kind: Kind, words: Words) -> str:
    return words.percent(value) if kind == "points" else words.number(None if value is None else round(value))


def change_sentences(changes: Changes, past: Past | None, words: Words) -> tuple[str, ...]:
    """What changed in one sentence, then why the past is told otherwise, then which definitions changed."""
    if changes.since is None and past is None:
        return (words.say("This is the first release here: there is nothing to compare it with."),)
    told = (
        _reported_sentence(changes, words),
        _past_sentence(past, words) if past else "",
        _definition_sentence(past, words) if past else "",
    )
    return tuple(sentence for sentence in told if sentence)


def _reported_sentence(changes: Changes, words: Words) -> str:
    """Requests reported rose by 314: 308 are new, 6 are of a past told otherwise."""
    change = changes.get(SUMMARY, "reported_count")
    if change is None or change.change is None:
        return ""
    values = {"day": words.day(changes.since), "by": words.number(abs(round(change.change)))}
    if change.new is not None and change.restated is not None:
        values |= {"new": signed_text(change.new, words), "restated": signed_text(change.restated, words)}
        if change.change > 0:
            return words.say(
                "Requests reported rose by {by} since {day}: {new} through new ones, and {restated} through earlier "
                "ones recorded late, corrected or withdrawn.", **values,
            )  # fmt: skip
        if change.change < 0:
            return words.say(
                "Requests reported fell by {by} since {day}: {new} through new ones, and {restated} through earlier "
                "ones recorded late, corrected or withdrawn.", **values,
            )  # fmt: skip
    if change.change > 0:
        return words.say("Requests reported rose by {by} since {day}.", **values)
    if change.change < 0:
        return words.say("Requests reported fell by {by} since {day}.", **values)
    return words.say("Requests reported are as many as on {day}.", **values)


def _past_sentence(past: Past, words: Words) -> str:
    if not past.cells_count:
        return words.say("Every figure of the last release about the past still stands.")
    causes = words.listing([cause_text(cause, count, words) for cause, count in past.causes])
    if sum(count for _, count in past.causes) > past.cells_count:
        return words.plural(
            "{count} figure about the past is no longer what it was: {causes} (for several reasons).",
            "{count} figures about the past are no longer what they were: {causes} (some for several reasons).",
            past.cells_count, causes=causes,
        )  # fmt: skip
    return words.plural(
        "{count} figure about the past is no longer what it was: {causes}.",
        "{count} figures about the past are no longer what they were: {causes}.",
        past.cells_count, causes=causes,
    )  # fmt: skip


def cause_text(cause: str, count: int, words: Words) -> str:
    """2,150 because records were withdrawn. A cause that has no words yet is told as the release writes it."""
    values = {"count": words.number(count)}
    texts = {
        "retraction": words.say("{count} because records were withdrawn", **values),
        "correction": words.say("{count} because records were corrected", **values),
        "late_record": words.say("{count} because of late records", **values),
        "asked_again": words.say("{count} because accounts were asked for again under another group", **values),
        "review": words.say("{count} because mirrors were reviewed", **values),
        "definition": words.say("{count} because the figure is defined anew", **values),
        "small_cells": words.say("{count} because small cells came to be withheld or shown", **values),
        "unexplained": words.say("{count} for no reason on record", **values),
    }
    return texts.get(cause) or words.say("{count} because of {cause}", cause=words.term(cause), **values)


def _definition_sentence(past: Past, words: Words) -> str:
    if not past.redefined:
        return words.say("No headline figure is defined anew.")
    return words.say("Defined anew, so not comparable: {names}.", names=words.listing(list(past.redefined)))
