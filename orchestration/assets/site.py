"""Site: the pages, generated from the current release's public tier alone."""

import dagster as dg

from orchestration.assets.names import OWNERS, RELEASE_KEY, SITE_KEY
from orchestration.settings import read_settings
from orchestration.site_folder import generate_site


@dg.asset(key=SITE_KEY, deps=[RELEASE_KEY], group_name="site", owners=list(OWNERS), kinds={"html", "plotly"})
def site() -> dg.MaterializeResult[None]:
    """The site for policy staff; opens from disk with no server."""
    settings = read_settings()
    pages = generate_site(settings)
    return dg.MaterializeResult(
        metadata={"files_count": len(pages), "index": dg.MetadataValue.path(str(settings.site / "index.html"))}
    )
