"""The numbers at the top of the compliance page: they follow the filters and say what moved since the last release."""

from dashboards import filters_make
from dashboards.blocks import KeyNumber
from dashboards.deltas import Changes, Kind, delta_text
from dashboards.filters import Cases, NumberBinding, Place, Text
from dashboards.pages.compliance_rates import family_labels
from dashboards.pages.compliance_speed import AT_RISK_LEAST, MEDIAN, MEDIANS
from dashboards.pages.compliance_states import CUBE, States
from dashboards.rates import FAMILY, SUMMARY, Rate, read_rate
from dashboards.words import Words


def key_numbers(states: States, changes: Changes, words: Words) -> tuple[KeyNumber, ...]:
    """Requests reported, the three rates with n and bounds, and the days to half of them."""
    labels = family_labels(words)
    rates = {family: read_rate(states.release, {**states.total, "name": ""}, family, CUBE) for family in FAMILY}
    return (
        _reported(states, changes, words),
        *(rate_number(labels[family], rate, family, _moved(changes, f"{family}_rate", "points", words), words)
          for family, rate in rates.items()),
        _median(states, changes, words),
    )  # fmt: skip


def _moved(changes: Changes, column: str, kind: Kind, words: Words, table: str = SUMMARY) -> str:
    return delta_text(changes.get(table, column), words, kind)


def _reported(states: States, changes: Changes, words: Words) -> KeyNumber:
    pending = words.say("{count} pending", count="{count}")
    return KeyNumber(
        words.say("Requests reported"),
        words.number(states.total["reported_count"]),
        words.say("{count} pending", count=words.number(states.total["pending_count"])),
        f"{CUBE}.reported_count",
        binding=NumberBinding(
            "compliance",
            filters_make.number("reported_count"),
            Text(pending, {"count": Place("pending_count")}),
        ),
        delta=_moved(changes, "reported_count", "number", words),
    )


def rate_number(label: str, rate: Rate, family: str, delta: str, words: Words) -> KeyNumber:
    """One share with its counts and bounds; a withheld one has its counts."""
    counts = words.say(
        "{numerator} of {denominator}",
        numerator=words.number(rate.numerator), denominator=words.number(rate.denominator),
    )  # fmt: skip
    detail = counts
    value = words.say("withheld") if rate.is_withheld else words.percent(rate.rate)
    if not rate.is_blank:
        detail = words.say(
            "{numerator} of {denominator} · 95% interval {low}–\u2060{high}",
            numerator=words.number(rate.numerator), denominator=words.number(rate.denominator),
            low=words.percent(rate.low), high=words.percent(rate.high),
        )  # fmt: skip
    binding = _rate_binding(family, words)
    return KeyNumber(label, value, detail, f"{CUBE}.{family}_rate", binding=binding, delta=delta)


def _rate_binding(family: str, words: Words) -> NumberBinding:
    places = filters_make.rate_places(family)
    counts = Text(
        words.say("{numerator} of {denominator}", numerator="{numerator}", denominator="{denominator}"), places
    )
    whole = words.say(
        "{numerator} of {denominator} · 95% interval {low}–\u2060{high}",
        numerator="{numerator}", denominator="{denominator}", low="{low}", high="{high}",
    )  # fmt: skip
    status = f"{family}_status"
    value = {"shown": filters_make.percent(f"{family}_rate"), "withheld": Text(words.say("withheld"))}
    return NumberBinding("compliance", Cases(status, value), Cases(status, {"shown": Text(whole, places)}, counts))


def _median(states: States, changes: Changes, words: Words) -> KeyNumber:
    days = states.total[MEDIAN]
    never = words.say("not reached")
    told = filters_make.counted(words, "{count} day", "{count} days", MEDIAN)
    return KeyNumber(
        words.say("Until half are complied with"),
        never if days is None else words.plural("{count} day", "{count} days", days),
        words.say("while {n} or more are still followed; those waiting count", n=AT_RISK_LEAST),
        f"{CUBE}.{MEDIAN}",
        binding=NumberBinding("compliance", Cases(MEDIAN, {"": Text(never)}, told)),
        delta=_moved(changes, "median_days", "days", words, MEDIANS),
    )
