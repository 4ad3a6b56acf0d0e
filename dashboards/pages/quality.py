"""Data quality: may these numbers be published?"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TypeAlias

from dashboards.blocks import Cell, Column, DataTable, Page
from dashboards.data import Release, Row
from dashboards.pages.quality_failed import FailedCheck, failed_check
from dashboards.pages.quality_past import past_sentence, past_table
from dashboards.release_facts import Check
from dashboards.words import NULL, Words

LAWS = "fct_law_violations"
Laws: TypeAlias = dict[str, Row]


@dataclass(frozen=True)
class CheckedTable:
    """The checks of one published table that passed, for a list that opens."""

    name: str
    count: str
    checks: DataTable


def build(release: Release, words: Words) -> Page:
    """What did not pass, in words; the laws that every record must obey; then every check by table."""
    checks = release.facts.quality.checks
    return Page(
        slug="quality",
        nav_label=words.say("Data quality"),
        title=words.say("May these numbers be published?"),
        lead=lead_sentence(release, words),
        parts={
            "failed": failed_checks(release, words),
            "past": past_table(release, words),
            "past_sentence": past_sentence(release, words),
            "laws": law_table(release, words),
            "tables": checked_tables([check for check in checks if check.is_passed], _laws(release), words),
        },
        synthetic_note=words.say(
            "sample data: the checks are real. They ran on an invented request log and on the figures that platforms "
            "really published."
        ),
    )


def _laws(release: Release) -> Laws:
    return {row["law_id"]: row for row in release.rows(f"FROM {LAWS}")}


def lead_sentence(release: Release, words: Words) -> str:
    """Yes, and with how many warnings. A blocked release has no site, so there is no third answer."""
    quality = release.facts.quality
    passed = words.say("{passed} of {all} checks passed", passed=words.number(quality.passed_count),
                       all=words.number(len(quality.checks)))  # fmt: skip
    warnings = len(quality.warnings)
    if not warnings:
        return words.say("Yes: {passed}.", passed=passed)
    listed = words.plural("Yes, with {count} warning", "Yes, with {count} warnings", warnings)
    return words.say("{listed}: {passed}.", listed=listed, passed=passed)


def banner_sentence(release: Release, words: Words) -> str:
    """What follows `Data quality:` on every page: the count, and what the first warnings say."""
    quality = release.facts.quality
    text = words.say("{passed} of {all} checks.", passed=words.number(quality.passed_count),
                     all=words.number(len(quality.checks)))  # fmt: skip
    warnings = sorted(quality.warnings, key=lambda check: check.table != LAWS)
    if not warnings:
        return text
    count = words.plural("{count} warning:", "{count} warnings:", len(warnings))
    named = " ".join(warning_sentence(check, _laws(release), words) for check in warnings[:2])
    more = words.plural(" And {count} more.", " And {count} more.", len(warnings) - 2) if len(warnings) > 2 else ""
    return f"{text} {count} {named}{more}"


def warning_sentence(check: Check, laws: Laws, words: Words) -> str:
    """A warning as a statement with its numbers; a check that is no law of the data model keeps its question."""
    law = _law_of(check, laws)
    if law is None:
        return words.say("{question} No.", question=check.question)
    count, checked = law["violation_count"], words.number(law["checked_count"])
    if law["law_id"] == "every_response_has_a_request":
        return words.plural(
            "Request log: {count} of {checked} platform responses answers no request, so it is counted nowhere.",
            "Request log: {count} of {checked} platform responses answer no request, so they are counted nowhere.",
            count, checked=checked,
        )  # fmt: skip
    return words.say(
        "{question} No, not for {count} of {checked}.",
        question=law["question"],
        count=words.number(count),
        checked=checked,
    )


def failed_checks(release: Release, words: Words) -> list[FailedCheck]:
    """What did not pass: critical before warning, then by table and name."""
    laws = _laws(release)
    failed = sorted(
        (check for check in release.facts.quality.checks if not check.is_passed),
        key=lambda check: (check.severity, check.table, check.check_id),
    )
    return [
        failed_check(check, _verdict_cell(check, words), check.error or _found(check, laws, words), release, words)
        for check in failed
    ]


def check_table(checks: Sequence[Check], laws: Laws, words: Words) -> DataTable:
    """Critical before warning, then by name."""
    ordered = sorted(checks, key=lambda check: (check.severity, check.check_id))
    say = words.say
    labels = (say("Verdict"), say("Question"), say("If it fails"), say("Found"), say("Wanted"), say("Owner"))
    return DataTable(
        words.say("Checks"),
        tuple(Column(label, is_number=False) for label in labels),
        tuple(_check_cells(check, laws, words) for check in ordered),
    )


def checked_tables(checks: Sequence[Check], laws: Laws, words: Words) -> list[CheckedTable]:
    """The checks by the table that they are of, in the order of its name."""
    ordered = sorted(checks, key=lambda check: check.table)
    tables = []
    for name, some in groupby(ordered, lambda check: check.table):
        together = list(some)
        count = words.plural("{count} check passed", "{count} checks passed", len(together))
        tables.append(CheckedTable(name, count, check_table(together, laws, words)))
    return tables


def _check_cells(check: Check, laws: Laws, words: Words) -> tuple[Cell, ...]:
    stops = words.say("stops the release") if check.severity == "critical" else words.say("is a warning")
    return (
        _verdict_cell(check, words),
        Cell(check.question, anchor=check.check_id),
        Cell(stops),
        Cell(check.error or _found(check, laws, words)),
        Cell(check.expected or NULL),
        Cell(check.owner or NULL),
    )


def _law_of(check: Check, laws: Laws) -> Row | None:
    return laws.get(check.check_id.removeprefix(f"{LAWS}."))


def _found(check: Check, laws: Laws, words: Words) -> str:
    law = _law_of(check, laws)
    if law is None:
        return check.observed or NULL
    return words.say("{count} of {checked} break it", count=words.number(law["violation_count"]),
                     checked=words.number(law["checked_count"]))  # fmt: skip


def _verdict_cell(check: Check, words: Words) -> Cell:
    if check.is_passed:
        return Cell(words.say("passed"), kind="passed")
    if check.error:
        return Cell(words.say("check broke"), kind="failed")
    return (
        Cell(words.say("warning"), kind="warning")
        if check.severity == "warning"
        else Cell(words.say("failed"), kind="failed")
    )


def law_table(release: Release, words: Words) -> DataTable:
    """The laws of the data model, each with how many records were looked at and how many break it."""
    rows = release.rows(
        f"SELECT question, violation_count, checked_count FROM {LAWS} ORDER BY violation_count DESC, law_id"
    )
    say = words.say
    labels = (say("Question"), say("Records (of landing: sources) looked at"), say("Break it"))
    return DataTable(
        words.say("What every record must obey"),
        tuple(Column(label, is_number=index > 0) for index, label in enumerate(labels)),
        tuple(
            (
                Cell(row["question"]),
                Cell(words.number(row["checked_count"])),
                Cell(words.number(row["violation_count"])),
            )
            for row in rows
        ),
    )
