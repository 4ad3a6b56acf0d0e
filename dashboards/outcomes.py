"""The outcomes of a request in the order in which every figure and table shows them."""

from collections.abc import Sequence

from dashboards.blocks import Cell, Column, DataTable
from dashboards.data import Row
from dashboards.figures import Part
from dashboards.words import Words


def outcome_labels(words: Words) -> tuple[tuple[str, str, str], ...]:
    """(column of the summary, label, colour token) of each outcome; together they are all requests (law 1)."""
    return (
        ("complied_global_count", words.say("complied everywhere"), "outcome-global"),
        ("complied_local_count", words.say("complied in the country only"), "outcome-local"),
        ("partial_count", words.say("partial"), "outcome-partial"),
        ("already_removed_count", words.say("already removed"), "outcome-already"),
        ("not_found_count", words.say("not found"), "outcome-missing"),
        ("pending_count", words.say("pending"), "outcome-pending"),
        ("declined_count", words.say("declined"), "outcome-declined"),
        ("reversed_count", words.say("reversed"), "outcome-reversed"),
    )


def outcome_parts(rows: Sequence[Row], words: Words) -> list[Part]:
    """The outcomes as parts of a stacked figure, leaving out those that nobody has."""
    parts = [Part(label, token, [row[column] for row in rows]) for column, label, token in outcome_labels(words)]
    return [part for part in parts if any(part.values)]


def outcome_table(caption: str, name_label: str, name: str, rows: Sequence[Row], words: Words) -> DataTable:
    """One row per `row[name]`: requests reported, then each outcome."""
    outcomes = outcome_labels(words)
    reported = Column(words.say("reported"), definition="fct_compliance_summary.reported_count")
    columns = [Column(label, definition=f"fct_compliance_summary.{column}") for column, label, _ in outcomes]
    counts = ["reported_count"] + [column for column, _, _ in outcomes]
    return DataTable(
        caption,
        (Column(name_label, is_number=False), reported, *columns),
        tuple((Cell(row[name]), *(Cell(words.number(row[count])) for count in counts)) for row in rows),
    )
