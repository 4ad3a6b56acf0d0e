"""Google's two ways of counting requests: each once, then once for each product and reason that it names.

The newest reports give half-years up to 2018 in the older way only, from 2019 on in the newer. The two are not one
series, so a figure that shows both keeps them apart.
"""

from collections.abc import Sequence

from dashboards.figures import Part
from dashboards.pages.published_reports import Key, Report
from dashboards.words import Words

GOOGLE = "google_removals"
REQUESTS: Key = ("request", "received")
FIRST_NEWER = "2019-H1"


def has_two_ways(report: str, unit: str, measure: str) -> bool:
    """Is this the count that Google made in two ways?"""
    return report == GOOGLE and (unit, measure) == REQUESTS


def way_parts(periods: Sequence[str], values: Sequence[float | None], words: Words) -> list[Part]:
    """The older way pale, the newer dark. A way without any number is left out."""
    is_newer = [period >= FIRST_NEWER for period in periods]
    older = [None if new else value for new, value in zip(is_newer, values, strict=True)]
    newer = [value if new else None for new, value in zip(is_newer, values, strict=True)]
    parts = [
        Part(words.say("each request once (to 2018)"), "outcome-partial", older),
        Part(words.say("once for each product and reason (2019 on)"), "accent", newer),
    ]
    return [part for part in parts if any(value is not None for value in part.values)]


def way_sentence(periods: Sequence[str], words: Words) -> str:
    """How Google counted requests in these half-years."""
    is_newer = {period >= FIRST_NEWER for period in periods}
    if is_newer == {True}:
        return newer_sentence(words)
    if is_newer == {False}:
        return words.say("Each request counts once, as Google counted to mid-2019.")
    return words.say("To 2018 Google counted each request once; from 2019 on it counts a request once for each product "
                     "and reason it names. The two are not one series.")  # fmt: skip


def newer_sentence(words: Words) -> str:
    """The way of counting of every half-year from 2019 on."""
    return words.say("Google counts a request once for each product and reason it names.")


def lead_clause(reports: Sequence[Report], words: Words) -> str:
    """The newer way, where a newest count of requests is Google's own of 2019 or later; nothing otherwise."""
    for report in reports:
        period = report.newest() or ""
        if report.report == GOOGLE and period >= FIRST_NEWER and period in report.series.get(REQUESTS, {}):
            return newer_sentence(words)
    return ""
