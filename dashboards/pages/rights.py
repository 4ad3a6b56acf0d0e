"""Rights and errors: what in the requests bears on the rights of those asked about?"""

from collections.abc import Mapping
from dataclasses import dataclass

from dashboards import filters_make
from dashboards.blocks import Cell, Column, DataTable, Figure, KeyNumber, Page
from dashboards.data import Release
from dashboards.filters import Dimension, RowTable
from dashboards.filters_bar import filter_bar
from dashboards.pages.compliance_numbers import rate_number
from dashboards.pages.compliance_rates import RatePlan, rate_figure
from dashboards.pages.compliance_states import CUBE, Breakdown, States, bound_rows, read_states
from dashboards.pages.rights_shares import share_table
from dashboards.rates import Rate
from dashboards.words import Words

SHARES = ("reversed_of_complied", "appealed_of_decided", "not_found_of_reported", "no_legal_basis_of_reported",
          "undesignated_of_known")  # fmt: skip
BREAKDOWNS: tuple[Dimension, ...] = ("agency", "group", "action", "basis")
REVERSED, _, _, BASELESS, UNDESIGNATED = SHARES


@dataclass(frozen=True)
class Share:
    """One share: its title, what it is a share of, what it does not prove, and the name of its column."""

    title: str
    subtitle: str
    note: str
    short: str


def build(release: Release, words: Words) -> Page:
    """The page of reversals, appeals and errors from the cube, and what only agencies are told apart by."""
    bar = filter_bar(release, words, ("platform", "agency", "group", "action", "period"))
    states = read_states(release, bar, words) if has_shares(release) else None
    lead = words.say("This release holds no count of reversals and errors.")
    parts: dict[str, object] = {"is_empty": states is None}
    if states:
        platforms = states.by("platform", REVERSED)
        lead = lead_sentence({share: platforms.overall(share) for share in SHARES}, words)
        parts |= _parts(states, platforms, words)
    parts["shares"] = share_table(release, words)
    return Page(
        slug="rights",
        nav_label=words.say("Rights and errors"),
        title=words.say("What in the requests bears on people's rights?"),
        lead=lead,
        parts=parts,
        filters=bar if states else None,
    )


def has_shares(release: Release) -> bool:
    """Does the cube of this release hold the shares? One from before they were there does not."""
    if not release.has_rows(CUBE):
        return False
    fields = {field.name for field in release.facts.table(CUBE).fields}
    return all(f"{share}_rate" in fields for share in SHARES)


def lead_sentence(overall: Mapping[str, Rate], words: Words) -> str:
    """What was undone, what named no legal basis, and what was aimed at a group not designated, each with its n."""
    return words.say(
        "Of what platforms complied with, {undone} was undone again; of the requests, {baseless} named no legal basis; "
        "of those whose group the register can judge, {undesignated} were aimed at a group not designated at the time.",
        undone=_share_text(overall[REVERSED], words),
        baseless=_share_text(overall[BASELESS], words),
        undesignated=_share_text(overall[UNDESIGNATED], words),
    )


def _share_text(rate: Rate, words: Words) -> str:
    if rate.is_withheld:
        return words.say("a withheld share (n < {n})", n=rate.min_cell)
    if rate.rate is None:
        return words.say("none of 0")
    return words.say(
        "{rate} ({numerator} of {denominator})",
        rate=words.percent(rate.rate), numerator=words.number(rate.numerator),
        denominator=words.number(rate.denominator),
    )  # fmt: skip


def _parts(states: States, platforms: Breakdown, words: Words) -> dict[str, object]:
    shares = share_words(words)
    return {
        "key_numbers": key_numbers(platforms, words),
        "figures": [
            *(_figure(share, told, states.by("platform", share), words) for share, told in shares.items()),
            _agency_figure(shares[BASELESS], states, words),
        ],
        "tables": [_table(states, dimension, shares, words) for dimension in BREAKDOWNS],
    }


def key_numbers(platforms: Breakdown, words: Words) -> tuple[KeyNumber, ...]:
    """The five shares with n and bounds."""
    return tuple(
        rate_number(told.short, platforms.overall(share), share, "", words)
        for share, told in share_words(words).items()
    )


def _figure(share: str, told: Share, platforms: Breakdown, words: Words) -> Figure:
    plan = RatePlan(share.replace("_", "-"), told.title, told.subtitle, told.note, share, share, "above", True)
    return rate_figure(plan, platforms, words)


def _agency_figure(told: Share, states: States, words: Words) -> Figure:
    """Who named no legal basis: the one share that is the agency's own doing."""
    title = words.say("Without a legal basis, by agency")
    plan = RatePlan("no-legal-basis-by-agency", title, told.subtitle, told.note, BASELESS, BASELESS, "", True)
    return rate_figure(plan, states.by("agency", BASELESS), words)


def _table(states: States, dimension: Dimension, shares: Mapping[str, Share], words: Words) -> DataTable:
    """One row per value and the total; each share in words, with its counts and bounds."""
    captions: Mapping[Dimension, str] = {
        "agency": words.say("Reversals, appeals and errors, by agency"),
        "group": words.say("Reversals, appeals and errors, by group"),
        "action": words.say("Reversals, appeals and errors, by action asked for"),
        "basis": words.say("Reversals, appeals and errors, by legal basis"),
    }
    breakdown = states.by(dimension, REVERSED)
    rates = [[*breakdown.rates(share), breakdown.overall(share)] for share in shares]
    return DataTable(
        captions[dimension],
        (Column(breakdown.heading, is_number=False),
         *(Column(told.short, is_number=False, definition=f"{CUBE}.{share}_rate") for share, told in shares.items())),
        tuple((Cell(line[0].label), *(Cell(rate.describe(words)) for rate in line))
              for line in zip(*rates, strict=True)),
        has_total=True,
        binding=RowTable(
            bound_rows(dimension, REVERSED),
            tuple(filters_make.rate_text(share, rate[-1].min_cell, words)
                  for share, rate in zip(shares, rates, strict=True)),
            breakdown.total_name,
        ),
    )  # fmt: skip


def share_words(words: Words) -> dict[str, Share]:
    """What is said of each share, in the order of the page."""
    return dict(zip(SHARES, (*_outcome_words(words), *_ground_words(words)), strict=True))


def _outcome_words(words: Words) -> tuple[Share, ...]:
    say = words.say
    return (
        Share(
            say("Complied with, then undone, by platform"),
            say("Share of the requests ever complied with that were reversed."),
            say("A reversal is not proof of an error, and the lack of one is not proof of care."),
            say("Undone, of complied"),
        ),
        Share(
            say("Appealed, by platform"),
            say("Share of the requests decided against which somebody appealed."),
            say("Only appeals that are on record can be counted."),
            say("Appealed, of decided"),
        ),
        Share(
            say("Not found, by platform"),
            say("Share of the requests reported whose object the platform could not find."),
            say("Gone already, mistyped, or never there: the record does not say which."),
            say("Not found, of reported"),
        ),
    )


def _ground_words(words: Words) -> tuple[Share, ...]:
    say = words.say
    return (
        Share(
            say("Without a legal basis, by platform"),
            say("Share of the requests reported that named no legal basis."),
            say("None named is not none held: the record lacks it."),
            say("No legal basis, of reported"),
        ),
        Share(
            say("Aimed at a group not designated at the time, by platform"),
            say("Share of the requests whose group the register knows well enough to judge."),
            say("Requests that name no group, or one that the register does not know, are left out of the share."),
            say("Not designated, of known"),
        ),
    )
