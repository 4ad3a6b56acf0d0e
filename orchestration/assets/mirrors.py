"""Mirrors: evidence on pairs of accounts by record linkage, and the weights of the model, into schema `raw`."""

from collections.abc import Iterator

import dagster as dg

from orchestration.assets.names import OWNERS, raw_key, shape_metadata
from orchestration.mirrors.model import write_mirrors
from orchestration.settings import read_settings
from orchestration.warehouse import connect, describe_tables

TABLES = {
    "mirror_evidence": "One row per pair of accounts that look alike: what agrees, and its weight.",
    "mirror_weights": "One row per comparison and level of the saved model: its weight.",
}


@dg.multi_asset(
    specs=[
        dg.AssetSpec(
            raw_key(table),
            deps=[raw_key("requests"), raw_key("account_keys"), raw_key("clock")],
            description=description,
            group_name="raw",
            owners=OWNERS,
            kinds={"duckdb", "python"},
            skippable=True,
        )
        for table, description in TABLES.items()
    ],
    name="mirrors",
    can_subset=True,
    pool="warehouse",
)
def mirrors(context: dg.AssetExecutionContext) -> Iterator[dg.MaterializeResult[None]]:
    """Find candidate mirrors among all accounts named by the instant of the build; both tables are made together."""
    settings = read_settings()
    with connect(settings.warehouse) as connection:
        facts = write_mirrors(connection)
    shapes = describe_tables(settings.warehouse)
    for key in sorted(context.selected_asset_keys):
        table = key.path[-1]
        metadata = shape_metadata(shapes["raw", table]) | (facts if table == "mirror_evidence" else {})
        yield dg.MaterializeResult(asset_key=key, metadata=metadata)
