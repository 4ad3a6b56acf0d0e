"""The outcomes of a request in the order in which every figure and table shows them."""

from collections.abc import Sequence
from typing import Literal

from dashboards import figures, filters_make
from dashboards.blocks import Cell, Column, DataTable, Figure
from dashboards.data import Release, Row
from dashboards.figures import Part
from dashboards.filters import Rows, RowTable, StackedBars
from dashboards.words import Words

SUMMARY = "fct_compliance_summary"
DAILY = "fct_compliance_daily"


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


def outcome_parts(rows: Sequence[Row], words: Words, *, is_whole: bool = False) -> list[Part]:
    """The outcomes as parts of a stacked figure; without `is_whole`, those that nobody has are left out."""
    parts = [Part(label, token, [row[column] for row in rows]) for column, label, token in outcome_labels(words)]
    return [part for part in parts if is_whole or any(part.values)]


def outcome_table(
    caption: str, name_label: str, name: str, rows: Sequence[Row], words: Words, bound: Rows | None = None
) -> DataTable:
    """One row per `row[name]`: requests reported, then each outcome. `bound` are the rows for the filters."""
    outcomes = outcome_labels(words)
    reported = Column(words.say("reported"), definition=f"{SUMMARY}.reported_count")
    columns = [Column(label, definition=f"{SUMMARY}.{column}") for column, label, _ in outcomes]
    counts = ["reported_count"] + [column for column, _, _ in outcomes]
    return DataTable(
        caption,
        (Column(name_label, is_number=False), reported, *columns),
        tuple((Cell(row[name]), *(Cell(words.number(row[count])) for count in counts)) for row in rows),
        binding=RowTable(bound, tuple(filters_make.number(count) for count in counts)) if bound else None,
    )


def read_outcomes(release: Release, by: Literal["agency", "group"], words: Words) -> list[Row]:
    """Name, reported_count and the outcomes on the last day per agency or group; those withheld come last."""
    sums = ", ".join(f"sum({_stock(column)}) AS {column}" for column, _, _ in outcome_labels(words))
    return release.rows(f"""
        SELECT coalesce({by}_name, {by}_id) AS {by}_name, sum(total_reported_count) AS reported_count, {sums}
        FROM {DAILY} LEFT JOIN dim_{by} USING ({by}_id)
        WHERE date_day = (SELECT max(date_day) FROM {DAILY})
        GROUP BY {by}_id, {by}_name ORDER BY {by}_id = 'withheld', reported_count DESC, {by}_name
    """)


def _stock(column: str) -> str:
    """The column of the daily table that holds the stock of a summary column."""
    return column if column == "pending_count" else f"total_{column}"


def outcome_figure(
    figure_id: str, table: DataTable, rows: Sequence[Row], source: str, note: str, words: Words,
    bound: Rows | None = None,
) -> Figure:  # fmt: skip
    """One stacked bar per row of `table`: its requests by outcome, with all that were reported at its end.

    Of many rows the largest are drawn. `bound` are the rows for the filters; all outcomes are drawn then, since one
    that nobody has may occur in a part.
    """
    lines = list(zip([cells[0].text for cells in table.rows], rows, strict=True))
    drawn = filters_make.most(lines, lambda line: line[1]["reported_count"])
    names = [name.split(" (")[0] for name, _ in drawn]
    parts = outcome_parts([row for _, row in drawn], words, is_whole=bound is not None)
    return Figure(
        figure_id=figure_id,
        title=table.caption,
        subtitle=words.say("Requests by what has become of them; the number at the end is all that were reported."),
        spec=figures.stacked_bars(names, parts, [words.number(row["reported_count"]) for _, row in drawn], words),
        summary=words.clauses([_spoken(name, row, words) for name, row in lines]),
        table=table,
        sources=(source,),
        definitions=tuple(f"{SUMMARY}.{column}" for column, _, _ in outcome_labels(words)),
        note=note,
        legend=figures.legend_of(parts),
        is_wide=True,
        binding=_bars(bound, words) if bound else None,
    )


def _bars(bound: Rows, words: Words) -> StackedBars:
    parts = [(column, label) for column, label, _ in outcome_labels(words)]
    return filters_make.stacked_bars(bound, parts, filters_make.number("reported_count"))


def _spoken(name: str, row: Row, words: Words) -> str:
    told = [f"{label} {words.number(row[column])}" for column, label, _ in outcome_labels(words) if row[column]]
    return f"{name}: " + words.listing(told)
