"""Writes figures into a page as JSON that cannot end its script block, and has plotly check them.

Belongs here: bytes and checks. Does not: what is drawn (figures).
"""

import json
from dataclasses import dataclass, field
from decimal import Decimal

from markupsafe import Markup

from dashboards.blocks import Figure
from dashboards.release_facts import ReleaseError


@dataclass
class FigureWriter:
    """Writes figures as JSON, and has plotly check the first of each id.

    The pages of two hundred countries hold figures of the same ids, made by the same code: checking each would take
    longer than everything else. For the same reason figures are checked in one language alone.
    """

    is_checking: bool = True
    checked: set[str] = field(default_factory=set)

    def __call__(self, figure: Figure) -> Markup:
        if self.is_checking and figure.figure_id not in self.checked:
            check_figure(figure)
            self.checked.add(figure.figure_id)
        return figure_json(figure)


def check_figure(figure: Figure) -> None:
    """Raises ReleaseError when plotly does not know an entry of the figure."""
    import plotly.graph_objects

    try:
        plotly.graph_objects.Figure(dict(figure.spec))
    except ValueError as error:
        raise ReleaseError(f"figure {figure.figure_id!r} is not a plotly figure: {error}") from error


def figure_json(figure: Figure) -> Markup:
    """The figure for a script block."""
    return script_json(figure.spec)


def script_json(content: object) -> Markup:
    """JSON for a script block: sorted, and without a character that could end the block."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), allow_nan=False, default=_exact_number)
    safe = text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
    return Markup(safe)  # noqa: S704 - the line above is what makes it safe


def _exact_number(value: object) -> float:
    """JSON for the decimals that DuckDB gives; anything else has no place in a figure."""
    if isinstance(value, Decimal):
        return float(value)
    raise TypeError(f"a figure holds {value!r} of type {type(value).__name__}")
