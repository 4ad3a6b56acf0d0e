"""The part of the backlog page on followers at stake: those of the accounts that pending requests name."""

from collections.abc import Sequence

from dashboards import figures, filters_make
from dashboards.blocks import Cell, Column, DataTable, Figure
from dashboards.data import Row
from dashboards.figures import Part
from dashboards.filters import Keep, KeepRows
from dashboards.pages.backlog_ages import BACKLOG
from dashboards.series import drawn_note
from dashboards.words import SUPPRESSED, Words


def stake_figure(rows: Sequence[Row], words: Words) -> Figure:
    """Known followers per platform, the most first; what is withheld or was never counted is said beside the bar."""
    ordered = sorted(rows, key=lambda row: (-(row["followers"] or 0), row["name"]))
    top = filters_make.most(ordered, lambda row: row["followers"])
    part = Part(words.say("followers at stake"), "alert", [row["followers"] for row in top])
    title = words.say("Followers at stake, by platform")
    note = words.say(
        "Followers of the accounts that pending requests name, as last counted. [u]: withheld, because so few accounts "
        "are pending that they might be recognised; +: a part is withheld, or was never counted, and is not in the "
        "number. One person may follow several accounts; sums are not people."
    )
    return Figure(
        figure_id="followers-at-stake",
        title=title,
        subtitle=words.say("Followers that accounts still up are known to have, on the as-of date."),
        spec=figures.stacked_bars([row["name"] for row in top], [part], [stake_text(row, words) for row in top], words),
        summary=words.listing([
            words.say("{name}: {followers}", name=row["name"], followers=_exactly(row, words)) for row in top
        ]),
        table=_stake_table(title, ordered, words),
        sources=(BACKLOG,),
        definitions=(f"{BACKLOG}.followers", f"{BACKLOG}.followers_missing_count"),
        note=drawn_note(note, len(rows), words),
        binding=KeepRows("platform", tuple(row["id"] for row in top)),
    )  # fmt: skip


def stake_text(row: Row, words: Words) -> str:
    """639K, 129K+ where a part is withheld or was never counted, or [u]."""
    if row["followers"] is None:
        return SUPPRESSED
    return _marked(row, words.compact(row["followers"]), words)


def _exactly(row: Row, words: Words) -> str:
    return SUPPRESSED if row["followers"] is None else _marked(row, words.number(row["followers"]), words)


def _marked(row: Row, text: str, words: Words) -> str:
    is_whole = not row["withheld_count"] and not row["missing_count"]
    return text if is_whole else words.say("{number}+", number=text)


def _stake_table(title: str, rows: Sequence[Row], words: Words) -> DataTable:
    say = words.say
    columns = (
        Column(say("Platform"), is_number=False),
        Column(say("Pending"), definition=f"{BACKLOG}.pending_count"),
        Column(say("Known followers"), definition=f"{BACKLOG}.followers"),
        Column(say("Requests whose followers are withheld")),
        Column(say("Requests without a count"), definition=f"{BACKLOG}.followers_missing_count"),
    )
    cells = tuple(
        (
            Cell(row["name"]),
            Cell(words.number(row["pending_count"])),
            Cell(_exactly(row, words), kind="withheld" if row["followers"] is None else ""),
            Cell(words.number(row["withheld_count"])),
            Cell(words.number(row["missing_count"])),
        )
        for row in rows
    )
    marks = say("Requests without a count: of those whose followers are not withheld.")
    return DataTable(title, columns, cells, marks, binding=Keep("platform", tuple(row["id"] for row in rows)))
