"""Designations: which authority lists which group, under what, since when, on whose word. A part of the group page."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from dashboards.blocks import Cell, Column, DataTable, iso
from dashboards.data import Release, Row
from dashboards.words import NULL, Words

NAMED = """
    SELECT bridge.*, coalesce(whole.group_name, bridge.group_id) AS group_name,
           CASE WHEN named_group_id <> bridge.group_id THEN coalesce(named.group_name, named_group_id) END AS part
    FROM bridge_group_designation AS bridge
    LEFT JOIN dim_group AS whole ON whole.group_id = bridge.group_id
    LEFT JOIN dim_group AS named ON named.group_id = named_group_id
    ORDER BY group_name, authority, is_listed DESC, listed_on NULLS LAST, instrument, designation_id
"""


def listing_matrix(release: Release, words: Words) -> DataTable:
    """One row per group, one column per authority: since when the whole group is listed, or that it was not found."""
    rows = release.rows(NAMED)
    authorities = sorted({row["authority"] for row in rows})
    lines = [
        (Cell(name), *(_listing_cell([row for row in some if row["authority"] == one], words) for one in authorities))
        for name, some in ((name, list(some)) for name, some in groupby(rows, lambda row: row["group_name"]))
    ]
    columns = (words.say("Group"), *authorities)
    return DataTable(
        words.say("Which authority lists which group"),
        tuple(Column(label, is_number=False) for label in columns),
        tuple(lines),
        words.say(
            "A date is that of the oldest listing of the group as a whole. No listing found: the authority's list was "
            "looked at and does not name the group. A dash: not looked up. Some listings name a parent group or an "
            "alias: their words are below."
        ),
    )


def _listing_cell(rows: Sequence[Row], words: Words) -> Cell:
    listed = [row for row in rows if row["is_listed"] and row["part"] is None]
    if listed:
        day = listed_on(listed[0]["listed_on"], listed[0]["listed_on_precision"])
        return Cell(words.say("from {day}", day=day), kind="passed")
    if any(row["is_listed"] for row in rows):
        return Cell(words.say("a part only"), kind="withheld")
    return Cell(words.say("no listing found"), kind="withheld") if rows else Cell(NULL)


def designation_table(release: Release, words: Words) -> DataTable:
    """Every listing of every group, the rows of one group together."""
    say = words.say
    labels = (
        say("Group"),
        say("Authority"),
        say("Listing"),
        say("Listed on"),
        say("Instrument"),
        say("Unit or alias"),
        say("In its words"),
        say("Source"),
        say("How sure"),
    )
    rows = []
    for _, some in groupby(release.rows(NAMED), lambda row: row["group_name"]):
        together = list(some)
        spans = [len(together), *([0] * (len(together) - 1))]
        rows += [_designation_cells(row, span, words) for row, span in zip(together, spans, strict=True)]
    return DataTable(
        say("Every listing: under what, since when, on whose word"),
        tuple(Column(label, is_number=False) for label in labels),
        tuple(rows),
        say("A group is never banned as such: it is listed by an authority, under an instrument, from a date."),
    )


def _designation_cells(row: Row, row_span: int, words: Words) -> tuple[Cell, ...]:
    found = words.say("listed") if row["is_listed"] else words.say("no listing found")
    under = [text for text in (row["instrument"], row["reference"]) if text and row["is_listed"]]
    unit = row["alias_or_unit"] or row["part"]
    return (
        Cell(row["group_name"], row_span=row_span),
        Cell(row["authority"]),
        Cell(found, kind="passed" if row["is_listed"] else "withheld"),
        Cell(listed_on(row["listed_on"], row["listed_on_precision"]), kind="day"),
        *(Cell(text or NULL) for text in (", ".join(under), unit, row["status"])),
        Cell(row["source"] or NULL, kind="source"),
        Cell(row["confidence"] or NULL),
    )


def listed_on(day: date | None, precision: str | None) -> str:
    """The date no more exactly than it is known: 2011-01 when only the month is."""
    lengths = {"year": 4, "month": 7}
    return iso(day) if day is None else iso(day)[: lengths.get(precision or "day", 10)]
