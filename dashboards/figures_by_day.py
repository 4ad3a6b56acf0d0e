"""The share still waiting by day since the report, with its bounds as a band.

Belongs here: how a curve becomes marks. Does not: where it is cut (pages), colours (theme).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboards.figures import Spec
from dashboards.theme import axis, color, layout
from dashboards.words import Words

HEIGHT = 270
SHARES = (0, 0.25, 0.5, 0.75, 1)
AT_RISK_HEIGHT = -0.13  # where the row of counts stands, as a share


@dataclass(frozen=True)
class CurvePoint:
    """The share at the end of one day since the report, with its 95 % bounds (None where there are none)."""

    day: int
    share: float
    low: float | None
    high: float | None


def curve(points: Sequence[CurvePoint], last_day: int, words: Words, at_risk: Sequence[tuple[int, str]] = ()) -> Spec:
    """A step per day over the band of its bounds, on an axis from 0 to `last_day` that several curves can share.

    `at_risk` writes below some days, which then are the ticks, how many were still followed.
    """
    days = [point.day for point in points]
    bounds = [
        _step(days, [point.low if bound == "low" else point.high for point in points]) for bound in ("low", "high")
    ]
    bounds[1] |= {"fill": "tonexty", "fillcolor": color("band")}
    frame = layout(
        HEIGHT,
        margin={"l": 8, "r": 16, "t": 12, "b": 46},
        xaxis=axis(
            range=[0, last_day or 1],
            nticks=7,
            title={"text": words.say("days since the report"), "font": {"size": 12.5}},
        ),
        yaxis=axis(range=[0, 1.02], tickformat=".0%", dtick=0.25, showgrid=True),
    )
    if not at_risk:
        return {"data": [*bounds, _share_line(points, words)], "layout": frame}
    frame["xaxis"] |= {"tickvals": [day for day, _ in at_risk]}
    frame["yaxis"] |= _at_risk_axis(words)
    frame["shapes"] = [_grid_line(share) for share in SHARES]
    return {"data": [*bounds, _share_line(points, words), _at_risk_row(at_risk)], "layout": frame}


def _share_line(points: Sequence[CurvePoint], words: Words) -> Spec:
    return _step([point.day for point in points], [point.share for point in points]) | {
        "line": {"color": color("accent"), "width": 2, "shape": "hv"},
        "hoverinfo": "text",
        "hovertext": [
            words.say("day {day}: {share} still waiting", day=point.day, share=words.percent(point.share))
            for point in points
        ],
    }


def _at_risk_axis(words: Words) -> Spec:
    """Shares, and below them the name of the row of counts, through which no line of the grid may run."""
    return {
        "range": [AT_RISK_HEIGHT - 0.08, 1.02],
        "showgrid": False,
        "tickvals": [AT_RISK_HEIGHT, *SHARES],
        "ticktext": [words.say("at risk"), *(words.percent(share, 0) for share in SHARES)],
    }


def _grid_line(share: float) -> Spec:
    line = {"color": color("grid"), "width": 1}
    return {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": share, "y1": share, "layer": "below", "line": line}


def _at_risk_row(at_risk: Sequence[tuple[int, str]]) -> Spec:
    return {
        "type": "scatter",
        "mode": "text",
        "x": [day for day, _ in at_risk],
        "y": [AT_RISK_HEIGHT] * len(at_risk),
        "text": [count for _, count in at_risk],
        "textposition": ["middle right", *["middle center"] * (len(at_risk) - 2), "middle left"][: len(at_risk)],
        "textfont": {"size": 12, "color": color("muted")},
        "hoverinfo": "skip",
        "cliponaxis": False,
    }


def _step(days: Sequence[int], values: Sequence[float | None]) -> Spec:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": list(days),
        "y": list(values),
        "line": {"color": color("band"), "width": 1, "shape": "hv"},
        "hoverinfo": "skip",
    }
