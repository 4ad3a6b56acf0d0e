"""Claims as intervals: how a claimed or computed value is written, and how far the one lies from the other.

Belongs here: writing and distances of one claim. Does not: where claims come from (pages).
"""

from dataclasses import dataclass

from dashboards.data import Row
from dashboards.ledger_words import heading, spaced, unit_label, unnamed
from dashboards.words import NULL, Words

# What a verdict rests on decides how it is spoken: on the sample it is about the sample.
SAMPLE = "synthetic_sample"
UNMEASURED = ("designation", "event_date")


@dataclass(frozen=True)
class Distance:
    """Where the claim and the computed value lie, as shares above or below what was claimed (0 = the claim itself).

    `claim_high` None: the claim has no upper end.
    """

    claim_low: float | None
    claim_high: float | None
    low: float
    high: float


def metric_label(metric: str, words: Words) -> str:
    """What the claim is about: Accounts reported."""
    say = words.say
    labels = {
        "reported_count": say("Accounts reported"),
        "identified_count": say("Accounts identified"),
        "complied_count": say("Accounts blocked"),
        "pending_count": say("Accounts awaiting action"),
        "followers_removed": say("Followers of blocked accounts"),
        "complied_of_reported_rate": say("Share complied with"),
        "complaints_under_investigation_count": say("Complaints under investigation"),
        "event_date": say("Date of an event"),
        "designation": say("Who lists the groups"),
    }
    return labels.get(metric) or heading(unnamed(metric, words))


def claim_label(row: Row, words: Words) -> str:
    """The metric; of a share also what it is a share of, since requests and accounts are told apart by nothing else."""
    if row["metric"] == "complied_of_reported_rate":
        return words.say("Share of {unit} complied with", unit=unit_label(row["unit"], words))
    return metric_label(row["metric"], words)


def is_rate(row: Row) -> bool:
    """Is the claim a share, and not a count?"""
    return str(row["metric"]).endswith("_rate")


def interval_text(low: float | None, high: float | None, is_share: bool, words: Words) -> str:
    """533; ≥ 851; ≤ 20; 27.5% to 28.5%; a dash without any number."""

    def write(value: float) -> str:
        return words.percent(value) if is_share else words.number(value)

    if low is None and high is None:
        return NULL
    if low is None or high is None:
        return words.ltr(f"≥ {write(low)}" if low is not None else f"≤ {write(high or 0.0)}")
    if write(low) == write(high):
        return write(low)
    return words.say("{low} to {high}", low=write(low), high=write(high))


def claim_text(row: Row, words: Words) -> str:
    """The claimed interval; a share that may be anything up to 100% has only its lower end."""
    high = None if is_rate(row) and row["claimed_high"] == 1 else row["claimed_high"]
    return _of_metric(row, interval_text(row["claimed_low"], high, is_rate(row), words), words)


def computed_text(row: Row, words: Words) -> str:
    """The computed interval."""
    return _of_metric(row, interval_text(row["computed_low"], row["computed_high"], is_rate(row), words), words)


def _of_metric(row: Row, text: str, words: Words) -> str:
    """A number of listings is named as such: 8 alone would read as 8 groups."""
    return words.say("{count} listings", count=text) if row["metric"] == "designation" and text != NULL else text


def distance(row: Row) -> Distance | None:
    """How far the computed value lies from the claim; None where one of them has no number or the claim is 0.

    A claim about who lists whom, or about a date, holds or does not: there is no nearly.
    """
    low, high = row["claimed_low"], row["claimed_high"]
    # A share cannot exceed 1, so that an upper end of 1 is no part of what was claimed, but it ends the band.
    ends = [end for end in (low, high) if end is not None and not (is_rate(row) and end == 1)]
    if row["metric"] in UNMEASURED or not ends or row["computed_low"] is None or row["computed_high"] is None:
        return None
    claimed = sum(ends) / len(ends)
    if not claimed:
        return None
    lowest, highest = (None if end is None else end / claimed - 1 for end in (low, high))
    return Distance(lowest, highest, row["computed_low"] / claimed - 1, row["computed_high"] / claimed - 1)


def difference_text(row: Row, words: Words) -> str:
    """+0.6%: how far the computed value lies from the claimed one; +2.4% to +3.1% where it is a range."""
    apart = distance(row)
    if apart is None:
        return ""
    low, high = (_signed_percent(end, words) for end in (apart.low, apart.high))
    return low if low == high else words.say("{low} to {high}", low=low, high=high)


def _signed_percent(value: float, words: Words) -> str:
    sign = "−" if value < 0 else "+"
    return words.ltr(sign + words.percent(abs(value)))


def plain_verdict(verdict: str, words: Words) -> str:
    """The verdict in a word."""
    labels = {
        "supported": words.say("supported"),
        "contradicted": words.say("contradicted"),
        "undetermined": words.say("undetermined"),
    }
    return labels.get(verdict) or words.term(spaced(verdict))


def verdict_text(row: Row, words: Words) -> str:
    """The verdict; on the sample it says that it is about the sample."""
    verdict = plain_verdict(row["verdict"], words)
    if row["basis"] == SAMPLE and row["verdict"] != "undetermined":
        return words.say("{verdict} by the synthetic sample", verdict=verdict)
    return verdict
