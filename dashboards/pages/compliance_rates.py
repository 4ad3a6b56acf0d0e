"""Rates by platform, agency, group, action and legal basis: the figures and the tables of one breakdown.

Every rate stands with its n and its Wilson bounds; one of too few is withheld, and nobody is called low for chance.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from dashboards import figures, filters_make
from dashboards.blocks import Cell, Column, DataTable, Figure
from dashboards.filters import Cases, RateBars, RowTable, Text, Wording
from dashboards.pages.compliance_states import CUBE, Breakdown, bound_rows
from dashboards.rates import Rate
from dashboards.words import NULL, Words


@dataclass(frozen=True)
class RatePlan:
    """What one figure shows: a family of rates of a breakdown whose rows stand in the order of `ordered_by`."""

    figure_id: str
    title: str
    subtitle: str
    note: str
    family: str
    ordered_by: str
    alert: Literal["below", "above", ""] = "below"
    is_fitted: bool = False


def rate_figure(plan: RatePlan, breakdown: Breakdown, words: Words) -> Figure:
    """Bars with bounds and n against the rate of all; the table has every row, the drawing the largest."""
    rates, overall = breakdown.rates(plan.family), breakdown.overall(plan.family)
    drawn = filters_make.most(list(zip(rates, breakdown.rows, strict=True)), lambda pair: pair[1]["reported_count"])
    return Figure(
        figure_id=plan.figure_id,
        title=plan.title,
        subtitle=plan.subtitle,
        spec=figures.rate_bars([rate for rate, _ in drawn], overall, breakdown.total_name, words,
                               alert=plan.alert, is_fitted=plan.is_fitted),
        summary=rate_summary([*rates, overall], words),
        table=rate_table(plan.title, breakdown, {plan.family: words.say("Rate")}, plan.ordered_by, words),
        sources=(CUBE,),
        definitions=(f"{CUBE}.{plan.family}_rate",),
        note=plan.note,
        binding=_binding(plan, breakdown, overall.min_cell, words),
    )  # fmt: skip


def _binding(plan: RatePlan, breakdown: Breakdown, min_cell: int, words: Words) -> RateBars:
    rows = bound_rows(breakdown.dimension, plan.ordered_by)
    bound = filters_make.rate_bars(rows, plan.family, breakdown.total_name, min_cell, words, plan.alert)
    if not plan.is_fitted or not isinstance(bound.right, Cases):
        return bound
    shown = _to_one_digit(bound.right.texts["shown"])
    return replace(bound, right=replace(bound.right, texts={**bound.right.texts, "shown": shown}),
                   top=_to_one_digit(bound.top))  # fmt: skip


def _to_one_digit(text: Wording) -> Text:
    """Small shares are told to a tenth of a percent."""
    if not isinstance(text, Text):
        raise TypeError(f"a label of a bar is one text, not {text!r}")
    places = {
        name: replace(place, format="percent") if place.format == "percent0" else place
        for name, place in text.places.items()
    }
    return replace(text, places=places)


def rate_summary(rates: Sequence[Rate], words: Words) -> str:
    """Every rate with its n and bounds, for those who do not see the drawing."""
    return words.clauses([f"{rate.label} {rate.describe(words)}" for rate in rates])


def rate_table(
    caption: str, breakdown: Breakdown, families: Mapping[str, str], ordered_by: str, words: Words
) -> DataTable:
    """One row per value and the total; for each family its rate, interval and counts."""
    columns = [Column(breakdown.heading, is_number=False)]
    for family, label in families.items():
        columns.append(Column(label, definition=f"{CUBE}.{family}_rate"))
        columns.append(Column(words.say("95% interval")))
        columns.append(Column(words.say("Counts")))
    by_family = [[*breakdown.rates(family), breakdown.overall(family)] for family in families]
    lines = tuple(
        (Cell(rates[0].label), *(cell for rate in rates for cell in family_cells(rate, words)))
        for rates in zip(*by_family, strict=True)
    )
    cells = tuple(cell for family in families for cell in filters_make.family_cells(family, words))
    binding = RowTable(bound_rows(breakdown.dimension, ordered_by), cells, breakdown.total_name)
    return DataTable(caption, tuple(columns), lines, has_total=True, binding=binding)


def family_cells(rate: Rate, words: Words) -> tuple[Cell, Cell, Cell]:
    """Rate, interval and counts; counts stand where the rate is withheld, too."""
    counts = words.ltr(f"{words.number(rate.numerator)} / {words.number(rate.denominator)}")
    return (*share_cells(rate, words), Cell(counts))


def share_cells(rate: Rate, words: Words) -> tuple[Cell, Cell]:
    """Rate and interval; a withheld rate is a badge and has no interval."""
    if rate.is_withheld:
        return Cell(words.say("withheld"), kind="withheld"), Cell(NULL)
    if rate.rate is None:
        return Cell(NULL), Cell(NULL)
    bounds = words.say("{low} to {high}", low=words.percent(rate.low), high=words.percent(rate.high))
    return Cell(words.percent(rate.rate)), Cell(bounds)


def family_labels(words: Words) -> dict[str, str]:
    """What each rate of the family is a share of, in words."""
    return {
        "complied_of_reported": words.say("Complied, of all reported"),
        "complied_of_decided": words.say("Complied, of those decided"),
        "response": words.say("Answered, of all reported"),
    }
