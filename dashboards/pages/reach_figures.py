"""The drawings of the reach page: no longer and still reachable, per platform and group, and over time."""

from collections.abc import Mapping, Sequence
from typing import Literal

from dashboards import figures, figures_over_time, filters_make
from dashboards.blocks import Cell, Column, DataTable, Figure, day_cell, headings
from dashboards.data import Release, Row
from dashboards.filters import DRAWN_LIMIT, DayTable, Line, Place, Rows, RowTable, Text
from dashboards.series import read_platform_stock, weekly, weekly_mark
from dashboards.words import SUPPRESSED, Words

REACH = "fct_reach_daily"
COLUMNS = ("followers_reported", "followers_removed", "followers_live")


def not_people(words: Words) -> str:
    """What no page that adds followers up may leave out."""
    return words.say("One person may follow several accounts; sums are not people.")


def held_sentence(release: Release, words: Words) -> str:
    """As of which day the follower sums are, where the release holds them back until several accounts have changed."""
    if not any(field.name == "followers_as_of_date" for field in release.facts.table(REACH).fields):
        return ""
    rows = release.rows(f"""
        SELECT min(followers_as_of_date) AS day, max(date_day) AS today FROM {REACH}
        WHERE date_day = (SELECT max(date_day) FROM {REACH})
    """)
    day, today = rows[0]["day"], rows[0]["today"]
    if day is None or day == today:
        return ""
    return words.say(
        "Sums of followers are held back until several accounts have changed, so that no change shows one account: the "
        "oldest of them are as of {day}.",
        day=words.day(day),
    )


def number_or_withheld(value: float | None, words: Words) -> Cell:
    """A number, or [u] where a part of it may not be told."""
    return Cell(SUPPRESSED, kind="withheld") if value is None else Cell(words.number(value))


def over_time_figure(daily: Sequence[Row], summary: str, words: Words) -> Figure:
    """Followers no longer reachable and still reachable, by day."""
    days = [row["date_day"] for row in daily]
    drawn = (
        Line("followers_removed", words.say("no longer"), "accent"),
        Line("followers_live", words.say("still"), "alert"),
    )
    series = [
        figures_over_time.Series(line.label, line.token, days, [row[line.column] for row in daily]) for line in drawn
    ]
    title = words.say("Reachable and no longer reachable, by day")
    return Figure(
        figure_id="reach-over-time",
        title=title,
        subtitle=words.say("Sum of followers of reported accounts."),
        spec=figures_over_time.lines(series, words),
        summary=summary,
        table=_day_table(title, daily, words),
        sources=(REACH,),
        definitions=(f"{REACH}.followers_removed", f"{REACH}.followers_live"),
        note=words.say("A reversal moves an account's followers back to the reachable line."),
        binding=filters_make.lines("reach", drawn),
    )


def _day_table(title: str, daily: Sequence[Row], words: Words) -> DataTable:
    labels = (
        words.say("Day"),
        words.say("No longer reachable"),
        words.say("Still reachable"),
        words.say("Accounts without a count"),
    )
    columns = ("followers_removed", "followers_live", "accounts_followers_missing_count")
    rows = tuple(
        (day_cell(row["date_day"]), *(Cell(words.number(row[column])) for column in columns)) for row in weekly(daily)
    )
    return DataTable(title, headings(*labels), rows, marks=weekly_mark(words), binding=DayTable("reach", columns))


def reach_figure(rows: Sequence[Row], words: Words) -> Figure:
    """Followers no longer and still reachable per platform on the last day."""
    title = words.say("Follower reach: removed and remaining")
    note = words.say("Accounts that were not found, or gone before the request, are in neither part.")
    return _stacked("platform", (title, words.say("Platform")), rows, note, words)


def group_figure(rows: Sequence[Row], words: Words) -> Figure:
    """The same per group, where groups may be told apart."""
    title = words.say("Follower reach, by group")
    note = words.say(
        "Groups withheld together: the accounts of every group on a platform where some week had so few of one that "
        "they might be recognised."
    )
    return _stacked("group", (title, words.say("Group")), rows, note, words)


def _stacked(
    by: Literal["platform", "group"], texts: tuple[str, str], rows: Sequence[Row], note: str, words: Words
) -> Figure:
    name = f"{by}_name"
    top = filters_make.most(rows, lambda row: row["followers_reported"])
    parts = [
        figures.Part(words.say("no longer reachable"), "accent", [row["followers_removed"] for row in top]),
        figures.Part(words.say("still reachable"), "alert", [row["followers_live"] for row in top]),
    ]
    ends = [words.say("{live} left", live=words.compact(row["followers_live"])) for row in top]
    names = [figures_over_time.short_name(row[name]) if by == "group" else row[name] for row in top]
    wanted = Rows("reach", by, ("-followers_reported",), "followers_reported", short_names=by == "group")
    end = Text(words.say("{live} left", live="{live}"), {"live": Place("followers_live", "compact")})
    return Figure(
        figure_id=f"reach-by-{by}",
        title=texts[0],
        subtitle=words.say("Sum of followers of reported accounts on the as-of date."),
        spec=figures.stacked_bars(names, parts, ends, words),
        summary=words.listing([_spoken(row, row[name], words) for row in top]),
        table=_stock_table(texts, rows, wanted, words),
        sources=(REACH,),
        definitions=(f"{REACH}.followers_removed", f"{REACH}.followers_live"),
        legend=figures.legend_of(parts),
        note=f"{not_people(words)} {note}",
        binding=filters_make.stacked_bars(
            wanted, [("followers_removed", parts[0].label), ("followers_live", parts[1].label)], end
        ),
    )


def _spoken(row: Row, name: str, words: Words) -> str:
    removed, live = (words.number(row[column]) for column in ("followers_removed", "followers_live"))
    return words.say("{name}: {removed} no longer reachable, {live} still", name=name, removed=removed, live=live)


def _stock_table(texts: tuple[str, str], rows: Sequence[Row], wanted: Rows, words: Words) -> DataTable:
    title, label = texts
    columns = (
        Column(label, is_number=False),
        Column(words.say("Followers reported"), definition=f"{REACH}.followers_reported"),
        Column(words.say("No longer reachable"), definition=f"{REACH}.followers_removed"),
        Column(words.say("Still reachable"), definition=f"{REACH}.followers_live"),
    )
    name = f"{wanted.by}_name"
    cells = tuple((Cell(row[name]), *(Cell(words.number(row[column])) for column in COLUMNS)) for row in rows)
    binding = RowTable(wanted, tuple(filters_make.number(column) for column in COLUMNS))
    return DataTable(title, columns, cells, binding=binding)


def platform_lines(release: Release, column: str, figure_id: str, title: str, words: Words) -> Figure:
    """One stock of followers per platform by day; the platform that ends highest in colour."""
    stocks = read_platform_stock(release, REACH, column, words)
    top = list(stocks.items())[:DRAWN_LIMIT]
    series = [
        figures_over_time.Series(name, "accent" if index == 0 else "neutral",
                                 [row["date_day"] for row in rows], [row["value"] for row in rows])
        for index, (name, rows) in enumerate(top)
    ]  # fmt: skip
    wanted = Rows("reach", "platform", (f"-{column}",), column)
    return Figure(
        figure_id=figure_id,
        title=title,
        subtitle=words.say("Sum of followers; the platform with the most is drawn in colour."),
        spec=figures_over_time.lines(series, words),
        summary=words.listing(
            [
                words.say("{name}: {followers}", name=name, followers=words.number(rows[-1]["value"]))
                for name, rows in top
            ]
        ),
        table=platform_table(title, stocks, words, DayTable("reach", (column,), wanted)),
        sources=(REACH,),
        definitions=(f"{REACH}.{column}",),
        note=not_people(words),
        binding=filters_make.lines_by(wanted, column),
    )


def platform_table(
    title: str, stocks: Mapping[str, Sequence[Row]], words: Words, binding: DayTable | None = None
) -> DataTable:
    """One row per week, one column per platform; a day that a platform lacks is a dash."""
    values = {(name, row["date_day"]): row["value"] for name, rows in stocks.items() for row in rows}
    days = sorted({day for _, day in values}, reverse=True)[::7][::-1]
    return DataTable(
        title,
        (Column(words.say("Day"), is_number=False), *(Column(name) for name in stocks)),
        tuple((day_cell(day), *(Cell(words.number(values.get((name, day)))) for name in stocks)) for day in days),
        marks=weekly_mark(words),
        binding=binding,
    )
