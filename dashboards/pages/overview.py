"""Overview: how do platforms respond to takedown requests?"""

from collections.abc import Sequence

from dashboards import figures, figures_over_time
from dashboards.blocks import Cell, DataTable, Figure, KeyNumber, Page, day_cell, headings
from dashboards.data import Release, Row
from dashboards.pages.reach import reach_figure
from dashboards.rates import SUMMARY, Rate, by_rate, read_rate, read_summary, standing_sentence
from dashboards.series import read_cumulative, read_reach_by_platform, weekly, weekly_mark
from dashboards.words import NULL, Words


def build(release: Release, words: Words) -> Page:
    """The overview from the summary, the daily stocks and the reach of the last day."""
    *platforms, total = read_summary(release, words)
    overall = read_rate(release, total, "complied_of_reported")
    rates = by_rate([read_rate(release, row, "complied_of_reported") for row in platforms])
    cumulative = read_cumulative(release)
    return Page(
        slug="index",
        nav_label=words.say("Overview"),
        title=words.say("How do platforms respond to takedown requests?"),
        lead=lead_sentence(total, rates, overall, words),
        parts={
            "key_numbers": key_numbers(total, overall, cumulative, words),
            "rates": rate_figure(rates, overall, words),
            "cumulative": cumulative_figure(cumulative, words),
            "pending": _pending_figure(platforms, words),
            "reach": reach_figure(read_reach_by_platform(release), words),
        },
    )


def lead_sentence(total: Row, rates: Sequence[Rate], overall: Rate, words: Words) -> str:
    """What was asked, what was met, who differs from the whole. A withheld or empty rate is said to be so."""
    pending = words.plural(
        "{count} request awaits a decision.", "{count} requests await a decision.", total["pending_count"]
    )
    if overall.rate is None or overall.is_withheld:
        return words.say("Too few requests for a rate: {n} so far. {pending}", n=overall.denominator, pending=pending)
    complied = words.say(
        "Platforms complied with {numerator} of {denominator} requests ({rate}); {pending}",
        numerator=words.number(overall.numerator),
        denominator=words.number(overall.denominator),
        rate=words.percent(overall.rate),
        pending=pending,
    )
    return f"{complied} {standing_sentence(rates, overall, words)}"


def key_numbers(total: Row, overall: Rate, cumulative: Sequence[Row], words: Words) -> tuple[KeyNumber, ...]:
    """The five numbers at the top, each with what it is out of."""
    first = cumulative[0]["date_day"] if cumulative else None
    requests = words.plural("in {count} request", "in {count} requests", total["reported_count"])
    since = words.say("{requests} since {day}", requests=requests, day=words.day(first))
    of_requests = words.plural("of {count} request", "of {count} requests", total["reported_count"])
    undone = words.say("complied with, then undone")
    followers = words.say("of {all}; summed, not deduplicated", all=words.compact(total["followers_reported"]))
    accounts, pending, reversed_, removed = (
        words.say("Accounts reported"),
        words.say("Pending"),
        words.say("Reversed"),
        words.say("Followers no longer reachable"),
    )
    return (
        _key(accounts, words.number(total["accounts_reported_count"]), since, "accounts_reported_count"),
        _rate_key(overall, words),
        _key(pending, words.number(total["pending_count"]), of_requests, "pending_count"),
        _key(reversed_, words.number(total["reversed_count"]), undone, "reversed_count"),
        _key(removed, words.compact(total["followers_removed"]), followers, "followers_removed"),
    )


def _rate_key(overall: Rate, words: Words) -> KeyNumber:
    label, column = words.say("Complied by platforms"), "complied_of_reported_rate"
    if overall.is_withheld or overall.rate is None:
        value = words.say("withheld") if overall.is_withheld else NULL
        return _key(label, value, words.say("of {n} requests", n=words.number(overall.denominator)), column)
    detail = words.say(
        "{numerator} of {denominator} · 95% interval {low}–\u2060{high}",
        numerator=words.number(overall.numerator),
        denominator=words.number(overall.denominator),
        low=words.percent(overall.low, 0),
        high=words.percent(overall.high, 0),
    )
    return _key(label, words.percent(overall.rate), detail, column)


def rate_figure(rates: Sequence[Rate], overall: Rate, words: Words) -> Figure:
    """The share complied per platform with its bounds against the overall rate."""
    say = words.say
    columns = headings(say("Platform"), say("Rate"), say("Complied"), say("Reported"), say("95% low"), say("95% high"))
    return Figure(
        figure_id="share-complied",
        title=words.say("Share of requests complied with, by platform"),
        subtitle=words.say("Removed everywhere or withheld in the country, as a share of requests reported. "
                           "Bars show the 95% interval."),
        spec=figures.rate_bars(rates, overall, words.say("All platforms"), words),
        summary="; ".join(f"{rate.label} {rate.describe(words)}" for rate in rates),
        table=DataTable(
            words.say("Share of requests complied with, by platform"),
            columns,
            tuple(_rate_row(rate, words) for rate in [*rates, overall]),
            has_total=True,
        ),
        sources=(SUMMARY,),
        definitions=(f"{SUMMARY}.complied_of_reported_rate",),
        note=words.say("Pending requests count as not complied with. Orange: clearly below the overall rate, that is, "
                       "the whole 95% interval lies below it. A rate on fewer than {n} requests is withheld.",
                       n=overall.min_cell),
    )  # fmt: skip


def cumulative_figure(rows: Sequence[Row], words: Words) -> Figure:
    """Requests reported and complied with, both running totals, with the gap shaded."""
    days = [row["date_day"] for row in rows]
    series = [
        figures_over_time.Series(words.say("reported"), "ink", days, [row["reported"] for row in rows]),
        figures_over_time.Series(words.say("complied"), "accent", days, [row["complied"] for row in rows], True),
    ]
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
        ), marks=weekly_mark(words)),
        sources=("fct_compliance_daily",),
        definitions=("fct_compliance_daily.total_reported_count", "fct_compliance_daily.total_complied_count"),
        note=words.say("A request that is reversed leaves the complied line again. The shaded gap is everything else."),
    )  # fmt: skip


def _pending_figure(platforms: Sequence[Row], words: Words) -> Figure:
    rows = sorted(platforms, key=lambda row: (-row["pending_count"], row["platform_name"]))
    names = [row["platform_name"] for row in rows]
    part = figures.Part(words.say("pending"), "neutral", [row["pending_count"] for row in rows])
    labels = [words.number(row["pending_count"]) for row in rows]
    title = words.say("Requests awaiting a decision, by platform")
    cells = tuple((Cell(name), Cell(label)) for name, label in zip(names, labels, strict=True))
    columns = headings(words.say("Platform"), words.say("Pending"))
    return Figure(
        figure_id="pending",
        title=title,
        subtitle=words.say("Requests without a decision on the as-of date."),
        spec=figures.stacked_bars(names, [part], labels, words),
        summary="; ".join(f"{name} {label}" for name, label in zip(names, labels, strict=True)),
        table=DataTable(title, columns, cells),
        sources=(SUMMARY,),
        definitions=(f"{SUMMARY}.pending_count",),
        note=words.say("Pending is not declined: no decision is recorded yet."),
    )


def _key(label: str, value: str, detail: str, column: str) -> KeyNumber:
    return KeyNumber(label, value, detail, f"{SUMMARY}.{column}")


def _rate_row(rate: Rate, words: Words) -> tuple[Cell, ...]:
    counts = (Cell(words.number(rate.numerator)), Cell(words.number(rate.denominator)))
    if rate.is_withheld:
        return (Cell(rate.label), Cell(words.say("withheld"), kind="withheld"), *counts, Cell("—"), Cell("—"))
    bounds = (Cell(words.percent(rate.low)), Cell(words.percent(rate.high)))
    return (Cell(rate.label), Cell(words.percent(rate.rate)), *counts, *bounds)


def _cumulative_summary(rows: Sequence[Row], words: Words) -> str:
    if not rows:
        return words.say("No requests.")
    first, last = rows[0], rows[-1]
    return words.say(
        "From {first} to {last}, requests reported rise to {reported} and requests complied with to {complied}.",
        first=words.day(first["date_day"]), last=words.day(last["date_day"]),
        reported=words.number(last["reported"]), complied=words.number(last["complied"]),
    )  # fmt: skip
