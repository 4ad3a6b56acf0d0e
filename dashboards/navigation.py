"""The groups of the navigation bar: which pages stand together, and under what name.

Fourteen names do not fit one bar of a phone: the first row names the groups, the second the pages of the group that
one is in.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboards.blocks import Page
from dashboards.words import Words

REQUEST_LOG = ("index", "compliance", "backlog", "reach", "group_activity", "rights")
LEDGER = ("published", "restatements", "ledgers", "claims", "coverage")
ABOUT = ("quality", "definitions", "console")
# Made only where DuckDB-Wasm is at hand.
OPTIONAL = {"console"}


@dataclass(frozen=True)
class Group:
    """Pages that stand together; a click on the label opens the first."""

    label: str
    pages: tuple[Page, ...]

    def holds(self, slug: str) -> bool:
        """Is the page called `slug` one of the group?"""
        return slug in {page.slug for page in self.pages}


def navigation(pages: Sequence[Page], words: Words) -> tuple[Group, ...]:
    """The pages in their groups. Raises KeyError for a page that no group names, or a name without a page."""
    by_slug = {page.slug: page for page in pages}
    named = (
        (words.say("Request log"), REQUEST_LOG),
        (words.say("The ledger"), LEDGER),
        (words.say("About the data"), ABOUT),
    )
    strangers = by_slug.keys() - {slug for _, slugs in named for slug in slugs}
    if strangers:
        raise KeyError(
            f"navigation names no group for {', '.join(sorted(strangers))}: add it to dashboards/navigation.py"
        )
    absent = OPTIONAL - by_slug.keys()
    return tuple(Group(label, tuple(by_slug[slug] for slug in slugs if slug not in absent)) for label, slugs in named)
