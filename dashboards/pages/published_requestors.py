"""Who asked: what one requestor and everyone asked Google for, every report side by side.

Belongs here: one country, one publisher, all vintages. Does not: the newest values of all (published_reports).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dashboards import figures_by_period
from dashboards.blocks import Cell, Column, DataTable, Figure, day_cell, headings
from dashboards.data import Release, Row
from dashboards.figures import Part
from dashboards.figures_by_period import Range
from dashboards.ledger_words import heading, unit_label
from dashboards.pages.published_reports import COUNTRY, TOTALS, count_range
from dashboards.pages.published_ways import way_sentence
from dashboards.periods import half_year, without_gaps, year_ticks
from dashboards.words import NULL, Words

PUBLISHER = "google"
REGULATOR = "Information and Communications Authority"
UNITS = ("request", "item")
_VERSIONS = f"""
    SELECT vintage, period_start, period_end, value_low AS low, value_high AS high, is_complete
    FROM {TOTALS}
    WHERE publisher = $1 AND country_code = $2 AND measure = 'received' AND unit = $3 AND requestor = $4
    ORDER BY period_start, period_end, vintage, basis
"""


@dataclass(frozen=True)
class Value:
    """One figure: exact when low is high, a range otherwise; not complete where parts have no number."""

    low: float | None
    high: float | None
    is_complete: bool

    def text(self, words: Words) -> str:
        """432; 0–9 for a range; ≥ 432 when parts were left blank; a dash when nothing was given."""
        if self.low is None:
            return NULL
        return count_range(self.low, self.high, self.is_complete, words)


@dataclass(frozen=True)
class Versions:
    """What one requestor (or `all`) asked for in one unit, by half-year and vintage."""

    requestor: str
    unit: str
    periods: tuple[str, ...]
    vintages: tuple[date, ...]
    values: Mapping[tuple[str, date], Value]

    def of(self, period: str) -> list[tuple[date, Value]]:
        """What each report that carries the half-year says, oldest first."""
        return [(day, self.values[period, day]) for day in self.vintages if (period, day) in self.values]

    def is_restated(self, period: str) -> bool:
        """Do two reports differ on the half-year?"""
        return len({value for _, value in self.of(period)}) > 1

    def newest(self, period: str) -> Value:
        """What the newest report that carries the half-year says."""
        versions = self.of(period)
        return versions[-1][1] if versions else Value(None, None, True)

    def is_changed(self, period: str, day: date) -> bool:
        """Does the report of `day` differ on the half-year from the report before it? The oldest differs from none."""
        before = [one for one, _ in self.of(period) if one < day]
        return bool(before) and self.values[period, max(before)] != self.values[period, day]

    def differing(self, period: str) -> list[tuple[date, Value]]:
        """The earlier versions that differ from the newest."""
        return [(day, value) for day, value in self.of(period) if value != self.newest(period)]


def read_versions(release: Release) -> list[Versions]:
    """The regulator's and everyone's requests and items, by half-year and vintage; those without rows are left out."""
    if not release.has_rows(TOTALS):
        return []
    found = [_read(release, requestor, unit) for requestor in (REGULATOR, "all") for unit in UNITS]
    return [one for one in found if one.values]


def _read(release: Release, requestor: str, unit: str) -> Versions:
    rows = release.rows(_VERSIONS, [PUBLISHER, COUNTRY, unit, requestor])
    return Versions(
        requestor=requestor,
        unit=unit,
        periods=without_gaps([half_year(row["period_start"], row["period_end"]) for row in rows]),
        vintages=tuple(sorted({row["vintage"] for row in rows})),
        values={
            (half_year(row["period_start"], row["period_end"]), row["vintage"]): Value(
                row["low"], row["high"], bool(row["is_complete"])
            )
            for row in rows
        },
    )


def read_counted_twice(release: Release) -> list[Row]:
    """vintage, period_start, period_end, unit, low (the sum of the parts), total_low: where a report gives both."""
    if not release.has_rows(TOTALS):
        return []
    return release.rows(
        f"""
        SELECT vintage, period_start, period_end, unit, value_low AS low, published_total_low AS total_low
        FROM {TOTALS}
        WHERE publisher = $1 AND country_code = $2 AND measure = 'received' AND requestor = 'all'
              AND basis = 'sum_of_parts' AND is_complete AND published_total_low <> value_low
        ORDER BY unit, period_start, vintage
        """,
        [PUBLISHER, COUNTRY],
    )


def requestor_label(requestor: str, words: Words) -> str:
    """The requestor as the publisher names it."""
    return words.say("All requestors") if requestor == "all" else words.term(requestor)


def requestor_figures(versions: Sequence[Versions], words: Words) -> list[Figure]:
    """The named requestor's figures, with a diamond where an earlier report said otherwise."""
    return [_figure(one, words) for one in versions if one.requestor != "all"]


def _figure(one: Versions, words: Words) -> Figure:
    unit = unit_label(one.unit, words)
    title = words.say("{who}: {unit}", who=requestor_label(one.requestor, words), unit=unit)
    values = [one.newest(period) for period in one.periods]
    marks = [
        (place, value.low, words.say("report of {day}", day=words.day(day)))
        for place, period in enumerate(one.periods)
        for day, value in one.differing(period)
        if value.low is not None
    ]
    tops = [Range(value.low, value.high, value.text(words)) for value in values]
    part = Part(unit, "accent", [value.low for value in values])
    return Figure(
        figure_id=f"regulator-{one.unit}",
        title=title,
        subtitle=_subtitle(one, words),
        spec=figures_by_period.stacked_columns(one.periods, year_ticks(one.periods), [part], tops, marks, words),
        summary=words.clauses([f"{period} {it.text(words)}" for period, it in zip(one.periods, values, strict=True)]),
        table=version_table(title, [one], words),
        sources=(TOTALS,),
        definitions=(f"{TOTALS}.value_low",),
        note=words.say("◆ an earlier report said otherwise; the table has all reports side by side.") if marks else "",
    )


def _subtitle(one: Versions, words: Words) -> str:
    told = words.say("Received by Google per half-year, as the newest report that carries it says.")
    return f"{told} {way_sentence(one.periods, words)}" if one.unit == "request" else told


def changed_sentence(versions: Sequence[Versions], words: Words) -> str:
    """How many of the figures that several reports carry were changed later."""
    carried = [(one, period) for one in versions for period in one.periods if len(one.of(period)) > 1]
    changed = sum(one.is_restated(period) for one, period in carried)
    values = {"compared": words.number(len(carried)), "changed": words.number(changed)}
    if not changed:
        return words.say(
            "Of the {compared} figures below that several reports carry, none was changed later.", **values
        )
    return words.say(
        "Of the {compared} figures below that several reports carry, {changed} were changed later.", **values
    )


def version_table(caption: str, versions: Sequence[Versions], words: Words) -> DataTable:
    """One row per half-year, newest first; one column per unit and report. A figure changed later is marked."""
    columns = [(one, day) for one in versions for day in one.vintages]
    periods = sorted({period for one in versions for period in one.periods}, reverse=True)
    labels = [words.say("{unit}, report of {day}", unit=heading(unit_label(one.unit, words)), day=words.day(day))
              for one, day in columns]  # fmt: skip
    rows = [(Cell(period, kind="day"), *(_cell(one, period, day, words) for one, day in columns)) for period in periods]
    marks = words.say("— not in that report, or left blank by Google. ≥ some parts were left blank.")
    return DataTable(caption, headings(words.say("Half-year"), *labels), tuple(rows), marks)


def _cell(one: Versions, period: str, day: date, words: Words) -> Cell:
    if (period, day) not in one.values:
        return Cell(NULL)
    return Cell(one.values[period, day].text(words), kind="restated" if one.is_changed(period, day) else "")


def counted_twice_table(rows: Sequence[Row], words: Words) -> DataTable:
    """Half-years for which one report gives two totals: each request once, and once per product and reason."""
    say = words.say
    cells = tuple(
        (Cell(half_year(row["period_start"], row["period_end"]), kind="day"), Cell(unit_label(row["unit"], words)),
         day_cell(row["vintage"]), Cell(words.number(row["total_low"])), Cell(words.number(row["low"])))
        for row in rows
    )  # fmt: skip
    labels = (say("Half-year"), say("Unit"), say("Report of"), say("Old way of counting"), say("New way, shown above"))
    columns = tuple(Column(label, is_number=index > 2) for index, label in enumerate(labels))
    return DataTable(say("Half-years that Google counted in two ways"), columns, cells)
