"""Rates by month and horizon as a heat map, each cell with its rate and n.

Belongs here: how rates of a grid become marks. Does not: where rates come from (pages), colours (theme).
The traces are those of figures_over_time.heat_map (ground of the withheld, colours, texts), so that the filters redraw
both alike; colours run from 0 to 100 %, so that two states of the filters compare.
"""

from collections.abc import Sequence

from dashboards.figures import Spec, plain
from dashboards.rates import Rate
from dashboards.theme import axis, color, color_scale, layout
from dashboards.words import SUPPRESSED, Words

ROW_PIXELS = 34
DARK_CELL_SHARE = 0.72  # beyond it the page colour reads better than ink

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
    ground = [[0, color("panel")], [1, color("panel")]]
    return {
        "data": [_cells(blanks, ground), _cells(values, color_scale()), _texts(rows, columns, values, texts)],
        "layout": frame,
    }


def cell_text(rate: Rate | None, words: Words) -> str:
    """62% n=80, [u] where too few are old enough, or nothing where none is."""
    if rate is None or rate.denominator == 0:
        return ""
    if rate.is_blank:
        return SUPPRESSED
    return words.say("{rate} n={n}", rate=words.percent(rate.rate, 0), n=words.number(rate.denominator))


def _cells(values: Sequence[Sequence[float | None]], scale: list[list[object]]) -> Spec:
    return {
        "type": "heatmap", "z": [list(line) for line in values], "zmin": 0, "zmax": 1, "colorscale": scale,
        "showscale": False, "xgap": 2, "ygap": 2, "hoverinfo": "skip",
    }  # fmt: skip


def _texts(
    rows: Sequence[str], columns: Sequence[str], values: Sequence[Sequence[float | None]],
    texts: Sequence[Sequence[str]],
) -> Spec:  # fmt: skip
    places = [(i, j) for i, line in enumerate(texts) for j, text in enumerate(line) if text]
    return {
        "type": "scatter",
        "mode": "text",
        "x": [j for _, j in places],
        "y": [i for i, _ in places],
        "text": [texts[i][j] for i, j in places],
        "textfont": {"size": 12, "color": [_text_color(values[i][j]) for i, j in places]},
        "hoverinfo": "text",
        "hovertext": [f"{plain(rows[i])}, {plain(columns[j])}: {texts[i][j]}" for i, j in places],
    }


def _text_color(value: float | None) -> str:
    if value is None:
        return color("muted")
    return color("page" if value > DARK_CELL_SHARE else "ink")
