"""The part of the reach page that says what mirrors took back of what was removed, and what is left of it."""

from collections.abc import Sequence

from dashboards import figures, filters_make
from dashboards.blocks import Cell, Column, DataTable, Figure
from dashboards.data import Row
from dashboards.filters import Cases, Place, Rows, RowTable, Text, Wording
from dashboards.pages.reach_figures import REACH, not_people, number_or_withheld
from dashboards.words import SUPPRESSED, Words

COLUMNS = ("mirrors_live_count", "followers_regained", "mirrors_live_followers_missing_count", "followers_removed",
           "followers_net_removed")  # fmt: skip
BOUNDS = ("followers_net_removed_low", "followers_net_removed_high")


def mirror_sentence(rows: Sequence[Row], words: Words) -> str:
    """What the mirrors that may be shown took back, and of which platforms nothing may be."""
    if not rows:
        return words.say("No follower count has been observed yet.")
    shown = [row for row in rows if not row["is_withheld"]]
    withheld = words.listing([row["platform_name"] for row in rows if row["is_withheld"]])
    if not shown:
        return words.say("Of {names} the number of mirrors still up is withheld.", names=withheld)
    count = sum(row["mirrors_live_count"] or 0 for row in shown)
    regained = sum(row["followers_regained"] or 0 for row in shown)
    told = words.plural(
        "On {day}, {count} mirror of an account removed before was up, with {regained} followers: they are in what is "
        "still reachable.",
        "On {day}, {count} mirrors of accounts removed before were up, with {regained} followers: they are in what is "
        "still reachable.",
        count, day=words.day(rows[0]["date_day"]), regained=words.number(regained),
    )  # fmt: skip
    if not withheld:
        return told
    left_out = words.say("Of {names} the number is withheld, and is not in these.", names=withheld)
    return f"{told} {left_out}"


def mirror_figure(rows: Sequence[Row], words: Words) -> Figure:
    """Per platform of the removed accounts the followers that mirrors reach, and what is left of the removal."""
    top = filters_make.most(rows, lambda row: row["followers_reported"])
    part = figures.Part(words.say("regained by mirrors"), "alert", [row["followers_regained"] for row in top])
    wanted = Rows("reach", "platform", ("-followers_reported",), "followers_reported")
    title = words.say("What mirrors took back")
    end = Cases(
        "followers_regained",
        {"": Text(SUPPRESSED)},
        Text(words.say("{regained} / {removed}", regained="{regained}", removed="{removed}"),
             {"regained": Place("followers_regained", "compact"), "removed": Place("followers_removed", "compact")}),
    )  # fmt: skip
    return Figure(
        figure_id="regained",
        title=title,
        subtitle=words.say("Followers of mirrors still up; beside each bar, of how many that are no longer reachable."),
        spec=figures.stacked_bars(
            [row["platform_name"] for row in top], [part], [_end(row, words) for row in top], words
        ),
        summary=mirror_sentence(rows, words),
        table=mirror_table(rows, words),
        sources=(REACH,),
        definitions=(f"{REACH}.followers_regained", f"{REACH}.followers_net_removed"),
        note=words.say(
            "[u]: withheld, because so few mirrors are up that they might be recognised. A mirror is a likely match, "
            "not proof that the same people are behind both accounts. {not_people}",
            not_people=not_people(words),
        ),
        binding=filters_make.stacked_bars(wanted, [("followers_regained", part.label)], end),
    )  # fmt: skip


def _end(row: Row, words: Words) -> str:
    if row["followers_regained"] is None:
        return SUPPRESSED
    regained, removed = (words.compact(row[column]) for column in ("followers_regained", "followers_removed"))
    return words.say("{regained} / {removed}", regained=regained, removed=removed)


def mirror_table(rows: Sequence[Row], words: Words) -> DataTable:
    """One row per platform of the removed accounts: mirrors up, their followers, and what is left of the removal."""
    say = words.say
    columns = (
        Column(say("Platform of the removed account"), is_number=False),
        Column(say("Mirrors still up"), definition=f"{REACH}.mirrors_live_count"),
        Column(say("Their followers"), definition=f"{REACH}.followers_regained"),
        Column(say("Mirrors without a count"), definition=f"{REACH}.mirrors_live_followers_missing_count"),
        Column(say("No longer reachable"), definition=f"{REACH}.followers_removed"),
        Column(say("Removed, less regained"), definition=f"{REACH}.followers_net_removed"),
        Column(say("At least"), definition=f"{REACH}.followers_net_removed_low"),
        Column(say("At most"), definition=f"{REACH}.followers_net_removed_high"),
    )
    wanted = Rows("reach", "platform", ("-followers_reported",), "followers_reported")
    cells = (*(_known(column) for column in COLUMNS), *(filters_make.number(column) for column in BOUNDS))
    marks = say("A dash under at least or at most: withheld, or nothing bounds it.")
    lines = tuple(_cells(row, words) for row in rows)
    return DataTable(say("What mirrors took back"), columns, lines, marks, binding=RowTable(wanted, cells))


def _known(column: str) -> Wording:
    return Cases(column, {"": Text(SUPPRESSED, kind="withheld")}, filters_make.number(column))


def _cells(row: Row, words: Words) -> tuple[Cell, ...]:
    values = (number_or_withheld(row[column], words) for column in COLUMNS)
    return (Cell(row["platform_name"]), *values, *(Cell(words.number(row[column])) for column in BOUNDS))
