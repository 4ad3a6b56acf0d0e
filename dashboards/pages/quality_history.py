"""The part of the data-quality page about releases: how each check came out before, and the line of releases."""

from collections.abc import Mapping, Sequence
from itertools import groupby

from dashboards.blocks import Cell, Column, DataTable, day_cell
from dashboards.data import Release, Row
from dashboards.words import NULL, Words

HISTORY = "publication_check_history"
STATUS = "publication_status"
KINDS = {"passed": "passed", "passed_with_warnings": "warning", "blocked": "failed"}


def read_histories(release: Release) -> Mapping[str, Sequence[Row]]:
    """The runs of each check, oldest first; nothing in a release from before they were kept."""
    if not release.has_rows(HISTORY):
        return {}
    rows = release.rows(f'FROM {HISTORY} ORDER BY "check", first_as_of_date, last_as_of_date, first_release')
    return {check: list(runs) for check, runs in groupby(rows, lambda row: row["check"])}


def history_text(runs: Sequence[Row], words: Words) -> str:
    """How often in a row the check came out as it does now, and how before; a dash where nothing is on record."""
    if not runs:
        return NULL
    now = _run_text(runs[-1], words)
    if len(runs) == 1:
        return now
    if runs[-2]["passed"]:
        return words.say("{now}; before that it passed", now=now)
    return words.say("{now}; before that it warned", now=now)


def _run_text(run: Row, words: Words) -> str:
    count, day = run["releases_count"], words.day(run["first_as_of_date"])
    if run["passed"]:
        return words.plural("passed in {count} release, of {day}", "passed in {count} releases in a row, since {day}",
                            count, day=day)  # fmt: skip
    return words.plural("warned in {count} release, of {day}", "warned in {count} releases in a row, since {day}",
                        count, day=day)  # fmt: skip


def read_releases(release: Release) -> list[Row]:
    """The line of releases that ends with this one, newest first; none in a release from before it was kept."""
    if not release.has_rows(STATUS):
        return []
    return release.rows(f"FROM {STATUS} ORDER BY as_of_date DESC, release = $1 DESC, release DESC",
                        [release.facts.release_id])  # fmt: skip


def before_sentence(releases: Sequence[Row], compared_with: str | None, words: Words) -> str:
    """How many checks and warnings the release before had; nothing where none is on record."""
    found = next((row for row in releases if row["release"] == compared_with), None)
    if found is None:
        return ""
    warned = words.plural("{count} warning", "{count} warnings", found["warnings_count"])
    return words.plural(
        "The release before, as of {day}, had {warned} in {count} check.",
        "The release before, as of {day}, had {warned} in {count} checks.",
        found["checks_count"], day=words.day(found["as_of_date"]), warned=warned,
    )  # fmt: skip


def verdict_label(verdict: str, words: Words) -> str:
    """The verdict of the gate on a release."""
    labels = {
        "passed": words.say("passed"),
        "passed_with_warnings": words.say("passed with warnings"),
        "blocked": words.say("blocked"),
    }
    return labels.get(verdict) or words.term(verdict)


def release_table(releases: Sequence[Row], words: Words) -> DataTable:
    """One row per release: its day, the verdict, the checks, and what it was compared with."""
    say = words.say
    labels = (say("As of"), say("Release"), say("Verdict"), say("Checks"), say("Passed"), say("Warnings"),
              say("Compared with"))  # fmt: skip
    return DataTable(
        say("Releases"),
        tuple(Column(label, index in (3, 4, 5)) for index, label in enumerate(labels)),
        tuple(
            (
                day_cell(row["as_of_date"]),
                Cell(row["release"], kind="code"),
                Cell(verdict_label(row["verdict"], words), kind=KINDS.get(row["verdict"], "withheld")),
                *(Cell(words.number(row[name])) for name in ("checks_count", "passed_count", "warnings_count")),
                Cell(row["compared_with"], kind="code") if row["compared_with"] else Cell(NULL),
            )
            for row in releases
        ),
    )
