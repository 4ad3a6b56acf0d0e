"""Rates on one country, as published and as recomputed, each with its unit, its n and who says it.

A rate is an interval wherever the publisher rounded it, and is withheld where its denominator may be below MIN_CELL.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import groupby

from dashboards.blocks import Cell, Column, DataTable, Figure, LegendEntry, day_cell
from dashboards.data import Release
from dashboards.figures_by_period import Family, Range, rates_over_periods
from dashboards.ledger_words import basis_label, publisher_label, rate_label, speaker_label, unit_label
from dashboards.periods import half_year, without_gaps, year_ticks
from dashboards.words import NULL, Words

RATES = "fct_published_rates"
MIN_CELL = 5
TOKENS = ("accent", "alert", "outcome-local", "outcome-reversed", "good", "neutral")
# Over products and reasons; of the requestors, everyone. The newest report that carries a rate speaks for it.
_NEWEST = f"""
    WITH placed AS (
        SELECT *, row_number() OVER (
            PARTITION BY publisher, report, country_code, period_start, period_end, platform_id, requestor, rate_name,
                         unit, speaker
            ORDER BY vintage DESC, basis
        ) AS place
        FROM {RATES} WHERE product = 'all' AND reason = 'all' AND country_code IS NOT NULL
    )
    SELECT country_code, publisher, report, period_start, period_end, vintage, requestor, rate_name, unit, speaker,
           basis, rate_low, rate_high, denominator_low, denominator_high
    FROM placed WHERE place = 1 AND (requestor = 'all' OR requestor = $1 AND country_code = $2)
    ORDER BY country_code, report, period_start, period_end, requestor, unit, rate_name, speaker, platform_id
"""


@dataclass(frozen=True)
class PublishedRate:
    """One rate of one half-year; `requestor` is `all` or who asked."""

    publisher: str
    report: str
    period: str
    vintage: date
    requestor: str
    rate_name: str
    unit: str
    speaker: str
    basis: str
    low: float | None
    high: float | None
    denominator_low: float | None
    denominator_high: float | None

    @property
    def is_withheld(self) -> bool:
        """May the denominator be below MIN_CELL, or is it not known at all?"""
        return not self.is_empty and (self.denominator_low is None or self.denominator_low < MIN_CELL)

    @property
    def is_empty(self) -> bool:
        """No rate: nothing was received, or none was given."""
        return self.low is None or self.denominator_high == 0

    def text(self, words: Words) -> str:
        """71.8%; 73.5% to 74.5% for an interval; withheld; or a dash."""
        if self.is_empty:
            return NULL
        if self.is_withheld:
            return words.say("withheld (n < {n})", n=MIN_CELL)
        low, high = words.percent(self.low), words.percent(self.high)
        return low if low == high else words.say("{low} to {high}", low=low, high=high)

    def n_text(self, words: Words) -> str:
        """The denominator: 6,518, or 0–9 for a range."""
        low, high = words.number(self.denominator_low), words.number(self.denominator_high)
        return low if low == high else words.ltr(f"{low}–{high}")

    def label(self, words: Words) -> str:
        """content: removed or restricted, published."""
        return words.say("{rate}, {basis}", rate=rate_label(self.rate_name, self.unit, words),
                         basis=basis_label(self.basis, words))  # fmt: skip


def read_rates(release: Release, requestor: str, country: str) -> dict[str, list[PublishedRate]]:
    """The newest rates of every country over all requestors, and of one country by one requestor as well."""
    if not release.has_rows(RATES):
        return {}
    rows = release.rows(_NEWEST, [requestor, country])
    return {
        code: [
            PublishedRate(
                row["publisher"], row["report"], half_year(row["period_start"], row["period_end"]), row["vintage"],
                row["requestor"], row["rate_name"], row["unit"], row["speaker"], row["basis"], row["rate_low"],
                row["rate_high"], row["denominator_low"], row["denominator_high"],
            )
            for row in some
        ]
        for code, some in groupby(rows, lambda row: row["country_code"])
    }  # fmt: skip


def rate_figure(rates: Sequence[PublishedRate], words: Words) -> Figure | None:
    """The rates of one report and requestor by half-year; None when every one is withheld or empty."""
    by_label: dict[str, list[PublishedRate]] = {}
    for rate in rates:
        if not rate.is_withheld and not rate.is_empty:
            by_label.setdefault(rate.label(words), []).append(rate)
    if not by_label:
        return None
    shown = sorted(by_label.items(), key=lambda item: (-len(item[1]), item[0]))[: len(TOKENS)]
    periods = without_gaps([rate.period for rate in rates])
    families = [_family(label, token, some, periods, words)
                for (label, some), token in zip(shown, TOKENS, strict=False)]  # fmt: skip
    first = rates[0]
    title = words.say("{publisher}: rates", publisher=publisher_label(first.publisher, words))
    if first.requestor != "all":
        title = words.say("{title}, {requestor}", title=title, requestor=words.term(first.requestor))
    return Figure(
        figure_id=f"{first.report}-{'everyone' if first.requestor == 'all' else 'requestor'}-rates",
        title=title,
        subtitle=words.say("Share of what was received. A bar is what the rounding of the publisher leaves open."),
        spec=rates_over_periods(periods, year_ticks(periods), families),
        summary=words.clauses([f"{some[-1].period} {label} {some[-1].text(words)}" for label, some in shown]),
        table=rate_table(title, rates, words),
        sources=(RATES,),
        definitions=(f"{RATES}.rate_low",),
        legend=tuple(LegendEntry(one.label, one.token, one.symbol) for one in families),
        note=words.say("{drawn} of {count} kinds of rate are drawn; the table has all.",
                       drawn=words.number(len(shown)), count=words.number(len(by_label)))
        if len(by_label) > len(shown) else "",
    )  # fmt: skip


def _family(label: str, token: str, rates: Sequence[PublishedRate], periods: Sequence[str], words: Words) -> Family:
    by_period: Mapping[str, PublishedRate] = {rate.period: rate for rate in rates}
    ranges = [_range(by_period.get(period), words) for period in periods]
    return Family(label, token, "circle" if rates[0].basis == "published" else "diamond", ranges)


def _range(rate: PublishedRate | None, words: Words) -> Range:
    if rate is None:
        return Range(None, None, NULL)
    return Range(rate.low, rate.high, f"{rate.text(words)} (n = {rate.n_text(words)})")


def rate_table(caption: str, rates: Sequence[PublishedRate], words: Words, has_publisher: bool = False) -> DataTable:
    """One row per rate, newest half-year first: value, n, unit, who says it, how it came to be."""
    say = words.say
    columns = (
        *((Column(say("Publisher"), False),) if has_publisher else ()),
        Column(say("Half-year"), False), Column(say("Rate"), False), Column(say("Value")), Column(say("n")),
        Column(say("Said by"), False), Column(say("Report of"), False),
    )  # fmt: skip
    ordered = sorted(rates, key=lambda rate: rate.period, reverse=True)
    return DataTable(
        caption,
        columns,
        tuple(
            (*((Cell(publisher_label(rate.publisher, words)),) if has_publisher else ()), *_cells(rate, words))
            for rate in ordered
        ),
        say("A rate is withheld where n is, or may be, below {n}. An interval is every rate that the rounded figures "
            "allow.", n=MIN_CELL),
    )  # fmt: skip


def _cells(rate: PublishedRate, words: Words) -> tuple[Cell, ...]:
    return (
        Cell(rate.period, kind="day"),
        Cell(rate_label(rate.rate_name, rate.unit, words)),
        Cell(rate.text(words), kind="withheld" if rate.is_withheld else ""),
        Cell(words.say("{n} {unit}", n=rate.n_text(words), unit=unit_label(rate.unit, words))),
        Cell(_said_by(rate.speaker, rate.basis, words)),
        day_cell(rate.vintage),
    )


@cache
def _said_by(speaker: str, basis: str, words: Words) -> str:
    """Who says it and how it came to be: a few texts that stand on thousands of rows."""
    return words.say("{speaker}, {basis}", speaker=speaker_label(speaker, words), basis=basis_label(basis, words))


def newest_rates(rates: Sequence[PublishedRate], words: Words) -> DataTable | None:
    """The rates of everyone in the newest half-year of each report; None without any."""
    everyone = [rate for rate in rates if rate.requestor == "all" and not rate.is_empty]
    last = {report: max(rate.period for rate in everyone if rate.report == report)
            for report in dict.fromkeys(rate.report for rate in everyone)}  # fmt: skip
    newest = [rate for rate in everyone if rate.period == last[rate.report]]
    if not newest:
        return None
    return rate_table(words.say("The newest rates of each report"), newest, words, has_publisher=True)
