"""Events on a time line: one row per name, one labelled mark per event.

Belongs here: how dated events become marks. Does not: where they come from (pages), colours (theme).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dashboards.figures import Spec, plain, row_axis
from dashboards.theme import axis, color, layout

ROW_PIXELS = 46
TEXT_LENGTH = 120


@dataclass(frozen=True)
class Event:
    """One event in row `row`: a word beside its mark, all of it in `text`; hollow where it is about a part only."""

    row: int
    day: date
    label: str
    text: str
    is_part: bool


def event_lines(rows: Sequence[str], events: Sequence[Event], span: tuple[date, date] | None) -> Spec:
    """Events by row from the first year to the last; `span` is shaded."""
    days = [event.day for event in events] + list(span or ())
    years = range(min(days).year, max(days).year + 2) if days else range(0)
    every = -(-len(years) // 10) or 1
    ticks = {
        "tickvals": [date(year, 1, 1).isoformat() for year in years[::every]],
        "ticktext": [str(year) for year in years[::every]],
        "range": [date(years[0], 1, 1).isoformat(), date(years[-1], 1, 1).isoformat()],
    } if days else {}  # fmt: skip
    frame = layout(
        ROW_PIXELS * len(rows) + 44,
        margin={"l": 8, "r": 16, "t": 8, "b": 30},
        xaxis=axis(type="date", showgrid=True, **ticks),
        yaxis=row_axis(rows),
    )
    if span:
        frame["shapes"] = [_shade(*span)]
    return {"data": [_marks(rows, events)], "layout": frame}


def _marks(rows: Sequence[str], events: Sequence[Event]) -> Spec:
    return {
        "type": "scatter",
        "mode": "markers+text",
        "x": [event.day.isoformat() for event in events],
        "y": [event.row for event in events],
        "text": [plain(event.label, 12) for event in events],
        "textposition": _sides(events),
        "textfont": {"size": 12, "color": color("ink")},
        "cliponaxis": False,
        "marker": {
            "size": 10,
            "symbol": ["diamond-open" if event.is_part else "diamond" for event in events],
            "color": color("accent"),
            "line": {"color": color("accent"), "width": 1.5},
        },
        "hoverinfo": "text",
        "hovertext": [f"{plain(rows[event.row])}: {plain(event.text, TEXT_LENGTH)}" for event in events],
    }


def _sides(events: Sequence[Event]) -> list[str]:
    """Above and below in turn within a row, so that words of events close together do not run into each other."""
    seen: dict[int, int] = {}
    sides = []
    for event in events:
        seen[event.row] = seen.get(event.row, 0) + 1
        sides.append("top center" if seen[event.row] % 2 else "bottom center")
    return sides


def _shade(first: date, last: date) -> Spec:
    return {"type": "rect", "x0": first.isoformat(), "x1": last.isoformat(), "yref": "paper", "y0": 0, "y1": 1,
            "fillcolor": color("band"), "line": {"width": 0}, "layer": "below"}  # fmt: skip
