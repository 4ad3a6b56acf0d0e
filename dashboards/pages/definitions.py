"""Definitions: what does each number mean, and where is it?"""

from dataclasses import dataclass

from dashboards.blocks import Cell, Column, DataTable, Page
from dashboards.data import Release
from dashboards.release_facts import Field, Metric, Table
from dashboards.words import NULL, Words


@dataclass(frozen=True)
class TableEntry:
    """One published table on the page: its prose, its CSV and its columns."""

    name: str
    description: str
    grain: str
    owner: str
    columns: DataTable


def build(release: Release, words: Words) -> Page:
    """All metrics, all tables with their columns, how to query and how to cite."""
    tables = tuple(release.facts.tables.values())
    metric_count = sum(field.metric is not None for table in tables for field in table.fields)
    return Page(
        slug="definitions",
        nav_label=words.say("Definitions"),
        title=words.say("What does each number mean?"),
        lead=words.say(
            "This release defines {metrics} in {tables}, each with its unit, its formula and who says it.",
            metrics=words.plural("{count} metric", "{count} metrics", metric_count),
            tables=words.plural("{count} table", "{count} tables", len(tables)),
        ),
        parts={
            "metrics": metric_table(tables, words),
            "entries": [table_entry(table, words) for table in tables],
            "files": file_table(release, tables, words),
        },
    )


def metric_table(tables: tuple[Table, ...], words: Words) -> DataTable:
    """One row per metric; its anchor is table.column, where every figure's definition link leads."""
    say = words.say
    labels = (
        say("Metric"),
        say("Definition"),
        say("Formula"),
        say("Unit"),
        say("Kind"),
        say("Said by"),
        say("Smallest n"),
        say("Column"),
    )
    rows = [
        _metric_cells(table, field, field.metric)
        for table in tables
        for field in table.fields
        if field.metric is not None
    ]
    return DataTable(words.say("Metrics"), tuple(Column(label, is_number=False) for label in labels), tuple(rows))


def _metric_cells(table: Table, field: Field, metric: Metric) -> tuple[Cell, ...]:
    formula = f"{metric.numerator} / {metric.denominator}" if metric.numerator else NULL
    return (
        Cell(metric.label, anchor=f"{table.name}.{field.name}"),
        Cell(field.description),
        Cell(formula, kind="code" if metric.numerator else ""),
        Cell(metric.unit),
        Cell(metric.stage or NULL),
        Cell(metric.speaker or NULL),
        Cell(NULL if metric.min_cell is None else str(metric.min_cell)),
        Cell(f"{table.name}.{field.name}", kind="code"),
    )


def table_entry(table: Table, words: Words) -> TableEntry:
    """The columns of one table. A column without a metric has its definition anchor here."""
    say = words.say
    labels = (say("Column"), say("Type"), say("Meaning"))
    rows = tuple(
        (Cell(field.name, kind="code", anchor="" if field.metric else f"{table.name}.{field.name}"),
         Cell(field.type), Cell(field.description))
        for field in table.fields
    )  # fmt: skip
    columns = tuple(Column(label, is_number=False) for label in labels)
    return TableEntry(
        name=table.name,
        description=table.description,
        grain=words.listing(list(table.grain)),
        owner=table.owner,
        columns=DataTable(words.say("Columns of {table}", table=table.name), columns, rows),
    )


def file_table(release: Release, tables: tuple[Table, ...], words: Words) -> DataTable:
    """The public tables: a CSV beside this page, and the Parquet of the release with size and hash."""
    say = words.say
    labels = (say("Table"), say("Rows"), say("CSV"), say("Parquet in the release"), say("Bytes"), say("SHA-256"))
    rows = []
    for table in tables:
        row_count = release.rows(f'SELECT count(*) AS n FROM "{table.name}"')[0]["n"]
        csv_name = release.csv_file(table.name).name
        cells = (
            Cell(table.name, kind="code"),
            Cell(words.number(row_count)),
            Cell(csv_name, href=f"data/{csv_name}"),
            Cell(f"public/{table.path}", kind="code"),
            Cell(words.number(table.byte_count)),
            Cell(f"{table.sha256[:16]}…", kind="code"),
        )
        rows.append(cells)
    numeric = {say("Rows"), say("Bytes")}
    return DataTable(
        words.say("Files"), tuple(Column(label, is_number=label in numeric) for label in labels), tuple(rows)
    )
