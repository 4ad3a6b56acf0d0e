"""What a run leaves in Dagster: rows and columns of every table, an answer of every check, and what a failure stopped.

The runs are those of the shared builds; their instance is read from the copy of the home that each left.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import dagster as dg
import pytest

from orchestration import definitions as location
from orchestration.assets.gate import CHECK_NAME, blocks
from orchestration.warehouse import describe_tables
from tests.pipeline.workbench import Ran

TABLES = {"raw", "seeds", "staging", "intermediate", "marts"}
RELEASE = "releases/current"


@dataclass(frozen=True)
class Story:
    """The last run of a home, as Dagster's instance tells it."""

    run: dg.DagsterRun
    materialized: dict[str, dg.AssetMaterialization]
    observed: list[str]
    answers: dict[tuple[str, str], dg.AssetCheckEvaluation]


def story_of(ran: Ran) -> Story:
    with instance_of(ran) as instance:
        run = instance.get_runs(limit=1)[0]
        events = [entry.dagster_event for entry in instance.all_logs(run.run_id) if entry.dagster_event]
    made = [event.step_materialization_data.materialization for event in events if event.is_step_materialization]
    answers = [
        event.asset_check_evaluation_data for event in events if event.event_type_value == "ASSET_CHECK_EVALUATION"
    ]
    return Story(
        run=run,
        materialized={each.asset_key.to_user_string(): each for each in made},
        observed=[str(event.asset_key) for event in events if event.event_type_value == "ASSET_OBSERVATION"],
        answers={(answer.asset_key.to_user_string(), answer.check_name): answer for answer in answers},
    )


@contextmanager
def instance_of(ran: Ran) -> Iterator[dg.DagsterInstance]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DAGSTER_HOME", str(ran.home / "dagster"))
        with dg.DagsterInstance.get() as instance:
            yield instance


@pytest.fixture(scope="module")
def published(october: Ran) -> Story:
    return story_of(october)


def test_every_asset_is_made_and_none_is_only_observed(published: Story) -> None:
    """An observation in place of a check's answer is how dagster-dbt says that it left a test out."""
    definitions = location.defs()
    assert published.run.is_success
    assert set(published.materialized) == {
        key.to_user_string() for key in definitions.resolve_asset_graph().get_all_asset_keys()
    }
    assert published.observed == []


def test_every_check_is_answered(published: Story) -> None:
    asked = {
        (key.asset_key.to_user_string(), key.name) for key in location.defs().resolve_asset_graph().asset_check_keys
    }
    assert set(published.answers) == asked
    assert not [
        key
        for key, answer in published.answers.items()
        if answer.severity == dg.AssetCheckSeverity.ERROR and not answer.passed
    ]


def test_every_table_has_its_rows_and_columns(october: Ran, published: Story) -> None:
    shapes = describe_tables(october.home / "warehouse.duckdb")
    tables = {key: made.metadata for key, made in published.materialized.items() if key.split("/")[0] in TABLES}
    assert len(tables) > 50
    for key, metadata in tables.items():
        shape = shapes[tuple(key.split("/"))]
        assert metadata["dagster/row_count"].value == shape.row_count, key
        columns = metadata["dagster/column_schema"].value.columns
        assert tuple((column.name, column.type) for column in columns) == shape.columns, key


def test_the_release_names_itself(october: Ran, published: Story) -> None:
    metadata = published.materialized[RELEASE].metadata
    assert metadata["release_id"].value == october.release.name
    assert (metadata["is_new"].value, metadata["releases_count"].value) == (True, 1)


def test_what_the_gate_blocks_is_seen_as_failed_and_stops_before_the_release(blocked: Ran) -> None:
    story = story_of(blocked)
    assert story.run.status == dg.DagsterRunStatus.FAILURE
    gates = {asset: answer for (asset, name), answer in story.answers.items() if name == CHECK_NAME}
    assert {asset for asset, answer in gates.items() if blocks(answer)} == {"marts/fct_law_violations"}
    assert "marts/fct_law_violations" in story.materialized
    assert not {RELEASE, "site/index"} & set(story.materialized)
    amiss = gates["marts/fct_law_violations"].metadata["amiss"].value
    assert {record.data["severity"] for record in amiss.records} >= {"critical"}


def test_a_refused_file_stops_before_anything_is_modelled(refused: Ran) -> None:
    story = story_of(refused)
    assert story.run.status == dg.DagsterRunStatus.FAILURE
    assert not [key for key in story.materialized if not key.startswith("raw/")]
