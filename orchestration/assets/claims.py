"""Claims: what official claims together allow, into schema `raw`; solved anew from the seeds in every run."""

import dagster as dg

from orchestration.assets.names import OWNERS, raw_key, shape_metadata
from orchestration.feasibility import write_claim_feasibility
from orchestration.settings import read_settings
from orchestration.warehouse import connect, describe_tables


@dg.asset(
    key=raw_key("claim_feasibility"),
    group_name="raw",
    owners=list(OWNERS),
    kinds={"duckdb", "python"},
    pool="warehouse",
)
def claim_feasibility() -> dg.MaterializeResult[None]:
    """The range of every platform's counts that official claims allow, per date and scenario."""
    settings = read_settings()
    with connect(settings.warehouse) as connection:
        write_claim_feasibility(connection, settings)
    return dg.MaterializeResult(
        metadata=shape_metadata(describe_tables(settings.warehouse)["raw", "claim_feasibility"])
    )
