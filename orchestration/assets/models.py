"""Models: the dbt project, one asset a model, its tests as asset checks."""

from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import dagster as dg
from dagster_dbt import DbtCliResource, DbtProject, dbt_assets
from packaging.version import Version

from orchestration.assets.names import Translator, shape_metadata
from orchestration.clock import mark_built
from orchestration.inputs import ensure_manifest
from orchestration.settings import PROJECT_DIR, read_settings
from orchestration.warehouse import TableShape, connect, describe_tables
from quality.gate import warm_up

# Unit tests ask whether formulas are right, of rows that never change: make test runs them, a build need not.
BUILD = ["build", "--exclude-resource-type", "unit_test"]
PROFILES_DIR = PROJECT_DIR / "dbt_project"


class LeanDbtCliResource(DbtCliResource):
    """dbt on the command line without two costly detours: `dbt --version` as a process, and an adapter in Dagster.

    Both overridden names are private; tests/pipeline/test_dagster.py fails when an upgrade renames them.
    """

    @property
    def _cli_version(self) -> Version:
        from importlib.metadata import version

        return Version(version("dbt-core"))

    def _initialize_dbt_core_adapter(self, args: Any) -> None:  # type: ignore[override] # noqa: ANN401, ARG002 - not ours
        return None


def dbt_project() -> DbtProject:
    """The dbt project at the root; under `dagster dev` and `dg`, its manifest is renewed first where it is stale.

    Not by `prepare_if_dev`, which wants dbt on PATH. Raises ParseError with dbt's own words.
    """
    project = DbtProject(project_dir=PROJECT_DIR, profiles_dir=PROFILES_DIR)
    if project.preparer.using_dagster_dev():
        ensure_manifest(read_settings())
    return project


def dbt_resource(executable: Path) -> LeanDbtCliResource:
    """dbt of this environment: `executable` stands beside the Python that runs."""
    return LeanDbtCliResource(
        project_dir=str(PROJECT_DIR), profiles_dir=str(PROFILES_DIR), dbt_executable=str(executable)
    )


class ModelsFailedError(RuntimeError):
    """dbt could not build a model, or a test of the data failed. dbt's own words stand above in the log."""


def models(project: DbtProject) -> dg.AssetsDefinition:
    """Every seed and model of the project as an asset. The manifest must be there."""

    @dbt_assets(manifest=project.manifest_path, project=project, dagster_dbt_translator=Translator(), pool="warehouse")
    def dbt_models(context: dg.AssetExecutionContext, dbt: LeanDbtCliResource) -> Iterator[Any]:
        """Seeds, staging, intermediate and marts, built and tested by dbt."""
        settings = read_settings()
        target = settings.manifest.parent
        with connect(settings.warehouse) as connection:
            mark_built(connection, is_built=False)
        invocation = dbt.cli(BUILD, context=context, target_path=target, raise_on_error=False)
        # The gate's library takes seconds to import; this process has nothing to do while dbt works in its own.
        Thread(target=warm_up, daemon=True).start()
        # DuckDB has one writer, so tables are counted when dbt has let go of the file.
        yield from with_shapes(context, list(invocation.stream()), describe_tables(settings.warehouse))
        if not invocation.is_successful():
            raise ModelsFailedError(f"dbt build failed: {failed_nodes(invocation.get_artifact('run_results.json'))}")
        with connect(settings.warehouse) as connection:
            mark_built(connection, is_built=not context.is_subset)

    return dbt_models


def with_shapes(
    context: dg.AssetExecutionContext, events: list[Any], shapes: dict[tuple[str, str], TableShape]
) -> Iterator[Any]:
    """The events of dbt, each table with its number of rows and its columns."""
    for event in events:
        if isinstance(event, dg.Output):
            schema, table = context.asset_key_for_output(event.output_name).path[-2:]
            event = event.with_metadata({**event.metadata, **shape_metadata(shapes.get((schema, table)))})
        yield event


def failed_nodes(run_results: dict[str, Any]) -> str:
    """The names and messages of what failed, from dbt's run_results.json."""
    failed = [result for result in run_results["results"] if result["status"] in ("error", "fail")]
    return "; ".join(f"{result['unique_id'].split('.')[2]}: {result['message']}" for result in failed)
