"""Compliance: which platforms comply, by every way of counting, and how fast?"""

from collections.abc import Mapping, Sequence

from dashboards.blocks import Figure, Page
from dashboards.data import Release
from dashboards.deltas import read_changes, since_text
from dashboards.filters import Dimension
from dashboards.filters_bar import filter_bar
from dashboards.pages import compliance_cohorts, compliance_curves, compliance_outcomes, compliance_speed
from dashboards.pages.brief_figures import cumulative_figure
from dashboards.pages.compliance_numbers import key_numbers
from dashboards.pages.compliance_rates import RatePlan, family_labels, rate_figure, rate_table
from dashboards.pages.compliance_states import Breakdown, States, read_states
from dashboards.rates import FAMILY, Rate, by_rate
from dashboards.series import read_cumulative
from dashboards.words import Words

FIRST = FAMILY[0]
BREAKDOWNS: tuple[Dimension, ...] = ("agency", "group", "action", "basis")
NAMES_AT_MOST = 6


def build(release: Release, words: Words) -> Page:
    """The compliance page from the cubes and the daily stocks."""
    bar = filter_bar(release, words, ("platform", "agency", "group", "action", "period"))
    states = read_states(release, bar, words)
    changes = read_changes(release)
    lead = words.say("This release counts no requests.")
    parts: dict[str, object] = {}
    if states:
        platforms = states.by("platform", FIRST)
        lead = lead_sentence(platforms, words)
        parts = {"key_numbers": key_numbers(states, changes, words), **_parts(release, states, platforms, words)}
    return Page(
        slug="compliance",
        nav_label=words.say("Compliance"),
        title=words.say("Which platforms comply, by every way of counting?"),
        lead=lead,
        parts={"is_empty": states is None, **parts},
        filters=bar,
        since=since_text(changes, words),
    )


def _parts(release: Release, states: States, platforms: Breakdown, words: Words) -> dict[str, object]:
    return {
        "family": [_family_figure(platforms, family, words) for family in FAMILY],
        "family_table": rate_table(
            words.say("The family of rates, side by side"), platforms, family_labels(words), FIRST, words
        ),
        "by": [_breakdown_figure(states, dimension, words) for dimension in BREAKDOWNS],
        "cumulative": cumulative_figure(read_cumulative(release), words),
        "by_platform": compliance_outcomes.by_platform_figure(release, words),
        **_outcome_parts(states, platforms, words),
        **_speed_parts(release, states, words),
    }


def _outcome_parts(states: States, platforms: Breakdown, words: Words) -> dict[str, object]:
    say = words.say
    by_platform = say("Complied with everywhere, or in the country only, by platform")
    by_action = say("Complied with everywhere, or in the country only, by action asked for")
    agencies, actions = states.by("agency", FIRST), states.by("action", FIRST)
    return {
        "outcomes": compliance_outcomes.by_outcome(
            "outcomes", say("What became of the requests, by platform"), platforms, FIRST, words
        ),
        "agencies": compliance_outcomes.by_outcome(
            "agencies", say("What became of the requests, by agency"), agencies, FIRST, words
        ),
        "geo": [
            compliance_outcomes.geo_figure("geo-by-platform", by_platform, platforms, FIRST, words),
            compliance_outcomes.geo_figure("geo-by-action", by_action, actions, FIRST, words),
        ],
    }


def _speed_parts(release: Release, states: States, words: Words) -> dict[str, object]:
    medians = compliance_speed.read_medians(release, words)
    cohorts = compliance_cohorts.read_cohorts(release)
    return {
        "half": compliance_speed.half_sentence(states.total[compliance_speed.MEDIAN], words),
        "slow": compliance_speed.slow_sentence(medians, words),
        "medians": compliance_speed.median_table(medians, words),
        "curves": compliance_curves.curve_figures(release, states.names["platform"], words),
        "cohorts": compliance_cohorts.cohort_figure(cohorts, words) if cohorts else None,
    }


def lead_sentence(platforms: Breakdown, words: Words) -> str:
    """The rates of all, and whose whole interval lies below or above all by every way of counting."""
    overall = platforms.overall(FIRST)
    if overall.is_blank:
        return words.say("Too few requests for a rate: {n} so far.", n=words.number(overall.denominator))
    below, above = (names_of(platforms, standing) for standing in ("below", "above"))
    told = {
        "rate": words.percent(overall.rate), "n": words.number(overall.denominator),
        "decided": _decided(platforms.overall("complied_of_decided"), words),
        "below": few_names(below, words), "above": few_names(above, words),
    }  # fmt: skip
    if below and above:
        return words.say(
            "Platforms complied with {rate} of the {n} requests reported and with {decided}; clearly below that by "
            "every way of counting: {below}; clearly above: {above}.", **told,
        )  # fmt: skip
    if below:
        return words.say(
            "Platforms complied with {rate} of the {n} requests reported and with {decided}; clearly below that by "
            "every way of counting: {below}; clearly above: none.", **told,
        )  # fmt: skip
    if above:
        return words.say(
            "Platforms complied with {rate} of the {n} requests reported and with {decided}; clearly above that by "
            "every way of counting: {above}; clearly below: none.", **told,
        )  # fmt: skip
    return words.say(
        "Platforms complied with {rate} of the {n} requests reported and with {decided}; none is clearly below or "
        "above that by every way of counting.", **told,
    )  # fmt: skip


def _decided(rate: Rate, words: Words) -> str:
    if rate.is_withheld:
        return words.say("a withheld share (n < {n}) of those decided", n=rate.min_cell)
    if rate.rate is None:
        return words.say("none of the 0 decided")
    return words.say("{rate} of the {n} decided", rate=words.percent(rate.rate), n=words.number(rate.denominator))


def names_of(platforms: Breakdown, standing: str) -> list[str]:
    """The platforms whose every rate has this standing: those that differ most by the first rate come first."""
    first = platforms.rates(FIRST)
    by_name = {rate.label: rate for rate in first}
    names = [{rate.label for rate in platforms.rates(family)
              if rate.standing(platforms.overall(family)) == standing} for family in FAMILY]  # fmt: skip
    shared = by_rate([by_name[name] for name in set.intersection(*names)])
    return [rate.label for rate in (reversed(shared) if standing == "below" else shared)]


def few_names(names: Sequence[str], words: Words) -> str:
    """The names, or the first of many and how many more there are."""
    if len(names) <= NAMES_AT_MOST + 1:
        return words.listing(names)
    more = len(names) - NAMES_AT_MOST
    return words.listing([*names[:NAMES_AT_MOST], words.plural("{count} more", "{count} more", more)])


def _family_figure(platforms: Breakdown, family: str, words: Words) -> Figure:
    titles: Mapping[str, tuple[str, str]] = {
        "complied_of_reported": (
            words.say("Complied, of all reported"),
            words.say("Pending requests count as not complied."),
        ),
        "complied_of_decided": (
            words.say("Complied, of those decided"),
            words.say("Pending requests are left out."),
        ),
        "response": (
            words.say("Answered, of all reported"),
            words.say("Any answer counts, a refusal too."),
        ),
    }
    title, subtitle = titles[family]
    return rate_figure(
        RatePlan(f"rate-{family.replace('_', '-')}", title, subtitle, "", family, FIRST), platforms, words
    )


def _breakdown_figure(states: States, dimension: Dimension, words: Words) -> Figure:
    by_chance = words.say("A difference need not be one of the agency: agencies ask different platforms for different "
                          "things. Choose a platform above to compare like with like.")  # fmt: skip
    texts: Mapping[str, tuple[str, str]] = {
        "agency": (words.say("Complied, of all reported, by agency"), by_chance),
        "group": (
            words.say("Complied, of all reported, by group"),
            words.say("Groups with too few requests are withheld together, so that nobody can be told from them."),
        ),
        "action": (words.say("Complied, of all reported, by action asked for"), ""),
        "basis": (words.say("Complied, of all reported, by legal basis"), words.say("As the request names it.")),
    }
    title, note = texts[dimension]
    subtitle = words.say("Share of requests complied with; bars of error show the 95% interval.")
    plan = RatePlan(f"share-by-{dimension}", title, subtitle, note, FIRST, FIRST, alert="")
    return rate_figure(plan, states.by(dimension, FIRST), words)
