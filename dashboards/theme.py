"""Colours, type and the layout that every figure starts from. The one place where a colour is written down.

Figures name a colour as `var(--token)`. plotly.js cannot read CSS variables, so site.js looks the tokens up in the
style sheet made here just before it draws: one figure then serves light, dark and print.
Hues are navy, orange and grey, which stay apart for the common kinds of colour blindness and in grey scale.
"""

from typing import Any

# Each token has its colour in light, then in dark.
TOKENS: dict[str, tuple[str, str]] = {
    "page": ("#ffffff", "#101418"),
    "panel": ("#f4f6f9", "#1a2027"),
    "ink": ("#181b20", "#f2f4f7"),
    "muted": ("#555f6d", "#a6b0bd"),
    "line": ("#d9dee5", "#333b45"),
    "grid": ("#e4e7eb", "#2b323b"),
    "control": ("#6b7685", "#7d8896"),
    "accent": ("#12426b", "#7ab5ec"),
    "link": ("#0b5394", "#8cc4f8"),
    "alert": ("#c2410c", "#ff9a62"),
    "neutral": ("#7a8694", "#8b96a3"),
    "band": ("#e6ebf0", "#1f2a36"),
    "good": ("#13653a", "#7fd8a2"),
    "good-panel": ("#e8f3ec", "#14291c"),
    "warn": ("#8a4b00", "#ffc46b"),
    "warn-panel": ("#fdf2e1", "#2f2412"),
    "bad": ("#b3261e", "#ff9b91"),
    "bad-panel": ("#fcebea", "#37191a"),
    "outcome-global": ("#12426b", "#7ab5ec"),
    "outcome-local": ("#4f8fc4", "#4a7fb0"),
    "outcome-partial": ("#b5d0e8", "#c9e2f8"),
    "outcome-already": ("#aab4bf", "#5d6874"),
    "outcome-missing": ("#d5dae0", "#8d98a5"),
    "outcome-pending": ("#f6c99f", "#8a5530"),
    "outcome-declined": ("#c2410c", "#ff9a62"),
    "outcome-reversed": ("#5c2a4d", "#d6a3c6"),
    "scale-0": ("#edf2f7", "#1d2935"),
    "scale-1": ("#bcd4e8", "#2d4a66"),
    "scale-2": ("#5c97c8", "#3f6f9f"),
    "scale-3": ("#12426b", "#cbe4fb"),
}
FONT = 'Inter, system-ui, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", "Noto Naskh Arabic", Arial, sans-serif'
SCALE = ("scale-0", "scale-1", "scale-2", "scale-3")


def color(token: str) -> str:
    """The CSS variable of a token. Raises KeyError for a token that the style sheet does not define."""
    if token not in TOKENS:
        raise KeyError(f"theme has no colour {token!r}: add it to TOKENS or use one of {', '.join(TOKENS)}")
    return f"var(--{token})"


def color_scale() -> list[list[object]]:
    """Light to dark in plotly's form. In dark mode the tokens run dark to light, so more always stands out."""
    return [[index / (len(SCALE) - 1), color(token)] for index, token in enumerate(SCALE)]


def style_sheet() -> str:
    """theme.css: the tokens for light, for dark by system or by choice, and light again for paper."""
    light, dark = _declarations(0), _declarations(1)
    return (
        f":root{{color-scheme:light;--font:{FONT};{light}}}\n"
        f'@media (prefers-color-scheme:dark){{:root:not([data-theme="light"]){{color-scheme:dark;{dark}}}}}\n'
        f':root[data-theme="dark"]{{color-scheme:dark;{dark}}}\n'
        f"@media print{{:root,:root:not([data-theme]),:root[data-theme]{{color-scheme:light;{light}}}}}\n"
    )


def layout(height: int, **more: object) -> dict[str, Any]:
    """The layout of one figure of `height` pixels; keyword arguments go over the base, one level deep."""
    base: dict[str, Any] = {
        "template": {},
        "height": height,
        "margin": {"l": 8, "r": 8, "t": 26, "b": 30},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONT, "size": 13, "color": color("ink")},
        "showlegend": False,
        "dragmode": False,
        "hoverlabel": {"bgcolor": color("page"), "bordercolor": color("line"), "font": {"color": color("ink")}},
        "hovermode": "closest",
        "xaxis": axis(),
        "yaxis": axis(),
    }
    return base | more


def axis(**more: object) -> dict[str, Any]:
    """One axis: no zoom, faint grid, room for its labels."""
    base: dict[str, Any] = {
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
        "showline": False,
        "ticks": "outside",
        "ticklen": 6,
        "tickcolor": "rgba(0,0,0,0)",
        "tickangle": 0,
        "automargin": True,
        "gridcolor": color("grid"),
        "tickfont": {"size": 12.5, "color": color("ink")},
    }
    return base | more


def _declarations(index: int) -> str:
    return "".join(f"--{token}:{pair[index]};" for token, pair in TOKENS.items())
