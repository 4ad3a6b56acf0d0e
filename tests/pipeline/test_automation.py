"""When the line runs: one job, every night, and when something lands."""

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import dagster as dg
import pytest
from dagster._core.definitions.freshness import TimeWindowFreshnessPolicy
from dagster._core.definitions.sensor_definition import SensorExecutionData

from orchestration import definitions as location
from orchestration.automation import JOB_NAME, daily_schedule, landing_sensor
from orchestration.inputs import ensure_manifest
from orchestration.settings import Settings
from tests.pipeline.workbench import environment

Tick = Callable[[str | None], SensorExecutionData]


@pytest.fixture
def house(settings: Settings) -> Iterator[Settings]:
    """An empty temporary home, to which the environment points."""
    settings.home.mkdir()
    with environment(settings):
        yield settings


@pytest.fixture
def defs(house: Settings) -> dg.Definitions:
    ensure_manifest(house)
    return location.defs()


@pytest.fixture
def tick(house: Settings) -> Tick:
    """Ask the sensor once, as the daemon does, with the cursor it left last time."""

    def ask(cursor: str | None) -> SensorExecutionData:
        with dg.DagsterInstance.ephemeral() as instance:
            return landing_sensor.evaluate_tick(dg.build_sensor_context(instance=instance, cursor=cursor))

    return ask


def drop(settings: Settings, name: str, content: str) -> Path:
    path = settings.landing / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")
    return path


def test_there_is_one_job_and_it_does_everything(defs: dg.Definitions) -> None:
    assert [job.name for job in defs.jobs or ()] == [JOB_NAME]
    job = defs.resolve_job_def(JOB_NAME)
    graph = defs.resolve_asset_graph()
    assert set(job.asset_layer.executable_asset_keys) == graph.get_all_asset_keys()
    assert set(job.asset_layer.asset_graph.asset_check_keys) == graph.asset_check_keys
    assert job.executor_def.name == "in_process"


def test_it_runs_every_night_at_two_utc() -> None:
    assert (daily_schedule.job_name, daily_schedule.cron_schedule) == (JOB_NAME, "0 2 * * *")
    assert daily_schedule.execution_timezone == "UTC"
    night = datetime(2025, 11, 2, 2, tzinfo=UTC)
    with dg.DagsterInstance.ephemeral() as instance:
        ticked = daily_schedule.evaluate_tick(
            dg.build_schedule_context(instance=instance, scheduled_execution_time=night)
        )
    assert len(ticked.run_requests or ()) == 1


def test_a_release_older_than_a_day_and_a_half_is_not_fresh(defs: dg.Definitions) -> None:
    """Longer than the time between two nights, so that one slow run raises no alarm; shorter than two."""
    policies = {
        spec.key.to_user_string(): spec.freshness_policy
        for spec in defs.resolve_all_asset_specs()
        if spec.freshness_policy
    }
    assert set(policies) == {"releases/current"}
    policy = policies["releases/current"]
    assert isinstance(policy, TimeWindowFreshnessPolicy)
    assert timedelta(days=1) < policy.fail_window.to_timedelta() < timedelta(days=2)


@pytest.mark.parametrize("is_folder_there", [False, True])
def test_nothing_landed_nothing_runs(house: Settings, tick: Tick, is_folder_there: bool) -> None:
    if is_folder_there:
        (house.landing / "requests").mkdir(parents=True)
    ticked = tick(None)
    assert not ticked.run_requests
    assert str(house.landing) in str(ticked.skip_message)


def test_one_run_for_each_new_state_of_the_folder(house: Settings, tick: Tick) -> None:
    drop(house, "requests/a.csv", "request_id\n1\n")
    first = tick(None)
    assert [request.run_key for request in first.run_requests or ()] == [first.cursor]

    again = tick(first.cursor)
    assert not again.run_requests
    assert "no file came, went or changed" in str(again.skip_message)

    late = drop(house, "responses/b.jsonl", "{}\n")
    arrived = tick(first.cursor)
    assert len(arrived.run_requests or ()) == 1
    assert arrived.cursor != first.cursor

    drop(house, "requests/a.csv", "request_id\n2\n")  # as many bytes: only its time tells
    os.utime(house.landing / "requests/a.csv", ns=(0, 0))
    changed = tick(arrived.cursor)
    assert len(changed.run_requests or ()) == 1

    late.unlink()
    assert len(tick(changed.cursor).run_requests or ()) == 1


def test_a_copy_under_way_starts_no_run(house: Settings, tick: Tick) -> None:
    drop(house, "requests/a.csv", "request_id\n1\n")
    before = tick(None).cursor
    drop(house, "requests/b.csv.part", "half")
    drop(house, "requests/.b.csv.swp", "half")
    assert not tick(before).run_requests
