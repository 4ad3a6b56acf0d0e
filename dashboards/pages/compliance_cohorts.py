"""The cohorts: the share complied with within so many days, by month of report. Only those old enough are judged."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from dashboards import filters_make
from dashboards.blocks import Cell, Column, DataTable, Figure
from dashboards.data import Release
from dashboards.figures_of_cohorts import rate_grid
from dashboards.filters import ALL, DRAWN_LIMIT, Cases, GridTable, Matrix, Place, Rows, Text
from dashboards.rates import Rate
from dashboards.words import NULL, SUPPRESSED, Words

COHORTS = "fct_compliance_cohort_cube"
FAMILY = "complied_within"
ROWS = Rows("cohorts", "month", order=("id",), weight="id")


@dataclass(frozen=True)
class Cohorts:
    """The rates of all requests by month and horizon; a month may lack a horizon."""

    months: Sequence[date]
    horizons: Sequence[int]
    rates: Mapping[tuple[date, int], Rate]
    min_cell: int

    def columns(self, words: Words) -> tuple[tuple[str, str], ...]:
        """Each horizon as the address has it and as the reader reads it."""
        return tuple(
            (str(days), words.plural("Within {count} day", "Within {count} days", days)) for days in self.horizons
        )


def read_cohorts(release: Release) -> Cohorts | None:
    """The cohorts of all requests; None where the release has none.

    Raises ReleaseError when their metric states no min_cell.
    """
    if not release.has_rows(COHORTS):
        return None
    least = release.facts.min_cell(COHORTS, f"{FAMILY}_rate")
    rows = release.rows(f"""
        SELECT month_start_date AS month, horizon_days AS horizon, eligible_count AS n, complied_count AS complied,
               complied_within_rate AS rate, complied_within_low AS low, complied_within_high AS high
        FROM {COHORTS}
        WHERE platform_id = '{ALL}' AND agency_id = '{ALL}' AND group_id = '{ALL}' AND requested_action = '{ALL}'
        ORDER BY month, horizon
    """)
    rates = {
        (row["month"], row["horizon"]): Rate("", row["rate"], row["complied"], row["n"], row["low"], row["high"], least)
        for row in rows
    }
    return Cohorts(sorted({month for month, _ in rates}), sorted({days for _, days in rates}), rates, least)


def cohort_figure(cohorts: Cohorts, words: Words) -> Figure:
    """The months by horizon: the latest are drawn, the table has all."""
    title = words.say("Complied with within so many days, by month of report")
    months, columns = cohorts.months[-DRAWN_LIMIT:], cohorts.columns(words)
    grid = [[cohorts.rates.get((month, days)) for days in cohorts.horizons] for month in months]
    return Figure(
        figure_id="cohorts",
        title=title,
        subtitle=words.say("Share of the requests old enough to be judged, and how many those are (n)."),
        spec=rate_grid([_month(month) for month in months], [label for _, label in columns], grid, words),
        summary=words.clauses([_spoken(cohorts, month, columns, words) for month in months]),
        table=cohort_table(title, cohorts, words),
        sources=(COHORTS,),
        definitions=(f"{COHORTS}.{FAMILY}_rate",),
        note=words.say("[u]: fewer than {n} are old enough, so the share is withheld. Empty: none is. What was undone "
                       "later still counts as complied with in time. The table has the 95% interval (Wilson).",
                       n=cohorts.min_cell),
        is_wide=True,
        binding=_drawing(columns, words),
    )  # fmt: skip


def cohort_table(title: str, cohorts: Cohorts, words: Words) -> DataTable:
    """One row per month of report, one column per horizon."""
    columns = cohorts.columns(words)
    definition = f"{COHORTS}.{FAMILY}_rate"
    lines = tuple(
        (
            Cell(_month(month), kind="day"),
            *(_cell(cohorts.rates.get((month, days)), words) for days in cohorts.horizons),
        )
        for month in cohorts.months
    )
    told = _counted(filters_make.rate_text(FAMILY, cohorts.min_cell, words))
    return DataTable(
        title,
        (Column(words.say("Month"), is_number=False),
         *(Column(label, is_number=False, definition=definition) for _, label in columns)),
        lines,
        marks=words.say("Only requests old enough to be judged are counted. A dash: none is."),
        binding=GridTable(ROWS, "horizon", told, columns),
    )  # fmt: skip


def _drawing(columns: tuple[tuple[str, str], ...], words: Words) -> Matrix:
    places = {"rate": Place(f"{FAMILY}_rate", "percent0"), "n": Place("eligible_count")}
    shown = Text(words.say("{rate} n={n}", rate="{rate}", n="{n}"), places)
    text = Cases(f"{FAMILY}_status", {"shown": shown, "withheld": Text(SUPPRESSED)}, Text(""))
    return Matrix(ROWS, "horizon", f"{FAMILY}_rate", text, Text("{label}, {across}: {text}"), columns, top=1.0)


def _counted(told: Cases) -> Cases:
    """The cohorts name what a share is of otherwise than the other rates."""
    counts = {"numerator": Place("complied_count"), "denominator": Place("eligible_count")}
    texts = {
        value: replace(text, places={**text.places, **counts}) if text.places else text
        for value, text in told.texts.items()
    }
    return replace(told, texts=texts)


def _cell(rate: Rate | None, words: Words) -> Cell:
    return Cell(NULL if rate is None else rate.describe(words))


def _spoken(cohorts: Cohorts, month: date, columns: Sequence[tuple[str, str]], words: Words) -> str:
    told = [
        f"{label} {rate.describe(words)}"
        for (_, label), days in zip(columns, cohorts.horizons, strict=True)
        if (rate := cohorts.rates.get((month, days))) and rate.denominator
    ]
    return f"{_month(month)}: {words.listing(told)}"


def _month(month: date) -> str:
    return f"{month:%Y-%m}"
