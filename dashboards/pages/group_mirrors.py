"""The part of the group page that says when and where mirrors of removed accounts were reported."""

from collections.abc import Sequence

from dashboards.blocks import Cell, Column, DataTable, day_cell
from dashboards.data import Release, Row
from dashboards.filters import Keep
from dashboards.words import Words

ACTIVITY = "fct_group_activity_weekly"
ROW_LIMIT = 26


def read_weekly_mirrors(release: Release, words: Words) -> list[Row]:
    """week, group and platform (ids and names), mirrors (NULL where suppressed): every cell, the latest week first."""
    rows = release.rows(f"""
        SELECT week_start_date AS week, group_id, platform_id, coalesce(group_name, group_id) AS group_name,
               coalesce(platform_name, platform_id) AS platform_name, mirrors_count AS mirrors
        FROM {ACTIVITY} LEFT JOIN dim_group USING (group_id) LEFT JOIN dim_platform USING (platform_id)
        ORDER BY week DESC, group_name, platform_name
    """)
    return [{**row, **{key: words.term(row[key]) for key in ("group_name", "platform_name")}} for row in rows]


def mirror_sentence(cells: Sequence[Row], words: Words) -> str:
    """How many mirrors the counts hold that may be shown, and how many counts may not."""
    if not cells:
        return words.say("No account has been reported yet.")
    withheld_count = sum(cell["mirrors"] is None for cell in cells)
    count = sum(cell["mirrors"] or 0 for cell in cells)
    day = words.day(cells[-1]["week"])
    if not withheld_count:
        return words.plural(
            "Since the week of {day}, {count} account was first reported that is the mirror of one removed before.",
            "Since the week of {day}, {count} accounts were first reported that are mirrors of ones removed before.",
            count, day=day,
        )  # fmt: skip
    told = words.plural(
        "Since the week of {day}, at least {count} account was first reported that is the mirror of one removed "
        "before.",
        "Since the week of {day}, at least {count} accounts were first reported that are mirrors of ones removed "
        "before.",
        count, day=day,
    )  # fmt: skip
    rest = words.say(
        "In {withheld} of {all} counts by group, platform and week the number is withheld.",
        withheld=words.number(withheld_count), all=words.number(len(cells)),
    )  # fmt: skip
    return f"{told} {rest}"


def mirror_table(cells: Sequence[Row], words: Words) -> DataTable:
    """The latest cells with a mirror that may be shown."""
    say = words.say
    known = [cell for cell in cells if cell["mirrors"]]
    shown = known[:ROW_LIMIT]
    rows = tuple(
        (
            day_cell(cell["week"]),
            Cell(cell["group_name"]),
            Cell(cell["platform_name"]),
            Cell(words.number(cell["mirrors"])),
        )
        for cell in shown
    )
    columns = (
        *(Column(label, is_number=False) for label in (say("Week of"), say("Group"), say("Platform"))),
        Column(say("Mirrors"), definition=f"{ACTIVITY}.mirrors_count"),
    )
    marks = say("A mirror is a likely match, not proof that the same people are behind both accounts.")
    if len(known) > ROW_LIMIT:
        more = say("The latest {count} of {all}; all are in the CSV.", count=words.number(ROW_LIMIT),
                   all=words.number(len(known)))  # fmt: skip
        marks = f"{marks} {more}"
    keys = tuple(cell["group_id"] for cell in shown)
    return DataTable(say("Mirrors reported for the first time"), columns, rows, marks, binding=Keep("group", keys))
