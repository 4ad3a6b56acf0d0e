"""The Kaplan-Meier curves: the share still waiting by day, with bounds and how many were still followed.

The release leaves out every day with too few at risk, so nothing here can be quoted of them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from dashboards import filters_make
from dashboards.blocks import Cell, DataTable, Figure, headings
from dashboards.data import Release, Row
from dashboards.figures_by_day import CurvePoint, curve
from dashboards.filters import ALL, DRAWN_LIMIT
from dashboards.pages.compliance_speed import AT_RISK_LEAST
from dashboards.words import NULL, Words

CURVES = "fct_time_to_action_cube"
DRAWN_DAYS = 90  # beyond, little happens; the table goes on
AT_RISK_DAYS = (0, 14, 30, 60, 90)
TABLE_DAYS = (0, 1, 2, 3, 7, 14, 30, 60, 90, 120, 180, 270, 365)


def curve_figures(release: Release, names: Mapping[str, str], words: Words) -> list[Figure]:
    """All platforms together, then one figure for each of the platforms with the most requests, over the same days."""
    by_platform = read_curves(release) if release.has_rows(CURVES) else {}
    last_day = min(max((days[-1]["day"] for days in by_platform.values()), default=0), DRAWN_DAYS)
    return [_curve_figure(key, names, days, last_day, words) for key, days in by_platform.items()]


def read_curves(release: Release) -> dict[str, list[Row]]:
    """The days of `all` and of the largest platforms that have any, those with the most requests first."""
    rows = release.rows(f"""
        SELECT platform_id, day_number AS day, at_risk_count AS at_risk, survival_rate AS share,
               survival_low AS low, survival_high AS high
        FROM {CURVES}
        WHERE agency_id = '{ALL}' AND group_id = '{ALL}' AND requested_action = '{ALL}' AND period_id = '{ALL}'
        ORDER BY day_number
    """)
    by_platform: dict[str, list[Row]] = {}
    for row in rows:
        by_platform.setdefault(row["platform_id"], []).append(row)
    # On day 0 all are at risk, so the first count is that of the requests.
    largest = sorted(by_platform, key=lambda key: (key != ALL, -by_platform[key][0]["at_risk"], key))
    return {key: by_platform[key] for key in largest[: DRAWN_LIMIT + 1]}


def _curve_figure(key: str, names: Mapping[str, str], days: Sequence[Row], last_day: int, words: Words) -> Figure:
    is_all = key == ALL
    name = words.say("All platforms") if is_all else names.get(key, key)
    title = words.say("Still waiting: {platform}", platform=name)
    fixed = {} if is_all else {"platform": key}
    points = [CurvePoint(row["day"], row["share"], row["low"], row["high"]) for row in days]
    return Figure(
        figure_id=f"waiting-{key}",
        title=title,
        subtitle=words.say(
            "Share not yet complied with, and how many are still followed; 95% interval shaded."
        ),
        spec=curve(points, last_day, words, at_risk(days, last_day, words)),
        summary=curve_sentence(days[-1], words),
        table=curve_table(title, days, fixed, words),
        sources=(CURVES,),
        definitions=(f"{CURVES}.survival_rate", f"{CURVES}.at_risk_count"),
        note=words.say("Cut where fewer than {n} requests are still followed; drawn to day {day}, the table goes on.",
                       n=AT_RISK_LEAST, day=words.number(last_day)),
        binding=replace(filters_make.curve(words, **fixed), at_risk=True),
    )  # fmt: skip


def at_risk(days: Sequence[Row], last_day: int, words: Words) -> list[tuple[int, str]]:
    """How many are still followed on the days under the drawing: the count of the next day on which something ended."""
    counts: list[tuple[int, str]] = []
    for day in AT_RISK_DAYS:
        later = next((row["at_risk"] for row in days if row["day"] >= day), None)
        if day <= max(last_day, 1):
            counts.append((day, "" if later is None else words.number(later)))
    return counts


def curve_sentence(last: Row, words: Words) -> str:
    """The share at the last day that may be quoted, with its interval and how many were still followed."""
    return words.say(
        "After {days}, {share} still wait (95% interval {low} to {high}; {n} at risk).",
        days=words.plural("{count} day", "{count} days", last["day"]), share=words.percent(last["share"]),
        low=words.percent(last["low"]), high=words.percent(last["high"]), n=words.number(last["at_risk"]),
    )  # fmt: skip


def curve_table(title: str, days: Sequence[Row], fixed: Mapping[str, str], words: Words) -> DataTable:
    """The days that readers ask for, and the last: the value of a day holds from the last one before it on which
    something ended."""
    say = words.say
    columns = headings(say("Day"), say("At risk"), say("Still waiting"), say("95% interval"))
    shown = [row for row in days if row["day"] in TABLE_DAYS or row is days[-1]]
    marks = say("Some days of many, and only those on which something ended. The source table has every such day.")
    binding = filters_make.curve_table(TABLE_DAYS, words, **fixed)
    return DataTable(title, columns, tuple(_cells(row, words) for row in shown), marks, binding=binding)


def _cells(row: Row, words: Words) -> tuple[Cell, ...]:
    interval = NULL
    if row["low"] is not None:
        interval = words.say("{low} to {high}", low=words.percent(row["low"]), high=words.percent(row["high"]))
    return (
        Cell(words.number(row["day"])),
        Cell(words.number(row["at_risk"])),
        Cell(words.percent(row["share"])),
        Cell(interval),
    )
