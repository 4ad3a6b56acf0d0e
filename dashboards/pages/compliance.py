"""Compliance: which platforms comply, by every way of counting?"""

from collections.abc import Sequence

from dashboards import figures, figures_over_time
from dashboards.blocks import Cell, Column, DataTable, Figure, LegendEntry, Page
from dashboards.data import Release, Row
from dashboards.outcomes import DAILY, outcome_figure, outcome_table, read_outcomes
from dashboards.pages.overview import cumulative_figure
from dashboards.pages.reach import platform_table
from dashboards.rates import FAMILY, SUMMARY, Rate, read_rate, read_summary
from dashboards.series import read_cumulative, read_platform_stock
from dashboards.words import NULL, Words


def build(release: Release, words: Words) -> Page:
    """The compliance page from the summary and the daily stocks."""
    summary = read_summary(release, words)
    rates = {family: [read_rate(release, row, family) for row in summary] for family in FAMILY}
    return Page(
        slug="compliance",
        nav_label=words.say("Compliance"),
        title=words.say("Which platforms comply, by every way of counting?"),
        lead=lead_sentence({family: values[-1] for family, values in rates.items()}, words),
        parts={
            "family_table": family_table(rates, words),
            "family": _family_figure(rates, words),
            "outcomes": _outcome_figure(summary[:-1], words),
            "cumulative": cumulative_figure(read_cumulative(release), words),
            "by_platform": _platform_figure(release, rates["complied_of_reported"], words),
            "agencies": _agency_figure(release, words),
        },
    )


def family_labels(words: Words) -> dict[str, str]:
    """What each rate is a share of, in words."""
    return {
        "complied_of_reported": words.say("complied, of all reported"),
        "complied_of_decided": words.say("complied, of those decided"),
        "response": words.say("responded, of all reported"),
    }


def lead_sentence(overall: dict[str, Rate], words: Words) -> str:
    """The three overall rates in one sentence, each with its n."""
    texts = {family: _rate_of(rate, words) for family, rate in overall.items()}
    return words.say(
        "Platforms complied with {complied_of_reported} requests reported and {complied_of_decided} that they decided. "
        "They answered {response} reported in some way.",
        **texts,
    )


def _rate_of(rate: Rate, words: Words) -> str:
    if rate.is_withheld:
        return words.say("a withheld share (n < {n}) of the", n=rate.min_cell)
    if rate.rate is None:
        return words.say("none of the 0")
    return words.say("{rate} of the {n}", rate=words.percent(rate.rate), n=words.number(rate.denominator))


def family_table(rates: dict[str, list[Rate]], words: Words) -> DataTable:
    """One row per platform and the total; for each rate its value, interval and n."""
    columns = [Column(words.say("Platform"), is_number=False)]
    for family, label in family_labels(words).items():
        columns.append(Column(label, definition=f"{SUMMARY}.{family}_rate"))
        columns.append(Column(words.say("95% interval")))
        columns.append(Column(words.say("Counts")))
    rows = []
    for index, rate in enumerate(rates[FAMILY[0]]):
        cells = [cell for family in FAMILY for cell in _family_cells(rates[family][index], words)]
        rows.append((Cell(rate.label), *cells))
    return DataTable(words.say("The family of rates, side by side"), tuple(columns), tuple(rows), has_total=True)


def _family_cells(rate: Rate, words: Words) -> tuple[Cell, Cell, Cell]:
    n = Cell(f"{words.number(rate.numerator)} / {words.number(rate.denominator)}")
    if rate.is_withheld:
        return Cell(words.say("withheld"), kind="withheld"), Cell(NULL), n
    if rate.rate is None:
        return Cell(NULL), Cell(NULL), n
    bounds = words.say("{low} to {high}", low=words.percent(rate.low), high=words.percent(rate.high))
    return Cell(words.percent(rate.rate)), Cell(bounds), n


def _family_figure(rates: dict[str, list[Rate]], words: Words) -> Figure:
    styles = {"complied_of_reported": ("accent", "circle"), "complied_of_decided": ("alert", "diamond"),
              "response": ("neutral", "square")}  # fmt: skip
    families = [(label, *styles[family], rates[family]) for family, label in family_labels(words).items()]
    return Figure(
        figure_id="rate-family",
        title=words.say("Three rates of each platform"),
        subtitle=words.say("The same requests over different denominators, with 95% intervals."),
        spec=figures.rate_dots(families, words),
        summary="; ".join(
            f"{rate.label}, {label}: {rate.describe(words)}" for label, _, _, some in families for rate in some
        ),
        table=family_table(rates, words),
        sources=(SUMMARY,),
        definitions=tuple(f"{SUMMARY}.{family}_rate" for family in FAMILY),
        note=words.say(
            "A platform that leaves most requests undecided can look good among those decided and poor among those "
            "reported."
        ),
        legend=tuple(LegendEntry(label, token, symbol) for label, token, symbol, _ in families),
        is_wide=True,
    )


def _outcome_figure(platforms: Sequence[Row], words: Words) -> Figure:
    title = words.say("What became of the requests, by platform")
    table = outcome_table(title, words.say("Platform"), "platform_name", platforms, words)
    note = words.say("The parts add up to the requests reported. Partial is never counted as complied.")
    return outcome_figure("outcomes", table, platforms, SUMMARY, note, words)


def _agency_figure(release: Release, words: Words) -> Figure:
    title = words.say("What became of the requests, by agency")
    rows = read_outcomes(release, "agency", words)
    table = outcome_table(title, words.say("Agency"), "agency_name", rows, words)
    note = words.say("Counts only: agencies ask different platforms for different things, so no rate is given.")
    return outcome_figure("agencies", table, rows, DAILY, note, words)


def _platform_figure(release: Release, rates: Sequence[Rate], words: Words) -> Figure:
    stocks = read_platform_stock(release, DAILY, "total_complied_count")
    below = {rate.label for rate in rates[:-1] if rate.is_below(rates[-1])}
    above = {rate.label for rate in rates[:-1] if rate.is_above(rates[-1])}
    series = [
        figures_over_time.Series(name, "alert" if name in below else "accent" if name in above else "neutral",
                                 [row["date_day"] for row in rows], [row["value"] for row in rows])
        for name, rows in stocks.items()
    ]  # fmt: skip
    title = words.say("Complied with, cumulative, by platform")
    return Figure(
        figure_id="cumulative-by-platform",
        title=title,
        subtitle=words.say("Requests complied with, less those reversed since."),
        spec=figures_over_time.lines(series, words),
        summary="; ".join(f"{name} {words.number(rows[-1]['value'])}" for name, rows in stocks.items()),
        table=platform_table(title, stocks, words),
        sources=(DAILY,),
        definitions=(f"{DAILY}.total_complied_count",),
        note=words.say("Orange: clearly below the share of all platforms; blue: clearly above; grey: neither."),
    )
