"""The part of the definitions page about files: what lies beside the site, how to query the release, how to cite it."""

import json
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

from dashboards.blocks import Cell, Column, DataTable
from dashboards.data import Release
from dashboards.release_facts import ReleaseFacts
from dashboards.words import NULL, Words
from dashboards.workbooks import has_workbook

HASH_LENGTH = 12
CODEBOOK = "codebook.html"
CITATION = "CITATION.cff"
# Each is typed in the release folder as it stands here; a test runs them there.
SHELL_QUERY = (
    'duckdb -readonly research/takedown.duckdb -c "\n'
    "  SELECT platform_id, reported_count, complied_count, round(complied_of_reported_rate, 3) AS rate\n"
    '  FROM marts.fct_compliance_summary ORDER BY is_total, rate DESC"'
)
TABLES_QUERY = (
    'duckdb -readonly research/takedown.duckdb -c "\n'
    "  SELECT table_name, comment FROM duckdb_tables() WHERE schema_name = 'marts' ORDER BY table_name\""
)
PYTHON_QUERY = (
    "import duckdb\n"
    'table = "public/parquet/fct_compliance_summary.parquet"\n'
    "duckdb.sql(f\"SELECT platform_id, reported_count FROM '{table}'\").show()"
)
CITE_COMMAND = "takedown cite fct_compliance_summary platform_id=all --column complied_of_reported_rate"


def file_table(release: Release, words: Words) -> DataTable:
    """One row per public table and file beside the site: its bytes, and the start of its hash."""
    say = words.say
    resources = _resources(release)
    columns = (
        Column(say("Table"), False), Column(say("Rows")), Column(say("File"), False), Column(say("Bytes")),
        Column(say("SHA-256"), False),
    )  # fmt: skip
    rows: list[tuple[Cell, ...]] = []
    for name in sorted(release.facts.tables):
        files = [release.csv_file(name).name, PurePosixPath(release.facts.table(name).path).name]
        if has_workbook(release, name):
            files.append(f"{name}.xlsx")
        count = release.rows(f'SELECT count(*) AS n FROM "{name}"')[0]["n"]
        for place, file in enumerate(files):
            span = 0 if place else len(files)
            head = (Cell(name, kind="code", row_span=span), Cell(words.number(count), row_span=span))
            rows.append((*head, *_file_cells(file, resources, words)))
    return DataTable(say("Files in this release"), columns, tuple(rows))


def _file_cells(file: str, resources: Mapping[str, Mapping[str, Any]], words: Words) -> tuple[Cell, ...]:
    known = resources.get(file)
    if known is None:
        return Cell(file, href=f"data/{file}"), Cell(NULL), Cell(NULL)
    sha256 = str(known["hash"]).removeprefix("sha256:")
    return (
        Cell(file, href=f"data/{file}"),
        Cell(words.number(known["bytes"])),
        Cell(f"{sha256[:HASH_LENGTH]}…", kind="code"),
    )


def _resources(release: Release) -> dict[str, Mapping[str, Any]]:
    """What the data package says of each file, by its name."""
    package = json.loads((release.folder / "public" / "datapackage.json").read_text(encoding="utf-8"))
    return {PurePosixPath(one["path"]).name: one for one in package["resources"]}


def has_codebook(release: Release) -> bool:
    """Whether the release carries a codebook, which then lies beside the site."""
    return (release.folder / CODEBOOK).is_file()


def citation_text(facts: ReleaseFacts, words: Words) -> str:
    """How a reader names the release in a text."""
    return words.say("{title}. Release {release}, as of {day}. SHA256SUMS names every file of it.",
                     title=words.term(facts.title), release=words.ltr(facts.release_id),
                     day=words.day(facts.as_of_date))  # fmt: skip


def citation_file(release: Release) -> str:
    """The release's CITATION.cff, for tools that read one; nothing where it has none."""
    return release.text_of(CITATION)
