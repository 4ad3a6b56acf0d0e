"""The five numbers of the Brief: reported, complied, pending, days to action, followers; each with how far it moved.

Belongs here: key numbers and what the filters make of them. Does not: sentences and figures of the page.
"""

from dashboards import filters_make
from dashboards.blocks import KeyNumber
from dashboards.data import Release, Row
from dashboards.deltas import Changes, delta_text
from dashboards.filters import ALL, Cases, NumberBinding, Place, Text
from dashboards.pages.brief_figures import FAMILY
from dashboards.pages.compliance_speed import AT_RISK_LEAST, CURVE, MEDIANS
from dashboards.rates import SUMMARY, Rate
from dashboards.words import NULL, Words


def read_median(release: Release) -> int | None:
    """Days until half of all requests are complied with; None where not reached, or too few are still followed."""
    if not (release.has_rows(MEDIANS) and release.has_rows(CURVE)):
        return None
    rows = release.rows(f"""
        SELECT median_days FROM {MEDIANS}
        WHERE is_total AND median_days <= (
            SELECT max(day_number) FROM {CURVE} WHERE is_total AND at_risk_count >= {AT_RISK_LEAST}
        )
    """)
    return rows[0]["median_days"] if rows else None


def key_numbers(total: Row, overall: Rate, median: int | None, changes: Changes, words: Words) -> tuple[KeyNumber, ...]:
    """The five, each with what it is out of."""
    return (
        _reported_key(total, changes, words),
        _rate_key(overall, changes, words),
        _pending_key(total, changes, words),
        _median_key(median, changes, words),
        _followers_key(total, changes, words),
    )


def _reported_key(total: Row, changes: Changes, words: Words) -> KeyNumber:
    column = "reported_count"
    accounts = words.plural("about {count} account", "about {count} accounts", total["accounts_reported_count"])
    return KeyNumber(
        words.say("Requests reported"),
        words.number(total[column]),
        accounts,
        f"{SUMMARY}.{column}",
        delta_text(changes.get(SUMMARY, column), words),
        # Accounts asked for by two agencies are one account, so that no filter can split them.
        binding=NumberBinding("compliance", filters_make.number(column), Text(words.say("in this selection"))),
    )


def _pending_key(total: Row, changes: Changes, words: Words) -> KeyNumber:
    column = "pending_count"
    one, many = "of {count} request", "of {count} requests"
    return KeyNumber(
        words.say("Pending"),
        words.number(total[column]),
        words.plural("of {count} request", "of {count} requests", total["reported_count"]),
        f"{SUMMARY}.{column}",
        delta_text(changes.get(SUMMARY, column), words),
        binding=NumberBinding(
            "compliance", filters_make.number(column), filters_make.counted(words, one, many, "reported_count")
        ),
    )


def _rate_key(overall: Rate, changes: Changes, words: Words) -> KeyNumber:
    column = f"{FAMILY}_rate"
    value, detail = words.percent(overall.rate), _rate_detail(overall, words)
    delta = delta_text(changes.get(SUMMARY, column), words, "points")
    if overall.is_withheld or overall.rate is None:
        value, delta = words.say("withheld") if overall.is_withheld else NULL, ""
        detail = words.say("of {n} requests", n=words.number(overall.denominator))
    return KeyNumber(
        words.say("Complied by platforms"), value, detail, f"{SUMMARY}.{column}", delta, binding=_rate_binding(words)
    )


def _rate_detail(overall: Rate, words: Words) -> str:
    return words.say(
        "{numerator} of {denominator} · 95% interval {low} to {high}",
        numerator=words.number(overall.numerator),
        denominator=words.number(overall.denominator),
        low=words.percent(overall.low, 0),
        high=words.percent(overall.high, 0),
    )


def _rate_binding(words: Words) -> NumberBinding:
    places = filters_make.rate_places(FAMILY)
    places |= {name: Place(f"{FAMILY}_{name}", "percent0") for name in ("low", "high")}
    shown = words.say(
        "{numerator} of {denominator} · 95% interval {low} to {high}",
        numerator="{numerator}", denominator="{denominator}", low="{low}", high="{high}",
    )  # fmt: skip
    few = Text(words.say("of {n} requests", n="{denominator}"), {"denominator": places["denominator"]})
    rate = filters_make.rate_cells(FAMILY, words)[0]
    return NumberBinding("compliance", rate, Cases(f"{FAMILY}_status", {"shown": Text(shown, places)}, few))


def _median_key(median: int | None, changes: Changes, words: Words) -> KeyNumber:
    missing = words.say("not reached")
    value = missing if median is None else words.plural("{count} day", "{count} days", median)
    days = filters_make.counted(words, "{count} day", "{count} days", "median_days_to_action")
    return KeyNumber(
        words.say("Median time to action"),
        value,
        words.say("until half of all requests are met, refusals included"),
        f"{MEDIANS}.median_days",
        "" if median is None else delta_text(changes.get(MEDIANS, "median_days"), words, "days"),
        binding=NumberBinding("compliance", Cases("median_days_to_action", {"": Text(missing)}, days)),
    )


def _followers_key(total: Row, changes: Changes, words: Words) -> KeyNumber:
    """Followers are summed per account; where the release withholds them the number says so."""
    reported, removed = total["followers_reported"], total["followers_removed"]
    hidden, bare = words.say("withheld"), words.say("summed over accounts, not deduplicated")
    detail = bare
    if reported is not None:
        detail = words.say("of {all}; summed, not deduplicated", all=words.compact(reported))
    told = Text(
        words.say("of {all}; summed, not deduplicated", all="{all}"), {"all": Place("followers_reported", "compact")}
    )
    return KeyNumber(
        words.say("Followers no longer reachable"),
        hidden if removed is None else words.compact(removed),
        detail,
        f"{SUMMARY}.followers_removed",
        delta_text(changes.get(SUMMARY, "followers_removed"), words, "compact"),
        binding=NumberBinding(
            "reach",
            Cases("followers_removed", {"": Text(hidden)}, filters_make.compact("followers_removed")),
            Cases("followers_reported", {"": Text(bare)}, told),
            # A stock of a past day beside counts of requests of that time would be read as theirs.
            fixed={"period": ALL},
        ),
    )
