"""How long platforms take to comply, counting the requests that still wait: the sentence and the table of days.

A day beyond the last with enough requests still followed is not quoted.
"""

from collections.abc import Sequence

from dashboards import filters_make
from dashboards.blocks import Cell, Column, DataTable, Sentence
from dashboards.data import Release, Row
from dashboards.filters import Cases, Keep, NumberBinding, Text
from dashboards.words import NULL, Words

CURVE = "fct_time_to_action"
MEDIANS = "fct_time_to_action_summary"
MEDIAN = "median_days_to_action"
AT_RISK_LEAST = 10  # with fewer left, one request more or less moves the share by a tenth of it
HALF, HALVES = (
    "Half of the requests are complied with within {count} day, when those still waiting are counted too.",
    "Half of the requests are complied with within {count} days, when those still waiting are counted too.",
)


def read_medians(release: Release, words: Words) -> list[Row]:
    """The rows of the summary with platform_name and last_day, the last with AT_RISK_LEAST at risk; total first."""
    if not (release.has_rows(CURVE) and release.has_rows(MEDIANS)):
        return []
    rows = release.rows(f"""
        SELECT summary.*, judged.last_day, platform_name
        FROM {MEDIANS} AS summary
        LEFT JOIN (SELECT platform_id, max(day_number) AS last_day FROM {CURVE}
                   WHERE at_risk_count >= {AT_RISK_LEAST} GROUP BY platform_id) AS judged USING (platform_id)
        LEFT JOIN dim_platform AS platform USING (platform_id)
        ORDER BY is_total DESC, reported_count DESC, platform_id
    """)
    return [{**row, "platform_name": _name(row, words)} for row in rows]


def _name(row: Row, words: Words) -> str:
    return words.say("All platforms") if row["is_total"] else words.term(row["platform_name"] or row["platform_id"])


def half_sentence(median_days: int | None, words: Words) -> Sentence:
    """Within how many days half are complied with: the answer of the part of the page on speed."""
    few = words.say(
        "Not half of the requests are complied with while at least {n} of them are still followed.", n=AT_RISK_LEAST
    )
    if median_days is None:
        text = few
    else:
        text = words.plural(
            "Half of the requests are complied with within {count} day, when those still waiting are counted too.",
            "Half of the requests are complied with within {count} days, when those still waiting are counted too.",
            median_days,
        )
    told = filters_make.counted(words, HALF, HALVES, MEDIAN)
    return Sentence(text, NumberBinding("compliance", Cases(MEDIAN, {"": Text(few)}, told)))


def slow_sentence(medians: Sequence[Row], words: Words) -> str:
    """The platforms that have not come to a half in all the days that can be judged; empty where all have."""
    slow = [
        row["platform_name"]
        for row in medians
        if not row["is_total"] and row["last_day"] is not None and not is_reached(row)
    ]
    if not slow:
        return ""
    return words.say("Not half of theirs, in all the days that can be judged: {names}.", names=words.listing(slow))


def quoted(row: Row, name: str) -> int | None:
    """The day `name` of a summary row, or None where it is not reached while enough are at risk."""
    day, last_day = row[name], row["last_day"]
    return None if day is None or last_day is None or day > last_day else int(day)


def is_reached(row: Row) -> bool:
    """Is the median one that may be quoted?"""
    return quoted(row, "median_days") is not None


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
    keys = tuple("" if row["is_total"] else row["platform_id"] for row in rows)
    caption = say("Days until half are complied with")
    return DataTable(caption, columns, tuple(_cells(row, words) for row in rows), marks, binding=Keep("platform", keys))


def _cells(row: Row, words: Words) -> tuple[Cell, ...]:
    days = ("quarter_days", "median_days", "three_quarters_days")
    quarter, median, three_quarters = (Cell(words.number(quoted(row, name))) for name in days)
    return (
        Cell(row["platform_name"]),
        Cell(words.number(row["reported_count"])),
        Cell(words.number(row["action_count"])),
        quarter,
        median,
        Cell(interval_text(row, words)),
        three_quarters,
        Cell(words.number(row["last_day"])),
    )
