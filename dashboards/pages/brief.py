"""Brief: how do platforms respond to takedown requests? A minister's page, printed on one sheet."""

from collections.abc import Sequence

from dashboards.blocks import Figure, Page
from dashboards.data import Release, Row
from dashboards.deltas import read_changes, since_text
from dashboards.filters_bar import filter_bar
from dashboards.pages.backlog_ages import age_figure, read_ages
from dashboards.pages.brief_changes import change_sentences, change_table, read_past
from dashboards.pages.brief_claims import refuted
from dashboards.pages.brief_figures import FAMILY, cumulative_figure, rate_figure
from dashboards.pages.brief_numbers import key_numbers, read_median
from dashboards.pages.claims import read_claims
from dashboards.rates import Rate, by_rate, read_rate, read_summary
from dashboards.series import read_cumulative
from dashboards.words import Words


def build(release: Release, words: Words) -> Page:
    """The Brief from the summary, the daily stocks, the backlog's ages, the claims and the changes."""
    summary = [{**row, "platform_name": words.term(row["platform_name"])} for row in read_summary(release, words)]
    platforms, total = summary[:-1], summary[-1]
    overall = read_rate(release, total, FAMILY)
    rates = by_rate([read_rate(release, row, FAMILY) for row in platforms])
    changes = read_changes(release)
    return Page(
        slug="index",
        nav_label=words.say("Brief"),
        title=words.say("How do platforms respond to takedown requests?"),
        lead=lead_sentence(total, rates, overall, words),
        since=since_text(changes, words),
        parts={
            "key_numbers": key_numbers(total, overall, read_median(release), changes, words),
            "rates": rate_figure(rates, overall, words),
            "cumulative": cumulative_figure(read_cumulative(release), words),
            "pending": _pending_figure(release, words),
            "changes": change_table(changes, words),
            "change_sentences": change_sentences(changes, read_past(release, changes, words), words),
            "claims": refuted(read_claims(release), words),
        },
        filters=filter_bar(release, words, ("platform", "agency", "group", "action", "period")),
    )


def lead_sentence(total: Row, rates: Sequence[Rate], overall: Rate, words: Words) -> str:
    """What was asked and met, what is open, who lags. A withheld or empty rate is said to be so."""
    if not total["reported_count"]:
        return words.say("No takedown request has been reported.")
    pending = words.plural(
        "{count} request awaits a decision.", "{count} requests await a decision.", total["pending_count"]
    )
    if overall.rate is None or overall.is_withheld:
        few = words.plural(
            "{count} request has been reported, too few for a rate.",
            "{count} requests have been reported, too few for a rate.",
            total["reported_count"],
        )
        return f"{few} {pending}"
    complied = words.say(
        "Platforms complied with {numerator} of {denominator} requests ({rate}).",
        numerator=words.number(overall.numerator),
        denominator=words.number(overall.denominator),
        rate=words.percent(overall.rate),
    )
    return f"{complied} {pending} {lag_sentence(rates, overall, words)}"


def lag_sentence(rates: Sequence[Rate], overall: Rate, words: Words) -> str:
    """Who lags: only those whose whole interval lies below the overall rate; lowest first."""
    below = [rate for rate in reversed(by_rate(rates)) if rate.is_below(overall)]
    names = words.listing(
        [words.say("{name} ({rate})", name=rate.label, rate=words.percent(rate.rate, 0)) for rate in below]
    )
    if not below:
        return words.say("No platform lags clearly behind that rate.")
    return words.plural(
        "{names} lags: its whole 95% interval lies below that rate.",
        "{names} lag: the whole 95% interval of each lies below that rate.",
        len(below),
        names=names,
    )


def _pending_figure(release: Release, words: Words) -> Figure | None:
    """Pending by platform and age; None for a release without ages."""
    rows = read_ages(release, words)
    if not rows:
        return None
    texts = (words.say("Requests awaiting a decision, by age"), words.say("Platform"))
    return age_figure("platform", texts, rows, None, words)
