"""Raw: files of the landing folder into schema `raw`, the keyed account ids, and the clock of the build."""

from collections.abc import Iterator

import dagster as dg

from orchestration.accounts import write_account_keys
from orchestration.assets.names import LEDGER_TABLES, OWNERS, RAW_SOURCES, raw_key, shape_metadata
from orchestration.clock import LOGS, set_clock
from orchestration.landing import land
from orchestration.settings import read_settings
from orchestration.warehouse import connect, describe_tables


class LandingConfig(dg.Config):
    """With `keep_going`, a refused file is recorded and passed over; without it, it stops the run."""

    keep_going: bool = False


class ClockConfig(dg.Config):
    """`as_of` is a date (its last instant in UTC) or an ISO-8601 time with offset; empty for all that is recorded."""

    as_of: str = ""


def _spec(table: str, description: str) -> dg.AssetSpec:
    return dg.AssetSpec(
        raw_key(table), description=description, group_name="raw", owners=OWNERS, kinds={"duckdb"}, skippable=True
    )


LANDED_SPECS = [
    *(
        _spec(table, f"Rows of landing/{source}/ as they arrived, append-only.")
        for table, source in RAW_SOURCES.items()
    ),
    *(_spec(table, description) for table, description in LEDGER_TABLES.items()),
]


@dg.multi_asset(specs=LANDED_SPECS, name="landing", can_subset=True, pool="warehouse")
def landing(context: dg.AssetExecutionContext, config: LandingConfig) -> Iterator[dg.MaterializeResult[None]]:
    """Load every new file of the landing folder."""
    settings = read_settings()
    chosen = [key.path[-1] for key in sorted(context.selected_asset_keys)]
    sources = [RAW_SOURCES[table] for table in chosen if table in RAW_SOURCES]
    report = land(settings, keep_going=config.keep_going, sources=sources if context.is_subset else None)
    for refusal in report.refused:
        context.log.warning(f"refused {refusal.uri}: {refusal.reason}")
    context.log.info(f"{report.loaded_count} rows loaded, {report.rejected_count} rejected")
    shapes = describe_tables(settings.warehouse)
    for table in chosen:
        yield dg.MaterializeResult(asset_key=raw_key(table), metadata=shape_metadata(shapes["raw", table]))


@dg.asset(
    key=raw_key("account_keys"),
    deps=[raw_key("requests"), raw_key("account_checks"), raw_key("mirror_reviews")],
    group_name="raw",
    owners=list(OWNERS),
    kinds={"duckdb", "python"},
    pool="warehouse",
)
def account_keys() -> dg.MaterializeResult[None]:
    """Keyed pseudonyms of every account as written, so that no table after this one needs a handle."""
    settings = read_settings()
    with connect(settings.warehouse) as connection:
        write_account_keys(connection, settings)
    return dg.MaterializeResult(metadata=shape_metadata(describe_tables(settings.warehouse)["raw", "account_keys"]))


@dg.asset(
    key=raw_key("clock"),
    deps=[raw_key(log) for log in LOGS],
    group_name="raw",
    owners=list(OWNERS),
    kinds={"duckdb"},
    pool="warehouse",
)
def clock(config: ClockConfig) -> dg.MaterializeResult[None]:
    """The instant that the build is as of, and the time it ran."""
    settings = read_settings()
    with connect(settings.warehouse) as connection:
        as_of = set_clock(connection, now=settings.now, as_of=config.as_of or None)
    shape = describe_tables(settings.warehouse)["raw", "clock"]
    return dg.MaterializeResult(metadata={**shape_metadata(shape), "as_of": as_of.isoformat()})
