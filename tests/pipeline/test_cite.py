"""`takedown cite`: one row with its query, definition, source rows and hashes; and clear words where there is none."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from orchestration.cite import Wanted, cite, to_text
from orchestration.release_checksums import TIERS
from orchestration.release_documents import sha256_of
from tests.pipeline.marts import ask, database
from tests.pipeline.workbench import Ran, Workbench, run_in

COUNTED = ("fct_compliance_summary", "fct_compliance_daily", "fct_compliance_cohorts", "fct_time_to_action",
           "fct_time_to_action_summary", "fct_rights_summary", "fct_disclosure_summary", "fct_sla_summary",
           "fct_engagement_outcomes", "fct_backlog", "fct_complaint_flow", "fct_compliance_at_claims",
           "fct_group_activity_weekly", "fct_coverage", "fct_mirror_timing", "fct_compliance_cube",
           "fct_compliance_cohort_cube", "fct_time_to_action_cube")  # fmt: skip
GENERAL = "not told for this table"


def resources_of(release: Path) -> dict[str, dict[str, Any]]:
    packages = [json.loads((release / tier / "datapackage.json").read_text()) for tier in TIERS]
    return {one["name"]: one for package in packages for one in package["resources"] if one["format"] == "parquet"}


def keys_of(release: Path, resource: dict[str, Any], order: str, limit: int) -> list[tuple[Any, ...]]:
    """Keys of rows that are not withheld, each followed by the value that they are in order of."""
    names = ", ".join(f"coalesce(cast({name} as varchar), 'null')" for name in resource["schema"]["primaryKey"])
    fields = [field["name"] for field in resource["schema"]["fields"]]
    shown = "not is_suppressed" if "is_suppressed" in fields else "true"
    return ask(database(release), f"select {names}, {order} from marts.{resource['name']} "
               f"where {shown} and {order} is not null order by {order} desc, {names} limit {limit}")  # fmt: skip


@pytest.mark.parametrize("table", COUNTED)
def test_a_row_is_made_of_as_many_rows_as_it_counts(october: Ran, table: str) -> None:
    resource = resources_of(october.release)[table]
    keys = keys_of(october.release, resource, resource["takedown"]["source_rows"]["counted_by"], 3)
    assert keys
    for *key, count in keys:
        told = cite(october.release, Wanted(table, key))["source_rows"]
        assert (told["count"], told["is_count_equal"]) == (count, True), key
        assert len(told["ids"]) == min(10, count)
        assert len(ask(database(october.release), told["query"])) == count


def test_every_fact_table_says_what_a_row_is_made_of_or_why_not(october: Ran) -> None:
    facts = {name: one for name, one in resources_of(october.release).items() if name.startswith("fct_")}
    authored = {name: one["takedown"]["source_rows"] or {} for name, one in facts.items()}
    assert {name for name, spec in authored.items() if spec.get("counted_by")} == set(COUNTED)
    for name, resource in facts.items():
        ((*key, _),) = keys_of(october.release, resource, resource["schema"]["primaryKey"][0], 1)
        told = cite(october.release, Wanted(name, key))["source_rows"]
        assert told.get("table") == authored[name].get("table"), name
        assert told.get("table") or told.get("file_rows") or not told["reason"].startswith(GENERAL), name


def test_what_rows_are_told_and_why_others_are_not_stand_side_by_side(october: Ran) -> None:
    query = "select response_id, cast(recorded_at as varchar), request_id from request_events where has_known_request"
    ((*key, request_id),) = ask(database(october.release), f"{query} order by 1, 2 limit 1")
    citation = cite(october.release, Wanted("fct_request_events", key))
    assert [one["request_id"] for one in citation["source_rows"]["ids"]] == [request_id]
    assert to_text(citation).count(citation["source_rows"]["reason"]) == 1


def test_a_published_file_is_cited_by_its_hash(october: Ran) -> None:
    query = "select publisher, report, cast(vintage as varchar), source_file, source_file_sha256 from published_files"
    ((*key, sha256),) = ask(database(october.release), f"{query} limit 1")
    citation = cite(october.release, Wanted("fct_published_files", [*key, sha256]))
    assert citation["source_rows"] == {"file_rows": [{"sha256": sha256, "row": None}]}
    assert f"\n  file {sha256}\n" in to_text(citation)


def test_the_query_gives_the_value_and_the_hashes_are_those_of_the_files(october: Ran) -> None:
    told = cite(october.release, Wanted("compliance_by_platform", ["platform_id=x"], "reported_count"))
    assert ask(database(october.release), told["query"]) == [(told["values"]["reported_count"],)]
    assert {file["path"].split(".")[-1] for file in told["files"]} == {"parquet", "csv", "duckdb"}
    assert all(sha256_of(october.release / file["path"]) == file["sha256"] for file in told["files"])
    assert (told["release"], told["is_synthetic"]) == (october.release.name, True)
    assert told["release"] in told["citation"]


def test_a_published_figure_is_cited_by_file_and_row(october: Ran) -> None:
    query = ("select publisher, report, cast(vintage as varchar), country_code, cast(period_start as varchar), "
             "cast(period_end as varchar), platform_id, product, requestor, reason, unit, measure, "
             "source_file_sha256, source_row from published_figures where country_code = 'PK' limit 1")  # fmt: skip
    ((*key, sha256, row),) = ask(database(october.release), query)
    told = cite(october.release, Wanted("fct_published_figures", key))
    assert told["source_rows"] == {"file_rows": [{"sha256": sha256, "row": row}]}


@pytest.mark.parametrize(
    ("table", "key", "column"),
    [
        ("group_weeks", "cast(week_start_date as varchar), group_id, platform_id", "accounts_reported_count"),
        ("backlog_by_day", "cast(date_day as varchar), platform_id, age_band", "followers"),
    ],
)
def test_a_withheld_cell_tells_neither_values_nor_rows(october: Ran, table: str, key: str, column: str) -> None:
    ((*given,),) = ask(database(october.release), f"select {key} from {table} where is_suppressed limit 1")
    told = cite(october.release, Wanted(table, given))
    assert column in told["withheld"]
    assert told["values"][column] is None
    assert told["source_rows"]["reason"].startswith("not told: the cell is withheld")


REFUSED = [
    (("nowhere", "x"), "no table 'nowhere'"),
    (("fct_compliance_summary", "wrong=x"), "has no column 'wrong'; its key is platform_id"),
    (("fct_compliance_summary", "x", "y"), "'y' is one value too many"),
    (("fct_compliance_summary", "myspace"), "no row of .* platform_id is one of all, facebook"),
    (("fct_compliance_summary", "x' or 'a' = 'a"), "no row of"),
    (("fct_compliance_summary",), "several rows"),
    (("fct_compliance_daily", "2025-08-10"), "several rows of .*Give the whole key: date_day, platform_id"),
    (("fct_compliance_daily", "yesterday"), "is no date: write it like"),
    (("fct_time_to_action", "x", "soon"), "is no integer"),
    (("fct_compliance_summary", "x", "--column", "profit"), "has no column 'profit'"),
    (("fct_compliance_summary", "x", "--release", "2024-01-01-00000000"), "no release '2024-01-01-00000000'"),
]


@pytest.mark.parametrize(("arguments", "said"), REFUSED)
def test_what_cannot_be_cited_is_said(
    october: Ran, workbench: Workbench, arguments: tuple[str, ...], said: str, matches: Callable[[str, str], bool]
) -> None:
    code, stdout, stderr = run_in(october.home, workbench.settings, "cite", *arguments)
    assert (code, stdout) == (1, "")
    assert matches(said, stderr), stderr


@pytest.fixture
def matches() -> Callable[[str, str], bool]:
    import re

    return lambda pattern, text: re.search(pattern, text) is not None


def test_text_and_json_say_the_same(october: Ran, workbench: Workbench) -> None:
    arguments = ("cite", "fct_compliance_summary", "x", "--column", "reported_count")
    code, text, stderr = run_in(october.home, workbench.settings, *arguments)
    assert code == 0, stderr
    _, told, _ = run_in(october.home, workbench.settings, *arguments, "--json")
    content = json.loads(told)
    for said in (content["release"], content["query"], content["citation"], content["files"][0]["sha256"], "SYNTHETIC"):
        assert said in text
