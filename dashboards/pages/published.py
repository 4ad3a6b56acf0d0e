"""Published: what do platforms themselves say they received, and did they later change it?

Every figure here is the publisher's own. Only rows that are not totals are added up, so nothing counts twice.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from babel import Locale

from dashboards import figures
from dashboards.blocks import Cell, Column, DataTable, Figure, Page, day_cell, iso
from dashboards.data import Release, Row
from dashboards.words import NULL, Words

PUBLISHED = "fct_published_figures"
COUNTRY = "PK"
PUBLISHER = "google"
REGULATOR = "Information and Communications Authority"
VINTAGE_TOKENS = ("accent", "neutral", "outcome-local", "outcome-already", "outcome-partial")


@dataclass(frozen=True)
class Report:
    """What one requestor asked for in one unit, by period and vintage; a value is (low, high, parts left blank)."""

    requestor_label: str
    unit: str
    periods: tuple[str, ...]
    vintages: tuple[date, ...]
    values: dict[tuple[str, date], tuple[float | None, float | None, int]]

    def restated(self) -> tuple[str, ...]:
        """The periods for which two vintages give different values."""
        seen = {period: {self.values[key] for key in self.values if key[0] == period} for period in self.periods}
        return tuple(period for period in self.periods if len(seen[period]) > 1)

    def compared_count(self) -> int:
        """How many periods more than one vintage carries."""
        return sum(sum(key[0] == period for key in self.values) > 1 for period in self.periods)


def build(release: Release, words: Words) -> Page:
    """The page of published figures; without any it says so and shows none."""
    country = Locale.parse(words.locale).territories[COUNTRY]
    reports = read_reports(release, words) if release.has_rows(PUBLISHED) else []
    return Page(
        slug="published",
        nav_label=words.say("What platforms publish"),
        title=words.say("What do platforms say they received from {country}?", country=country),
        lead=lead_sentence(reports, country, words),
        parts={
            "figures": [_figure(report, country, words) for report in reports],
            "restated": restated_table(reports, words) if reports else None,
            "coverage": coverage_table(release, words) if release.has_rows(PUBLISHED) else None,
        },
    )


def read_reports(release: Release, words: Words) -> list[Report]:
    """The regulator's and everyone's requests and items, by half-year and vintage; those without rows are left out."""
    everyone = words.say("all requestors")
    wanted = [(REGULATOR, "item"), (REGULATOR, "request"), (None, "item"), (None, "request")]
    reports = [_read_report(release, requestor, requestor or everyone, unit) for requestor, unit in wanted]
    return [report for report in reports if report.values]


def _read_report(release: Release, requestor: str | None, label: str, unit: str) -> Report:
    rows = release.rows(
        f"""
        SELECT vintage, period_start, period_end, sum(value_low) AS low, sum(value_high) AS high,
               count(*) FILTER (WHERE value_low IS NULL) AS blank_count
        FROM {PUBLISHED}
        WHERE publisher = $1 AND country_code = $2 AND measure = 'received' AND NOT is_total
          AND unit = $3 AND ($4 IS NULL OR requestor = $4)
        GROUP BY ALL ORDER BY period_start, period_end, vintage
        """,
        [PUBLISHER, COUNTRY, unit, requestor],
    )
    return Report(
        requestor_label=label,
        unit=unit,
        periods=tuple(dict.fromkeys(half_year(row["period_start"], row["period_end"]) for row in rows)),
        vintages=tuple(sorted({row["vintage"] for row in rows})),
        values={_key(row): (row["low"], row["high"], row["blank_count"]) for row in rows},
    )


def _key(row: Row) -> tuple[str, date]:
    return half_year(row["period_start"], row["period_end"]), row["vintage"]


def half_year(start: date, end: date) -> str:
    """2023-07-01 to 2023-12-31 as 2023-H2; any other period as its two dates."""
    halves = {(1, 1, 6, 30): "H1", (7, 1, 12, 31): "H2"}
    half = halves.get((start.month, start.day, end.month, end.day)) if start.year == end.year else None
    return f"{start.year}-{half}" if half else f"{iso(start)} to {iso(end)}"


def lead_sentence(reports: Sequence[Report], country: str, words: Words) -> str:
    """The newest figure of the first report and how many figures were changed later."""
    if not reports:
        return words.say(
            "No figures published by platforms about {country} are loaded in this release.", country=country
        )
    first = reports[0]
    vintage = first.vintages[-1]
    period = [period for period in first.periods if (period, vintage) in first.values][-1]
    newest = words.say(
        "For {period}, Google counts {value} {unit} from {country} ({requestor}) in its report of {day}.",
        period=period, value=value_text(first.values[period, vintage], words), unit=unit_label(first.unit, words),
        country=country, requestor=first.requestor_label, day=words.day(vintage),
    )  # fmt: skip
    restated = sum(len(report.restated()) for report in reports)
    compared = sum(report.compared_count() for report in reports)
    later = words.say("Of {compared} figures carried by more than one report, {restated} differ between them.",
                      compared=words.number(compared), restated=words.number(restated))  # fmt: skip
    return f"{newest} {later}"


def unit_label(unit: str, words: Words) -> str:
    """The unit in the plural."""
    return {"item": words.say("items"), "request": words.say("requests")}[unit]


def value_text(value: tuple[float | None, float | None, int] | None, words: Words) -> str:
    """432; 0–9 when the publisher gives a range; ≥ 432 when some of its parts were left blank."""
    if value is None or value[0] is None:
        return NULL
    low, high, blank_count = value
    shown = words.number(low) if low == high else f"{words.number(low)}–{words.number(high)}"
    return f"≥ {shown}" if blank_count else shown


def _figure(report: Report, country: str, words: Words) -> Figure:
    unit = unit_label(report.unit, words)
    title = words.say(
        "Google: {unit} from {country}, {requestor}", unit=unit, country=country, requestor=report.requestor_label
    )
    parts = [
        figures.Part(words.say("report of {day}", day=iso(vintage)), VINTAGE_TOKENS[place % len(VINTAGE_TOKENS)],
                     [report.values.get((period, vintage), (None, None, 0))[0] for period in report.periods])
        for place, vintage in enumerate(reversed(report.vintages))
    ][::-1]  # fmt: skip
    spoken = [f"{period} {value_text(_last_value(report, period), words)}" for period in report.periods]
    return Figure(
        figure_id=f"published-{'regulator' if report.requestor_label == REGULATOR else 'all'}-{report.unit}",
        title=title,
        subtitle=words.say("Received per half-year, as each report gives it."),
        spec=figures.grouped_columns(report.periods, parts, words),
        summary="; ".join(spoken),
        table=_vintage_table(title, [report], report.periods, words),
        sources=(PUBLISHED,),
        definitions=(f"{PUBLISHED}.value_low",),
        note=words.say("Spoken by the platform. Columns side by side are the same half-year in different reports."),
        legend=figures.legend_of(parts),
        is_wide=len(report.periods) > 10,
        scroll_width=110 + 26 * len(report.periods) * max(1, len(report.vintages) // 2),
    )


def _last_value(report: Report, period: str) -> tuple[float | None, float | None, int] | None:
    return next(
        (report.values[period, day] for day in reversed(report.vintages) if (period, day) in report.values), None
    )


def restated_table(reports: Sequence[Report], words: Words) -> DataTable:
    """Every figure that differs between vintages, the vintages side by side."""
    return _vintage_table(words.say("Figures that were changed later, side by side"), reports, None, words)


def _vintage_table(caption: str, reports: Sequence[Report], periods: Sequence[str] | None, words: Words) -> DataTable:
    vintages = sorted({vintage for report in reports for vintage in report.vintages})
    columns = tuple(
        Column(label, is_number=False) for label in (words.say("Requestor"), words.say("Unit"), words.say("Period"))
    )
    rows = [
        (Cell(report.requestor_label), Cell(unit_label(report.unit, words)), Cell(period),
         *(Cell(value_text(report.values.get((period, vintage)), words)) for vintage in vintages))
        for report in reports
        for period in (report.restated() if periods is None else periods)
    ]  # fmt: skip
    heads = tuple(Column(words.say("report of {day}", day=iso(vintage))) for vintage in vintages)
    marks = words.say("— not in that report; ≥ some parts were left blank by the publisher.")
    return DataTable(caption, columns + heads, tuple(rows), marks)


def coverage_table(release: Release, words: Words) -> DataTable:
    """What is loaded: one row per publisher, report and vintage."""
    rows = release.rows(f"""
        SELECT publisher, report, vintage, min(period_start) AS first_day, max(period_end) AS last_day,
               count(*) AS row_count, count(DISTINCT country_code) AS country_count
        FROM {PUBLISHED} GROUP BY ALL ORDER BY publisher, report, vintage
    """)
    say = words.say
    labels = (
        say("Publisher"),
        say("Report"),
        say("Report of"),
        say("From"),
        say("To"),
        say("Figures"),
        say("Countries"),
    )
    return DataTable(
        words.say("What is loaded"),
        tuple(Column(label, is_number=index > 4) for index, label in enumerate(labels)),
        tuple(
            (*(Cell(row[key]) for key in ("publisher", "report")),
             *(day_cell(row[key]) for key in ("vintage", "first_day", "last_day")),
             *(Cell(words.number(row[key])) for key in ("row_count", "country_count")))
            for row in rows
        ),
    )  # fmt: skip
