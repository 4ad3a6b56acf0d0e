"""Names for readers of what the ledger's tables call by a slug: publishers, reports, units, measures, verdicts.

A slug without a name here is shown as it is, with spaces: a new measure is then plain, not missing. Labels are
remembered, since the pages of two hundred countries ask for the same few a million times.
"""

from collections.abc import Mapping
from functools import cache

from babel import Locale

from dashboards.blocks import Cell
from dashboards.words import ARABIC, NULL, Words


def told(text: str | None, words: Words, kind: str = "") -> Cell:
    """A text that the release tells: in the reader's language, or else as it is, marked as being in English."""
    if not text:
        return Cell(NULL, kind)
    said = words.term(text)
    if said == text and words.language != "en" and not ARABIC.search(text):
        return Cell(text, kind="quote")
    return Cell(said, "prose" if "`" in said else kind)


def spaced(slug: str | None) -> str:
    """no_action as no action; a dash for nothing."""
    return slug.replace("_", " ") if slug else NULL


def heading(text: str) -> str:
    """The text as a column is headed: with a capital, where the script has any, and its acronyms as they were."""
    return text[:1].upper() + text[1:]


def unnamed(slug: str | None, words: Words) -> str:
    """A slug that has no name here yet: plain, and in the reader's language where the catalogue knows it."""
    return words.term(spaced(slug))


@cache
def country_name(code: str, given: str | None, words: Words) -> str:
    """The country in the reader's language; else the name that the release gives, else the code."""
    name = str(Locale.parse(words.locale).territories.get(code) or words.term(given or code))
    # The names of Hong Kong and Macao keep an English abbreviation in Urdu.
    return name.replace(" SAR", "،") if words.is_rtl else name


def publisher_label(publisher: str, words: Words) -> str:
    """google as Google."""
    names = {"google": "Google", "meta": "Meta", "tiktok": "TikTok", "x": "X", "un": "UN Security Council"}
    return words.term(names.get(publisher, publisher.capitalize()))


@cache
def report_label(report: str, words: Words) -> str:
    """The report with its publisher: Meta, content restrictions."""
    labels = {
        "google_removals": words.say("Google, requests to remove content"),
        "meta_content_restrictions": words.say("Meta, content restricted in the country"),
        "meta_data_requests": words.say("Meta, requests for data on users"),
        "tiktok_data_requests": words.say("TikTok, requests for data on users"),
        "tiktok_removal_requests": words.say("TikTok, requests to remove content or accounts"),
        "x_removal_requests": words.say("X, legal demands to remove content"),
        "un_consolidated_list": words.say("UN Security Council, consolidated list"),
    }
    return labels.get(report) or unnamed(report, words)


@cache
def short_report_label(report: str, words: Words) -> str:
    """The report in two or three words, for a sentence that names them all."""
    labels = {
        "google_removals": words.say("Google removals"),
        "meta_content_restrictions": words.say("Meta restrictions"),
        "meta_data_requests": words.say("Meta data requests"),
        "tiktok_data_requests": words.say("TikTok data requests"),
        "tiktok_removal_requests": words.say("TikTok removals"),
        "x_removal_requests": words.say("X removals"),
    }
    return labels.get(report) or unnamed(report, words)


@cache
def unit_label(unit: str, words: Words) -> str:
    """The unit in the plural. An item is a piece of content."""
    labels = {
        "request": words.say("requests"), "item": words.say("items"), "account": words.say("accounts"),
        "url": words.say("URLs"), "disruption": words.say("disruptions"),
        "item+account": words.say("items and accounts"),
        "complaint": words.say("complaints"),
        "follower": words.say("followers"), "group": words.say("groups"),
    }  # fmt: skip
    return labels.get(unit) or unnamed(unit, words)


@cache
def measure_label(measure: str, words: Words) -> str:
    """What happened to the units, in the words that every publisher shares."""
    say = words.say
    labels = {
        "received": say("received"),
        "restricted": say("restricted in the country"),
        "restricted_by_others": say("restricted worldwide at the request of others"),
        "restricted_for_others": say("restricted worldwide at the country's request"),
        "removed_legal": say("removed, legal"),
        "removed_policy": say("removed, platform's rules"),
        "removed_guidelines": say("removed, platform's rules"),
        "removed_local_law": say("restricted, local law"),
        "removed_terms_of_service": say("removed, platform's rules"),
        "withheld": say("withheld in the country"),
        "not_found": say("not found"),
        "not_enough_information": say("not enough information"),
        "actioned": say("acted on"),
        "no_action": say("no action"),
        "not_actioned": say("no action"),
        "already_removed": say("already removed"),
        "data_produced": say("some data given"),
        "preservation_received": say("preservation asked for"),
        "preserved": say("preserved"),
        "received_with_preservation": say("received, those to preserve data included"),
        "restriction_received": say("received, to restrict"),
        "internet_disruptions": say("internet disruptions"),
    }
    if measure.endswith("_percent"):
        return say("{share}, in percent", share=_share_label(measure.removesuffix("_percent"), words))
    return labels.get(measure) or unnamed(measure, words)


@cache
def rate_label(rate_name: str, unit: str, words: Words) -> str:
    """A rate by its unit and what came of it: items: removed, legal. TikTok's are of accounts, content or both."""
    say = words.say
    bare = rate_name.removesuffix("_percent").removesuffix("_rate")
    content = {"item": say("content"), "item+account": say("content and accounts, pooled")}
    of_what = content.get(unit) if bare == "removal" else None
    return say("{unit}: {share}", unit=of_what or unit_label(unit, words), share=_share_label(bare, words))


def _share_label(bare: str, words: Words) -> str:
    say = words.say
    labels = {
        "complied": say("complied with"),
        "complied_or_partial": say("complied with, at least in part"),
        "removal": say("removed or restricted"),
        "accounts_acted_on": say("withheld, or removed under X's own rules"),
    }
    return labels.get(bare) or measure_label(bare, words)


@cache
def status_label(status: str, words: Words) -> str:
    """Why there is no number: never a zero, and never one dash for all."""
    labels = {
        "not_reported": words.say("not reported"),
        "withheld": words.say("withheld by the publisher"),
        "not_applicable": words.say("not applicable"),
        "undefined": words.say("no rate of nothing"),
        "zero_filled": words.say("0 written where not counted"),
        "absent": words.say("left out"),
    }
    return labels.get(status) or unnamed(status, words)


@cache
def cause_label(cause: str, words: Words) -> str:
    """The suspected cause of a restatement in words. It is what the data shows, not what the publisher said."""
    labels = {
        "requestors_regrouped": words.say("requestors regrouped"),
        "requestors_regrouped_in_part": words.say("requestors regrouped, but for 1% at most"),
        "reasons_regrouped": words.say("filed under another reason"),
        "counted_another_way_in_another_file": words.say("counted another way in another file"),
        "counted_once_per_product_and_reason": words.say("counted once per product and reason"),
        "given_more_exactly": words.say("given more exactly"),
        "withdrawn": words.say("number withdrawn"),
        "first_given": words.say("number first given"),
        "unknown": words.say("no cause visible"),
    }
    return labels.get(cause) or unnamed(cause, words)


@cache
def comparison_label(comparison: str, words: Words) -> str:
    """What stands beside what in a restatement."""
    labels = {
        "same_grain": words.say("the same cell"),
        "sum_of_parts": words.say("cell with the sum of finer parts"),
        "left_out": words.say("cell with nothing in its place"),
        "total": words.say("total of the country"),
    }
    return labels.get(comparison) or unnamed(comparison, words)


@cache
def speaker_label(speaker: str | None, words: Words) -> str:
    """Who says the number."""
    labels = {"platform": words.say("the platform"), "warehouse": words.say("this warehouse"),
              "agency": words.say("the regulator"), "press": words.say("the press")}  # fmt: skip
    return labels.get(speaker or "") or unnamed(speaker, words)


@cache
def basis_label(basis: str, words: Words) -> str:
    """How the number came to be."""
    labels = {
        "published": words.say("published"),
        "recomputed": words.say("recomputed from parts"),
        "sum_of_parts": words.say("sum of the parts"),
        "published_total": words.say("publisher's own total"),
    }
    return labels.get(basis) or unnamed(basis, words)


def platform_label(platform_id: str, names: Mapping[str, str], words: Words) -> str:
    """The platform's name; the slug where the release names none; all platforms for the total."""
    return (
        words.say("all platforms") if platform_id == "all" else words.term(names.get(platform_id, spaced(platform_id)))
    )
