"""The pages of the site, in the order in which they are built.

Belongs here: one import and one entry for each page. Does not: their groups and order for a reader (navigation).
A page is a module with `build(release, words) -> Page`. The published pages (one for each country) and the console (not
always there) are added by language_site.
"""

from types import ModuleType

from dashboards.pages import (
    backlog,
    brief,
    claims,
    compliance,
    coverage,
    definitions,
    group_activity,
    ledgers,
    quality,
    reach,
    restatements,
    rights,
)

PAGES: tuple[ModuleType, ...] = (
    *(brief, compliance, backlog, reach, group_activity, rights),
    *(restatements, ledgers, claims, coverage),
    *(quality, definitions),
)
