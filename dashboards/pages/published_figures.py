"""Figures and tables of one report on one country: what was received and what came of it, by half-year."""

from collections.abc import Mapping, Sequence

from dashboards import figures, figures_by_period
from dashboards.blocks import Cell, Column, DataTable, Figure, day_cell
from dashboards.figures import Part
from dashboards.figures_by_period import Range
from dashboards.ledger_words import basis_label, heading, measure_label, publisher_label, unit_label
from dashboards.pages.published_reports import TOTALS, Key, Report, Value
from dashboards.pages.published_ways import has_two_ways, way_parts, way_sentence
from dashboards.periods import without_gaps, year_ticks
from dashboards.words import NULL, Words

# What can come of received units, each with its colour. Only these are parts of a column; the rest is "no outcome".
OUTCOMES = {
    "removed_policy": "outcome-global",
    "removed_guidelines": "outcome-global",
    "removed_terms_of_service": "outcome-global",
    "data_produced": "outcome-global",
    "removed_legal": "outcome-local",
    "removed_local_law": "outcome-local",
    "withheld": "outcome-local",
    "already_removed": "outcome-already",
    "not_found": "outcome-missing",
    "not_enough_information": "outcome-pending",
    "no_action": "outcome-declined",
    "not_actioned": "outcome-declined",
}


def report_figures(report: Report, keys: Sequence[Key], words: Words) -> list[Figure]:
    """One figure for each of `keys`, the (unit, measure) that the report is about."""
    return [_figure(report, unit, measure, words) for unit, measure in keys]


def _figure(report: Report, unit: str, measure: str, words: Words) -> Figure:
    main = report.series[unit, measure]
    periods = without_gaps(list(main))
    parts = _parts(report, unit, measure, periods, words)
    tops = [_range(main.get(period), words) for period in periods]
    title = words.say("{publisher}: {unit} {measure}", publisher=publisher_label(report.publisher, words),
                      unit=unit_label(unit, words), measure=measure_label(measure, words))  # fmt: skip
    table = _table(title, report, unit, measure, words)
    return Figure(
        figure_id=f"{report.report}-{unit.replace('+', '-')}",
        title=title,
        subtitle=_subtitle(report, unit, measure, words),
        spec=figures_by_period.stacked_columns(periods, year_ticks(periods), parts, tops, [], words),
        summary=words.clauses([f"{period} {one.text(words)}" for period, one in main.items()]),
        table=table,
        sources=(TOTALS,),
        definitions=(f"{TOTALS}.value_low",),
        legend=figures.legend_of(parts),
    )


def _subtitle(report: Report, unit: str, measure: str, words: Words) -> str:
    told = words.say("By half-year, as the newest report that carries it says.")
    if not has_two_ways(report.report, unit, measure):
        return told
    return f"{told} {way_sentence(list(report.series[unit, measure]), words)}"


def _range(value: Value | None, words: Words) -> Range:
    return Range(None, None, NULL) if value is None else Range(value.low, value.high, value.text(words))


def _parts(report: Report, unit: str, measure: str, periods: Sequence[str], words: Words) -> list[Part]:
    """The outcomes that the report counts, then what is left of what was received: no outcome is said of it."""
    main = [_low(report.series[unit, measure], period) for period in periods]
    found = [
        Part(measure_label(name, words), token, [_low(report.series[unit, name], period) for period in periods])
        for name, token in OUTCOMES.items() if (unit, name) in report.series
    ]  # fmt: skip
    outcomes = [part for part in found if any(part.values)]
    if not outcomes and has_two_ways(report.report, unit, measure):
        return way_parts(periods, main, words)
    if not outcomes:
        return [Part(measure_label(measure, words), "accent", main)]
    told = [sum(part.values[place] or 0 for part in outcomes) for place in range(len(periods))]
    rest = [None if whole is None else max(whole - known, 0.0) for whole, known in zip(main, told, strict=True)]
    return [*outcomes, Part(words.say("outcome not given as a count"), "line", rest)]


def _low(values: Mapping[str, Value], period: str) -> float | None:
    value = values.get(period)
    return None if value is None else value.low


def _table(caption: str, report: Report, unit: str, measure: str, words: Words) -> DataTable:
    """One row per half-year, newest first: what was received, what came of it, whose report says so and how."""
    main = report.series[unit, measure]
    others = [name for name in OUTCOMES if (unit, name) in report.series]
    heads = [words.say("Half-year"), *(heading(measure_label(name, words)) for name in (measure, *others))]
    columns = [Column(label, is_number=index > 0) for index, label in enumerate(heads)]
    columns += [Column(words.say("Report of"), False), Column(words.say("Counted as"), False)]
    rows = []
    for period in sorted(main, reverse=True):
        numbers = [_value_cell(report.series[unit, name].get(period), words) for name in (measure, *others)]
        rows.append((Cell(period, kind="day"), *numbers, day_cell(main[period].vintage),
                     Cell(basis_label(main[period].basis, words))))  # fmt: skip
    return DataTable(caption, tuple(columns), tuple(rows), value_marks(words))


def _value_cell(value: Value | None, words: Words) -> Cell:
    if value is None:
        return Cell(NULL)
    return Cell(value.text(words), kind="withheld" if value.low is None else "")


def other_counts(report: Report, keys: Sequence[Key], words: Words) -> DataTable | None:
    """The report's counts that no figure of `keys` shows, by half-year; None when every one is in a figure."""
    shown = {key for unit, measure in keys for key in ((unit, measure), *((unit, name) for name in OUTCOMES))}
    others = sorted(key for key in report.series if key not in shown)
    if not others:
        return None
    periods = sorted({period for key in others for period in report.series[key]}, reverse=True)
    labels = [f"{heading(unit_label(unit, words))} {measure_label(measure, words)}" for unit, measure in others]
    rows = tuple(
        (Cell(period, kind="day"), *(_value_cell(report.series[key].get(period), words) for key in others))
        for period in periods
    )
    columns = (Column(words.say("Half-year"), False), *(Column(label) for label in labels))
    return DataTable(words.say("Other counts of this report"), columns, rows, value_marks(words))


def value_marks(words: Words) -> str:
    """What the signs of a table of published values mean."""
    return words.say("— not in any report. ≥ some parts have no number. Where a word stands instead of a number, the "
                     "publisher gave none; that is not a zero.")  # fmt: skip
