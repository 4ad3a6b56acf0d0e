"""The part of the data-quality page that says what changed since the last release, and why."""

from dashboards.blocks import Cell, Column, DataTable
from dashboards.data import Release, Row
from dashboards.release_facts import Metric
from dashboards.words import NULL, Words

RESTATED = "publication_restatements"
ROW_LIMIT = 30
_SUMMED = f"""
    SELECT table_name, metric, cause, count(*) AS cells_count, min(dated_on) AS first_day, max(dated_on) AS last_day,
           max_by(difference, (abs(difference), dated_on, cell_key)) FILTER (WHERE difference IS NOT NULL) AS difference
    FROM {RESTATED} GROUP BY table_name, metric, cause
    ORDER BY contains(cause, 'unexplained') DESC, cells_count DESC, table_name, metric, cause LIMIT {ROW_LIMIT}
"""


def past_sentence(release: Release, words: Words) -> str:
    """How many figures about the past this release tells differently; nothing where it says nothing about them."""
    facts = release.facts
    if RESTATED not in facts.tables:
        return ""
    if facts.compared_with is None:
        return words.say("This is the first release here: there is nothing to compare it with.")
    counts = release.rows(f"SELECT count(*) AS n, count(*) FILTER (WHERE cause = 'unexplained') AS odd FROM {RESTATED}")
    count, odd = counts[0]["n"], counts[0]["odd"]
    if not count:
        return words.say("Every figure of release {release} still stands.", release=facts.compared_with)
    told = words.plural(
        "{count} figure about the past differs from release {release}.",
        "{count} figures about the past differ from release {release}.",
        count, release=facts.compared_with,
    )  # fmt: skip
    why = (
        words.say("Nothing in the log explains {count} of them.", count=words.number(odd))
        if odd
        else words.say("The log explains them all.")
    )
    return f"{told} {why}"


def past_table(release: Release, words: Words) -> DataTable:
    """One row per table, figure and cause: the unexplained first, then those with the most cells."""
    rows = release.rows(_SUMMED) if RESTATED in release.facts.tables else []
    say = words.say
    labels = (
        say("Table"),
        say("Figure"),
        say("Why"),
        say("Figures"),
        say("Largest difference"),
        say("First"),
        say("Last"),
    )
    return DataTable(
        say("What changed since the last release"),
        tuple(Column(label, is_number=label in labels[3:5]) for label in labels),
        tuple(_cells(row, release, words) for row in rows),
        marks=say("The {count} kinds with the most figures; all are in the table publication_restatements.",
                  count=words.number(ROW_LIMIT)) if len(rows) == ROW_LIMIT else "",
    )  # fmt: skip


def _cells(row: Row, release: Release, words: Words) -> tuple[Cell, ...]:
    return (
        Cell(row["table_name"], kind="code"),
        _figure_name(row, release, words),
        Cell(_why(row["cause"], words)),
        Cell(words.number(row["cells_count"])),
        Cell(_difference(row, release, words)),
        Cell(words.day(row["first_day"]), kind="day"),
        Cell(words.day(row["last_day"]), kind="day"),
    )


def _figure_name(row: Row, release: Release, words: Words) -> Cell:
    """The label of the figure, leading to its definition; the column where the public tier defines none."""
    metric = _metric(row, release)
    if metric is None:
        return Cell(row["metric"], kind="code")
    return Cell(words.term(metric.label), href=f"definitions.html#{row['table_name']}.{row['metric']}")


def _difference(row: Row, release: Release, words: Words) -> str:
    """In the figure's unit; a rate's in percentage points, or a small one would read 0."""
    if row["difference"] is None:
        return NULL
    metric = _metric(row, release)
    if metric is None or metric.unit != "rate":
        return words.number(row["difference"])
    return words.say("{points} points", points=words.number(100 * row["difference"]))


def _metric(row: Row, release: Release) -> Metric | None:
    table = release.facts.tables.get(row["table_name"])
    fields = table.fields if table else ()
    return next((field.metric for field in fields if field.name == row["metric"]), None)


def _why(cause: str, words: Words) -> str:
    """The causes in words; one that has none yet is told as the release writes it."""
    labels = {
        "late_record": words.say("recorded late"),
        "correction": words.say("corrected"),
        "retraction": words.say("withdrawn"),
        "asked_again": words.say("asked again under another group"),
        "review": words.say("a mirror was reviewed"),
        "definition": words.say("defined anew"),
        "small_cells": words.say("small cells withheld or shown"),
        "unexplained": words.say("unexplained"),
    }
    return words.enumeration([labels.get(part) or words.term(part) for part in cause.split("; ")])
