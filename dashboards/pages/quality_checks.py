"""The part of the data-quality page with every check, by the table that it is asked of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from dashboards.blocks import Cell, Column, DataTable
from dashboards.data import Row
from dashboards.ledger_words import told
from dashboards.pages.quality_history import history_text
from dashboards.release_facts import Check
from dashboards.row_filters import Keys, RowFilters, row_filters, selector, with_keys
from dashboards.words import NULL, Words

LAWS = "fct_law_violations"
Laws = Mapping[str, Row]


@dataclass(frozen=True)
class CheckedTable:
    """The checks of one published table, for a list that opens; `badge` where one of them did not pass."""

    name: str
    count: str
    badge: Cell | None
    checks: DataTable


def law_of(check: Check, laws: Laws) -> Row | None:
    """The law of the data model that the check asks about, if it is one."""
    return laws.get(check.check_id.removeprefix(f"{LAWS}."))


def found(check: Check, laws: Laws, words: Words) -> Cell:
    """What was seen; of a law, how many records break it."""
    law = law_of(check, laws)
    if check.error or law is None:
        return told(check.error or check.observed, words)
    return Cell(words.say("{count} of {checked} break it", count=words.number(law["violation_count"]),
                          checked=words.number(law["checked_count"])))  # fmt: skip


def outcome(check: Check) -> str:
    """passed, warning or failed: a check that broke failed."""
    if check.is_passed:
        return "passed"
    return "warning" if check.severity == "warning" and not check.error else "failed"


def verdict_cell(check: Check, words: Words) -> Cell:
    """The outcome in a word; a check that broke is told apart."""
    kind = outcome(check)
    labels = {"passed": words.say("passed"), "warning": words.say("warning"), "failed": words.say("failed")}
    return Cell(words.say("check broke") if check.error and not check.is_passed else labels[kind], kind=kind)


def stops(check: Check, words: Words) -> str:
    """What follows when it fails."""
    return words.say("stops the release") if check.severity == "critical" else words.say("is a warning")


def keys_of(check: Check) -> Keys:
    """What a check answers to."""
    return {"verdict": outcome(check), "severity": check.severity, "table": check.table}


def check_filters(checks: Sequence[Check], words: Words) -> RowFilters | None:
    """By verdict, by what follows when it fails, and by table."""
    say = words.say
    verdicts = {"failed": say("failed"), "warning": say("warning"), "passed": say("passed")}
    severities = {"critical": say("stops the release"), "warning": say("is a warning")}
    return row_filters(
        (selector("verdict", say("Verdict"), _present(verdicts, {outcome(check) for check in checks})),
         selector("severity", say("If it fails"), _present(severities, {check.severity for check in checks})),
         selector("table", say("Table"), {name: name for name in sorted({check.table for check in checks})})), words,
    )  # fmt: skip


def _present(named: Mapping[str, str], values: set[str]) -> dict[str, str]:
    return {value: label for value, label in named.items() if value in values}


def checked_tables(
    checks: Sequence[Check], laws: Laws, histories: Mapping[str, Sequence[Row]], words: Words
) -> list[CheckedTable]:
    """Every check by the table that it is of: tables with one that did not pass first, then by name."""
    ordered = sorted(checks, key=lambda check: check.table)
    groups = [(name, list(some)) for name, some in groupby(ordered, lambda check: check.table)]
    groups.sort(key=lambda group: all(check.is_passed for check in group[1]))
    return [
        CheckedTable(name, _count(some, words), _badge(some, words), check_table(name, some, laws, histories, words))
        for name, some in groups
    ]


def _count(checks: Sequence[Check], words: Words) -> str:
    return words.plural("{passed} of {count} check passed", "{passed} of {count} checks passed", len(checks),
                        passed=words.number(sum(check.is_passed for check in checks)))  # fmt: skip


def _badge(checks: Sequence[Check], words: Words) -> Cell | None:
    return next((verdict_cell(check, words) for check in _ordered(checks) if not check.is_passed), None)


def _ordered(checks: Sequence[Check]) -> list[Check]:
    """What did not pass first, and of that what stops a release."""
    return sorted(checks, key=lambda check: (check.is_passed, check.severity, check.check_id))


def check_table(
    name: str, checks: Sequence[Check], laws: Laws, histories: Mapping[str, Sequence[Row]], words: Words
) -> DataTable:
    """One row per check; what did not pass first."""
    say = words.say
    labels = [say("Verdict"), say("Question"), say("If it fails"), say("Found"), say("Wanted"), say("Owner")]
    labels += [say("In earlier releases")] if histories else []
    ordered = _ordered(checks)
    table = DataTable(
        say("Checks of {table}", table=name),
        tuple(Column(label, is_number=False) for label in labels),
        tuple(_cells(check, laws, histories, words) for check in ordered),
    )
    return with_keys(table, [keys_of(check) for check in ordered])


def _cells(check: Check, laws: Laws, histories: Mapping[str, Sequence[Row]], words: Words) -> tuple[Cell, ...]:
    return (
        verdict_cell(check, words),
        _question(check, words),
        Cell(stops(check, words)),
        found(check, laws, words),
        told(check.expected or None, words),
        Cell(words.term(check.owner) if check.owner else NULL),
        *([Cell(history_text(histories.get(check.check_id, ()), words))] if histories else []),
    )


def _question(check: Check, words: Words) -> Cell:
    """Its anchor; that of one that did not pass is where the page explains it."""
    cell = told(check.question, words)
    if check.is_passed:
        return Cell(cell.text, cell.kind, anchor=check.check_id)
    return Cell(cell.text, cell.kind, href=f"#{check.check_id}")
