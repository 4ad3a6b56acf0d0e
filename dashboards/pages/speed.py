"""How fast: how long do platforms take to comply with a request, counting those that still wait?"""

from collections.abc import Sequence

from dashboards.blocks import Page
from dashboards.data import Release, Row
from dashboards.pages.speed_cohorts import cohort_table
from dashboards.pages.speed_curves import AT_RISK_LEAST, curve_figures, read_medians
from dashboards.pages.speed_medians import is_reached, median_table, median_text
from dashboards.words import Words


def build(release: Release, words: Words) -> Page:
    """The page of durations from the Kaplan-Meier tables and the cohorts."""
    medians = read_medians(release, words)
    return Page(
        slug="speed",
        nav_label=words.say("How fast"),
        title=words.say("How long do platforms take to comply with a request?"),
        lead=lead_sentence(medians, words),
        parts={
            "medians": median_table(medians, words),
            "curves": curve_figures(release, medians, words),
            "cohorts": cohort_table(release, words),
        },
    )


def lead_sentence(medians: Sequence[Row], words: Words) -> str:
    """The median over all platforms with its interval, and the platforms that have not come to a half."""
    overall = next((row for row in medians if row["is_total"]), None)
    if overall is None:
        return words.say("This release holds no durations of requests.")
    if overall["last_day"] is None:
        return words.say("Fewer than {n} requests can be followed: too few for a duration.", n=AT_RISK_LEAST)
    if is_reached(overall):
        told = words.say(
            "Half of the requests are complied with within {median}, when those still waiting are counted too.",
            median=median_text(overall, words),
        )
    else:
        told = words.plural(
            "Fewer than half of the requests are complied with in the {count} day that can be judged.",
            "Fewer than half of the requests are complied with in the {count} days that can be judged.",
            overall["last_day"],
        )
    slow = [
        row["platform_name"]
        for row in medians
        if not row["is_total"] and row["last_day"] is not None and not is_reached(row)
    ]
    if not slow:
        return told
    rest = words.say("Not half of theirs, in all the days that can be judged: {names}.", names=words.listing(slow))
    return f"{told} {rest}"
