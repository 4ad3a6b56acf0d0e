"""The share still waiting by day since the report, with its bounds as a band.

Belongs here: how a curve becomes marks. Does not: where it is cut (pages), colours (theme).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboards.figures import Spec
from dashboards.theme import axis, color, layout
from dashboards.words import Words

HEIGHT = 250


@dataclass(frozen=True)
class CurvePoint:
    """The share at the end of one day since the report, with its 95 % bounds (None where there are none)."""

    day: int
    share: float
    low: float | None
    high: float | None


def curve(points: Sequence[CurvePoint], last_day: int, words: Words) -> Spec:
    """A step per day over the band of its bounds, on an axis from 0 to `last_day` that several curves can share."""
    days = [point.day for point in points]
    bounds = [
        _step(days, [point.low if bound == "low" else point.high for point in points]) for bound in ("low", "high")
    ]
    bounds[1] |= {"fill": "tonexty", "fillcolor": color("band")}
    line = _step(days, [point.share for point in points]) | {
        "line": {"color": color("accent"), "width": 2, "shape": "hv"},
        "hoverinfo": "text",
        "hovertext": [
            words.say("day {day}: {share} still waiting", day=point.day, share=words.percent(point.share))
            for point in points
        ],
    }
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
    return {"data": [*bounds, line], "layout": frame}


def _step(days: Sequence[int], values: Sequence[float | None]) -> Spec:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": list(days),
        "y": list(values),
        "line": {"color": color("band"), "width": 1, "shape": "hv"},
        "hoverinfo": "skip",
    }
