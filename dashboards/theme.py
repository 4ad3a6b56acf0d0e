"""Colours, type and the layout that every figure starts from. The one place where a colour is written down.

Figures name a colour as `var(--token)`. plotly.js cannot read CSS variables, so site.js looks the tokens up in the
style sheet made here just before it draws: one figure then serves light, dark and print.
Hues are navy, orange and grey, which stay apart for the common kinds of colour blindness and in grey scale.
"""

from collections.abc import Collection
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
    # From the youngest to the oldest; in dark mode they run the other way, so that old always stands out.
    "age-0": ("#fbd9bf", "#4f2a18"),
    "age-1": ("#f3a878", "#823b15"),
    "age-2": ("#e0743a", "#c05a22"),
    "age-3": ("#b84412", "#ef8b52"),
    "age-4": ("#742a0a", "#fcd0ae"),
    "scale-0": ("#edf2f7", "#1d2935"),
    "scale-1": ("#bcd4e8", "#2d4a66"),
    "scale-2": ("#5c97c8", "#3f6f9f"),
    "scale-3": ("#12426b", "#cbe4fb"),
}
# Digits and Latin letters come from Inter; Urdu in drawings and tables, which are dense, from a Naskh font, and
# everything else in Urdu from a Nastaliq font, as a newspaper is set.
FONT = (
    'Inter, "Takedown Naskh", "Noto Naskh Arabic", system-ui, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", '
    "Arial, sans-serif"
)
NASTALIQ = f'Inter, "Takedown Nastaliq", "Noto Nastaliq Urdu", "Jameel Noori Nastaleeq", "Urdu Typesetting", {FONT}'
# File of the font, its name in the style sheet. What npm did not bring is not asked for.
VENDORED_FONTS = {
    "noto-nastaliq-urdu-arabic-400-normal.woff2": "Takedown Nastaliq",
    "noto-naskh-arabic-arabic-400-normal.woff2": "Takedown Naskh",
}
ARABIC = "U+0600-06FF,U+0750-077F,U+200C-200E,U+204F,U+2E41,U+FB50-FDFF,U+FE70-FE74,U+FE76-FEFC"
SCALE = ("scale-0", "scale-1", "scale-2", "scale-3")


def color(token: str) -> str:
    """The CSS variable of a token. Raises KeyError for a token that the style sheet does not define."""
    if token not in TOKENS:
        raise KeyError(f"theme has no colour {token!r}: add it to TOKENS or use one of {', '.join(TOKENS)}")
    return f"var(--{token})"


def color_scale() -> list[list[object]]:
    """Light to dark in plotly's form. In dark mode the tokens run dark to light, so more always stands out."""
    return [[index / (len(SCALE) - 1), color(token)] for index, token in enumerate(SCALE)]


def style_sheet(files: Collection[str] = ()) -> str:
    """theme.css: the tokens for light, for dark by system or by choice, and light again for paper.

    `files` are the names of the files beside it: of the fonts, those among them are used.
    """
    light, dark = _declarations(0), _declarations(1)
    return _font_faces(files) + (
        f":root{{color-scheme:light;--font:{FONT};--dense:{FONT};{light}}}\n"
        f":root:lang(ur){{--font:{NASTALIQ}}}\n"
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


def _font_faces(files: Collection[str]) -> str:
    return "".join(
        f'@font-face{{font-family:"{name}";src:url("{file}") format("woff2");'
        f"font-display:block;unicode-range:{ARABIC}}}\n"
        for file, name in VENDORED_FONTS.items()
        if file in files
    )


def _declarations(index: int) -> str:
    return "".join(f"--{token}:{pair[index]};" for token, pair in TOKENS.items())
