"""The part of the reach page on accounts that nobody counted: between which bounds the sums lie."""

from collections.abc import Sequence
from typing import Literal

from dashboards import figures_by_period, filters_make
from dashboards.blocks import Cell, Column, DataTable, Figure
from dashboards.data import Row
from dashboards.figures_by_period import Range
from dashboards.filters import Cases, Place, Ranges, Rows, RowTable, Text
from dashboards.pages.reach_figures import REACH, not_people
from dashboards.words import Words

Kind = Literal["live", "removed"]


def bound_figure(rows: Sequence[Row], kind: Kind, words: Words) -> Figure:
    """Per platform from the least that the sum can be to the most."""
    titles = {
        "live": words.say("Still reachable: between which bounds"),
        "removed": words.say("No longer reachable: between which bounds"),
    }
    column = f"followers_{kind}"
    ordered = sorted(rows, key=lambda row: (-(row[f"{column}_low"] or 0), row["platform_name"]))
    top = filters_make.most(ordered, lambda row: row[f"{column}_low"])
    ranges = [Range(row[f"{column}_low"], row[f"{column}_high"], bound_text(row, column, words)) for row in top]
    note = words.say(
        "At least: as if the accounts that nobody counted had no follower. At most: as if each had as many as the "
        "largest account seen on its platform, rounded up to a power of ten; without such an account nothing bounds it."
    )
    return Figure(
        figure_id=f"{kind}-bounds",
        title=titles[kind],
        subtitle=words.say("Followers, from the least to the most that the sum can be."),
        spec=figures_by_period.range_bars([row["platform_name"] for row in top], ranges, words),
        summary=words.listing([
            words.say("{name}: {least} at least, {bounds}", name=row["platform_name"],
                      least=words.compact(row[f"{column}_low"]), bounds=one.text)
            for row, one in zip(top, ranges, strict=True)
        ]),
        table=bound_table(titles[kind], ordered, kind, words),
        sources=(REACH,),
        definitions=(f"{REACH}.{column}_low", f"{REACH}.{column}_high"),
        note=f"{note} {not_people(words)}",
        binding=Ranges(_rows(column), f"{column}_low", f"{column}_high", _bound_wording(column, words)),
    )  # fmt: skip


def bound_text(row: Row, column: str, words: Words) -> str:
    """Up to 2.7M, or that nothing bounds it; the least is where the bar begins."""
    high = row[f"{column}_high"]
    return words.say("unbounded") if high is None else words.say("up to {high}", high=words.compact(high))


def _bound_wording(column: str, words: Words) -> Cases:
    told = Text(words.say("up to {high}", high="{high}"), {"high": Place(f"{column}_high", "compact")})
    return Cases(f"{column}_high", {"": Text(words.say("unbounded"))}, told)


def _rows(column: str) -> Rows:
    return Rows("reach", "platform", (f"-{column}_low",), f"{column}_low")


def bound_table(title: str, rows: Sequence[Row], kind: Kind, words: Words) -> DataTable:
    """One row per platform: how many accounts nobody counted, the known sum, and the most that it can be."""
    say, column = words.say, f"followers_{kind}"
    missing = f"accounts_{kind}_followers_missing_count"
    shown = (missing, f"{column}_low", f"{column}_high")
    columns = (
        Column(say("Platform"), is_number=False),
        Column(say("Accounts without a count"), definition=f"{REACH}.{missing}"),
        Column(say("At least"), definition=f"{REACH}.{column}_low"),
        Column(say("At most"), definition=f"{REACH}.{column}_high"),
    )
    cells = tuple((Cell(row["platform_name"]), *(Cell(words.number(row[name])) for name in shown)) for row in rows)
    binding = RowTable(_rows(column), tuple(filters_make.number(name) for name in shown))
    return DataTable(title, columns, cells, say("A dash: nothing bounds it."), binding=binding)
