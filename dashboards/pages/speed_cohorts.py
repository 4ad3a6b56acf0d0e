"""The cohorts on the page on durations: the share complied with within so many days, by month of report."""

from datetime import date

from dashboards.blocks import Cell, Column, DataTable
from dashboards.data import Release, Row
from dashboards.rates import Rate
from dashboards.words import NULL, Words

COHORTS = "fct_compliance_cohorts"
MIN_CELL = 5  # of a release whose metadata states none


def cohort_table(release: Release, words: Words) -> DataTable:
    """One row per month of report over all platforms, one column per horizon."""
    rows = _read_cohorts(release) if COHORTS in release.facts.tables else []
    least = release.facts.metric(COHORTS, "complied_within_rate").min_cell if rows else None
    horizons = sorted({row["horizon_days"] for row in rows})
    cells: dict[date, dict[int, Cell]] = {}
    for row in rows:
        cells.setdefault(row["month"], {})[row["horizon_days"]] = _cell(row, least or MIN_CELL, words)
    columns = [
        Column(words.plural("Within {count} day", "Within {count} days", horizon), is_number=False,
               definition=f"{COHORTS}.complied_within_rate")
        for horizon in horizons
    ]  # fmt: skip
    return DataTable(
        words.say("Complied with within so many days, by month of report"),
        (Column(words.say("Month"), is_number=False), *columns),
        tuple(
            (Cell(f"{month:%Y-%m}", kind="day"), *(line.get(horizon, Cell(NULL)) for horizon in horizons))
            for month, line in sorted(cells.items())
        ),
        marks=words.say(
            "Only requests old enough to be judged are counted. A dash: none is. All platforms together; "
            "the CSV of {table} has each.",
            table=COHORTS,
        ),
    )


def _read_cohorts(release: Release) -> list[Row]:
    return release.rows(f"""
        SELECT month_start_date AS month, horizon_days, eligible_count AS n, complied_count AS complied,
               complied_within_rate AS rate, complied_within_low AS low, complied_within_high AS high
        FROM {COHORTS} WHERE is_total ORDER BY month, horizon_days
    """)


def _cell(row: Row, least: int, words: Words) -> Cell:
    rate = Rate("", row["rate"], row["complied"], row["n"], row["low"], row["high"], least)
    return Cell(rate.describe(words), kind="withheld" if rate.is_withheld else "reason")
