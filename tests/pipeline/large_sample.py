"""The sample at about 100,000 requests with a mark in every field that can bear one and still be published.

Files keep their names, their shapes and the sample's ugly cases. Not marked are times, counts, listed values, and the
labels of platform, agency, group and legal basis of a request: with a mark in one of those nothing would be published
(test_canary.py plants them in builds that fail). A complaint's group and channel and a meeting's mode are text.
"""

import re
from collections.abc import Callable
from pathlib import Path

import duckdb

from orchestration.connectors.sources import REQUESTS, SOURCES, Source
from orchestration.release_tables import quote
from orchestration.sample import BYTE_ORDER_MARK

SCALE = 86
# So that a sample of that size has small cells at all: one request in so many keeps its group, the others are TTP's.
RARE_GROUPS = {"BLF": 200, "ISKP": 40, "ISIL-K": 40}
ACCOUNT_KEY = "zqaccountkeyqz-of-the-large-sample"
# Made for the tests: it opens nothing but what they wrote.
RESTRICTED_KEY = "AGE-SECRET-KEY-1GHQL5YT6AGWA7MZC0M5WJX396JDN6JUDA3XZV0PTN95S8FD6U78SMYJSA3"
# What each field is marked with: letters only and lower case, so that no rule of handles changes it.
IDENTIFIERS = {
    "request_id": "zqreqidqz",
    "response_id": "zqrespidqz",
    "check_id": "zqcheckidqz",
    "complaint_id": "zqcomplidqz",
    "engagement_id": "zqengagidqz",
    "review_id": "zqreviewidqz",
    "batch_ref": "zqbatchqz",
}
TEXTS = {
    "requests": {"handle": "zqhandqz", "display_name": "zqnameqz", "url": "zqaddrqz"},
    "responses": {"reason": "zqreasonqz", "reference": "zqreferqz"},
    "account_checks": {"handle": "zqhandqz", "url": "zqaddrqz"},
    "complaints": {"intake_channel": "zqintakeqz", "claimed_group": "zqclaimqz"},
    "engagements": {"mode": "zqmodeqz", "subject": "zqsubjqz", "outcome": "zqoutcoqz"},
    "mirror_reviews": {"predecessor_handle": "zqhandqz", "successor_handle": "zqhandqz"},
}
SECRETS = {"account_key": ACCOUNT_KEY, "restricted_key": RESTRICTED_KEY}


def marks_of(source: Source) -> dict[str, str]:
    """What is put at the end of each value of a field, if there is a value."""
    identifiers = {name: f"-{mark}" for name, mark in IDENTIFIERS.items() if name in source.columns}
    return identifiers | TEXTS[source.name]


def plant_everywhere(landing: Path) -> None:
    """Rewrite every file of the six sources in its own format with the marks in it."""
    with duckdb.connect() as connection:
        connection.execute("set preserve_insertion_order = true")
        for name, source in SOURCES.items():
            for path in sorted((landing / name).iterdir()):
                WRITERS[path.suffix](connection, source, path)


def _rewrite(connection: duckdb.DuckDBPyConnection, source: Source, path: Path, read: str, options: str) -> None:
    marked = ", ".join(
        f"case when trim({column}) <> '' then rtrim({column}) || '{mark}' else {column} end as {column}"
        for column, mark in marks_of(source).items()
    )
    if source is REQUESTS:
        marked = f"{marked}, {_thinned()} as claimed_group"
    rewritten = path.with_suffix(".rewritten")
    connection.execute(f"copy (select * replace ({marked}) from {read}) to {quote(rewritten)} ({options})")
    rewritten.replace(path)


def _thinned() -> str:
    rare = " ".join(f"when '{group}' then {one_in}" for group, one_in in RARE_GROUPS.items())
    is_kept = f"('0x' || left(md5(request_id), 6))::bigint % (case claimed_group {rare} else 1 end) = 0"
    return f"case when {is_kept} then claimed_group else 'TTP' end"


def _rewrite_csv(connection: duckdb.DuckDBPyConnection, source: Source, path: Path) -> None:
    with path.open("rb") as file:
        has_mark, ends = file.read(3) == BYTE_ORDER_MARK, file.readline()[-2:]
    _rewrite(
        connection, source, path, f"read_csv({quote(path)}, all_varchar = true, header = true)", "format csv, header"
    )
    content = path.read_bytes()
    if ends == b"\r\n":
        content = re.sub(rb"\r?\n", b"\r\n", content)
    path.write_bytes((BYTE_ORDER_MARK if has_mark else b"") + content)


def _rewrite_jsonl(connection: duckdb.DuckDBPyConnection, source: Source, path: Path) -> None:
    kinds = dict.fromkeys(source.counts, "bigint") | dict.fromkeys(source.booleans, "boolean")
    columns = ", ".join(f"{column}: '{kinds.get(column, 'varchar')}'" for column in source.columns)
    read = f"read_json({quote(path)}, format = 'newline_delimited', columns = {{{columns}}})"
    _rewrite(connection, source, path, read, "format json")


def _rewrite_parquet(connection: duckdb.DuckDBPyConnection, source: Source, path: Path) -> None:
    _rewrite(connection, source, path, f"read_parquet({quote(path)})", "format parquet")


def _rewrite_workbook(_: duckdb.DuckDBPyConnection, source: Source, path: Path) -> None:
    import xlsxwriter
    from python_calamine import CalamineWorkbook

    header, *rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python(skip_empty_area=False)
    marks = marks_of(source)
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet(source.name)
        sheet.write_row(0, 0, header)
        for number, row in enumerate(rows, start=1):
            marked = [
                f"{cell}{marks[name]}" if cell and name in marks else cell
                for cell, name in zip(row, header, strict=True)
            ]
            sheet.write_row(number, 0, marked)


WRITERS: dict[str, Callable[[duckdb.DuckDBPyConnection, Source, Path], None]] = {
    ".csv": _rewrite_csv,
    ".jsonl": _rewrite_jsonl,
    ".parquet": _rewrite_parquet,
    ".xlsx": _rewrite_workbook,
}
