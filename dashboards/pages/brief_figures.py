"""The drawings of the Brief: the share complied with by platform, and what was reported and complied with so far.

Belongs here: figures with their tables and bindings. Does not: the sentences of the page (brief), ages (backlog_ages).
"""

from collections.abc import Sequence

from dashboards import figures, figures_over_time, filters_make
from dashboards.blocks import Cell, DataTable, Figure, day_cell, headings
from dashboards.data import Row
from dashboards.filters import DayTable, Line, Rows, RowTable
from dashboards.rates import SUMMARY, Rate
from dashboards.series import weekly, weekly_mark
from dashboards.words import Words

FAMILY = "complied_of_reported"


def rate_figure(rates: Sequence[Rate], overall: Rate, words: Words) -> Figure:
    """The share complied per platform with its bounds against the overall rate."""
    say = words.say
    title, total = say("Share of requests complied with, by platform"), say("All platforms")
    columns = headings(say("Platform"), say("Rate"), say("Complied"), say("Reported"), say("95% low"), say("95% high"))
    rows = Rows("compliance", "platform", order=(f"-{FAMILY}_rate",))
    top = filters_make.most(rates, lambda rate: rate.denominator)
    return Figure(
        figure_id="share-complied",
        title=title,
        subtitle=say("Removed everywhere or withheld in the country, as a share of requests reported. "
                     "Bars show the 95% interval."),
        spec=figures.rate_bars(top, overall, total, words),
        summary=words.listing([
            say("{name}: {told}", name=rate.label, told=rate.describe(words)) for rate in rates
        ]) if rates else say("No requests."),
        table=DataTable(
            title, columns, tuple(_rate_row(rate, words) for rate in [*rates, overall]), has_total=True,
            binding=RowTable(rows, filters_make.rate_cells(FAMILY, words), total=total),
        ),
        sources=(SUMMARY,),
        definitions=(f"{SUMMARY}.{FAMILY}_rate",),
        note=say("Pending requests count as not complied with. Orange: clearly below the overall rate, that is, "
                 "the whole 95% interval lies below it. A rate on fewer than {n} requests is withheld.",
                 n=words.number(overall.min_cell)),
        binding=filters_make.rate_bars(rows, FAMILY, total, overall.min_cell, words),
    )  # fmt: skip


def _rate_row(rate: Rate, words: Words) -> tuple[Cell, ...]:
    counts = (Cell(words.number(rate.numerator)), Cell(words.number(rate.denominator)))
    if rate.is_withheld:
        return (Cell(rate.label), Cell(words.say("withheld"), kind="withheld"), *counts, Cell("—"), Cell("—"))
    bounds = (Cell(words.percent(rate.low)), Cell(words.percent(rate.high)))
    return (Cell(rate.label), Cell(words.percent(rate.rate)), *counts, *bounds)


def cumulative_figure(rows: Sequence[Row], words: Words) -> Figure:
    """Requests reported and complied with, both running totals, with the gap shaded."""
    days = [row["date_day"] for row in rows]
    reported, complied = words.say("reported"), words.say("complied")
    series = [
        figures_over_time.Series(reported, "ink", days, [row["reported"] for row in rows]),
        figures_over_time.Series(complied, "accent", days, [row["complied"] for row in rows], True),
    ]
    drawn = (Line("total_reported_count", reported, "ink"), Line("total_complied_count", complied, "accent"))
    title = words.say("Reported and complied with, cumulative")
    columns = headings(words.say("Day"), words.say("Reported"), words.say("Complied"))
    return Figure(
        figure_id="cumulative",
        title=title,
        subtitle=words.say("Number of requests, by the day they were sent and the day they were complied with."),
        spec=figures_over_time.lines(series, words),
        summary=_cumulative_summary(rows, words),
        table=DataTable(title, columns, tuple(
            (day_cell(row["date_day"]), Cell(words.number(row["reported"])), Cell(words.number(row["complied"])))
            for row in weekly(rows)
        ), marks=weekly_mark(words), binding=DayTable("stocks", tuple(line.column for line in drawn))),
        sources=("fct_compliance_daily",),
        definitions=("fct_compliance_daily.total_reported_count", "fct_compliance_daily.total_complied_count"),
        note=words.say("A request that is reversed leaves the complied line again. The shaded gap is everything else."),
        binding=filters_make.lines("stocks", drawn),
    )  # fmt: skip


def _cumulative_summary(rows: Sequence[Row], words: Words) -> str:
    if not rows:
        return words.say("No requests.")
    first, last = rows[0], rows[-1]
    return words.say(
        "From {first} to {last}, requests reported rise to {reported} and requests complied with to {complied}.",
        first=words.day(first["date_day"]), last=words.day(last["date_day"]),
        reported=words.number(last["reported"]), complied=words.number(last["complied"]),
    )  # fmt: skip
