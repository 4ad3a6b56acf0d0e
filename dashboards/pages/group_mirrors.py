"""The part of the group page that says when and where mirrors of removed accounts were reported."""

from collections.abc import Sequence

from dashboards.blocks import Cell, Column, DataTable, day_cell
from dashboards.data import Row
from dashboards.filters import Keep
from dashboards.pages.group_grid import ACTIVITY, MIRRORS
from dashboards.words import Words

ROW_LIMIT = 26


def mirror_sentence(cells: Sequence[Row], words: Words) -> str:
    """How many mirrors the cells of group_grid.read_cells hold that may be shown, and how many may not."""
    if not cells:
        return words.say("No account has been reported yet.")
    withheld_count = sum(cell[MIRRORS] is None for cell in cells)
    count = sum(cell[MIRRORS] or 0 for cell in cells)
    day = words.day(cells[0]["week"])
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
    """The latest of those cells with a mirror that may be shown."""
    say = words.say
    known = [cell for cell in cells if cell[MIRRORS]]
    shown = sorted(known, key=lambda cell: cell["week"], reverse=True)[:ROW_LIMIT]
    rows = tuple(
        (
            day_cell(cell["week"]),
            Cell(cell["group_name"]),
            Cell(cell["platform_name"]),
            Cell(words.number(cell[MIRRORS])),
        )
        for cell in shown
    )
    columns = (
        *(Column(label, is_number=False) for label in (say("Week of"), say("Group"), say("Platform"))),
        Column(say("Mirrors"), definition=f"{ACTIVITY}.{MIRRORS}"),
    )
    marks = say("A mirror is a likely match, not proof that the same people are behind both accounts.")
    if len(known) > ROW_LIMIT:
        more = say("The latest {count} of {all}; all are in the CSV.", count=words.number(ROW_LIMIT),
                   all=words.number(len(known)))  # fmt: skip
        marks = f"{marks} {more}"
    keys = tuple(cell["group_id"] for cell in shown)
    return DataTable(say("Mirrors reported for the first time"), columns, rows, marks, binding=Keep("group", keys))
