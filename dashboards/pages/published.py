"""Published: what do platforms themselves say a country asked of them, and what did they do about it?

Every figure here is the publisher's own, and real, also where the request log is a synthetic sample. One page per
country, Pakistan first.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from markupsafe import Markup

from dashboards.blocks import DataTable, Figure, Page
from dashboards.data import Release
from dashboards.ledger_words import country_name, report_label, short_report_label, unit_label
from dashboards.pages.published_figures import other_counts, report_figures
from dashboards.pages.published_rates import PublishedRate, newest_rates, rate_figure, rate_table, read_rates
from dashboards.pages.published_reports import (
    COUNTRY,
    Report,
    Value,
    read_countries,
    read_country_names,
    read_retyped,
)
from dashboards.pages.published_requestors import (
    REGULATOR,
    changed_sentence,
    counted_twice_table,
    read_counted_twice,
    read_versions,
    requestor_figures,
    requestor_label,
    version_table,
)
from dashboards.pages.published_ways import lead_clause
from dashboards.release_facts import ReleaseError
from dashboards.words import Words

SLUG = "published"
# A code becomes a file name: two letters, or the names of two police bodies.
NOWHERE = "ZZ"
CODE = re.compile(r"[A-Z]{2,8}")


@dataclass(frozen=True)
class Section:
    """One report on the page: its figures, and tables of what no figure shows."""

    anchor: str
    title: str
    figures: Sequence[Figure]
    tables: Sequence[DataTable]
    note: str = ""


@dataclass(frozen=True)
class Choice:
    """One country of the selector, and the page it opens."""

    file_name: str
    label: str

    def option(self, is_current: bool) -> Markup:
        """The choice as HTML: written here, once, since every one stands on every country's page."""
        chosen = Markup(" selected") if is_current else ""
        return Markup('<option value="{}"{}>{}</option>').format(self.file_name, chosen, self.label)


def build(release: Release, words: Words) -> Page:
    """The page of Pakistan; without any figures it says so and shows none."""
    return next(build_all(release, words))


def build_all(release: Release, words: Words) -> Iterator[Page]:
    """Pakistan's page, then one for every other country that a publisher names, by name.

    Raises ReleaseError for a country code that can be no file name.
    """
    countries = read_countries(release)
    given = read_country_names(release)
    names = {code: _name(code, given, words) for code in {COUNTRY, *countries}}
    rates = read_rates(release, REGULATOR, COUNTRY)
    retyped = read_retyped(release)
    ordered = sorted(names, key=lambda code: (code != COUNTRY, names[code], code))
    choices = {code: Choice(file_name(code), names[code]) for code in ordered}
    options = {code: choice.option(is_current=False) for code, choice in choices.items()}
    for code in ordered:
        selector = options | {code: choices[code].option(is_current=True)}
        parts = _parts(code, countries.get(code, ()), rates.get(code, []), words)
        parts |= {"choices": list(choices.values()), "options": Markup("\n").join(selector.values())}
        _say_what_was_retyped(parts, countries.get(code, ()), retyped, words)
        if code == COUNTRY:
            parts |= _requestor_parts(release, words)
        yield _page(code, names[code], countries.get(code, ()), parts, words)


def file_name(code: str) -> str:
    """The page of a country: published.html is Pakistan's."""
    if not CODE.fullmatch(code):
        raise ReleaseError(f"country code {code!r} of fct_published_totals can be no file name: mend dim_country")
    return f"{SLUG}.html" if code == COUNTRY else f"{SLUG}-{code.lower()}.html"


def _name(code: str, given: Mapping[str, str], words: Words) -> str:
    if code == NOWHERE:
        return words.say("No country named")
    return country_name(code, given.get(code), words)


def _page(code: str, name: str, reports: Sequence[Report], parts: Mapping[str, Any], words: Words) -> Page:
    return Page(
        slug=file_name(code).removesuffix(".html"),
        parent=SLUG,
        nav_label=words.say("What platforms publish"),
        # After a colon a name needs no article: "from United States" would.
        title=words.say("What do platforms say they were asked to do, and did? Country: {country}",
                        country=words.say("none named") if code == NOWHERE else name),
        lead=lead_sentence(reports, name, words),
        parts=parts,
        synthetic_note=words.say(
            "is only the request log behind other pages. The figures on this page are real: each is as its publisher "
            "gave it, and none comes from the sample."
        ) if reports else "",
        as_of_note=words.say("That is the date of the request log. Each report on this page carries its own date."),
    )  # fmt: skip


def _parts(code: str, reports: Sequence[Report], rates: Sequence[PublishedRate], words: Words) -> dict[str, Any]:
    make = _section if code == COUNTRY else _short_section
    return {
        "sections": [
            make(report, [rate for rate in rates if rate.report == report.report], words) for report in reports
        ],
        "rates": newest_rates(rates, words),
        "retyped": [],
        "requestors": [],
        "side_by_side": [],
        "changed": "",
        "counted_twice": None,
    }


def _say_what_was_retyped(
    parts: dict[str, Any], reports: Sequence[Report], retyped: Mapping[str, Sequence[date]], words: Words
) -> None:
    """Beside the figures of a report, and below the newest rates of all."""
    notes = [_retyped_note(report, retyped.get(report.report, ()), words) for report in reports]
    parts["sections"] = [replace(one, note=note) for one, note in zip(parts["sections"], notes, strict=True)]
    parts["retyped"] = [note for note in notes if note]


def _retyped_note(report: Report, days: Sequence[date], words: Words) -> str:
    periods = report.periods_of(days)
    if not periods:
        return ""
    return words.say("{report}, {periods}: from an excerpt that was retyped, not from a file of the publisher.",
                     report=report_label(report.report, words), periods=words.listing(periods))  # fmt: skip


def _section(report: Report, rates: Sequence[PublishedRate], words: Words) -> Section:
    """Every unit drawn, and the rates of everyone and of the named requestor."""
    keys = report.main_series()
    everyone = rate_figure([rate for rate in rates if rate.requestor == "all"], words)
    someone = rate_figure([rate for rate in rates if rate.requestor != "all"], words)
    drawn = [one for one in (*report_figures(report, keys, words), everyone, someone) if one is not None]
    others = other_counts(report, keys, words)
    return _finished(report, drawn, [others] if others else [], words)


def _short_section(report: Report, rates: Sequence[PublishedRate], words: Words) -> Section:
    """The first unit drawn, everything else as tables: what a page costs is paid two hundred times."""
    keys = report.main_series()[:1]
    others = other_counts(report, keys, words)
    told = [rate_table(words.say("Rates of this report"), rates, words)] if rates else []
    return _finished(report, report_figures(report, keys, words), [*([others] if others else []), *told], words)


def _finished(report: Report, drawn: Sequence[Figure], tables: Sequence[DataTable], words: Words) -> Section:
    return Section(f"report-{report.report}", report_label(report.report, words), drawn, tables)


def _requestor_parts(release: Release, words: Words) -> dict[str, Any]:
    """The regulator's own view, every report side by side: what only this country's page has."""
    versions = read_versions(release)
    tables = [
        version_table(requestor_label(who, words), [one for one in versions if one.requestor == who], words)
        for who in dict.fromkeys(one.requestor for one in versions)
    ]
    twice = read_counted_twice(release)
    return {
        "requestors": requestor_figures(versions, words),
        "side_by_side": tables,
        "changed": changed_sentence(versions, words) if versions else "",
        "counted_twice": counted_twice_table(twice, words) if twice else None,
    }


def lead_sentence(reports: Sequence[Report], name: str, words: Words) -> str:
    """What each report says of the last half-year that it gives a number for."""
    told = [_newest_sentence(report, words) for report in reports if report.newest()]
    if not reports:
        return words.say("No figures published by platforms about {country} are loaded in this release.", country=name)
    if not told:
        return words.say("The reports that name this country give no count of what was asked or restricted.")
    newest = words.say("In the newest half-year that each reports: {told}.", told=words.clauses(told))
    return f"{newest} {lead_clause(reports, words)}".rstrip()


def _newest_sentence(report: Report, words: Words) -> str:
    period = report.newest() or ""
    counts = [
        _count(report.series[unit, measure][period], unit, words)
        for unit, measure in report.main_series()
        if period in report.series[unit, measure]
    ]
    return words.say("{report} {counts} ({period})", report=short_report_label(report.report, words),
                     counts=words.listing(counts), period=period)  # fmt: skip


def _count(value: Value, unit: str, words: Words) -> str:
    """6,190 items; 1 request; ≥ 3 accounts."""
    if value.low == value.high == 1 and value.is_complete:
        singular = {"request": words.say("1 request"), "item": words.say("1 item"), "account": words.say("1 account")}
        if unit in singular:
            return singular[unit]
    return f"{value.text(words)} {unit_label(unit, words)}"
