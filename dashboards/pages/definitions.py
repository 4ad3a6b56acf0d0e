"""Definitions and data: what does each number mean, where is it, and how is it asked for and cited?"""

from dataclasses import dataclass

from dashboards.blocks import Cell, Column, DataTable, Page
from dashboards.data import Release
from dashboards.ledger_words import speaker_label, told
from dashboards.pages import definitions_files as files
from dashboards.pages.definitions_changes import change_table
from dashboards.pages.quality_history import read_releases, release_table
from dashboards.release_facts import Field, Metric, Table
from dashboards.words import NULL, Words


@dataclass(frozen=True)
class TableEntry:
    """One published table on the page: its prose, its metrics (None without any) and its other columns."""

    name: str
    description: Cell
    grain: str
    owner: str
    metric_count: str
    metrics: DataTable | None
    columns: DataTable


def build(release: Release, words: Words) -> Page:
    """All metrics by table, all other columns; the files, how to query and to cite them; the releases."""
    tables = tuple(release.facts.tables.values())
    entries = [table_entry(table, words) for table in tables]
    metric_count = sum(field.metric is not None for table in tables for field in table.fields)
    return Page(
        slug="definitions",
        nav_label=words.say("Definitions and data"),
        title=words.say("What does each number mean?"),
        lead=words.say(
            "This release defines {metrics} in {tables}, each with its unit and who says it; a rate also with its "
            "formula.",
            metrics=words.plural("{count} number", "{count} numbers", metric_count),
            tables=words.plural("{count} table", "{count} tables", len(tables)),
        ),
        parts={"entries": sorted(entries, key=lambda entry: (entry.metrics is None, entry.name))}
        | _data_parts(release, words),
        synthetic_note=words.say(
            "sample data: every table is counted from an invented request log, but for the figures that platforms "
            "published and the lists of platforms, agencies, groups and their listings, which are real."
        ),
    )


def _data_parts(release: Release, words: Words) -> dict[str, object]:
    releases = read_releases(release)
    return {
        "files": files.file_table(release, words),
        "codebook": f"data/{files.CODEBOOK}" if files.has_codebook(release) else "",
        "queries": {"shell": files.SHELL_QUERY, "tables": files.TABLES_QUERY, "python": files.PYTHON_QUERY},
        "citation": files.citation_text(release.facts, words),
        "citation_file": files.citation_file(release),
        "cite_command": files.CITE_COMMAND,
        "releases": release_table(releases, words) if releases else None,
        "changes": change_table(release, words),
    }


def table_entry(table: Table, words: Words) -> TableEntry:
    """One table: its metrics apart from its other columns."""
    metrics = [_metric_cells(table, field, field.metric, words) for field in table.fields if field.metric is not None]
    return TableEntry(
        name=table.name,
        description=told(table.description, words, "prose"),
        grain=", ".join(table.grain),
        owner=words.term(table.owner),
        metric_count=words.plural("{count} number", "{count} numbers", len(metrics)) if metrics else "",
        metrics=_metric_table(table, metrics, words) if metrics else None,
        columns=_column_table(table, words),
    )


def _metric_table(table: Table, rows: list[tuple[Cell, ...]], words: Words) -> DataTable:
    say = words.say
    labels = (say("Number"), say("Definition"), say("Small numbers"), say("Formula"), say("Unit"), say("Said by"),
              say("Column"))  # fmt: skip
    columns = tuple(Column(label, is_number=False) for label in labels)
    return DataTable(say("Numbers in {table}", table=table.name), columns, tuple(rows))


def _metric_cells(table: Table, field: Field, metric: Metric, words: Words) -> tuple[Cell, ...]:
    """Its anchor is table.column, where every figure's definition link leads."""
    formula = f"{metric.numerator} / {metric.denominator}" if metric.numerator else NULL
    parts = dict.fromkeys(words.term(part) for part in (metric.unit, metric.stage) if part)
    return (
        Cell(words.term(metric.label), anchor=f"{table.name}.{field.name}"),
        told(field.description, words, "prose"),
        Cell(small_cell_rule(metric, words) or NULL),
        Cell(formula, kind="code" if metric.numerator else ""),
        Cell(words.enumeration(list(parts))),
        Cell(speaker_label(metric.speaker, words)),
        Cell(field.name, kind="code"),
    )


def small_cell_rule(metric: Metric, words: Words) -> str:
    """What is not shown of the metric: a rate of few on the pages only, a count of few nowhere."""
    if metric.min_cell is None:
        return ""
    if metric.unit == "rate":
        return words.say(
            "Not shown on these pages where n is below {n}; the files carry it with its n.", n=metric.min_cell
        )
    return words.say(
        "Withheld, in the files too, where it would be 1 to {most}, or would give such a count away.",
        most=metric.min_cell - 1,
    )


def _column_table(table: Table, words: Words) -> DataTable:
    """The columns that are no metric; their definition anchors are here."""
    say = words.say
    rows = tuple(
        (
            Cell(field.name, kind="code", anchor=f"{table.name}.{field.name}"),
            Cell(field.type, kind="code"),
            told(field.description, words, "prose"),
        )
        for field in table.fields
        if field.metric is None
    )
    columns = tuple(Column(label, is_number=False) for label in (say("Column"), say("Type"), say("Meaning")))
    return DataTable(say("Other columns of {table}", table=table.name), columns, rows)
