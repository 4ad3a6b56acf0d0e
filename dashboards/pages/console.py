"""The SQL console: the public tables in DuckDB inside the page, examples to start from, and what each column means."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dashboards.blocks import Cell, Column, DataTable, Page
from dashboards.console_database import PackedDatabase, PackedTable
from dashboards.ledger_words import told
from dashboards.words import Words

SLUG = "console"
MEGABYTE = 1_000_000
PLACES = ("reason", "rows", "time", "shown")  # what console.js fills in


@dataclass(frozen=True)
class Example:
    """A question, the SQL that answers it, and the tables without which it cannot."""

    question: str
    sql: str
    tables: tuple[str, ...]


@dataclass(frozen=True)
class TableEntry:
    """One table of the console: what it is, how long, a query that looks into it, its columns."""

    name: str
    description: Cell
    row_count: str
    sql: str
    columns: DataTable


def build_console(database: PackedDatabase, engine_bytes: int, words: Words) -> Page:
    """The page for the tables of `database` and an engine of so many bytes."""
    megabytes = round((engine_bytes + database.byte_count) / MEGABYTE)
    questions = available(examples(words), [packed.table.name for packed in database.tables])
    return Page(
        slug=SLUG,
        nav_label=words.say("Query"),
        title=words.say("Query the released data"),
        lead=words.say("DuckDB runs inside this page. Nothing leaves this computer; no server and no internet are "
                       "used."),
        parts={
            "examples": questions,
            "first_sql": questions[0].sql if questions else "SHOW TABLES",
            "entries": [table_entry(packed, words) for packed in database.tables],
            "loading_note": words.say("Tables of schema marts. Read only. The first run loads {size} MB from this "
                                      "folder.", size=words.number(megabytes)),
            "left_out_note": left_out_sentence(database.left_out, words),
            "messages": messages(words),
        },
        synthetic_note=words.say(
            "sample data: every table is counted from an invented request log, but for the figures that platforms "
            "published and the lists of platforms, agencies, groups and their listings, which are real."
        ),
        as_of_note=words.say("These are the public tables of the release, row for row; small cells are withheld in "
                             "them as on every page."),
    )  # fmt: skip


def examples(words: Words) -> tuple[Example, ...]:
    """Questions that a reader may have; the first stands in the editor when the page opens."""
    say = words.say
    return (
        Example(say("How much was complied with, by platform?"), COMPLIANCE, ("fct_compliance_summary",)),
        Example(say("Which platform is slowest, pending counted?"), SLOWEST, ("fct_time_to_action_summary",)),
        Example(say("What waits longest?"), WAITING, ("fct_backlog",)),
        Example(say("What did publishers restate?"), RESTATED, ("fct_restatements",)),
        Example(say("What do platforms say of Pakistan?"), PUBLISHED, ("fct_published_totals",)),
        Example(say("Do official claims hold?"), CLAIMS, ("fct_claims",)),
        Example(say("What did the gate warn of?"), WARNINGS, ("publication_checks",)),
        Example(say("What does each column mean?"), COMMENTS, ()),
    )


def available(candidates: Iterable[Example], tables: Sequence[str]) -> tuple[Example, ...]:
    """The examples whose tables are all here: an early release or a large one may lack some."""
    return tuple(example for example in candidates if set(example.tables) <= set(tables))


def table_entry(packed: PackedTable, words: Words) -> TableEntry:
    """One table with its columns: name, DuckDB's type, meaning."""
    columns = (
        Column(words.say("Column"), False),
        Column(words.say("Type"), False),
        Column(words.say("Meaning"), False),
    )
    rows = tuple(
        (Cell(name, "code"), Cell(kind, "code"), told(meaning, words, "prose"))
        for name, kind, meaning in packed.columns
    )
    return TableEntry(
        name=packed.table.name,
        description=told(packed.table.description, words),
        row_count=words.plural("{count} row", "{count} rows", packed.row_count),
        sql=f"FROM {packed.table.name}\nLIMIT 100",
        columns=DataTable(words.say("Columns of {table}", table=packed.table.name), columns, rows),
    )


def left_out_sentence(left_out: Sequence[PackedTable], words: Words) -> str:
    """Which tables would make the page too large; nothing where all are here."""
    if not left_out:
        return ""
    names = words.listing([packed.table.name for packed in left_out])
    return words.say("Left out for their size: {tables}. They lie beside this page as CSV, in the folder data.",
                     tables=names)  # fmt: skip


def messages(words: Words) -> Mapping[str, str]:
    """What console.js says, by name; it fills the places in braces."""

    def say(message: str) -> str:
        return words.say(message, **{place: f"{{{place}}}" for place in PLACES})

    return {
        "starting": say("Starting DuckDB…"),
        "running": say("Running…"),
        "stopped": say("Stopped. The next run starts DuckDB anew."),
        "empty": say("There is no SQL to run."),
        "unsupported": say("This browser cannot run DuckDB (it lacks WebAssembly, workers or DecompressionStream)."),
        "failed": say("DuckDB did not start: {reason}"),
        "refused": say("Refused: one reading statement at a time (SELECT, FROM, WITH, VALUES, DESCRIBE, SHOW, "
                       "SUMMARIZE, EXPLAIN). COPY, ATTACH, INSTALL, LOAD, PRAGMA, SET, CALL and whatever writes are "
                       "locked."),
        "count_one": say("1 row, {time} ms"),
        "count": say("{rows} rows, {time} ms"),
        "count_cut": say("More than {rows} rows, {time} ms. The first {rows} were taken: add a LIMIT or a condition."),
        "shown": say("The first {shown} are shown; CSV has all that were taken."),
        "copied": say("Copied as CSV."),
        "not_copied": say("This browser does not let a page copy: use CSV."),
        "null": say("NULL"),
    }  # fmt: skip


COMPLIANCE = """SELECT platform_id,
       reported_count,
       complied_count,
       round(100 * complied_of_reported_rate, 1) AS complied_percent,
       pending_count
FROM fct_compliance_summary
ORDER BY is_total, reported_count DESC"""
SLOWEST = """SELECT platform_id, reported_count, action_count, median_days, median_low_days, median_high_days
FROM fct_time_to_action_summary
WHERE NOT is_total
ORDER BY median_days DESC NULLS FIRST, platform_id"""
WAITING = """SELECT platform_id, age_band, pending_count, oldest_age_days
FROM fct_backlog
WHERE date_day = (SELECT max(date_day) FROM fct_backlog) AND pending_count > 0
ORDER BY oldest_age_days DESC, platform_id"""
RESTATED = """SELECT publisher, new_vintage, suspected_cause, count(*) AS figures_count
FROM fct_restatements
GROUP BY ALL
ORDER BY ALL"""
PUBLISHED = """-- One vintage at a time: the newest of each report.
SELECT publisher, report, period_end, unit, measure, requestor, value_low, value_high
FROM fct_published_totals AS told
WHERE country_code = 'PK' AND NOT is_repeated
  AND vintage = (SELECT max(vintage) FROM fct_published_totals AS other WHERE other.report = told.report)
ORDER BY period_end DESC, publisher, report, unit, measure, requestor
LIMIT 200"""
CLAIMS = """SELECT claim_id, as_of_date, claimed_low, claimed_high, computed_low, computed_high, verdict
FROM fct_claims
ORDER BY verdict, claim_id"""
WARNINGS = """SELECT question, observed, expected
FROM publication_checks
WHERE NOT passed
ORDER BY severity, question"""
COMMENTS = """SELECT table_name, column_name, data_type, comment
FROM duckdb_columns()
WHERE schema_name = 'marts'
ORDER BY table_name, column_index"""
