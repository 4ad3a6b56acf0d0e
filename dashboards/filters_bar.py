"""The bar of filters above a page: which selectors it has, and what may be chosen in each.

Belongs here: the values that occur in the cubes, and their names. Does not: what a choice does (static/filters*.js).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dashboards.data import Release
from dashboards.filters import ALL, Dimension
from dashboards.words import Words

# The table that says which values occur, its column per dimension, and where their names are.
CUBE = "fct_compliance_cube"
COLUMNS: Mapping[Dimension, str] = {
    "platform": "platform_id",
    "agency": "agency_id",
    "group": "group_id",
    "action": "requested_action",
    "basis": "legal_basis",
    "period": "period_id",
}
NAMED_TABLES = ("fct_group_activity_weekly",)  # groups may be named by week that may not be named by request
NAMED: Mapping[str, tuple[str, str]] = {
    "platform": ("dim_platform", "platform"),
    "agency": ("dim_agency", "agency"),
    "group": ("dim_group", "group"),
    "basis": ("dim_legal_basis", "legal_basis"),
}


@dataclass(frozen=True)
class Choice:
    """One value of a dimension as the address has it, and as the reader reads it."""

    value: str
    label: str


@dataclass(frozen=True)
class Selector:
    """One drop-down list. Choices come in sections (quarters, months); one without a heading for most."""

    dimension: Dimension
    label: str
    everything: str
    sections: tuple[tuple[str, tuple[Choice, ...]], ...]


@dataclass(frozen=True)
class FilterBar:
    """The selectors of a page, the names of all values of every dimension, for rows and columns of figures, and the
    sentences of the script."""

    selectors: tuple[Selector, ...]
    names: Mapping[str, Mapping[str, str]]
    labels: Mapping[Dimension, str]
    templates: Mapping[str, str]
    showing: str

    @property
    def dimensions(self) -> tuple[Dimension, ...]:
        return tuple(selector.dimension for selector in self.selectors)


def filter_bar(
    release: Release, words: Words, dimensions: Sequence[Dimension], tables: Sequence[str] = (CUBE,)
) -> FilterBar | None:
    """The bar with a selector per dimension of which a value occurs in `tables`; None for a release without cubes."""
    if not release.has_rows(CUBE):
        return None
    named = [table for table in (CUBE, *NAMED_TABLES) if release.has_rows(table)]
    names: dict[str, dict[str, str]] = {name: _names(release, name, named, words) for name in COLUMNS}
    offered = {dimension: _values(release, dimension, tables) for dimension in dimensions}
    selectors = tuple(
        Selector(dimension, dimension_labels(words)[dimension], words.say("All"), _sections(dimension, choices, words))
        for dimension in dimensions
        if (choices := tuple(Choice(*item) for item in names[dimension].items() if item[0] in offered[dimension]))
    )
    return FilterBar(selectors, names, dimension_labels(words), templates(words), showing_everything(release, words))


def showing_everything(release: Release, words: Words) -> str:
    """What the bar says while no filter is on, with the number of requests."""
    columns = [COLUMNS[dimension] for dimension in COLUMNS]
    (whole,) = release.rows(
        f"SELECT coalesce(sum(reported_count), 0) AS n FROM {CUBE} WHERE "
        + " AND ".join(f"{column} = '{ALL}'" for column in columns)
    )
    count = words.plural("{n} request", "{n} requests", whole["n"], n=words.number(whole["n"]))
    return words.say("{sentence} – {count}", sentence=words.say("Showing: all requests"), count=count)


def dimension_labels(words: Words) -> dict[Dimension, str]:
    """What each selector is called."""
    return {
        "platform": words.say("Platform"),
        "agency": words.say("Agency"),
        "group": words.say("Group"),
        "action": words.say("Action asked for"),
        "basis": words.say("Legal basis"),
        "period": words.say("Period"),
    }


def templates(words: Words) -> dict[str, str]:
    """The sentences that the script says by itself."""
    return {
        "everything": words.say("Showing: all requests"),
        "showing": words.say("Showing: {choices}", choices="{choices}"),
        "with_count": words.say("{sentence} – {count}", sentence="{sentence}", count="{count}"),
        "one_request": words.plural("{n} request", "{n} requests", 1, n="{n}"),
        "many_requests": words.plural("{n} request", "{n} requests", 2, n="{n}"),
        "choice": words.say("{dimension}: {value}", dimension="{dimension}", value="{value}"),
        "unknown": words.say("Not on this page, so left out: {values}.", values="{values}"),
        "missing": words.say("The numbers for this selection could not be read."),
        "elsewhere": words.say("Kept for other pages: {choices}.", choices="{choices}"),
        "none": words.say("No requests in this selection."),
        "no_rows": words.say("No rows."),
        "withheld": words.say("withheld"),
        "unaffected": words.say("Not affected by the filters: {dimensions}.", dimensions="{dimensions}"),
        "unaffected_all": words.say("Not affected by the filters."),
        "most": words.say("Drawn: {count} of {all}. The table has all.", count="{count}", all="{all}"),
        "summary": words.say(
            "{title}. {sentence}. The table below holds every number.", title="{title}", sentence="{sentence}"
        ),
    }


def _values(release: Release, dimension: Dimension, tables: Sequence[str]) -> list[str]:
    """The values of a dimension that occur in those of the tables that have it, sorted; periods latest first."""
    column = COLUMNS[dimension]
    holding = [table for table in tables if any(field.name == column for field in release.facts.table(table).fields)]
    if not holding:
        return []
    parts = " UNION ".join(f"SELECT {column} AS value FROM {table} WHERE {column} <> '{ALL}'" for table in holding)
    values = [row["value"] for row in release.rows(f"SELECT DISTINCT value FROM ({parts}) ORDER BY value")]
    return values[::-1] if dimension == "period" else values


def _names(release: Release, dimension: Dimension, tables: Sequence[str], words: Words) -> dict[str, str]:
    """The name of each value of `dimension` that occurs, in the order in which a list shows them."""
    values = _values(release, dimension, tables)
    if dimension == "period":
        return {value: period_name(value, words) for value in values}
    known = _known_names(release, dimension)
    named = term_names(dimension, words)
    names = {value: named.get(value) or words.term(known.get(value, value)) for value in values}
    return dict(sorted(names.items(), key=lambda item: (item[0] in ("withheld", "none"), item[1])))


def _known_names(release: Release, dimension: Dimension) -> dict[str, str]:
    table, stem = NAMED.get(dimension, ("", ""))
    if table not in release.facts.tables:
        return {}
    rows = release.rows(f"SELECT {stem}_id AS id, {stem}_name AS name FROM {table}")
    return {row["id"]: row["name"] for row in rows}


def term_names(dimension: Dimension, words: Words) -> dict[str, str]:
    """Names of values that no table of the release names well."""
    if dimension == "action":
        return {"suspend": words.say("suspend the account"), "restrict": words.say("restrict in the country")}
    if dimension == "group":
        return {"withheld": words.say("groups withheld together (small cells)")}
    return {"none": words.say("no legal basis given")} if dimension == "basis" else {}


def period_name(period: str, words: Words) -> str:
    """2025-Q3 as it is, 2025-07 as Jul 2025."""
    if "Q" in period:
        return period
    year, month = period.split("-")
    return words.say("{month} {year}", month=words.month(date(int(year), int(month), 1)), year=year)


def _sections(
    dimension: Dimension, choices: tuple[Choice, ...], words: Words
) -> tuple[tuple[str, tuple[Choice, ...]], ...]:
    if dimension != "period":
        return (("", choices),)
    quarters = tuple(choice for choice in choices if "Q" in choice.value)
    months = tuple(choice for choice in choices if "Q" not in choice.value)
    return ((words.say("Quarters"), quarters), (words.say("Months"), months))
