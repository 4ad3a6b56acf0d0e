"""Meta's reports of content restricted under local law, one file per half-year since 2013-H2.

Belongs here: the three layouts and what each column counts.
Does not: reading the files (meta_files.py), or naming products and countries (dbt seeds).

Of each kind of object a row gives what was restricted in that country, and in some layouts two columns on content that
a court of one country had restricted everywhere: "applied to others", in the row of that country, and "externally
imposed", the same objects once more in the row of every other country. `total` is the sum of all columns, so that it
counts those objects in every row too; it must not be added over countries.
"""

from datetime import date
from pathlib import Path

from orchestration.connectors.base import ReportRows
from orchestration.connectors.published_reports.layouts import Cell, Dimension, Layout
from orchestration.connectors.published_reports.meta_files import Publication, read_publication
from orchestration.connectors.published_reports.sheets import Origin

_PLACE: tuple[tuple[str, Dimension], ...] = (("ISO Code", "country_code"), ("Country", "country_label"))
_IMPOSED = "Global GB externally imposed"
_APPLIED = "Global GB applied to others"


def _own(product: str) -> tuple[Cell, ...]:
    return (Cell(product, "item", "restricted", product=product),)


def _own_and_global(product: str) -> tuple[Cell, ...]:
    return (
        *_own(product),
        Cell(f"{product}: {_IMPOSED}", "item", "restricted_by_others", product=product, is_repeated=True),
        Cell(f"{product}: {_APPLIED}", "item", "restricted_for_others", product=product),
    )


def _with_total(cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
    return (*cells, Cell("total", "item", "restricted", is_total=True, is_repeated=True))


LAYOUTS = (
    # No split beside it: the count is the figure itself, not a total.
    Layout("count by country", (("Country", "country_label"),), (Cell("count", "item", "restricted"),)),
    Layout(
        name="by kind of object, global profiles, pages and accounts",
        dimensions=_PLACE,
        cells=_with_total(
            (
                *_own_and_global("Facebook Profile"),
                *_own_and_global("Facebook Page+Group"),
                *_own("Facebook Album"),
                *_own("Facebook Post"),
                *_own("Facebook Event"),
                *_own("Facebook Comment"),
                *_own("Instagram Media"),
                *_own_and_global("Instagram Account"),
            )
        ),
    ),
    Layout(
        name="by kind of object, global media and accounts",
        dimensions=_PLACE,
        cells=_with_total(
            (
                *_own("Facebook Profile"),
                *_own("Facebook Page+Group"),
                *_own("Facebook Album"),
                *_own("Facebook Post"),
                *_own("Facebook Event"),
                *_own("Facebook Comment"),
                *_own_and_global("Instagram Media"),
                *_own_and_global("Instagram Account"),
            )
        ),
    ),
)
PUBLICATION = Publication(
    origin=Origin("meta", "meta_content_restrictions"),
    stem="Content_Restrictions_",
    home="meta_restrictions.py",
    layouts=LAYOUTS,
    unended=frozenset({"by kind of object, global media and accounts"}),
)


def read_report(path: Path, observed_on: date) -> ReportRows:
    """One row per figure of content restricted, in the CSV file or zip archive at `path`; blank is value_text NULL."""
    return read_publication(PUBLICATION, path, observed_on)
