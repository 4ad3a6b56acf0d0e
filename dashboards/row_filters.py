"""Filters that hide rows: for pages whose tables are of no cube, such as claims, restatements and checks.

Belongs here: which choices a page offers, and what its rows answer to. Does not: hiding (static/rows.js), the filters
of the request log (filters). The address holds a choice as there: #platform=x&verdict=contradicted.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from dashboards.blocks import DataTable, Figure
from dashboards.filters_bar import Choice
from dashboards.words import Words

# What a row answers to, by dimension; several values stand with a space between them.
Keys: TypeAlias = Mapping[str, str]
EVERY = "every"  # the value for "all platforms together": `all` would read as no choice


@dataclass(frozen=True)
class RowSelector:
    """One drop-down list."""

    dimension: str
    label: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class RowFilters:
    """The bar of a page, and the sentences that its script says, with places in braces."""

    selectors: tuple[RowSelector, ...]
    texts: Mapping[str, str]


def row_filters(selectors: Sequence[RowSelector], words: Words) -> RowFilters | None:
    """The bar of those selectors that leave a choice; None where none does."""
    useful = tuple(selector for selector in selectors if len(selector.choices) > 1)
    return RowFilters(useful, _texts(words)) if useful else None


def selector(dimension: str, label: str, named: Mapping[str, str]) -> RowSelector:
    """A list of `named`, value to label, in its order."""
    return RowSelector(dimension, label, tuple(Choice(value, text) for value, text in named.items()))


def with_keys(table: DataTable, keys: Sequence[Keys]) -> DataTable:
    """The table, each of its rows answering to its keys."""
    return replace(table, row_keys=tuple(keys))


def figure_with_keys(figure: Figure, keys: Sequence[Keys], pixels: int) -> Figure:
    """The figure, whose row i (place i of its y axis, `pixels` high) answers to keys[i]."""
    spec: dict[str, Any] = dict(figure.spec)
    spec["layout"] = {**spec["layout"], "meta": {"rows": [dict(one) for one in keys], "pixels": pixels}}
    return replace(figure, spec=spec)


def _texts(words: Words) -> dict[str, str]:
    return {
        "everything": words.say("Showing: all rows"),
        "showing": words.say("Showing: {choices}. Rows: {count} of {all}.", choices="{choices}", count="{count}",
                             all="{all}"),
        "choice": words.say("{dimension}: {value}", dimension="{dimension}", value="{value}"),
        "unknown": words.say("Not on this page, so left out: {values}.", values="{values}"),
        "none": words.say("No rows."),
    }  # fmt: skip
