"""The table of medians on the page on durations. A day beyond the last that may be quoted is not quoted."""

from collections.abc import Sequence

from dashboards.blocks import Cell, Column, DataTable
from dashboards.data import Row
from dashboards.pages.speed_curves import AT_RISK_LEAST, MEDIANS
from dashboards.words import NULL, Words


def quoted(row: Row, name: str) -> int | None:
    """The day `name` of a summary row, or None where it is not reached while enough are at risk."""
    day, last_day = row[name], row["last_day"]
    return None if day is None or last_day is None or day > last_day else int(day)


def is_reached(row: Row) -> bool:
    """Is the median one that may be quoted?"""
    return quoted(row, "median_days") is not None


def median_text(row: Row, words: Words) -> str:
    """5 days (95% interval 4 to 7). Only where the median is reached."""
    days = words.plural("{count} day", "{count} days", quoted(row, "median_days") or 0)
    return words.say("{days} (95% interval {interval})", days=days, interval=interval_text(row, words))


def interval_text(row: Row, words: Words) -> str:
    """4 to 7, or 107 or more where the upper bound is not reached, or a dash."""
    low, high = quoted(row, "median_low_days"), quoted(row, "median_high_days")
    if low is None:
        return NULL
    if high is None:
        return words.say("{low} or more", low=words.number(low))
    return words.say("{low} to {high}", low=words.number(low), high=words.number(high))


def median_table(rows: Sequence[Row], words: Words) -> DataTable:
    """One row per platform: how many, how many complied with, and the days to a quarter, half and three quarters."""
    say = words.say
    columns = (
        Column(say("Platform"), is_number=False),
        Column(say("Requests"), definition=f"{MEDIANS}.reported_count"),
        Column(say("Complied with"), definition=f"{MEDIANS}.action_count"),
        Column(say("Days to a quarter"), definition=f"{MEDIANS}.quarter_days"),
        Column(say("Days to a half"), definition=f"{MEDIANS}.median_days"),
        Column(say("95% interval")),
        Column(say("Days to three quarters"), definition=f"{MEDIANS}.three_quarters_days"),
        Column(say("Judged to day")),
    )
    marks = say(
        "A dash: not reached while at least {n} requests were still followed. Or more: the upper bound is not reached "
        "either. Judged to: the last day with {n} still followed.",
        n=AT_RISK_LEAST,
    )
    return DataTable(
        say("Days until half are complied with"), columns, tuple(_cells(row, words) for row in rows), marks
    )


def _cells(row: Row, words: Words) -> tuple[Cell, ...]:
    return (
        Cell(row["platform_name"]),
        Cell(words.number(row["reported_count"])),
        Cell(words.number(row["action_count"])),
        Cell(words.number(quoted(row, "quarter_days"))),
        Cell(words.number(quoted(row, "median_days"))),
        Cell(interval_text(row, words)),
        Cell(words.number(quoted(row, "three_quarters_days"))),
        Cell(words.number(row["last_day"])),
    )
