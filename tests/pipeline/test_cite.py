"""`takedown cite`: one row with its query, definition, source rows and hashes; and clear words where there is none."""

import json
from collections.abc import Callable

import pytest

from orchestration.cite import Wanted, cite
from orchestration.release_documents import sha256_of
from tests.pipeline.marts import ask, database
from tests.pipeline.workbench import Ran, Workbench, run_in

COUNTED = ("fct_compliance_summary", "fct_compliance_daily", "fct_compliance_cohorts", "fct_time_to_action",
           "fct_time_to_action_summary", "fct_rights_summary", "fct_disclosure_summary", "fct_sla_summary",
           "fct_engagement_outcomes")  # fmt: skip


@pytest.mark.parametrize("table", COUNTED)
def test_a_row_is_made_of_as_many_rows_as_it_counts(october: Ran, table: str) -> None:
    path = october.release / "public" / "datapackage.json"
    resource = next(r for r in json.loads(path.read_text())["resources"] if r["name"] == table)
    grain, counted_by = resource["schema"]["primaryKey"], resource["takedown"]["source_rows"]["counted_by"]
    names = ", ".join(f"cast({name} as varchar)" for name in grain)
    keys = ask(database(october.release),
               f"select {names}, {counted_by} from marts.{table} order by {counted_by} desc, 1, 2 limit 3")  # fmt: skip
    for *key, count in keys:
        told = cite(october.release, Wanted(table, key))["source_rows"]
        assert (told["count"], told["is_count_equal"]) == (count, True), key
        assert len(told["ids"]) == min(10, count)
        assert len(ask(database(october.release), told["query"])) == count


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


def test_a_withheld_cell_tells_neither_values_nor_rows(october: Ran) -> None:
    query = (
        "select cast(week_start_date as varchar), group_id, platform_id from group_weeks where is_suppressed limit 1"
    )
    ((*key,),) = ask(database(october.release), query)
    told = cite(october.release, Wanted("group_weeks", key))
    assert "accounts_reported_count" in told["withheld"]
    assert told["values"]["accounts_reported_count"] is None
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
