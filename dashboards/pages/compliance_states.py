"""Rows of the cube of requests as several pages show them: all requests, and one row per platform, agency and so on.

Belongs here: which rows, their names and their order. Does not: what is drawn of them (pages), filters (filters*.py).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dashboards.data import Release, Row
from dashboards.filters import ALL, Dimension, Rows
from dashboards.filters_bar import COLUMNS, FilterBar
from dashboards.rates import Rate, read_rate
from dashboards.words import Words

CUBE = "fct_compliance_cube"
POOLED = "withheld"  # the group that stands for all that are too small to be named


@dataclass(frozen=True)
class Breakdown:
    """All requests by one dimension: a row with a `name` per value, and the row of all, named too."""

    release: Release
    dimension: Dimension
    heading: str
    rows: Sequence[Row]
    total: Row

    @property
    def total_name(self) -> str:
        return str(self.total["name"])

    def rates(self, family: str) -> list[Rate]:
        """One rate of every row, in their order."""
        return [read_rate(self.release, row, family, CUBE) for row in self.rows]

    def overall(self, family: str) -> Rate:
        """The same rate of all requests."""
        return read_rate(self.release, self.total, family, CUBE)


@dataclass(frozen=True)
class States:
    """The unfiltered state of the cube, of which every page draws its figures."""

    release: Release
    names: Mapping[str, Mapping[str, str]]
    total: Row
    words: Words

    def by(self, dimension: Dimension, family: str) -> Breakdown:
        """The rows of `dimension`, the highest rate of `family` first; without one, and pooled ones, come last."""
        column, names = COLUMNS[dimension], self.names[dimension]
        rows = self.release.rows(f"SELECT * FROM {CUBE} WHERE {column} <> '{ALL}' AND {_all_but(column)}")
        named = [{**row, "name": names.get(row[column], row[column])} for row in rows]
        heading, everything = dimension_names(self.words)[dimension]
        in_order = _in_order(self.release, named, column, family)
        return Breakdown(self.release, dimension, heading, in_order, {**self.total, "name": everything})


def read_states(release: Release, bar: FilterBar | None, words: Words) -> States | None:
    """None where the release counts no request, or was made before there was a cube."""
    rows = release.rows(f"SELECT * FROM {CUBE} WHERE {_all_but()}") if bar else []
    return States(release, bar.names, rows[0], words) if bar and rows else None


def bound_rows(dimension: Dimension, family: str) -> Rows:
    """The same rows in the same order, for the filters."""
    return Rows("compliance", dimension, order=(f"-{family}_rate",))


def dimension_names(words: Words) -> Mapping[Dimension, tuple[str, str]]:
    """The heading over the values of each dimension, and what all of them together are called."""
    return {
        "platform": (words.say("Platform"), words.say("All platforms")),
        "agency": (words.say("Agency"), words.say("All agencies")),
        "group": (words.say("Group"), words.say("All groups")),
        "action": (words.say("Action asked for"), words.say("All actions")),
        "basis": (words.say("Legal basis"), words.say("All requests")),
    }


def _all_but(column: str = "") -> str:
    return " AND ".join(f"{other} = '{ALL}'" for other in COLUMNS.values() if other != column)


def _in_order(release: Release, rows: Sequence[Row], column: str, family: str) -> list[Row]:
    def place(row: Row) -> tuple[bool, bool, float, str]:
        rate = read_rate(release, row, family, CUBE)
        return (row[column] == POOLED, rate.is_blank, -(rate.rate or 0.0), row["name"])

    return sorted(rows, key=place)
