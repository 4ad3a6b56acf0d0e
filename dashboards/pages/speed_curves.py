"""The Kaplan-Meier curves of the page on durations: one per platform, cut where too few are left to say."""

from collections.abc import Sequence

from dashboards.blocks import Cell, DataTable, Figure, headings
from dashboards.data import Release, Row
from dashboards.figures_by_day import CurvePoint, curve
from dashboards.words import NULL, Words

CURVE = "fct_time_to_action"
MEDIANS = "fct_time_to_action_summary"
AT_RISK_LEAST = 10  # with fewer left, one request more or less moves the share by a tenth of it
TABLE_DAYS = (0, 1, 2, 3, 7, 14, 30, 60, 90, 120, 180, 270, 365)


def read_medians(release: Release, words: Words) -> list[Row]:
    """The rows of the summary with platform_name and last_day, the last with AT_RISK_LEAST at risk; total first."""
    if not (release.has_rows(CURVE) and release.has_rows(MEDIANS)):
        return []
    return release.rows(
        f"""
        SELECT summary.*, judged.last_day,
               CASE WHEN is_total THEN $1 ELSE coalesce(platform_name, summary.platform_id) END AS platform_name
        FROM {MEDIANS} AS summary
        LEFT JOIN (SELECT platform_id, max(day_number) AS last_day FROM {CURVE}
                   WHERE at_risk_count >= {AT_RISK_LEAST} GROUP BY platform_id) AS judged USING (platform_id)
        LEFT JOIN dim_platform AS platform USING (platform_id)
        ORDER BY is_total DESC, reported_count DESC, platform_id
        """,
        [words.say("All platforms")],
    )


def curve_figures(release: Release, medians: Sequence[Row], words: Words) -> list[Figure]:
    """One figure per platform that has a curve, all over the same days."""
    with_curve = [row for row in medians if row["last_day"] is not None]
    last_day = max((row["last_day"] for row in with_curve), default=0)
    return [_curve_figure(row, _read_days(release, row), last_day, words) for row in with_curve]


def _read_days(release: Release, row: Row) -> list[Row]:
    return release.rows(
        f"""
        SELECT day_number AS day, at_risk_count AS at_risk, survival_rate AS share,
               survival_low AS low, survival_high AS high
        FROM {CURVE} WHERE platform_id = $1 AND day_number <= $2 ORDER BY day_number
        """,
        [row["platform_id"], row["last_day"]],
    )


def _curve_figure(median: Row, days: Sequence[Row], last_day: int, words: Words) -> Figure:
    title = words.say("Still waiting: {platform}", platform=median["platform_name"])
    points = [CurvePoint(row["day"], row["share"], row["low"], row["high"]) for row in days]
    is_cut = median["observed_days"] > median["last_day"]
    note = words.say(
        "Cut after day {day}: beyond it fewer than {n} requests are still followed.",
        day=words.number(median["last_day"]), n=AT_RISK_LEAST,
    )  # fmt: skip
    return Figure(
        figure_id=f"waiting-{median['platform_id']}",
        title=title,
        subtitle=words.plural(
            "Share of {count} request not yet complied with, by day since the report; 95% interval shaded.",
            "Share of {count} requests not yet complied with, by day since the report; 95% interval shaded.",
            median["reported_count"],
        ),
        spec=curve(points, last_day, words),
        summary=curve_sentence(days[-1], words),
        table=curve_table(title, days, words),
        sources=(CURVE,),
        definitions=(f"{CURVE}.survival_rate",),
        note=note if is_cut else "",
    )


def curve_sentence(last: Row, words: Words) -> str:
    """The share at the last day that may be quoted, with its interval and how many were still followed."""
    return words.say(
        "After {days}, {share} still wait (95% interval {low} to {high}; {n} at risk).",
        days=words.plural("{count} day", "{count} days", last["day"]), share=words.percent(last["share"]),
        low=words.percent(last["low"]), high=words.percent(last["high"]), n=words.number(last["at_risk"]),
    )  # fmt: skip


def curve_table(title: str, days: Sequence[Row], words: Words) -> DataTable:
    """The days that readers ask for, and the last."""
    shown = [row for row in days if row["day"] in TABLE_DAYS or row is days[-1]]
    say = words.say
    columns = headings(say("Day"), say("At risk"), say("Still waiting"), say("95% interval"))
    cells = tuple(
        (
            Cell(words.number(row["day"])),
            Cell(words.number(row["at_risk"])),
            Cell(words.percent(row["share"])),
            Cell(NULL if row["low"] is None else f"{words.percent(row['low'])} to {words.percent(row['high'])}"),
        )
        for row in shown
    )
    return DataTable(title, columns, cells, say("Some days of many. The CSV has every day."))
