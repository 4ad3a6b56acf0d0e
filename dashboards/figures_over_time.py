"""Figures with a time line: lines with labels at their ends, and heat maps by week.

Belongs here: how dated numbers become marks. Does not: where numbers come from (pages), colours (theme).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dashboards.figures import Spec, plain
from dashboards.scales import count_ticks
from dashboards.theme import axis, color, color_scale, layout
from dashboards.words import SUPPRESSED, Words

LABEL_GAP_PIXELS = 16
TOP_PIXELS, BOTTOM_PIXELS = 12, 46
MONTH_TICKS = 5
NONE_SEEN = "[z]"
DARK_CELL_SHARE = 0.72  # of the largest value; beyond it the page colour reads better than ink


@dataclass(frozen=True)
class Series:
    """One line: `values[i]` at `days[i]`; None leaves a gap. `fills_to_previous` shades down to the series before."""

    label: str
    token: str
    days: Sequence[date]
    values: Sequence[float | None]
    fills_to_previous: bool = False


def lines(series: Sequence[Series], words: Words, height: int = 310) -> Spec:
    """Lines over days, each labelled at its right end with its last value; labels never overlap."""
    top = float(max((value for one in series for value in one.values if value is not None), default=0) or 1)
    notes = _end_labels(series, top * 1.06, height - TOP_PIXELS - BOTTOM_PIXELS, words)
    frame = layout(
        height,
        margin={"l": 8, "r": 128, "t": TOP_PIXELS, "b": BOTTOM_PIXELS},
        xaxis=axis(type="date", nticks=5, **month_ticks([day for one in series for day in one.days], words)),
        yaxis=axis(range=[0, top * 1.06], showgrid=True, **count_ticks(top, words)),
        annotations=notes,
    )
    return {"data": [_line(one, words) for one in series], "layout": frame}


@dataclass(frozen=True)
class WeekMark:
    """A diamond in a corner of the cell (row, column), and what it stands for."""

    row: int
    column: int
    text: str


def heat_map(
    rows: Sequence[str], columns: Sequence[str], values: Sequence[Sequence[int | None]],
    suppressed: Sequence[tuple[int, int]], words: Words, marks: Sequence[WeekMark] = (),
) -> Spec:  # fmt: skip
    """Counts by row and column; None is an empty cell.

    A cell in `suppressed` (row, column) lacks some of its parts: it reads [u] when nothing but noughts is known of it,
    and 12+ when 12 is the sum of the parts that may be shown; 0 reads [z]. Only counts above 0 are coloured.
    """
    texts = [
        [cell_text(value, (row, column) in suppressed, words) for column, value in enumerate(line)]
        for row, line in enumerate(values)
    ]
    blanks = [[1 if text == SUPPRESSED else None for text in line] for line in texts]
    every = -(-len(columns) // 12) or 1
    frame = layout(
        34 * len(rows) + 40,
        margin={"l": 8, "r": 8, "t": 30, "b": 6},
        xaxis=axis(side="top", tickvals=list(range(0, len(columns), every)),
                   ticktext=[plain(column) for column in columns[::every]]),
        yaxis=axis(range=[len(rows) - 0.5, -0.5], tickvals=list(range(len(rows))),
                   ticktext=[plain(row) for row in rows]),
    )  # fmt: skip
    counts = [[value or None for value in line] for line in values]
    top = max((value for line in counts for value in line if value is not None), default=1)
    inks = [[text_ink(value, top) for value in line] for line in counts]
    drawn = [ground(blanks), coloured(counts, top), cell_texts(rows, columns, texts, inks)]
    return {"data": [*drawn, _diamonds(marks)] if marks else drawn, "layout": frame}


def short_name(name: str) -> str:
    """`TTP (Tehrik-e-Taliban Pakistan)` as `TTP`, for the edge of a figure; the tables say it in full."""
    return name.split(" (")[0] or name


def cell_text(value: int | None, is_suppressed: bool, words: Words) -> str:
    """What a cell says: 12, 12+ (at least), [u] (suppressed), [z] (none), or nothing (nobody was looking yet)."""
    if is_suppressed and not value:
        return SUPPRESSED
    if value is None:
        return ""
    if value == 0:
        return NONE_SEEN
    return words.number(value) + ("+" if is_suppressed else "")


def month_ticks(days: Sequence[date], words: Words) -> Spec:
    """At most MONTH_TICKS firsts of a month between the first and the last day, the year where it changes.

    Named here and not by plotly, so that months are in the reader's language. Nothing for a span without a first.
    """
    if not days:
        return {}
    first, last = min(days), max(days)
    months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    firsts = [day for day in (date(month // 12, month % 12 + 1, 1) for month in months) if day >= first]
    shown = firsts[:: -(-len(firsts) // MONTH_TICKS) or 1]
    years = [None, *(day.year for day in shown)]
    texts = [
        words.month(day) + (f"<br>{day.year}" if day.year != before else "")
        for day, before in zip(shown, years, strict=False)
    ]
    return {"tickvals": [day.isoformat() for day in shown], "ticktext": texts} if shown else {}


def _line(one: Series, words: Words) -> Spec:
    trace: Spec = {
        "type": "scatter",
        "mode": "lines",
        "x": [day.isoformat() for day in one.days],
        "y": list(one.values),
        "line": {"color": color(one.token), "width": 2},
        "hoverinfo": "text",
        "hovertext": [
            f"{words.day(day)}: {words.number(value)} {plain(one.label)}"
            for day, value in zip(one.days, one.values, strict=True)
        ],
    }
    if one.fills_to_previous:
        trace |= {"fill": "tonexty", "fillcolor": color("band")}
    return trace


def _end_labels(series: Sequence[Series], top: float, plot_pixels: int, words: Words) -> list[Spec]:
    ends = [(one, one.values[-1]) for one in series if one.values and one.values[-1] is not None]
    ordered = sorted(((one, value or 0.0) for one, value in ends), key=lambda end: -end[1])
    heights = spread([value / top * plot_pixels for _, value in ordered], plot_pixels)
    return [
        {
            "xref": "paper", "x": 1, "xanchor": "left", "xshift": 8, "y": value,
            "yshift": pixels - value / top * plot_pixels,
            "text": f"<b>{words.compact(value) if value >= 10_000 else words.number(value)}</b> {plain(one.label, 14)}",
            "showarrow": False, "font": {"size": 12.5, "color": color(one.token)},
        }
        for (one, value), pixels in zip(ordered, heights, strict=True)
    ]  # fmt: skip


def spread(heights: Sequence[float], limit: float) -> list[float]:
    """Heights (pixels above the floor, highest first) moved apart by LABEL_GAP_PIXELS, within 0 and `limit`.

    When they cannot all fit they run below the floor rather than over each other.
    """
    placed: list[float] = []
    for height in heights:
        placed.append(min(height, placed[-1] - LABEL_GAP_PIXELS if placed else limit))
    # Pushed below the floor: lift the lowest ones back, as far as there is room above them.
    floor = 0.0 if len(placed) * LABEL_GAP_PIXELS <= limit else limit - len(placed) * LABEL_GAP_PIXELS
    for index in range(len(placed) - 1, -1, -1):
        placed[index] = max(placed[index], floor)
        floor = placed[index] + LABEL_GAP_PIXELS
    return placed


def ground(blanks: Sequence[Sequence[int | None]]) -> Spec:
    """The cells of a heat map that are withheld (1), in the colour of a panel."""
    return _cells(blanks, 1, [[0, color("panel")], [1, color("panel")]])


def coloured(values: Sequence[Sequence[float | None]], top: float) -> Spec:
    """The cells of a heat map, coloured from 0 to `top`; None is an empty cell."""
    return _cells(values, top, color_scale())


def _cells(values: Sequence[Sequence[float | None]], top: float, scale: list[list[object]]) -> Spec:
    return {
        "type": "heatmap", "z": [list(line) for line in values], "zmin": 0, "zmax": top, "colorscale": scale,
        "showscale": False, "xgap": 2, "ygap": 2, "hoverinfo": "skip",
    }  # fmt: skip


def cell_texts(
    rows: Sequence[str], columns: Sequence[str], texts: Sequence[Sequence[str]], inks: Sequence[Sequence[str]]
) -> Spec:
    """The texts as a trace of their own: its colours (`inks`) are chosen for contrast in both themes."""
    places = [(i, j) for i, line in enumerate(texts) for j, text in enumerate(line) if text]
    return {
        "type": "scatter",
        "mode": "text",
        "x": [j for _, j in places],
        "y": [i for i, _ in places],
        "text": [texts[i][j] for i, j in places],
        "textfont": {"size": 12, "color": [inks[i][j] for i, j in places]},
        "hoverinfo": "text",
        "hovertext": [f"{plain(rows[i])}, {plain(columns[j])}: {texts[i][j]}" for i, j in places],
    }


def text_ink(value: float | None, top: float) -> str:
    """The colour of a text in a cell of this value: muted in one without a colour."""
    if value is None:
        return color("muted")
    return color("page" if value / top > DARK_CELL_SHARE else "ink")


def _diamonds(marks: Sequence[WeekMark]) -> Spec:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [mark.column + 0.34 for mark in marks],
        "y": [mark.row - 0.3 for mark in marks],
        "marker": {"color": color("alert"), "symbol": "diamond", "size": 9},
        "hoverinfo": "text",
        "hovertext": [plain(mark.text, 90) for mark in marks],
    }
