"""What Google published, read for the published page: sums of parts, its own totals, and what it changed later.

Rows that are not totals do not overlap, so their sum counts nothing twice. Where a part was left blank, or where no
parts were published, the publisher's own total stands instead.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dashboards.blocks import iso
from dashboards.data import Release, Row
from dashboards.words import NULL, Words

PUBLISHED = "fct_published_figures"
COUNTRY = "PK"
PUBLISHER = "google"
REGULATOR = "Information and Communications Authority"
UNITS = ("request", "item")

_TOTAL = "requestor = 'all' AND product = 'all' AND reason = 'all'"
# Sums per vintage; `total` is the publisher's own, which is of everyone and so of no single requestor.
_SUMS = f"""
    SELECT vintage, period_start, period_end, sum(value_low) FILTER (NOT is_total) AS low,
           sum(value_high) FILTER (NOT is_total) AS high, count(*) FILTER (NOT is_total) AS part_count,
           count(*) FILTER (NOT is_total AND value_low IS NULL) AS blank_count,
           max(value_low) FILTER ({_TOTAL}) AS total_low, max(value_high) FILTER ({_TOTAL}) AS total_high
    FROM {PUBLISHED}
    WHERE publisher = $1 AND country_code = $2 AND measure = 'received' AND unit = $3
          AND ($4 IS NULL OR requestor = $4)
    GROUP BY ALL ORDER BY period_start, period_end, vintage
"""


@dataclass(frozen=True)
class Value:
    """One figure: exact when low is high, a range otherwise; `blank_count` of its parts were left blank."""

    low: float | None
    high: float | None
    blank_count: int

    def text(self, words: Words) -> str:
        """432; 0–9 for a range; ≥ 432 when parts were left blank; a dash when nothing was given."""
        if self.low is None:
            return NULL
        shown = (
            words.number(self.low) if self.low == self.high else f"{words.number(self.low)}–{words.number(self.high)}"
        )
        return f"≥ {shown}" if self.blank_count else shown


@dataclass(frozen=True)
class Report:
    """What one requestor (None: everyone) asked for in one unit, by half-year and vintage."""

    requestor: str | None
    unit: str
    periods: tuple[str, ...]
    vintages: tuple[date, ...]
    values: dict[tuple[str, date], Value]

    def versions(self, period: str) -> list[tuple[date, Value]]:
        """What each report that carries the half-year says, oldest first."""
        return [(day, self.values[period, day]) for day in self.vintages if (period, day) in self.values]

    def is_restated(self, period: str) -> bool:
        """Do two reports differ on the half-year?"""
        return len({value for _, value in self.versions(period)}) > 1

    def newest(self, period: str) -> Value:
        """What the newest report that carries the half-year says."""
        versions = self.versions(period)
        return versions[-1][1] if versions else Value(None, None, 0)

    def is_changed(self, period: str, day: date) -> bool:
        """Does the report of `day` differ on the half-year from the report before it?"""
        return is_changed(dict(self.versions(period)), day)

    def differing(self, period: str) -> list[tuple[date, Value]]:
        """The earlier versions that differ from the newest."""
        return [(day, value) for day, value in self.versions(period) if value != self.newest(period)]


def is_changed(versions: Mapping[date, Value], day: date) -> bool:
    """Does the version of `day` differ from the one before it? The oldest differs from nothing."""
    before = [one for one in versions if one < day]
    return bool(before) and versions[max(before)] != versions[day]


def read_reports(release: Release) -> list[Report]:
    """The regulator's and everyone's requests and items, by half-year and vintage; those without rows are left out."""
    reports = [_read_report(release, requestor, unit) for requestor in (REGULATOR, None) for unit in UNITS]
    return [report for report in reports if report.values]


def _read_report(release: Release, requestor: str | None, unit: str) -> Report:
    rows = release.rows(_SUMS, [PUBLISHER, COUNTRY, unit, requestor])
    return Report(
        requestor=requestor,
        unit=unit,
        periods=without_gaps([half_year(row["period_start"], row["period_end"]) for row in rows]),
        vintages=tuple(sorted({row["vintage"] for row in rows})),
        values={(half_year(row["period_start"], row["period_end"]), row["vintage"]): _value(row) for row in rows},
    )


def _value(row: Row) -> Value:
    is_incomplete = row["blank_count"] or not row["part_count"]
    if is_incomplete and row["total_low"] is not None:
        return Value(row["total_low"], row["total_high"], 0)
    return Value(row["low"], row["high"], row["blank_count"])


def read_counted_twice(release: Release) -> list[Row]:
    """vintage, period_start, period_end, low (the sum of the parts), total_low, unit: where the two differ."""
    return [
        {**row, "unit": unit}
        for unit in UNITS
        for row in release.rows(_SUMS, [PUBLISHER, COUNTRY, unit, None])
        if row["total_low"] is not None and row["low"] is not None and not row["blank_count"]
        and (row["low"], row["high"]) != (row["total_low"], row["total_high"])
    ]  # fmt: skip


def read_restated(release: Release) -> list[Row]:
    """Every country's requestor and half-year whose sum differs between reports, with all versions, oldest first."""
    return release.rows(
        f"""
        WITH sums AS (
            SELECT country_code, requestor, unit, period_start, period_end, vintage, sum(value_low) AS low,
                   sum(value_high) AS high, count(*) FILTER (value_low IS NULL) AS blank_count
            FROM {PUBLISHED} WHERE publisher = $1 AND measure = 'received' AND NOT is_total GROUP BY ALL
        )
        SELECT country_code, requestor, unit, period_start, period_end,
               list({{'vintage': vintage, 'low': low, 'high': high, 'blank_count': blank_count}} ORDER BY vintage)
                   AS versions,
               count(DISTINCT (low, high, blank_count)) > 1 AS is_restated
        FROM sums GROUP BY ALL HAVING count(*) > 1
        ORDER BY country_code, requestor, unit, period_start, period_end
        """,
        [PUBLISHER],
    )


def half_year(start: date, end: date) -> str:
    """2023-07-01 to 2023-12-31 as 2023-H2; any other period as its two dates."""
    halves = {(1, 1, 6, 30): "H1", (7, 1, 12, 31): "H2"}
    half = halves.get((start.month, start.day, end.month, end.day)) if start.year == end.year else None
    return f"{start.year}-{half}" if half else f"{iso(start)} to {iso(end)}"


def without_gaps(periods: Sequence[str]) -> tuple[str, ...]:
    """The periods once each, in order; if all are half-years, those between them that nobody reported on as well."""
    named = sorted(set(periods))
    if not all(period[4:] in ("-H1", "-H2") for period in named):
        return tuple(named)
    numbers = [2 * int(period[:4]) + (period[-1] == "2") for period in named]
    every = range(min(numbers, default=0), max(numbers, default=-1) + 1)
    return tuple(f"{number // 2}-H{1 + number % 2}" for number in every)


def year_ticks(periods: Sequence[str]) -> dict[int, str]:
    """The places of the first half-year of each year, with the year; at most seven of them."""
    firsts = [place for place, period in enumerate(periods) if period.endswith("-H1")]
    return {place: periods[place][:4] for place in firsts[:: -(-len(firsts) // 7) or 1]}
