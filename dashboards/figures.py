"""Bar figures as data: rates with their intervals, stacked counts.

Belongs here: how numbers become marks. Does not: where numbers come from (pages), colours (theme).
Every text from data goes through `plain`, because plotly draws `<a href>` in a label as a live link.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape, unescape
from typing import Any, TypeAlias

from dashboards.blocks import LegendEntry
from dashboards.rates import Rate
from dashboards.scales import WIDTH_INTERVALS, count_ticks
from dashboards.theme import axis, color, layout
from dashboards.words import Words

Spec: TypeAlias = dict[str, Any]
ROW_PIXELS, DOT_PIXELS = 37, 54  # of a row of bars, and of one of rate_dots
LABEL_LENGTH = 26
UNSEEN = re.compile("<[^>]*>|[\u2066-\u2069]")


@dataclass(frozen=True)
class Part:
    """One series of a stacked or grouped figure: `values[i]` belongs to row i; None is drawn as nothing."""

    label: str
    token: str
    values: Sequence[float | None]


def plain(text: str, length: int = LABEL_LENGTH) -> str:
    """`text` as plotly shows it literally, cut to `length` characters."""
    cut = text if len(text) <= length else text[: length - 1] + "…"
    return escape(cut, quote=False)


def legend_of(parts: Sequence[Part]) -> tuple[LegendEntry, ...]:
    """The legend of a stacked or grouped figure; one part alone is named by the title."""
    return tuple(LegendEntry(part.label, part.token) for part in parts) if len(parts) > 1 else ()


def rate_bars(
    rates: Sequence[Rate], overall: Rate, overall_label: str, words: Words, *, alert: str = "below",
    is_fitted: bool = False,
) -> Spec:  # fmt: skip
    """Horizontal bars of rates with Wilson bounds, the overall rate as a line, value and n at the right edge.

    Those whose whole interval is `alert` ("below", "above") the overall rate stand out. `is_fitted` is for small
    shares: their axis ends where the bounds do, and not at 100 %.
    """
    labels = [rate_label(rate, words, is_fitted) for rate in rates]
    notes = [_right_label(place, label) for place, label in enumerate(labels)]
    frame = layout(
        ROW_PIXELS * len(rates) + 64,
        margin={"l": 8, "r": _right_margin(labels, 112), "t": 30, "b": 30},
        xaxis=_fitted_axis() if is_fitted else axis(range=[0, 1], tickformat=".0%", tickvals=[0, 0.5, 1]),
        yaxis=row_axis([rate.label for rate in rates]),
        annotations=notes,
    )
    if overall.rate is not None and not overall.is_withheld:
        frame["shapes"] = [_overall_line(overall.rate)]
        share = words.percent(overall.rate, 1 if is_fitted else 0)
        notes.append(_top_label(overall.rate, f"{plain(overall_label)} {share}"))
    return {"data": [_bars(rates, overall, alert, words)], "layout": frame}


def _bars(rates: Sequence[Rate], overall: Rate, alert: str, words: Words) -> Spec:
    return {
        "type": "bar",
        "orientation": "h",
        "y": list(range(len(rates))),
        "x": [None if rate.is_withheld else rate.rate for rate in rates],
        "width": 0.62,
        "marker": {"color": [color("alert" if rate.standing(overall) == alert else "accent") for rate in rates]},
        "error_x": error_bars(rates),
        "hoverinfo": "text",
        "hovertext": [f"{plain(rate.label)}: {plain(rate.describe(words), 90)}" for rate in rates],
    }


def _right_margin(labels: Sequence[str], least: int) -> int:
    """Room for the longest label: a letter is about six pixels wide, tags and marks of direction are not seen."""
    seen = [len(unescape(UNSEEN.sub("", label))) for label in labels]
    return max(least, 6 * max(seen, default=0) + 26)


def _fitted_axis() -> Spec:
    return axis(autorange=True, rangemode="tozero", tickformat=".1~%", nticks=5)


def stacked_bars(labels: Sequence[str], parts: Sequence[Part], ends: Sequence[str], words: Words) -> Spec:
    """Horizontal stacked counts, one bar per label, with the text `ends[i]` after bar i."""
    places = list(range(len(labels)))
    totals = [sum(part.values[place] or 0 for part in parts) for place in places]
    top = float(max(totals, default=0) or 1)
    traces = [
        {
            "type": "bar",
            "orientation": "h",
            "name": plain(part.label),
            "y": places,
            "x": list(part.values),
            "width": 0.58,
            "marker": {"color": color(part.token), "line": {"color": color("page"), "width": 1}},
            "hoverinfo": "text",
            "hovertext": _hover(labels, part, words),
        }
        for part in parts
    ]
    frame = layout(
        ROW_PIXELS * len(labels) + 44,
        barmode="stack",
        margin={"l": 8, "r": _right_margin(ends, 84), "t": 8, "b": 30},
        xaxis=axis(range=[0, top], showgrid=True, **count_ticks(top, words, WIDTH_INTERVALS)),
        yaxis=row_axis(labels),
        annotations=[_end_label(*end) for end in zip(places, totals, ends, strict=True)],
    )
    return {"data": traces, "layout": frame}


def rate_dots(families: Sequence[tuple[str, str, str, Sequence[Rate]]], words: Words) -> Spec:
    """Rates of several kinds per row as marks with bounds; a family is (label, token, plotly symbol, rates)."""
    step = 0.22
    traces = []
    for number, (label, token, symbol, rates) in enumerate(families):
        offset = (number - (len(families) - 1) / 2) * step
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "name": plain(label, 60),
                "y": [place + offset for place in range(len(rates))],
                "x": [None if rate.is_withheld else rate.rate for rate in rates],
                "marker": {"color": color(token), "symbol": symbol, "size": 9},
                "error_x": error_bars(rates) | {"color": color(token)},
                "hoverinfo": "text",
                "hovertext": [
                    f"{plain(rate.label)}, {plain(label, 60)}: {plain(rate.describe(words), 90)}" for rate in rates
                ],
            }
        )
    labels = [rate.label for rate in families[0][3]]
    frame = layout(
        DOT_PIXELS * len(labels) + 44,
        margin={"l": 8, "r": 16, "t": 8, "b": 30},
        xaxis=axis(range=[0, 1.02], tickformat=".0%", dtick=0.25, showgrid=True),
        yaxis=row_axis(labels),
    )
    return {"data": traces, "layout": frame}


def row_axis(labels: Sequence[str]) -> Spec:
    """Rows from the top down, placed by number: two rows of one name stay two rows."""
    return axis(
        range=[len(labels) - 0.5, -0.5],
        tickvals=list(range(len(labels))),
        ticktext=[f"{plain(label)} " for label in labels],
    )


def error_bars(rates: Sequence[Rate]) -> Spec:
    """The bounds of each rate; of a withheld or empty one, nothing."""
    return {
        "type": "data",
        "symmetric": False,
        "array": [rate.reach_above for rate in rates],
        "arrayminus": [rate.reach_below for rate in rates],
        "color": color("ink"),
        "thickness": 1.2,
        "width": 4,
    }


def rate_label(rate: Rate, words: Words, is_fitted: bool = False) -> str:
    """**92%**  166 / 180, or why there is none."""
    if rate.is_withheld or rate.rate is None:
        return plain(rate.describe(words))
    share = f"{words.number(rate.numerator)} / {words.number(rate.denominator)}"
    return f"<b>{words.percent(rate.rate, 1 if is_fitted else 0)}</b>  {share}"


def _right_label(place: int, text: str) -> Spec:
    return {
        "xref": "paper", "x": 1, "xanchor": "left", "xshift": 12,
        "y": place, "text": text, "showarrow": False, "font": {"size": 12.5},
    }  # fmt: skip


def _end_label(place: int, total: float, text: str) -> Spec:
    return {"x": total, "y": place, "text": plain(text, 40), "xanchor": "left", "xshift": 5, "showarrow": False}


def _top_label(x: float, text: str) -> Spec:
    return {
        "x": x, "yref": "paper", "y": 1, "yanchor": "bottom", "text": text,
        "showarrow": False, "font": {"size": 12, "color": color("muted")},
    }  # fmt: skip


def _overall_line(rate: float) -> Spec:
    line = {"color": color("ink"), "width": 1, "dash": "dash"}
    return {"type": "line", "x0": rate, "x1": rate, "yref": "paper", "y0": 0, "y1": 1, "line": line}


def _hover(labels: Sequence[str], part: Part, words: Words) -> list[str]:
    return [
        f"{plain(label)}, {plain(part.label)}: {words.number(value)}"
        for label, value in zip(labels, part.values, strict=True)
    ]
