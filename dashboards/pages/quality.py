"""Data quality: may these numbers be published?"""

from dashboards.blocks import Cell, Column, DataTable, Page
from dashboards.data import Release
from dashboards.ledger_words import told
from dashboards.pages.quality_checks import LAWS, Laws, check_filters, checked_tables, law_of
from dashboards.pages.quality_failed import FailedCheck, failed_check
from dashboards.pages.quality_history import before_sentence, read_histories, read_releases, release_table
from dashboards.pages.quality_past import past_sentence, past_table
from dashboards.release_facts import Check
from dashboards.words import Words


def build(release: Release, words: Words) -> Page:
    """What did not pass, in words; what changed; the laws that every record must obey; every check by table."""
    checks = release.facts.quality.checks
    releases = read_releases(release)
    before = before_sentence(releases, release.facts.compared_with, words)
    return Page(
        slug="quality",
        nav_label=words.say("Data quality"),
        title=words.say("May these numbers be published?"),
        lead=f"{lead_sentence(release, words)} {before}".rstrip(),
        parts={
            "row_filters": check_filters(checks, words),
            "failed": failed_checks(release, words),
            "past": past_table(release, words),
            "past_sentence": past_sentence(release, words),
            "releases": release_table(releases, words) if releases else None,
            "laws": law_table(release, words),
            "tables": checked_tables(checks, read_laws(release), read_histories(release), words),
        },
        synthetic_note=words.say(
            "sample data: the checks are real. They ran on an invented request log and on the figures that platforms "
            "really published."
        ),
    )


def read_laws(release: Release) -> Laws:
    """The laws of the data model, by id."""
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
    laws = read_laws(release)
    count = words.plural("{count} warning:", "{count} warnings:", len(warnings))
    named = " ".join(warning_sentence(check, laws, words) for check in warnings[:2])
    more = words.plural(" And {count} more.", " And {count} more.", len(warnings) - 2) if len(warnings) > 2 else ""
    return f"{text} {count} {named}{more}"


def warning_sentence(check: Check, laws: Laws, words: Words) -> str:
    """A warning as a statement with its numbers; a check that is no law of the data model keeps its question."""
    law = law_of(check, laws)
    if law is None:
        return words.say("{question} No.", question=words.term(check.question))
    count, checked = law["violation_count"], words.number(law["checked_count"])
    if law["law_id"] == "every_response_has_a_request":
        return words.plural(
            "Request log: {count} of {checked} platform responses answers no request, so it is counted nowhere.",
            "Request log: {count} of {checked} platform responses answer no request, so they are counted nowhere.",
            count, checked=checked,
        )  # fmt: skip
    return words.say(
        "{question} No, not for {count} of {checked}.",
        question=words.term(law["question"]),
        count=words.number(count),
        checked=checked,
    )


def failed_checks(release: Release, words: Words) -> list[FailedCheck]:
    """What did not pass: critical before warning, then by table and name."""
    laws = read_laws(release)
    failed = sorted(
        (check for check in release.facts.quality.checks if not check.is_passed),
        key=lambda check: (check.severity, check.table, check.check_id),
    )
    return [failed_check(check, laws, release, words) for check in failed]


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
                told(row["question"], words),
                Cell(words.number(row["checked_count"])),
                Cell(words.number(row["violation_count"])),
            )
            for row in rows
        ),
    )
