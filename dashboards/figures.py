"""Bar figures as data: rates with their intervals, stacked counts.

Belongs here: how numbers become marks. Does not: where numbers come from (pages), colours (theme).
Every text from data goes through `plain`, because plotly draws `<a href>` in a label as a live link.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, TypeAlias

from dashboards.blocks import LegendEntry
from dashboards.rates import Rate
from dashboards.scales import WIDTH_INTERVALS, count_ticks
from dashboards.theme import axis, color, layout
from dashboards.words import Words

Spec: TypeAlias = dict[str, Any]
ROW_PIXELS = 37
LABEL_LENGTH = 26


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


def rate_bars(rates: Sequence[Rate], overall: Rate, overall_label: str, words: Words) -> Spec:
    """Horizontal bars of rates with Wilson bounds, the overall rate as a line, value and n at the right edge."""
    places = list(range(len(rates)))
    shown = [None if rate.is_withheld else rate.rate for rate in rates]
    bars = {
        "type": "bar",
        "orientation": "h",
        "y": places,
        "x": shown,
        "width": 0.62,
        "marker": {"color": [color("alert" if rate.is_below(overall) else "accent") for rate in rates]},
        "error_x": _error_bars(rates),
        "hoverinfo": "text",
        "hovertext": [f"{plain(rate.label)}: {plain(rate.describe(words), 90)}" for rate in rates],
    }
    notes = [_right_label(place, _rate_label(rate, words)) for place, rate in zip(places, rates, strict=True)]
    frame = layout(
        ROW_PIXELS * len(rates) + 64,
        margin={"l": 8, "r": 112, "t": 30, "b": 30},
        xaxis=axis(range=[0, 1], tickformat=".0%", dtick=0.25),
        yaxis=_row_axis([rate.label for rate in rates]),
        annotations=notes,
    )
    if overall.rate is not None and not overall.is_withheld:
        frame["shapes"] = [_overall_line(overall.rate)]
        notes.append(_top_label(overall.rate, f"{plain(overall_label)} {words.percent(overall.rate, 0)}"))
    return {"data": [bars], "layout": frame}


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
        margin={"l": 8, "r": 84, "t": 8, "b": 30},
        xaxis=axis(range=[0, top], showgrid=True, **count_ticks(top, words, WIDTH_INTERVALS)),
        yaxis=_row_axis(labels),
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
                "error_x": _error_bars(rates) | {"color": color(token)},
                "hoverinfo": "text",
                "hovertext": [
                    f"{plain(rate.label)}, {plain(label, 60)}: {plain(rate.describe(words), 90)}" for rate in rates
                ],
            }
        )
    labels = [rate.label for rate in families[0][3]]
    frame = layout(
        54 * len(labels) + 44,
        margin={"l": 8, "r": 16, "t": 8, "b": 30},
        xaxis=axis(range=[0, 1.02], tickformat=".0%", dtick=0.25, showgrid=True),
        yaxis=_row_axis(labels),
    )
    return {"data": traces, "layout": frame}


def _row_axis(labels: Sequence[str]) -> Spec:
    """Rows from the top down, placed by number: two rows of one name stay two rows."""
    return axis(
        range=[len(labels) - 0.5, -0.5],
        tickvals=list(range(len(labels))),
        ticktext=[f"{plain(label)} " for label in labels],
    )


def _error_bars(rates: Sequence[Rate]) -> Spec:
    return {
        "type": "data",
        "symmetric": False,
        "array": [rate.reach_above for rate in rates],
        "arrayminus": [rate.reach_below for rate in rates],
        "color": color("ink"),
        "thickness": 1.2,
        "width": 4,
    }


def _rate_label(rate: Rate, words: Words) -> str:
    if rate.is_withheld or rate.rate is None:
        return plain(rate.describe(words))
    share = f"{words.number(rate.numerator)} / {words.number(rate.denominator)}"
    return f"<b>{words.percent(rate.rate, 0)}</b>  {share}"


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
