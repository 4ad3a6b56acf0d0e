"""Figures by half-year, and figures of ranges: columns of parts, rates with their bounds, bars from low to high.

Belongs here: how numbers become marks. Does not: where numbers come from (pages), colours (theme).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dashboards.figures import Part, Spec, plain, row_axis
from dashboards.scales import WIDTH_INTERVALS, count_ticks
from dashboards.theme import axis, color, layout
from dashboards.words import Words

NAME_LENGTH = 60
LEAST_PERIODS = 8  # a figure of one half-year has room for these, so that its column is no wall
TEXT_LENGTH = 90


@dataclass(frozen=True)
class Range:
    """A value that may lie anywhere from low to high; `text` is what a reader sees of it. None is drawn as nothing."""

    low: float | None
    high: float | None
    text: str

    @property
    def middle(self) -> float | None:
        return None if self.low is None or self.high is None else (self.low + self.high) / 2


@dataclass(frozen=True)
class Family:
    """One kind of rate over the periods of a figure, drawn as marks of one colour and shape."""

    label: str
    token: str
    symbol: str
    ranges: Sequence[Range]


def stacked_columns(
    labels: Sequence[str], ticks: Mapping[int, str], parts: Sequence[Part], tops: Sequence[Range],
    marks: Sequence[tuple[int, float, str]], words: Words,
) -> Spec:  # fmt: skip
    """One column of stacked parts per period; `tops` gives what the whole column may be, drawn as a bar of error.

    A mark (place, value, what it is) is a diamond where another report says otherwise.
    """
    sums = [sum(part.values[place] or 0 for part in parts) for place in range(len(labels))]
    highest = max([*sums, *(top.high or 0 for top in tops), *(value for _, value, _ in marks)], default=0) or 1
    traces = [_column(labels, part, words) for part in parts]
    wide = [(place, top) for place, top in enumerate(tops) if (top.high or 0) > (top.low or 0)]
    if wide:
        traces.append(_whiskers(sums, wide))
    if marks:
        traces.append(_diamonds(labels, marks, words))
    frame = layout(
        260,
        barmode="stack",
        margin={"l": 8, "r": 8, "t": 8, "b": 30},
        xaxis=_period_axis(labels, ticks),
        yaxis=axis(range=[0, highest * 1.06], showgrid=True, **count_ticks(highest, words)),
    )
    return {"data": traces, "layout": frame}


def rates_over_periods(labels: Sequence[str], ticks: Mapping[int, str], families: Sequence[Family]) -> Spec:
    """Rates by period as marks with bars from the lowest to the highest value they may have."""
    step = 0.7 / max(len(families), 1)
    traces = [
        _family(labels, family, (number - (len(families) - 1) / 2) * step) for number, family in enumerate(families)
    ]
    frame = layout(
        260,
        margin={"l": 8, "r": 8, "t": 8, "b": 30},
        xaxis=_period_axis(labels, ticks),
        yaxis=axis(range=[-0.03, 1.05], tickformat=".0%", dtick=0.25, showgrid=True),
    )
    return {"data": traces, "layout": frame}


def _family(labels: Sequence[str], family: Family, offset: float) -> Spec:
    drawn = [(place, one) for place, one in enumerate(family.ranges) if one.middle is not None]
    reach = [((one.high or 0) - (one.low or 0)) / 2 for _, one in drawn]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": plain(family.label, NAME_LENGTH),
        "x": [place + offset for place, _ in drawn],
        "y": [one.middle for _, one in drawn],
        "marker": {"color": color(family.token), "symbol": family.symbol, "size": 8},
        "error_y": {"type": "data", "array": reach, "color": color(family.token), "thickness": 1.2, "width": 3},
        "hoverinfo": "text",
        "hovertext": [
            f"{plain(labels[place])}, {plain(family.label, NAME_LENGTH)}: {plain(one.text, TEXT_LENGTH)}"
            for place, one in drawn
        ],
    }


def _period_axis(labels: Sequence[str], ticks: Mapping[int, str]) -> Spec:
    return axis(range=[-0.6, max(len(labels), LEAST_PERIODS) - 0.4], tickvals=list(ticks),
                ticktext=[plain(text) for text in ticks.values()])  # fmt: skip


def _column(labels: Sequence[str], part: Part, words: Words) -> Spec:
    return {
        "type": "bar",
        "name": plain(part.label, NAME_LENGTH),
        "x": list(range(len(labels))),
        "y": list(part.values),
        "width": 0.72,
        "marker": {"color": color(part.token)},
        "hoverinfo": "text",
        "hovertext": [
            f"{plain(label)}, {plain(part.label, NAME_LENGTH)}: {words.number(value)}"
            for label, value in zip(labels, part.values, strict=True)
        ],
    }


def _whiskers(sums: Sequence[float], wide: Sequence[tuple[int, Range]]) -> Spec:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [place for place, _ in wide],
        "y": [sums[place] for place, _ in wide],
        "marker": {"color": "rgba(0,0,0,0)", "size": 1},
        "error_y": {
            "type": "data", "symmetric": False, "array": [(top.high or 0) - (top.low or 0) for _, top in wide],
            "arrayminus": [0 for _ in wide], "color": color("ink"), "thickness": 1.2, "width": 4,
        },
        "hoverinfo": "text",
        "hovertext": [plain(top.text, TEXT_LENGTH) for _, top in wide],
    }  # fmt: skip


def _diamonds(labels: Sequence[str], marks: Sequence[tuple[int, float, str]], words: Words) -> Spec:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [place for place, _, _ in marks],
        "y": [value for _, value, _ in marks],
        "marker": {
            "color": color("alert"),
            "symbol": "diamond",
            "size": 9,
            "line": {"color": color("page"), "width": 1},
        },
        "hoverinfo": "text",
        "hovertext": [f"{plain(labels[place])}, {plain(text)}: {words.number(value)}" for place, value, text in marks],
    }


def range_bars(labels: Sequence[str], ranges: Sequence[Range], words: Words) -> Spec:
    """One bar per label from low to high, with its text at the right edge. No high: the bar runs to the edge."""
    known = [value for one in ranges for value in (one.low, one.high) if value is not None]
    top = max(known, default=0) * 1.1 or 1
    notes = [
        {"xref": "paper", "x": 1, "xanchor": "left", "xshift": 8, "y": place, "text": plain(one.text),
         "showarrow": False, "font": {"size": 12.5}}
        for place, one in enumerate(ranges)
    ]  # fmt: skip
    frame = layout(
        34 * len(labels) + 44,
        margin={"l": 8, "r": 84, "t": 8, "b": 30},
        xaxis=axis(range=[0, top], showgrid=True, **count_ticks(top, words, WIDTH_INTERVALS)),
        yaxis=row_axis(labels),
        annotations=notes,
    )
    return {"data": [_range_trace(labels, ranges, top)], "layout": frame}


def _range_trace(labels: Sequence[str], ranges: Sequence[Range], top: float) -> Spec:
    """A range of one value keeps a sliver of a bar, so that it can be seen."""
    return {
        "type": "bar",
        "orientation": "h",
        "y": list(range(len(labels))),
        "base": [one.low for one in ranges],
        "x": [None if one.low is None else max((top if one.high is None else one.high) - one.low, top / 250)
              for one in ranges],
        "width": 0.42,
        "marker": {"color": color("accent")},
        "hoverinfo": "text",
        "hovertext": [f"{plain(label, NAME_LENGTH)}: {plain(one.text, TEXT_LENGTH)}"
                      for label, one in zip(labels, ranges, strict=True)],
    }  # fmt: skip
