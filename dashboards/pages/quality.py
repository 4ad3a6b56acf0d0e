"""Data quality: may these numbers be published?"""

from dashboards.blocks import Cell, Column, DataTable, Page
from dashboards.data import Release
from dashboards.release_facts import Check, Quality
from dashboards.words import NULL, Words

LAWS = "fct_law_violations"


def build(release: Release, words: Words) -> Page:
    """Every check with its question and verdict, then the laws that the tables must obey."""
    quality = release.facts.quality
    return Page(
        slug="quality",
        nav_label=words.say("Data quality"),
        title=words.say("May these numbers be published?"),
        lead=lead_sentence(quality, words),
        parts={"checks": check_table(quality, words), "laws": law_table(release, words)},
    )


def lead_sentence(quality: Quality, words: Words) -> str:
    """Yes, and with how many warnings. A blocked release has no site, so there is no third answer."""
    passed = words.say("{passed} of {all} checks passed", passed=words.number(quality.passed_count),
                       all=words.number(len(quality.checks)))  # fmt: skip
    warnings = len(quality.warnings)
    if not warnings:
        return words.say("Yes: {passed}.", passed=passed)
    listed = words.plural("Yes, with {count} warning", "Yes, with {count} warnings", warnings)
    return words.say("{listed}: {passed}.", listed=listed, passed=passed)


def banner_sentence(quality: Quality, words: Words) -> str:
    """What follows `Data quality:` on every page: the count, and what the first warnings ask."""
    text = words.say("{passed} of {all} checks.", passed=words.number(quality.passed_count),
                     all=words.number(len(quality.checks)))  # fmt: skip
    warnings = quality.warnings
    if not warnings:
        return text
    count = words.plural("{count} warning:", "{count} warnings:", len(warnings))
    named = " ".join(check.question for check in warnings[:2])
    more = words.plural(" and {count} more.", " and {count} more.", len(warnings) - 2) if len(warnings) > 2 else ""
    return f"{text} {count} {named}{more}"


def check_table(quality: Quality, words: Words) -> DataTable:
    """All checks: those that did not pass first, then critical before warning, then by table."""
    ordered = sorted(quality.checks, key=lambda check: (check.is_passed, check.severity, check.table, check.check_id))
    say = words.say
    labels = (
        say("Verdict"),
        say("Question"),
        say("Severity"),
        say("Where"),
        say("Observed"),
        say("Expected"),
        say("Owner"),
    )
    return DataTable(
        words.say("Every check of this release"),
        tuple(Column(label, is_number=False) for label in labels),
        tuple(_check_cells(check, words) for check in ordered),
    )


def _check_cells(check: Check, words: Words) -> tuple[Cell, ...]:
    where = ".".join(part for part in (check.table, check.metric) if part)
    return (
        _verdict_cell(check, words),
        Cell(check.question, anchor=check.check_id),
        Cell(check.severity),
        Cell(where or NULL, kind="code"),
        Cell(check.error or check.observed or NULL),
        Cell(check.expected or NULL),
        Cell(check.owner or NULL),
    )


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
    """The laws of the data model, each with how many rows were looked at and how many break it."""
    rows = release.rows(f"SELECT law_id, question, violation_count, checked_count FROM {LAWS} ORDER BY law_id")
    say = words.say
    labels = (say("Law"), say("Question"), say("Rows checked"), say("Violations"))
    return DataTable(
        words.say("Laws that every table obeys"),
        tuple(Column(label, is_number=index > 1) for index, label in enumerate(labels)),
        tuple(
            (Cell(row["law_id"], kind="code"), Cell(row["question"]),
             Cell(words.number(row["checked_count"])), Cell(words.number(row["violation_count"])))
            for row in rows
        ),
    )  # fmt: skip
