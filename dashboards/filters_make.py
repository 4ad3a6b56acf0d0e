"""The bindings of the usual figures and cells: for each drawing of figures*.py the record that redraws it.

Belongs here: records of dashboards.filters in the words of this site. Does not: kinds (filters), marks (figures*).
"""

from collections.abc import Callable, Sequence
from typing import Literal, TypeVar

from dashboards import figures
from dashboards.filters import (
    ALL,
    DRAWN_LIMIT,
    Cases,
    Curves,
    CurveTable,
    Format,
    Line,
    Lines,
    Matrix,
    Place,
    RateBars,
    Rows,
    StackedBars,
    Text,
    Wording,
)
from dashboards.words import NULL, SUPPRESSED, Words

ZERO = "[z]"  # nothing was counted, and nothing is withheld
Item = TypeVar("Item")


def most(rows: Sequence[Item], count_of: Callable[[Item], float | None], limit: int = DRAWN_LIMIT) -> list[Item]:
    """The `limit` rows with the highest count, in the order in which they came: what a drawing shows of many rows."""
    ranked = sorted(range(len(rows)), key=lambda place: (-(count_of(rows[place]) or 0), place))
    return [rows[place] for place in sorted(ranked[:limit])]


def one(column: str, form: Format) -> Text:
    """The value of a column and nothing else."""
    return Text("{value}", {"value": Place(column, form)})


def number(column: str) -> Text:
    """1,234 or a dash."""
    return one(column, "number")


def compact(column: str) -> Text:
    """2.1M or a dash."""
    return one(column, "compact")


def percent(column: str) -> Text:
    """62.6% or a dash."""
    return one(column, "percent")


def counted(words: Words, singular: str, many: str, column: str, **places: Place) -> Text:
    """Words.plural over a column: both forms with {count} left open. The same literals stand in a call of it too,
    which is where the catalogue gets them from."""
    forms = [words.catalogue.ngettext(singular, many, count) for count in (1, 2)]
    return Text(forms[0], {"count": Place(column), **places}, many=forms[1])


def rate_text(family: str, min_cell: int, words: Words) -> Cases:
    """Rate.describe: 62.6% (533 of 852, 95% interval 59.3% to 65.7%), or why there is none."""
    told = words.say(
        "{rate} ({numerator} of {denominator}, 95% interval {low} to {high})",
        rate="{rate}", numerator="{numerator}", denominator="{denominator}", low="{low}", high="{high}",
    )  # fmt: skip
    return Cases(f"{family}_status", {"shown": Text(told, rate_places(family)), "withheld": _withheld(min_cell, words)})


def rate_places(family: str, form: Format = "percent") -> dict[str, Place]:
    """{rate}, {low}, {high}, {numerator}, {denominator} of a family."""
    shares = {name: Place(f"{family}_{name}", form) for name in ("rate", "low", "high")}
    return shares | {name: Place(f"{family}_{name}") for name in ("numerator", "denominator")}


def rate_cells(family: str, words: Words) -> tuple[Wording, ...]:
    """Rate, numerator, denominator, low and high as five cells; a withheld rate is a badge and has no bounds."""
    withheld = Text(words.say("withheld"), kind="withheld")
    rate = Cases(f"{family}_status", {"shown": percent(f"{family}_rate"), "withheld": withheld})
    counts = (number(f"{family}_numerator"), number(f"{family}_denominator"))
    return (rate, *counts, percent(f"{family}_low"), percent(f"{family}_high"))


def family_cells(family: str, words: Words) -> tuple[Wording, ...]:
    """Rate, interval and counts as three cells."""
    rate = rate_cells(family, words)[0]
    interval = words.say("{low} to {high}", low="{low}", high="{high}")
    places = rate_places(family)
    bounds = Cases(f"{family}_status", {"shown": Text(interval, places)})
    return (rate, bounds, Text(words.ltr("{numerator} / {denominator}"), places))


def rate_bars(
    rows: Rows, family: str, total: str, min_cell: int, words: Words, alert: Literal["below", "above", ""] = "below"
) -> RateBars:
    """figures.rate_bars, with the overall rate named `total`; `alert` is the standing that stands out."""
    told = rate_text(family, min_cell, words)
    right = Text("<b>{rate}</b>  {numerator} / {denominator}", rate_places(family, "percent0"))
    withheld = Text(figures.plain(_withheld(min_cell, words).template))
    overall = {"rate": Place(f"{family}_rate", "percent0", {rows.by: ALL})}
    return RateBars(
        rows=rows,
        family=family,
        told=told,
        right=Cases(told.column, {"shown": right, "withheld": withheld}),
        top=Text(f"{figures.plain(total)} {{rate}}", overall),
        alert=alert,
    )


def stacked_bars(rows: Rows, parts: Sequence[tuple[str, str]], end: Wording) -> StackedBars:
    """figures.stacked_bars; a part is (column, label), in the order of the traces."""
    columns, labels = zip(*parts, strict=True)
    return StackedBars(rows, columns, labels, end, Text("{label}, {part}: {value}"))


def lines(cube: str, drawn: Sequence[Line]) -> Lines:
    """figures_over_time.lines of several columns of the state."""
    return Lines(cube, tuple(drawn), Text("{day}: {value} {part}"))


def lines_by(rows: Rows, column: str) -> Lines:
    """figures_over_time.lines of one column, a line per row, the one that ends highest in colour."""
    return Lines(rows.cube, (Line(column, "", "accent"),), Text("{day}: {value} {part}"), rows)


def curve(words: Words, **fixed: str) -> Curves:
    """figures_by_day.curve of the state; curve(words, platform="x") of one platform."""
    return Curves("durations", _curve_hover(words), fixed)


def curve_cells(words: Words) -> tuple[Wording, ...]:
    """Day, at risk, still waiting and interval: the cells of pages/compliance_curves.curve_table."""
    bounds = {"low": Place("survival_low", "percent"), "high": Place("survival_high", "percent")}
    interval = Text(words.say("{low} to {high}", low="{low}", high="{high}"), bounds)
    cases = Cases("survival_low", {"": Text(NULL)}, interval)
    return (number("day"), number("at_risk_count"), percent("survival_rate"), cases)


def curve_table(days: Sequence[int], words: Words, **fixed: str) -> CurveTable:
    """The table under a curve."""
    return CurveTable("durations", tuple(days), curve_cells(words), fixed)


def marked_count(column: str, *, is_cell: bool) -> Cases:
    """figures_over_time.cell_text: 12, 12+ where a part is withheld, [u] where nothing but that is known, [z] for 0."""
    value = {"value": Place(column)}
    blank = Text(NULL) if is_cell else Text("")
    texts = {
        "known": Text("{value}", value),
        "part": Text("{value}+", value),
        "zero": Text(ZERO),
        "withheld": Text(SUPPRESSED, kind="withheld"),
    }
    return Cases(f"{column.removesuffix('_count')}_status", texts, blank)


def heat_map(rows: Rows, across: str, column: str, columns: tuple[tuple[str, str], ...] = ()) -> Matrix:
    """figures_over_time.heat_map of one count of the cubes `activity` and `activity_weeks`."""
    return Matrix(rows, across, column, marked_count(column, is_cell=False), Text("{label}, {across}: {text}"), columns)


def _withheld(min_cell: int, words: Words) -> Text:
    return Text(words.say("withheld (n < {n})", n=min_cell))


def _curve_hover(words: Words) -> Text:
    told = words.say("day {day}: {share} still waiting", day="{day}", share="{share}")
    return Text(told, {"day": Place("day", "text"), "share": Place("survival_rate", "percent")})
