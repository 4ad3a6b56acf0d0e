"""Reach: how many followers can the reported accounts still reach?"""

from collections.abc import Mapping, Sequence

from dashboards import figures, figures_over_time
from dashboards.blocks import Cell, Column, DataTable, Figure, Page, day_cell, headings
from dashboards.data import Release, Row
from dashboards.pages.reach_mirrors import mirror_sentence, mirror_table, read_mirrors
from dashboards.series import read_platform_stock, read_reach_by_platform, thin, weekly, weekly_mark
from dashboards.words import Words

REACH = "fct_reach_daily"


def build(release: Release, words: Words) -> Page:
    """The reach page from the daily reach table."""
    daily = read_daily(release)
    platforms = read_reach_by_platform(release)
    mirrors = read_mirrors(release)
    return Page(
        slug="reach",
        nav_label=words.say("Reach"),
        title=words.say("How many followers can the reported accounts still reach?"),
        lead=lead_sentence(daily, words),
        parts={
            "over_time": over_time_figure(daily, words),
            "by_platform": reach_figure(platforms, words),
            "removed": _platform_lines(release, "followers_removed", "removed-by-platform",
                                       words.say("No longer reachable, by platform"), words),
            "live": _platform_lines(release, "followers_live", "live-by-platform",
                                    words.say("Still reachable, by platform"), words),
            "mirrors": mirror_table(mirrors, words),
            "mirrors_sentence": mirror_sentence(mirrors, words),
            "missing": missing_table(platforms, words),
        },
    )  # fmt: skip


def read_daily(release: Release) -> list[Row]:
    """date_day, removed, live, missing over all platforms and groups."""
    return thin(
        release.rows(f"""
            SELECT date_day, sum(followers_removed) AS removed, sum(followers_live) AS live,
                   sum(accounts_followers_missing_count) AS missing
            FROM {REACH} GROUP BY date_day ORDER BY date_day
        """)
    )


def lead_sentence(daily: Sequence[Row], words: Words) -> str:
    """Followers out of reach and within reach on the last day, and that they are sums."""
    if not daily:
        return words.say("No follower count has been observed yet.")
    last = daily[-1]
    return words.say(
        "On {day}, reported accounts that were still up had {live} followers between them; those removed or withheld "
        "had {removed}. One person may follow several accounts, so these are not numbers of people.",
        day=words.day(last["date_day"]), live=words.number(last["live"]), removed=words.number(last["removed"]),
    )  # fmt: skip


def over_time_figure(daily: Sequence[Row], words: Words) -> Figure:
    """Followers no longer reachable and still reachable, by day."""
    days = [row["date_day"] for row in daily]
    series = [
        figures_over_time.Series(words.say("no longer"), "accent", days, [row["removed"] for row in daily]),
        figures_over_time.Series(words.say("still"), "alert", days, [row["live"] for row in daily]),
    ]
    title = words.say("Reachable and no longer reachable, by day")
    labels = (
        words.say("Day"),
        words.say("No longer reachable"),
        words.say("Still reachable"),
        words.say("Accounts without a count"),
    )
    rows = tuple(
        (day_cell(row["date_day"]), *(Cell(words.number(row[key])) for key in ("removed", "live", "missing")))
        for row in weekly(daily)
    )
    return Figure(
        figure_id="reach-over-time",
        title=title,
        subtitle=words.say("Sum of followers of reported accounts."),
        spec=figures_over_time.lines(series, words),
        summary=lead_sentence(daily, words),
        table=DataTable(title, headings(*labels), rows, marks=weekly_mark(words)),
        sources=(REACH,),
        definitions=(f"{REACH}.followers_removed", f"{REACH}.followers_live"),
        note=words.say("A reversal moves an account's followers back to the reachable line."),
    )


def reach_figure(rows: Sequence[Row], words: Words) -> Figure:
    """Followers no longer and still reachable per platform on the last day."""
    names = [row["platform_name"] for row in rows]
    parts = [
        figures.Part(words.say("no longer reachable"), "accent", [row["removed"] for row in rows]),
        figures.Part(words.say("still reachable"), "alert", [row["live"] for row in rows]),
    ]
    ends = [words.say("{live} left", live=words.compact(row["live"])) for row in rows]
    title = words.say("Follower reach: removed and remaining")
    return Figure(
        figure_id="reach-by-platform",
        title=title,
        subtitle=words.say("Sum of followers of reported accounts on the as-of date."),
        spec=figures.stacked_bars(names, parts, ends, words),
        summary="; ".join(f"{name} {end}" for name, end in zip(names, ends, strict=True)),
        table=_reach_table(title, rows, words),
        sources=(REACH,),
        definitions=(f"{REACH}.followers_removed", f"{REACH}.followers_live"),
        legend=figures.legend_of(parts),
        note=words.say(
            "One person may follow several accounts: sums are not people. Accounts that were not found, or gone before "
            "the request, are in neither part."
        ),
    )


def _reach_table(title: str, rows: Sequence[Row], words: Words) -> DataTable:
    say = words.say
    columns = headings(say("Platform"), say("Followers reported"), say("No longer reachable"), say("Still reachable"))
    counts = ("reported", "removed", "live")
    cells = tuple((Cell(row["platform_name"]), *(Cell(words.number(row[key])) for key in counts)) for row in rows)
    return DataTable(title, columns, cells)


def _platform_lines(release: Release, column: str, figure_id: str, title: str, words: Words) -> Figure:
    stocks = read_platform_stock(release, REACH, column)
    series = [
        figures_over_time.Series(name, "accent" if index == 0 else "neutral",
                                 [row["date_day"] for row in rows], [row["value"] for row in rows])
        for index, (name, rows) in enumerate(stocks.items())
    ]  # fmt: skip
    return Figure(
        figure_id=figure_id,
        title=title,
        subtitle=words.say("Sum of followers; the platform with the most is drawn in colour."),
        spec=figures_over_time.lines(series, words),
        summary="; ".join(f"{name} {words.number(rows[-1]['value'])}" for name, rows in stocks.items()),
        table=platform_table(title, stocks, words),
        sources=(REACH,),
        definitions=(f"{REACH}.{column}",),
    )


def platform_table(title: str, stocks: Mapping[str, Sequence[Row]], words: Words) -> DataTable:
    """One row per week, one column per platform; a day that a platform lacks is a dash."""
    values = {(name, row["date_day"]): row["value"] for name, rows in stocks.items() for row in rows}
    days = sorted({day for _, day in values}, reverse=True)[::7][::-1]
    return DataTable(
        title,
        (Column(words.say("Day"), is_number=False), *(Column(name) for name in stocks)),
        tuple((day_cell(day), *(Cell(words.number(values.get((name, day)))) for name in stocks)) for day in days),
        marks=weekly_mark(words),
    )


def missing_table(rows: Sequence[Row], words: Words) -> DataTable:
    """Accounts whose followers nobody could count, per platform: they are in no sum above, only in the upper bound."""
    names = ("missing", "live_missing", "live", "live_high")
    cells = tuple((Cell(row["platform_name"]), *(Cell(words.number(row[name])) for name in names)) for row in rows)
    columns = (
        Column(words.say("Platform"), is_number=False),
        Column(words.say("Accounts without a follower count"), definition=f"{REACH}.accounts_followers_missing_count"),
        Column(words.say("of these still up"), definition=f"{REACH}.accounts_live_followers_missing_count"),
        Column(words.say("Still reachable, counted"), definition=f"{REACH}.followers_live"),
        Column(words.say("Still reachable, at most"), definition=f"{REACH}.followers_live_high"),
    )
    marks = words.say(
        "At most: as if each missing account had as many followers as the largest account seen on its platform, "
        "rounded up to a power of ten. A dash: nothing bounds it."
    )
    return DataTable(words.say("Accounts without a follower count"), columns, cells, marks)
