"""The code location as Dagster loads it: assets named, owned and described; dbt tests and the gate as checks."""

import inspect
import json
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

import dagster as dg
import pytest
import yaml
from dagster_dbt import DbtCliResource, DbtProject
from packaging.version import Version

from orchestration import definitions as location
from orchestration.accounts import NAMED_ACCOUNTS
from orchestration.assets.gate import CHECK_NAME
from orchestration.assets.models import PROFILES_DIR, LeanDbtCliResource
from orchestration.assets.names import team
from orchestration.automation import JOB_NAME
from orchestration.build import prepare_dagster_home
from orchestration.catalog import ManifestMissingError, ReleaseTable, read_catalog
from orchestration.clock import LAST_RECORDED
from orchestration.inputs import ensure_manifest
from orchestration.settings import PROJECT_DIR
from tests.pipeline.workbench import Workbench, environment

LAYERS = {"raw", "seeds", "staging", "intermediate", "published", "site"}
SUBJECTS = {"core", "compliance", "reach", "group_activity", "ledger", "quality"}
# What touches the warehouse file takes its turn in the pool; the site reads the release alone.
OUTSIDE_THE_POOL = {"site__index"}
LEAN_OVERRIDES = ("_cli_version", "_initialize_dbt_core_adapter")


@pytest.fixture(scope="module")
def house(workbench: Workbench) -> Iterator[Workbench]:
    """The workbench, with its environment set and the manifest there."""
    with environment(workbench.settings):
        ensure_manifest(workbench.settings)
        yield workbench


@pytest.fixture(scope="module")
def defs(house: Workbench) -> dg.Definitions:
    return location.defs()


@pytest.fixture(scope="module")
def specs(defs: dg.Definitions) -> dict[str, dg.AssetSpec]:
    """The assets by their key, written `schema/table`."""
    return {spec.key.to_user_string(): spec for spec in defs.resolve_all_asset_specs()}


@pytest.fixture(scope="module")
def checks(defs: dg.Definitions) -> dict[dg.AssetCheckKey, dg.AssetCheckSpec]:
    graph = defs.resolve_asset_graph()
    return {key: graph.get_check_spec(key) for key in graph.asset_check_keys}


@pytest.fixture(scope="module")
def nodes(house: Workbench) -> dict[str, dict[str, Any]]:
    """The nodes of dbt's manifest by their unique id."""
    found: dict[str, dict[str, Any]] = json.loads(house.settings.manifest.read_text(encoding="utf-8"))["nodes"]
    return found


@pytest.fixture(scope="module")
def catalog(house: Workbench) -> tuple[ReleaseTable, ...]:
    return read_catalog(house.settings.manifest)


def of_type(nodes: Mapping[str, dict[str, Any]], kind: str) -> dict[str, dict[str, Any]]:
    return {unique_id: node for unique_id, node in nodes.items() if node["resource_type"] == kind}


def test_every_asset_says_what_it_is_and_who_answers_for_it(specs: dict[str, dg.AssetSpec]) -> None:
    incomplete = [key for key, spec in specs.items() if not (spec.description and spec.owners and spec.kinds)]
    assert not incomplete
    assert {spec.group_name for spec in specs.values()} == LAYERS | SUBJECTS
    prose = [spec.description or "" for spec in specs.values()]
    assert not [text for text in prose if "\n" in text or "```" in text or not text.endswith((".", ")"))]


def test_every_owner_is_an_owner_of_a_dbt_group(specs: dict[str, dg.AssetSpec]) -> None:
    groups = yaml.safe_load((PROJECT_DIR / "dbt_project/models/groups.yml").read_text(encoding="utf-8"))["groups"]
    known = {team(group["owner"]["name"]) for group in groups}
    assert {owner for spec in specs.values() for owner in spec.owners} == known


def test_path_is_identity(specs: dict[str, dg.AssetSpec], nodes: dict[str, dict[str, Any]]) -> None:
    """dbt_project/models/marts/reach/fct_reach_daily.sql is the asset marts/fct_reach_daily of the group reach."""
    for model in of_type(nodes, "model").values():
        layer, *folders = Path(model["original_file_path"]).relative_to("dbt_project/models").parent.parts
        spec = specs[f"{layer}/{Path(model['original_file_path']).stem}"]
        assert spec.group_name == (folders[0] if layer == "marts" else layer), spec.key
    for seed in of_type(nodes, "seed").values():
        assert specs[f"seeds/{Path(seed['original_file_path']).stem}"].group_name == "seeds"


def test_no_asset_comes_from_nowhere(defs: dg.Definitions, specs: dict[str, dg.AssetSpec]) -> None:
    """Every source that dbt reads is an asset of the landing: nothing in the graph is a stub."""
    graph = defs.resolve_asset_graph()
    assert {key.to_user_string() for key in graph.get_all_asset_keys()} == set(specs)
    assert graph.materializable_asset_keys == graph.get_all_asset_keys()


def test_the_graph_knows_every_raw_table_that_account_keys_and_the_clock_read(specs: dict[str, dg.AssetSpec]) -> None:
    for key, sql in (("raw/account_keys", NAMED_ACCOUNTS), ("raw/clock", LAST_RECORDED)):
        upstream = {dep.asset_key.to_user_string() for dep in specs[key].deps}
        assert upstream == {f"raw/{table}" for table in re.findall(r"raw\.(\w+)", sql)}


def test_the_release_follows_every_published_table(
    specs: dict[str, dg.AssetSpec], catalog: tuple[ReleaseTable, ...]
) -> None:
    upstream = {dep.asset_key.to_user_string() for dep in specs["releases/current"].deps}
    assert upstream == {f"marts/{table.name}" for table in catalog}
    assert [dep.asset_key.to_user_string() for dep in specs["site/index"].deps] == ["releases/current"]


def test_the_gate_blocks_on_every_public_table_and_on_no_other(
    checks: dict[dg.AssetCheckKey, dg.AssetCheckSpec], catalog: tuple[ReleaseTable, ...]
) -> None:
    gates = {key.asset_key.to_user_string(): spec for key, spec in checks.items() if key.name == CHECK_NAME}
    assert set(gates) == {f"marts/{table.name}" for table in catalog if table.tier == "public"}
    assert all(spec.blocking for spec in gates.values())


def test_every_dbt_test_is_a_blocking_check_with_a_question(
    checks: dict[dg.AssetCheckKey, dg.AssetCheckSpec], nodes: dict[str, dict[str, Any]]
) -> None:
    """A singular test that names no asset would be left out, and only be observed."""
    found = {spec.metadata.get("dagster_dbt/unique_id"): spec for spec in checks.values()}
    tests = of_type(nodes, "test")
    assert len(tests) > 100
    assert set(tests) <= set(found)
    assert all(found[unique_id].blocking for unique_id in tests)
    questions = [found[unique_id].description or "" for unique_id in tests]
    assert not [question for question in questions if not question.endswith("?") or "{" in question]


def test_a_relationship_asks_in_words(checks: dict[dg.AssetCheckKey, dg.AssetCheckSpec]) -> None:
    asked = [spec.description for key, spec in checks.items() if key.asset_key.path[-1] == "fct_reach_daily"]
    assert "Is every platform_id a platform_id of dim_platform?" in asked


def test_steps_that_touch_the_warehouse_take_turns(defs: dg.Definitions) -> None:
    pools = {node.name: node.definition.pool for node in defs.resolve_job_def(JOB_NAME).graph.nodes}
    assert {name for name, pool in pools.items() if pool is None} == OUTSIDE_THE_POOL
    assert {pool for pool in pools.values() if pool} == {"warehouse"}


def test_every_asset_can_be_made_alone(defs: dg.Definitions) -> None:
    """The web server offers it for each; a step that cannot be cut down to one of its assets or checks would refuse."""
    job = defs.resolve_job_def(JOB_NAME)
    for key in defs.resolve_asset_graph().get_all_asset_keys():
        assert job.get_subset(asset_selection={key}).asset_layer.executable_asset_keys == {key}


def test_the_instance_runs_one_at_a_time_and_tells_nobody(house: Workbench) -> None:
    house.clear()
    prepare_dagster_home(house.settings)
    with dg.DagsterInstance.get() as instance:
        assert instance.global_op_concurrency_default_limit == 1
        assert instance.get_concurrency_config().run_queue_config.max_concurrent_runs == 1
        assert instance.telemetry_enabled is False


@pytest.mark.parametrize("name", LEAN_OVERRIDES)
def test_what_the_lean_resource_overrides_is_still_used(name: str) -> None:
    """Private names: when an upgrade drops one, builds become seconds slower and nothing else would say so."""
    assert name in vars(DbtCliResource)
    assert f"self.{name}" in inspect.getsource(DbtCliResource.cli)
    assert name in vars(LeanDbtCliResource)


def test_the_lean_resource_says_which_dbt_it_is(defs: dg.Definitions) -> None:
    dbt = (defs.resources or {})["dbt"]
    assert isinstance(dbt, LeanDbtCliResource)
    assert dbt._cli_version == Version(version("dbt-core"))
    assert Path(dbt.dbt_executable).is_file()


def test_a_missing_manifest_says_what_to_run(house: Workbench, monkeypatch: pytest.MonkeyPatch) -> None:
    unparsed = DbtProject(project_dir=PROJECT_DIR, profiles_dir=PROFILES_DIR, target_path="target/never_parsed")
    monkeypatch.setattr(location, "dbt_project", lambda: unparsed)
    with pytest.raises(ManifestMissingError, match=r"manifest\.json is not there: run `takedown build`"):
        location.defs()


def test_dg_finds_nothing_wrong(house: Workbench, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a person runs it: without the virtual environment on PATH, where dbt would be found."""
    prepare_dagster_home(house.settings)
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    command = [str(Path(sys.executable).parent / "dg"), "check", "defs"]
    ran = subprocess.run(command, cwd=PROJECT_DIR, capture_output=True, text=True, check=False, timeout=120)
    assert ran.returncode == 0, f"{ran.stdout[-3000:]}\n{ran.stderr[-3000:]}"
    assert "All definitions loaded successfully" in ran.stdout + ran.stderr
