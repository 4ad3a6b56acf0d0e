"""Withheld before: the cells that the release to compare with withheld, into schema `raw`."""

import dagster as dg

from orchestration.assets.names import OWNERS, raw_key, shape_metadata
from orchestration.settings import read_settings
from orchestration.warehouse import connect, describe_tables
from orchestration.withheld_before import write_withheld_before


@dg.asset(
    key=raw_key("withheld_before"),
    deps=[raw_key("clock")],
    group_name="raw",
    owners=list(OWNERS),
    kinds={"duckdb", "python"},
    pool="warehouse",
)
def withheld_before() -> dg.MaterializeResult[None]:
    """What the release before withheld stays withheld; nothing where there is none."""
    settings = read_settings()
    with connect(settings.warehouse) as connection:
        write_withheld_before(connection, settings)
    return dg.MaterializeResult(metadata=shape_metadata(describe_tables(settings.warehouse)["raw", "withheld_before"]))
