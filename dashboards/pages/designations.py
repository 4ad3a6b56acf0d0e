"""Designations: which authority lists which group, under what, since when, on whose word. A part of the group page."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from dashboards.blocks import Cell, Column, DataTable, Figure, iso
from dashboards.data import Release, Row
from dashboards.figures_of_events import Event, event_lines
from dashboards.figures_over_time import short_name
from dashboards.filters import Keep
from dashboards.ledger_words import told
from dashboards.words import NULL, Words

BRIDGE = "bridge_group_designation"

NAMED = """
    SELECT bridge.*, coalesce(whole.group_name, bridge.group_id) AS group_name,
           CASE WHEN named_group_id <> bridge.group_id THEN coalesce(named.group_name, named_group_id) END AS part
    FROM bridge_group_designation AS bridge
    LEFT JOIN dim_group AS whole ON whole.group_id = bridge.group_id
    LEFT JOIN dim_group AS named ON named.group_id = named_group_id
    ORDER BY group_name, authority, is_listed DESC, listed_on NULLS LAST, instrument, designation_id
"""


def read_listings(release: Release, words: Words) -> list[Row]:
    """Every listing with group_name and part, in the reader's words; those of one group together."""
    named = ("group_name", "part", "authority", "instrument", "status", "confidence", "alias_or_unit")
    rows = release.rows(NAMED)
    return [{**row, **{key: words.term(row[key]) if row[key] else row[key] for key in named}} for row in rows]


def listing_marks(release: Release, words: Words) -> list[tuple[str, date, str]]:
    """Group, day and words of every listing that has a date."""
    return [
        (row["group_name"], row["listed_on"], listing_text(row, words))
        for row in read_listings(release, words)
        if row["is_listed"] and row["listed_on"]
    ]


def listing_text(row: Row, words: Words) -> str:
    """US State, 2025-08-11: Majeed Brigade (alias)."""
    day = listed_on(row["listed_on"], row["listed_on_precision"])
    unit = row["alias_or_unit"] or row["part"]
    if not unit:
        return words.say("{authority}, {day}", authority=row["authority"], day=day)
    return words.say("{authority}, {day}: {unit}", authority=row["authority"], day=day, unit=unit)


def timeline_figure(release: Release, span: tuple[date, date] | None, words: Words) -> Figure:
    """When which authority listed which group; the days of the request log are shaded."""
    rows = [row for row in read_listings(release, words) if row["is_listed"] and row["listed_on"]]
    groups = list(dict.fromkeys(row["group_name"] for row in rows))
    ordered = sorted(rows, key=lambda row: (groups.index(row["group_name"]), row["listed_on"], row["authority"]))
    events = [
        Event(groups.index(row["group_name"]), row["listed_on"], row["authority_id"].upper(),
              listing_text(row, words), row["part"] is not None)
        for row in ordered
    ]  # fmt: skip
    spoken = [
        words.say("{group}: {listing}", group=row["group_name"], listing=listing_text(row, words)) for row in ordered
    ]
    return Figure(
        figure_id="designations",
        title=words.say("Designations on the time line"),
        subtitle=words.say("When each authority listed each group. The days of the request log are shaded."),
        spec=event_lines([short_name(group) for group in groups], events, span),
        summary=words.listing(spoken) if spoken else words.say("No listing with a date."),
        table=designation_table(release, words),
        sources=(BRIDGE,),
        definitions=(f"{BRIDGE}.listed_on", f"{BRIDGE}.authority"),
        note=_authority_note(rows, words),
        is_wide=True,
        scroll_width=760,
    )


def _authority_note(rows: Sequence[Row], words: Words) -> str:
    """What the short names of the authorities stand for, and what a hollow mark is."""
    authorities = sorted({(row["authority_id"].upper(), row["authority"]) for row in rows})
    named = [words.say("{short}: {authority}", short=short, authority=authority) for short, authority in authorities]
    return words.say(
        "{authorities}. Hollow: the listing names a part of the group or an alias. A date known to the month or the "
        "year only stands at its first day.",
        authorities=words.listing(named),
    )


def listing_matrix(release: Release, words: Words) -> DataTable:
    """One row per group, one column per authority: since when the whole group is listed, or that it was not found."""
    rows = read_listings(release, words)
    authorities = sorted({row["authority"] for row in rows})
    by_group = {name: list(some) for name, some in groupby(rows, lambda row: row["group_name"])}
    lines = [
        (Cell(name), *(_listing_cell([row for row in some if row["authority"] == one], words) for one in authorities))
        for name, some in by_group.items()
    ]
    columns = (words.say("Group"), *authorities)
    return DataTable(
        words.say("Which authority lists which group"),
        tuple(Column(label, is_number=False) for label in columns),
        tuple(lines),
        words.say(
            "A date is that of the oldest listing of the group as a whole. No listing found: the authority's list was "
            "looked at and does not name the group. A dash: not looked up. Some listings name a parent group or an "
            "alias: their words are in the table of the time line."
        ),
        binding=Keep("group", tuple(some[0]["group_id"] for some in by_group.values())),
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
    rows, keys = [], []
    for _, some in groupby(read_listings(release, words), lambda row: row["group_name"]):
        together = list(some)
        keys += [row["group_id"] for row in together]
        spans = [len(together), *([0] * (len(together) - 1))]
        rows += [_designation_cells(row, span, words) for row, span in zip(together, spans, strict=True)]
    return DataTable(
        say("Every listing: under what, since when, on whose word"),
        tuple(Column(label, is_number=False) for label in labels),
        tuple(rows),
        say("A group is never banned as such: it is listed by an authority, under an instrument, from a date."),
        binding=Keep("group", tuple(keys)),
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
        *(Cell(text or NULL) for text in (words.enumeration(under), unit, row["status"])),
        told(row["source"], words, "source"),
        Cell(row["confidence"] or NULL),
    )


def listed_on(day: date | None, precision: str | None) -> str:
    """The date no more exactly than it is known: 2011-01 when only the month is."""
    lengths = {"year": 4, "month": 7}
    return iso(day) if day is None else iso(day)[: lengths.get(precision or "day", 10)]
