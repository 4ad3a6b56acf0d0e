"""What publishers say, read for the published page: the newest report's value of each half-year, unit and measure.

The sums are the release's own (fct_published_totals): nothing is added up here. A value that is no number keeps the
reason why.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import TypeAlias

from dashboards.data import Release, Row
from dashboards.ledger_words import status_label
from dashboards.periods import half_year
from dashboards.words import Words

FIGURES = "fct_published_figures"
FILES = "fct_published_files"
TOTALS = "fct_published_totals"
COUNTRY = "PK"
UNIT_ORDER = ("request", "item", "account", "url", "item+account", "disruption")
# What a report is about: the first of these that it gives in a unit heads a figure of that unit.
MAIN_MEASURES = ("received", "restricted")

# The newest report that carries a half-year speaks for it. Blank cells get the reasons that their parts give.
_NEWEST = f"""
    WITH placed AS (
        SELECT *, row_number() OVER (
            PARTITION BY publisher, report, country_code, period_start, period_end, unit, measure
            ORDER BY vintage DESC, basis
        ) AS place
        FROM {TOTALS} WHERE requestor = 'all' AND country_code IS NOT NULL
    ), blank AS (
        SELECT publisher, report, vintage, country_code, period_start, period_end, unit, measure,
               list(DISTINCT value_status ORDER BY value_status) AS statuses
        FROM {FIGURES} WHERE value_low IS NULL GROUP BY ALL
    )
    SELECT country_code, publisher, report, period_start, period_end, unit, measure, value_low, value_high, is_complete,
           vintage, basis, statuses
    FROM placed LEFT JOIN blank
        USING (publisher, report, vintage, country_code, period_start, period_end, unit, measure)
    WHERE place = 1
    ORDER BY country_code, publisher, report, period_start, period_end, unit, measure
"""


# A unit and a measure.
Key: TypeAlias = tuple[str, str]


@dataclass(frozen=True)
class Value:
    """One count: exact when low is high, a range otherwise, at least low without a high.

    Without a number `statuses` say why there is none.
    """

    low: float | None
    high: float | None
    is_complete: bool
    vintage: date
    basis: str
    statuses: tuple[str, ...] = ()

    def text(self, words: Words) -> str:
        """432; 0–9 for a range; ≥ 432 when parts have no number; the reason where there is no number."""
        if self.low is None:
            return words.enumeration([status_label(one, words) for one in self.statuses or ("not_reported",)])
        return count_range(self.low, self.high, self.is_complete, words)


def count_range(low: float, high: float | None, is_complete: bool, words: Words) -> str:
    """432; 0–9; ≥ 432 where the count has no upper end or is not complete."""
    shown = words.number(low) if high is None or low == high else words.ltr(f"{words.number(low)}–{words.number(high)}")
    return shown if is_complete and high is not None else words.ltr(f"≥ {shown}")


@dataclass(frozen=True)
class Report:
    """One report on one country: its values by (unit, measure), then by half-year, oldest first."""

    publisher: str
    report: str
    series: Mapping[Key, Mapping[str, Value]]

    def main_series(self) -> tuple[Key, ...]:
        """The (unit, measure) that head a figure each: what was received, or else what was restricted."""
        for measure in MAIN_MEASURES:
            found = [unit for unit in UNIT_ORDER if self._has_number((unit, measure))]
            if found:
                return tuple((unit, measure) for unit in found)
        return ()

    def newest(self) -> str | None:
        """The last half-year that the report gives a main number for."""
        main = (self.series[key] for key in self.main_series())
        return max((period for values in main for period, one in values.items() if one.low is not None), default=None)

    def periods_of(self, vintages: Collection[date]) -> list[str]:
        """The half-years that a report of one of these days gives the newest value of."""
        given = (item for values in self.series.values() for item in values.items())
        return sorted({period for period, value in given if value.vintage in vintages})

    def _has_number(self, key: Key) -> bool:
        return any(value.low is not None for value in self.series.get(key, {}).values())


def read_countries(release: Release) -> dict[str, tuple[Report, ...]]:
    """The reports on each country that any publisher names, by country code; nothing without the totals."""
    if not release.has_rows(TOTALS):
        return {}
    by_country = groupby(release.rows(_NEWEST), lambda row: row["country_code"])
    return {code: tuple(_reports(list(rows))) for code, rows in by_country}


def _reports(rows: Sequence[Row]) -> list[Report]:
    found = []
    for (publisher, report), some in groupby(rows, lambda row: (row["publisher"], row["report"])):
        series: dict[Key, dict[str, Value]] = {}
        for row in some:
            period = half_year(row["period_start"], row["period_end"])
            series.setdefault((row["unit"], row["measure"]), {})[period] = _value(row)
        found.append(Report(publisher, report, series))
    return found


def _value(row: Row) -> Value:
    statuses = tuple(row["statuses"] or ()) if row["value_low"] is None else ()
    return Value(row["value_low"], row["value_high"], bool(row["is_complete"]), row["vintage"], row["basis"], statuses)


def read_retyped(release: Release) -> dict[str, tuple[date, ...]]:
    """The days of each report's files that are on record as retyped; none in a release without sources of files."""
    if not release.has_rows(FILES) or "source" not in {field.name for field in release.facts.table(FILES).fields}:
        return {}
    rows = release.rows(
        f"SELECT DISTINCT report, vintage FROM {FILES} WHERE source ILIKE '%retyped%' ORDER BY report, vintage"
    )
    return {report: tuple(row["vintage"] for row in some) for report, some in groupby(rows, lambda row: row["report"])}


def read_country_names(release: Release) -> dict[str, str]:
    """The names that the release gives countries, by code; none in a release without dim_country."""
    if not release.has_rows("dim_country"):
        return {}
    rows = release.rows("SELECT country_code, country_name FROM dim_country ORDER BY country_code")
    return {row["country_code"]: row["country_name"] for row in rows}
