"""Published: the release, written whole once the gate has let it pass."""

from collections.abc import Sequence
from datetime import timedelta

import dagster as dg

from orchestration.assets.names import OWNERS, RELEASE_KEY, mart_key
from orchestration.catalog import ReleaseTable
from orchestration.publishing import write_release
from orchestration.release import list_releases
from orchestration.settings import read_settings


def published(tables: Sequence[ReleaseTable]) -> dg.AssetsDefinition:
    """The release asset over `tables`."""

    @dg.asset(
        key=RELEASE_KEY,
        deps=[mart_key(table.name) for table in tables],
        group_name="published",
        owners=list(OWNERS),
        kinds={"parquet", "csv", "duckdb"},
        freshness_policy=dg.FreshnessPolicy.time_window(fail_window=timedelta(hours=36)),
        pool="warehouse",
    )
    def release() -> dg.MaterializeResult[None]:
        """The current release: public and research tiers, data packages, checksums."""
        settings = read_settings()
        outcome = write_release(settings)
        return dg.MaterializeResult(
            metadata={
                "release_id": outcome.folder.name,
                "is_new": outcome.is_new,
                "path": dg.MetadataValue.path(str(outcome.folder)),
                "releases_count": len(list_releases(settings)),
            }
        )

    return release
