"""Rates by month and horizon as a heat map, each cell with its rate and n.

Belongs here: how rates of a grid become marks. Does not: where rates come from (pages), colours (theme).
The traces are those of figures_over_time.heat_map (ground of the withheld, colours, texts), so that the filters redraw
both alike; colours run from 0 to 100 %, so that two states of the filters compare.
"""

from collections.abc import Sequence

from dashboards.figures import Spec, plain
from dashboards.figures_over_time import cell_texts, coloured, ground, text_ink
from dashboards.rates import Rate
from dashboards.theme import axis, layout
from dashboards.words import SUPPRESSED, Words

ROW_PIXELS = 34

Grid = Sequence[Sequence[Rate | None]]


def rate_grid(rows: Sequence[str], columns: Sequence[str], rates: Grid, words: Words) -> Spec:
    """One cell per row and column; None is a cell that there is no rate for."""
    texts = [[cell_text(rate, words) for rate in line] for line in rates]
    values = [[None if rate is None or rate.is_blank else rate.rate for rate in line] for line in rates]
    blanks = [[1 if text == SUPPRESSED else None for text in line] for line in texts]
    places = list(range(len(columns)))
    frame = layout(
        ROW_PIXELS * len(rows) + 40,
        margin={"l": 8, "r": 8, "t": 30, "b": 6},
        xaxis=axis(side="top", tickvals=places, ticktext=[plain(column) for column in columns]),
        yaxis=axis(range=[len(rows) - 0.5, -0.5], tickvals=list(range(len(rows))),
                   ticktext=[plain(row) for row in rows]),
    )  # fmt: skip
    inks = [[text_ink(value, 1) for value in line] for line in values]
    return {"data": [ground(blanks), coloured(values, 1), cell_texts(rows, columns, texts, inks)], "layout": frame}


def cell_text(rate: Rate | None, words: Words) -> str:
    """62% n=80, [u] where too few are old enough, or nothing where none is."""
    if rate is None or rate.denominator == 0:
        return ""
    if rate.is_blank:
        return SUPPRESSED
    return words.say("{rate} n={n}", rate=words.percent(rate.rate, 0), n=words.number(rate.denominator))
