"""The red notice on every page: newer data failed the gate, and the figures below are those of the release before it.

Belongs here: what is said of data that may not be shown. Does not: the verdicts (quality), where they lie
(orchestration). Nothing that was seen in those data is told, no value and no row: the gate may have stopped them for
what they would give away.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dashboards.blocks import Cell, Column, DataTable
from dashboards.ledger_words import told
from dashboards.release_facts import ReleaseFacts
from dashboards.words import NULL, Words

SHOWN = 3
ANCHOR = "newer-data"  # of the section of the data-quality page that lists them all


@dataclass(frozen=True)
class FailedCheck:
    """A critical check that newer data did not pass; `is_broken` when it could not even be asked."""

    check_id: str
    table: str
    question: str
    consequence: str
    owner: str
    is_broken: bool = False


@dataclass(frozen=True)
class FailedData:
    """Data that the gate stopped: the day they are as of, and the critical checks that they failed."""

    as_of_date: date
    checks: tuple[FailedCheck, ...]


@dataclass(frozen=True)
class Notice:
    """The notice in the language of the page: a sentence, the first questions, how many more, what is shown instead."""

    heading: str
    sentence: str
    questions: tuple[Cell, ...]
    more: str
    shown: str
    href: str = f"quality.html#{ANCHOR}"


def write_notice(failed: FailedData | None, facts: ReleaseFacts, words: Words) -> Notice | None:
    """What every page says of `failed`; nothing where no newer data failed."""
    if failed is None:
        return None
    left = len(failed.checks) - SHOWN
    return Notice(
        heading=words.say("Newer data failed checks."),
        sentence=_sentence(failed, words),
        questions=tuple(told(check.question, words) for check in failed.checks[:SHOWN]),
        more=words.plural("And {count} more question.", "And {count} more questions.", left) if left > 0 else "",
        shown=words.say("The figures below are those of release {release}, as of {day}, which passed.",
                        release=words.ltr(facts.release_id), day=words.day(facts.as_of_date)),
    )  # fmt: skip


def _sentence(failed: FailedData, words: Words) -> str:
    day = words.day(failed.as_of_date)
    if not failed.checks:
        return words.say("Of the data as of {day} no check could be asked, so they were not published.", day=day)
    return words.plural(
        "The data as of {day} failed {count} check that stops a release, and were not published:",
        "The data as of {day} failed {count} checks that stop a release, and were not published:",
        len(failed.checks), day=day,
    )  # fmt: skip


def failed_table(checks: Sequence[FailedCheck], words: Words) -> DataTable:
    """Every critical check that newer data failed, with what it means for whoever would read them."""
    say = words.say
    labels = (say("Verdict"), say("Question"), say("What that means"), say("Table"), say("Owner"))
    verdicts = {True: say("could not be asked"), False: say("failed")}
    return DataTable(
        say("Newer data that failed: every check that stopped them"),
        tuple(Column(label, is_number=False) for label in labels),
        tuple(
            (
                Cell(verdicts[check.is_broken], kind="failed"),
                told(check.question, words, "reason"),
                told(check.consequence, words, "reason"),
                Cell(check.table, kind="code"),
                Cell(words.term(check.owner) or NULL),
            )
            for check in checks
        ),
    )
