"""The code location: puts assets, checks, job, schedule and sensor together, and nothing else."""

import sys
from pathlib import Path

import dagster as dg

from orchestration.assets.claims import claim_feasibility
from orchestration.assets.gate import blocks, gate
from orchestration.assets.mirrors import mirrors
from orchestration.assets.models import dbt_project, dbt_resource, models
from orchestration.assets.published import published
from orchestration.assets.raw import account_keys, clock, landing
from orchestration.assets.site import site
from orchestration.assets.withheld import withheld_before
from orchestration.automation import (
    StepReport,
    daily_schedule,
    explain_failure,
    landing_sensor,
    progress_logger,
    run_job,
    takedown_job,
)
from orchestration.catalog import read_catalog


@dg.definitions
def defs() -> dg.Definitions:
    """Everything of the takedown warehouse. Raises ManifestMissingError when dbt has not been parsed yet."""
    project = dbt_project()
    tables = read_catalog(Path(project.manifest_path))
    return dg.Definitions(
        assets=[
            *(landing, account_keys, clock, claim_feasibility, mirrors, withheld_before, models(project)),
            *(published(tables), site),
        ],
        asset_checks=[gate(tables)],
        jobs=[takedown_job],
        schedules=[daily_schedule],
        sensors=[landing_sensor],
        resources={"dbt": dbt_resource(Path(sys.executable).parent / "dbt")},
        loggers={"console": dg.colored_console_logger, "progress": progress_logger},
        executor=dg.in_process_executor,
    )


def run_takedown(*, as_of: str | None, keep_going: bool, report: StepReport) -> str:
    """Run the whole line in this process. Returns `published`, `blocked` by the gate, or why it failed."""
    options = {
        "landing": {"config": {"keep_going": keep_going}},
        "raw__clock": {"config": {"as_of": as_of or ""}},
    }
    result = run_job(defs(), options, report)
    if result.success:
        return "published"
    is_blocked = any(blocks(found) for found in result.get_asset_check_evaluations())
    return "blocked" if is_blocked else explain_failure(result)
