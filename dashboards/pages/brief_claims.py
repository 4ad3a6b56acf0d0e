"""The part of the Brief that says which official claims do not hold, with what was claimed and what the records give.

Belongs here: claims with the verdict contradicted, and how many are undetermined. Does not: the page of all claims.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dashboards.claim_values import SAMPLE, claim_text, computed_text
from dashboards.data import Row
from dashboards.words import NULL, Words

LISTED = 4  # one printed page; the page of claims has all


@dataclass(frozen=True)
class Refuted:
    """What the claims section shows: a sentence of counts, and one per claim that does not hold."""

    sentence: str
    items: tuple[str, ...] = ()
    more: str = ""


def refuted(claims: Sequence[Row], words: Words) -> Refuted:
    """The claims that do not hold, the first few of them one by one."""
    if not claims:
        return Refuted(words.say("This release holds no official claims to compare with."))
    wrong = [row for row in claims if row["verdict"] == "contradicted"]
    more = len(wrong) - LISTED
    return Refuted(
        _counts(Counter(row["verdict"] for row in claims), len(claims), words),
        tuple(_item(row, words) for row in wrong[:LISTED]),
        words.plural("And {count} more.", "And {count} more.", more) if more > 0 else "",
    )


def _counts(verdicts: Mapping[str, int], count: int, words: Words) -> str:
    wrong, open_count = verdicts.get("contradicted", 0), verdicts.get("undetermined", 0)
    values = {"wrong": words.number(wrong), "open": words.number(open_count)}
    if not wrong:
        return words.plural(
            "Of {count} official claim none is contradicted; {open} cannot be decided.",
            "Of {count} official claims none is contradicted; {open} cannot be decided.", count, **values,
        )  # fmt: skip
    return words.plural(
        "Of {count} official claim {wrong} does not hold, and {open} cannot be decided.",
        "Of {count} official claims, {wrong} do not hold, and {open} cannot be decided.", count, **values,
    )  # fmt: skip


def _item(row: Row, words: Words) -> str:
    """The remainder awaits platform action: claimed ≥ 318, the records give 243 (officials, in Stratheia)."""
    values = {
        "claim": words.term(row["statement"]),
        "speaker": words.term(row["speaker"]),
        "document": words.term(row["document"]),
        "claimed": claim_text(row, words),
        "computed": computed_text(row, words),
    }
    if NULL in (values["claimed"], values["computed"]):
        return words.say("{claim} ({speaker}, in {document}).", **values)
    if row["basis"] == SAMPLE:
        return words.say(
            "{claim}: claimed {claimed}, the SYNTHETIC sample gives {computed} ({speaker}, in {document}).", **values
        )
    return words.say("{claim}: claimed {claimed}, the records give {computed} ({speaker}, in {document}).", **values)
