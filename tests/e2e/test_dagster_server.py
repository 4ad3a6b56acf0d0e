"""Dagster as it is operated: a web server and a daemon run, the job is launched through GraphQL, a release comes out.

The run is the one that the site's tests look at too (conftest.launched): the line is built once for this tier.
"""

from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from orchestration.release import current_release, list_releases, verify
from tests.e2e.conftest import Launched
from tests.e2e.dagster_server import LOCATION

BROKEN = "requests/synthetic-broken.csv"
ASSETS = """
{ assetNodes {
    assetKey { path }
    groupName
    jobNames
    assetMaterializations(limit: 1) { runId metadataEntries { label ... on IntMetadataEntry { intValue } } }
    assetChecksOrError { ... on AssetChecks { checks {
      name blocking description executionForLatestMaterialization { runId status evaluation { severity } } } } }
} }"""
AUTOMATION = """
query Automation($location: RepositorySelector!) {
  repositoryOrError(repositorySelector: $location) { ... on Repository {
    jobs { name }
    schedules { name cronSchedule executionTimezone pipelineName }
    sensors { name targets { pipelineName } }
} } }"""


def assets_of(launched: Launched) -> dict[str, dict[str, Any]]:
    nodes = launched.server.ask(ASSETS)["assetNodes"]
    return {"/".join(node["assetKey"]["path"]): node for node in nodes}


def test_the_launched_job_publishes_a_release_and_a_site(launched: Launched) -> None:
    assert launched.status == "SUCCESS", launched.told()
    settings = launched.server.settings
    release = current_release(settings)
    assert release is not None
    assert list_releases(settings) == [release.name]
    assert verify(release) > 10
    page = (settings.site / "index.html").read_text(encoding="utf-8")
    assert release.name in page
    assert "SYNTHETIC" in page


def test_every_asset_is_seen_as_made_by_the_run(launched: Launched) -> None:
    assets = assets_of(launched)
    assert len(assets) > 50
    made = {key: node["assetMaterializations"] for key, node in assets.items()}
    assert not [key for key, found in made.items() if [it["runId"] for it in found] != [launched.run_id]]
    entries = made["marts/fct_compliance_summary"][0]["metadataEntries"]
    published = launched.server.settings.current_release / "public/parquet/fct_compliance_summary.parquet"
    (row_count,) = [entry["intValue"] for entry in entries if entry["label"] == "dagster/row_count"]
    assert row_count == pq.read_metadata(published).num_rows > 1


def test_every_check_is_seen_as_passed(launched: Launched) -> None:
    checks = {
        f"{key}: {check['name']}": check
        for key, node in assets_of(launched).items()
        for check in node["assetChecksOrError"].get("checks", [])
    }
    assert len([name for name in checks if name.endswith(": gate")]) > 5
    assert not [name for name, check in checks.items() if not check["blocking"] or not check["description"]]
    answers = {name: check["executionForLatestMaterialization"] for name, check in checks.items()}
    assert not [name for name, answer in answers.items() if not answer or answer["runId"] != launched.run_id]
    not_passed = [answer for answer in answers.values() if answer["status"] != "SUCCEEDED"]
    assert not [answer for answer in not_passed if answer["evaluation"]["severity"] != "WARN"]


def test_the_server_knows_the_job_its_schedule_and_its_sensor(launched: Launched) -> None:
    found = launched.server.ask(AUTOMATION, location=LOCATION)["repositoryOrError"]
    assert "takedown" in [job["name"] for job in found["jobs"]]
    assert [(it["name"], it["cronSchedule"], it["executionTimezone"]) for it in found["schedules"]] == [
        ("daily", "0 2 * * *", "UTC")
    ]
    assert [(it["name"], [to["pipelineName"] for to in it["targets"]]) for it in found["sensors"]] == [
        ("landing_folder", ["takedown"])
    ]


def test_a_refused_file_fails_the_run_and_the_release_stays(launched: Launched) -> None:
    server = launched.server
    before = current_release(server.settings)
    broken = server.settings.landing / BROKEN
    broken.write_text("request_id,surname\nR-1,unknown\n", encoding="utf-8")
    try:
        run_id = server.launch("takedown")
        assert server.wait_for(run_id) == "FAILURE"
    finally:
        broken.unlink()
    failures = server.failures(run_id)
    assert list(failures) == ["landing"]
    assert BROKEN in failures["landing"]
    assert "surname" in failures["landing"]
    assert current_release(server.settings) == before
    assert Path(server.settings.site / "index.html").exists()
