"""The figure of claims: how far the computed value lies from the claimed one, one row per claim.

Belongs here: how distances become marks. Does not: what a distance is (claim_values), colours (theme).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboards.claim_values import Distance
from dashboards.figures import Spec, plain
from dashboards.theme import axis, color, layout
from dashboards.words import Words

ROW_PIXELS = 42
NAME_LENGTH = 34
# Nearer than this nothing could be told apart; further than that the row is at the edge and says how far.
LEAST_REACH, MOST_REACH = 0.1, 0.5
STEPS = (0.1, 0.25, 0.5)
LOOKS = {"supported": ("accent", "circle"), "contradicted": ("alert", "diamond")}
OTHER_LOOK = ("neutral", "square")


@dataclass(frozen=True)
class ClaimMark:
    """One row: its name in two lines, where claim and computed value lie, the verdict, and what it says."""

    label: str
    detail: str
    distance: Distance
    verdict: str
    text: str


def claim_distances(marks: Sequence[ClaimMark], words: Words) -> Spec:
    """The claimed interval as a pale band, the computed one as a mark with its reach; 0 is the claim itself."""
    reach = _reach(marks)
    frame = layout(
        ROW_PIXELS * len(marks) + 50,
        margin={"l": 8, "r": 16, "t": 8, "b": 34},
        barmode="overlay",
        xaxis=axis(range=[-reach * 1.08, reach * 1.08], showgrid=False, **_ticks(reach, words)),
        yaxis=axis(range=[len(marks) - 0.5, -0.5], tickvals=list(range(len(marks))), showgrid=True,
                   ticktext=[_name(mark, " <br>") + " " for mark in marks]),
        shapes=[{"type": "line", "x0": 0, "x1": 0, "yref": "paper", "y0": 0, "y1": 1,
                 "line": {"color": color("ink"), "width": 1}}],
        annotations=[_beyond(place, mark, reach, words) for place, mark in enumerate(marks)
                     if abs(_middle(mark)) > reach],
    )  # fmt: skip
    return {"data": [_bands(marks, reach), _computed(marks, reach)], "layout": frame}


def _name(mark: ClaimMark, between: str) -> str:
    return plain(mark.label, NAME_LENGTH) + between + plain(mark.detail, NAME_LENGTH)


def _middle(mark: ClaimMark) -> float:
    return (mark.distance.low + mark.distance.high) / 2


def _reach(marks: Sequence[ClaimMark]) -> float:
    far = max((abs(end) for mark in marks for end in (mark.distance.low, mark.distance.high)), default=0.0)
    return min(max(far * 1.1, LEAST_REACH), MOST_REACH)


def _ticks(reach: float, words: Words) -> Spec:
    step = next(step for step in STEPS if reach / step < 2)  # one tick a side: a phone has room for no more
    count = int(reach / step + 1e-9)
    values = [place * step for place in range(-count, count + 1)]
    return {"tickvals": values, "ticktext": [_signed(value, words) for value in values]}


def _signed(value: float, words: Words) -> str:
    if not value:
        return words.say("as claimed")
    return f"{'+' if value > 0 else '−'}{words.percent(abs(value), 0)}"


def _bands(marks: Sequence[ClaimMark], reach: float) -> Spec:
    """A claim without an end runs on to the edge of the figure."""
    edge = reach * 1.08
    lows = [-edge if mark.distance.claim_low is None else max(mark.distance.claim_low, -edge) for mark in marks]
    highs = [edge if mark.distance.claim_high is None else min(mark.distance.claim_high, edge) for mark in marks]
    return {
        "type": "bar",
        "orientation": "h",
        "y": list(range(len(marks))),
        "base": lows,
        "x": [high - low for low, high in zip(lows, highs, strict=True)],
        "width": 0.56,
        "marker": {"color": color("band")},
        "hoverinfo": "skip",
    }


def _computed(marks: Sequence[ClaimMark], reach: float) -> Spec:
    looks = [LOOKS.get(mark.verdict, OTHER_LOOK) for mark in marks]
    colors, symbols = [color(token) for token, _ in looks], [symbol for _, symbol in looks]
    return {
        "type": "scatter",
        "mode": "markers",
        "y": list(range(len(marks))),
        "x": [min(max(_middle(mark), -reach), reach) for mark in marks],
        "marker": {"color": colors, "symbol": symbols, "size": 10},
        "error_x": {"type": "data", "array": [(mark.distance.high - mark.distance.low) / 2 for mark in marks],
                    "color": color("ink"), "thickness": 1.2, "width": 4},
        "hoverinfo": "text",
        "hovertext": [f"{_name(mark, ', ')}: {plain(mark.text, 120)}" for mark in marks],
    }  # fmt: skip


def _beyond(place: int, mark: ClaimMark, reach: float, words: Words) -> Spec:
    """What a mark at the edge says: how far off it really is."""
    far = _middle(mark)
    sign, anchor = ("+", "right") if far > 0 else ("−", "left")
    return {
        "x": reach if far > 0 else -reach, "y": place, "xanchor": anchor, "xshift": -10 if far > 0 else 10,
        "text": f"{sign}{words.percent(abs(far), 0)}", "showarrow": False, "font": {"size": 12.5},
    }  # fmt: skip
