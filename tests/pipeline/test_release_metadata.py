"""What catalogues and readers find of a release: friendly views, Croissant, CITATION.cff, lineage, the change note."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import jsonschema
import pyarrow.parquet as pq
import pytest
import yaml

from orchestration.catalog import read_catalog
from orchestration.publication import CHANGES, CHECKS, RESTATEMENTS, STATUS
from orchestration.publication_history import HISTORY
from orchestration.release_documents import sha256_of
from tests.pipeline.marts import ask, database
from tests.pipeline.workbench import Ran, Workbench

# The rules of Citation File Format 1.2.0 for what is used here, from its published JSON schema
# (citation-file-format/citation-file-format, schema.json): required keys, closed set of keys, types and patterns.
CFF = {
    "type": "object",
    "required": ["authors", "cff-version", "message", "title"],
    "additionalProperties": False,
    "properties": {
        "cff-version": {"const": "1.2.0"},
        "message": {"type": "string", "minLength": 1},
        "title": {"type": "string", "minLength": 1},
        "abstract": {"type": "string", "minLength": 1},
        "type": {"enum": ["dataset", "software"]},
        "version": {"type": ["string", "number"], "minLength": 1},
        "date-released": {"type": "string", "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"},
        "license": {"enum": ["CC-BY-4.0", "CC0-1.0"]},
        "keywords": {"type": "array", "minItems": 1, "uniqueItems": True, "items": {"type": "string", "minLength": 1}},
        "authors": {
            "type": "array",
            "minItems": 1,
            "uniqueItems": True,
            "items": {"type": "object", "required": ["name"], "additionalProperties": False,
                      "properties": {"name": {"type": "string", "minLength": 1}}},
        },
        "identifiers": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["type", "value"],
                "additionalProperties": False,
                "properties": {
                    "type": {"enum": ["doi", "url", "swh", "other"]},
                    "value": {"type": "string", "minLength": 1},
                    "description": {"type": "string", "minLength": 1},
                },
            },
        },
    },
}  # fmt: skip


def package_of(release: Path, tier: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((release / tier / "datapackage.json").read_text(encoding="utf-8"))
    return content


def test_every_table_has_a_friendly_name_of_its_own(october: Ran, workbench: Workbench) -> None:
    tables = [*read_catalog(workbench.settings.manifest), CHECKS, STATUS, HISTORY, RESTATEMENTS, CHANGES]
    names = [table.friendly_name for table in tables]
    assert all(names), [table.name for table in tables if not table.friendly_name]
    assert len(set(names)) == len(names)
    keywords = {word for (word,) in duckdb.sql("select keyword_name from duckdb_keywords()").fetchall()}
    macros = {name for (name,) in ask(database(october.release), "select macro_name from marts.dim_as_of_macro")}
    assert not set(names) & (keywords | macros | {table.name for table in tables})
    assert all(re.fullmatch(r"[a-z][a-z0-9_]+", str(name)) for name in names)


def test_views_are_the_tables_and_commented_also_when_attached_under_another_name(october: Ran) -> None:
    path = database(october.release)
    pairs = [(r["takedown"]["friendly_name"], r["name"]) for tier in ("public", "research")
             for r in package_of(october.release, tier)["resources"] if r["format"] == "parquet"]  # fmt: skip
    assert len(pairs) > 40
    with duckdb.connect() as connection:
        connection.execute(f"attach '{path}' as elsewhere (read_only)")
        for view, table in pairs:
            counts = f"select (select count(*) from elsewhere.{view}), (select count(*) from elsewhere.marts.{table})"
            ((one, other),) = connection.execute(counts).fetchall()
            assert one == other, view
        bare = (
            "select view_name, column_name from duckdb_views() inner join duckdb_columns() "
            "on view_name = table_name and duckdb_views.schema_name = duckdb_columns.schema_name "
            "where duckdb_views.database_name = 'elsewhere' and duckdb_columns.database_name = 'elsewhere' "
            "and not duckdb_views.internal and (duckdb_views.comment is null or duckdb_columns.comment is null)"
        )
        assert connection.execute(bare).fetchall() == []


# In a process of its own: importing the library takes over the standard streams, and other tests need them.
READ_CROISSANT = """
import json, sys
import mlcroissant
data = mlcroissant.Dataset(sys.argv[1])
issues = data.metadata.ctx.issues
records = [dict(record) for name in sys.argv[2:] for record in data.records(name)]
said = {"errors": sorted(issues.errors), "warnings": sorted(issues.warnings), "records": records}
print("\\n" + json.dumps(said, default=lambda value: value.decode() if isinstance(value, bytes) else str(value)))
"""


def read_croissant(release: Path, tier: str, *record_sets: str) -> dict[str, Any]:
    """What mlcroissant says of a tier's croissant.json: errors, warnings, and the records of the sets named."""
    command = [sys.executable, "-c", READ_CROISSANT, str(release / tier / "croissant.json"), *record_sets]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    said: dict[str, Any] = json.loads(run.stdout.splitlines()[-1])
    return said


@pytest.mark.parametrize("tier", ["public", "research"])
def test_croissant_is_valid_without_a_warning(october: Ran, tier: str) -> None:
    said = read_croissant(october.release, tier)
    assert (said["errors"], said["warnings"]) == ([], [])
    content = json.loads((october.release / tier / "croissant.json").read_text(encoding="utf-8"))
    assert len(content["recordSet"]) == len({r["name"].removesuffix(".csv")
                                             for r in package_of(october.release, tier)["resources"]})  # fmt: skip
    for file in content["distribution"]:
        assert file["sha256"] == sha256_of(october.release / tier / file["contentUrl"])


def test_croissant_loads_the_rows_of_the_parquet_file(october: Ran) -> None:
    said = read_croissant(october.release, "public", "fct_compliance_summary")
    rows = [{name.split("/")[1]: value for name, value in record.items()} for record in said["records"]]
    published = pq.read_table(october.parquet("fct_compliance_summary")).to_pylist()
    columns = ("platform_id", "is_total", "reported_count", "complied_of_reported_rate")
    assert [[row[c] for c in columns] for row in rows] == [[row[c] for c in columns] for row in published]
    assert len(rows) > 1


def test_the_citation_file_obeys_the_format(october: Ran) -> None:
    content = yaml.safe_load((october.release / "CITATION.cff").read_text(encoding="utf-8"))
    jsonschema.validate(content, CFF)
    assert content["version"] == october.release.name
    assert content["title"].startswith("SYNTHETIC")
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**content, "date-released": "August"}, CFF)


def test_lineage_names_the_files_landed_and_no_file_of_the_log_by_name(october: Ran) -> None:
    sources = package_of(october.release, "research")["takedown"]["sources"]["landed"]
    requests = next(r for r in package_of(october.release, "research")["resources"] if r["name"] == "fct_requests")
    assert {"requests", "responses"} <= set(requests["takedown"]["sources"]["landed"])
    landed = october.home / "landing" / "requests"
    assert {batch["sha256"] for batch in sources["requests"]} <= {sha256_of(path) for path in landed.iterdir()}
    assert all("name" not in batch for name, batches in sources.items() if name != "listed_entities"
               for batch in batches)  # fmt: skip
    public = package_of(october.release, "public")["takedown"]["sources"]["landed"]
    assert all(batch["name"].startswith("published_reports/") for batch in public["published_figures"])


def test_the_change_note_tells_new_rows_restated_cells_and_changed_definitions(mended: Ran, october: Ran) -> None:
    from orchestration.release_changes import changes

    text = (mended.release / "CHANGES.md").read_text(encoding="utf-8")
    assert f"Compared with {october.release.name}" in text
    assert re.search(r"rows before, [\d,]+ now|rows as before, with other values", text)
    ((restated,),) = ask(database(mended.release), "select count(*) from own_restatements")
    assert ("The past as it is told now" in text) == (restated > 0)
    package = mended.release / "public" / "datapackage.json"
    plain = package.read_text(encoding="utf-8")
    old = json.loads(plain)
    field = next(r for r in old["resources"] if r["name"] == "fct_compliance_summary")["schema"]["fields"][3]
    field["description"] += " Once meant otherwise."
    try:
        package.write_text(json.dumps(old), encoding="utf-8")
        told = changes(october.release, mended.release)
    finally:
        package.write_text(plain, encoding="utf-8")
    assert f"`fct_compliance_summary.{field['name']}`: its definition changed" in told
