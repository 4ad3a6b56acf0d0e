"""Published: what do platforms themselves say they received, and did they later change it?

Every figure here is the publisher's own, and real, also where the request log is a synthetic sample.
"""

from collections.abc import Sequence
from datetime import date

from babel import Locale

from dashboards import figures
from dashboards.blocks import Cell, Column, DataTable, Figure, Page, day_cell, headings
from dashboards.data import Release, Row
from dashboards.pages.published_reports import (
    COUNTRY,
    PUBLISHED,
    REGULATOR,
    Report,
    Value,
    half_year,
    is_changed,
    read_counted_twice,
    read_reports,
    read_restated,
    year_ticks,
)
from dashboards.words import NULL, Words


def build(release: Release, words: Words) -> Page:
    """The page of published figures; without any it says so and shows none."""
    reports = read_reports(release) if release.has_rows(PUBLISHED) else []
    return Page(
        slug="published",
        nav_label=words.say("What platforms publish"),
        title=words.say("What do platforms say they received from {country}?", country=_country(COUNTRY, words)),
        lead=lead_sentence(reports, words),
        parts=_parts(release, reports, words) if reports else {"figures": []},
        synthetic_note=words.say(
            "is only the request log behind the other pages. The figures on this page are real: each is as Google "
            "published it, and none comes from the sample."
        ) if reports else "",
        as_of_note=words.say("That is the date of the request log. Each report on this page carries its own date."),
    )  # fmt: skip


def _parts(release: Release, reports: Sequence[Report], words: Words) -> dict[str, object]:
    everything = read_restated(release)
    return {
        "figures": [_figure(report, words) for report in reports],
        "side_by_side": [_side_by_side(reports, who, words) for who in dict.fromkeys(one.requestor for one in reports)],
        "counted_twice": counted_twice_table(read_counted_twice(release), words),
        "restated_sentence": restated_sentence(everything, words),
        "restated": restated_table([row for row in everything if row["is_restated"]], words),
        "coverage": coverage_table(release, words),
    }


def lead_sentence(reports: Sequence[Report], words: Words) -> str:
    """The newest figures of the first requestor, and how many figures on the country were changed later."""
    country = _country(COUNTRY, words)
    if not reports:
        return words.say(
            "No figures published by platforms about {country} are loaded in this release.", country=country
        )
    first = [report for report in reports if report.requestor == reports[0].requestor]
    period = reports[0].periods[-1]
    counts = [f"{report.newest(period).text(words)} {unit_label(report.unit, words)}"
              for report in first if period in report.periods]  # fmt: skip
    newest = words.say(
        "For {period}, Google reports {counts} from {country} ({requestor}), in its report of {day}.",
        period=period, counts=words.listing(counts), country=country,
        requestor=requestor_label(reports[0].requestor, words), day=words.day(reports[0].versions(period)[-1][0]),
    )  # fmt: skip
    carried = [(report, one) for report in reports for one in report.periods if len(report.versions(one)) > 1]
    changed = sum(report.is_restated(one) for report, one in carried)
    values = {"compared": words.number(len(carried)), "changed": words.number(changed)}
    if not changed:
        return f"{newest} " + words.say("None of the {compared} figures below that several reports carry was changed "
                                        "from one report to the next.", **values)  # fmt: skip
    return f"{newest} " + words.say("Of the {compared} figures below that several reports carry, {changed} were "
                                    "changed later.", **values)  # fmt: skip


def unit_label(unit: str, words: Words) -> str:
    """The unit in the plural. An item is a piece of content."""
    return {"item": words.say("items"), "request": words.say("requests")}[unit]


def requestor_label(requestor: str | None, words: Words) -> str:
    """The requestor as the publisher names it; None is everyone."""
    return requestor or words.say("all requestors")


def _country(code: str, words: Words) -> str:
    return str(Locale.parse(words.locale).territories.get(code, code))


def _figure(report: Report, words: Words) -> Figure:
    who = requestor_label(report.requestor, words)
    title = words.say("{who}: {unit}", who=who[:1].upper() + who[1:], unit=unit_label(report.unit, words))
    values = [report.newest(period) for period in report.periods]
    marks = [
        (place, value.low, words.say("report of {day}", day=words.day(day)))
        for place, period in enumerate(report.periods)
        for day, value in report.differing(period)
        if value.low is not None
    ]
    spoken = [f"{period} {value.text(words)}" for period, value in zip(report.periods, values, strict=True)]
    note = words.say("◆: an earlier report said otherwise; the table has all reports side by side.") if marks else ""
    return Figure(
        figure_id=f"published-{'regulator' if report.requestor == REGULATOR else 'all'}-{report.unit}",
        title=title,
        subtitle=words.say("Received per half-year, as the newest report that carries it says."),
        spec=figures.marked_columns(report.periods, year_ticks(report.periods), [value.low for value in values], marks,
                                    words),
        summary="; ".join(spoken),
        table=version_table(title, [report], words),
        sources=(PUBLISHED,),
        definitions=(f"{PUBLISHED}.value_low",),
        note=note,
    )  # fmt: skip


def _side_by_side(reports: Sequence[Report], requestor: str | None, words: Words) -> DataTable:
    who = requestor_label(requestor, words)
    return version_table(who[:1].upper() + who[1:], [one for one in reports if one.requestor == requestor], words)


def version_table(caption: str, reports: Sequence[Report], words: Words) -> DataTable:
    """One row per half-year, newest first; one column per unit and report. A figure changed later is marked."""
    versions = [(report, day) for report in reports for day in report.vintages]
    periods = sorted({period for report in reports for period in report.periods}, reverse=True)
    columns = [words.say("{unit}, report of {day}", unit=unit_label(one.unit, words).capitalize(), day=words.day(day))
               for one, day in versions]  # fmt: skip
    rows = [
        (Cell(period, kind="day"), *(_version_cell(one, period, day, words) for one, day in versions))
        for period in periods
    ]
    marks = words.say("— not in that report, or left blank by Google. ≥ some parts were left blank.")
    return DataTable(caption, headings(words.say("Half-year"), *columns), tuple(rows), marks)


def _version_cell(report: Report, period: str, day: date, words: Words) -> Cell:
    if (period, day) not in report.values:
        return Cell(NULL)
    is_marked = report.is_changed(period, day)
    return Cell(report.values[period, day].text(words), kind="restated" if is_marked else "")


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


def restated_sentence(rows: Sequence[Row], words: Words) -> str:
    """How many figures of all countries several reports carry, how many of them differ, and whose they are."""
    changed = [row for row in rows if row["is_restated"]]
    countries = list(dict.fromkeys(_country(row["country_code"], words) for row in changed))
    whose = words.say(" They are on {countries}.", countries=words.listing(countries)) if changed else ""
    return words.say(
        "Over all countries, {compared} figures (a requestor, a half-year, a unit) stand in more than one report; "
        "{changed} of them differ between reports.{whose} Neither version is corrected here.",
        compared=words.number(len(rows)), changed=words.number(len(changed)), whose=whose,
    )  # fmt: skip


def restated_table(rows: Sequence[Row], words: Words) -> DataTable:
    """Every figure that differs between reports, the reports side by side."""
    say = words.say
    vintages = sorted({version["vintage"] for row in rows for version in row["versions"]})
    labels = (say("Country"), say("Requestor"), say("Unit"), say("Half-year"))
    heads = tuple(Column(say("Report of {day}", day=words.day(day))) for day in vintages)
    cells = tuple(
        (Cell(_country(row["country_code"], words)), Cell(row["requestor"]), Cell(unit_label(row["unit"], words)),
         Cell(half_year(row["period_start"], row["period_end"]), kind="day"), *_restated_cells(row, vintages, words))
        for row in rows
    )  # fmt: skip
    columns = (*(Column(label, is_number=False) for label in labels), *heads)
    return DataTable(say("Figures that were changed later, all countries"), columns, cells)


def _restated_cells(row: Row, vintages: Sequence[date], words: Words) -> list[Cell]:
    values = {one["vintage"]: Value(one["low"], one["high"], one["blank_count"]) for one in row["versions"]}
    kinds = {day: "restated" if is_changed(values, day) else "" for day in values}
    return [Cell(values[day].text(words), kind=kinds[day]) if day in values else Cell(NULL) for day in vintages]


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
            (Cell(row["publisher"].capitalize()), Cell(row["report"], kind="code"),
             *(day_cell(row[key]) for key in ("vintage", "first_day", "last_day")),
             *(Cell(words.number(row[key])) for key in ("row_count", "country_count")))
            for row in rows
        ),
        words.say("Report of: the day on which the publication is known to have existed."),
    )  # fmt: skip
