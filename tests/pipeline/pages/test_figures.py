"""Figures as data: hostile text stays text, suppressed stays apart from zero, labels do not collide."""

import json
import re
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import plotly.graph_objects
import pytest

from dashboards import figures, figures_by_period, figures_over_time, theme
from dashboards.claim_values import Distance
from dashboards.figures_by_day import CurvePoint, curve
from dashboards.figures_by_period import Family, Range
from dashboards.figures_of_claims import ClaimMark, claim_distances
from dashboards.figures_of_cohorts import rate_grid
from dashboards.figures_over_time import LABEL_GAP_PIXELS, Series
from dashboards.rates import Rate
from dashboards.scales import count_ticks
from dashboards.words import Words

WORDS = Words()
HOSTILE = '<a href="https://evil.example">X</a>'
ALL = Rate("All", 0.6, 60, 100, 0.5, 0.69, min_cell=5)


def rate(label: str, share: float | None, n: int, low: float, high: float) -> Rate:
    return Rate(label, share, int((share or 0) * n), n, low, high, min_cell=5)


def days(count: int) -> list[date]:
    return [date(2025, 4, 1) + timedelta(days=number) for number in range(count)]


def columns(
    labels: list[str], values: list[float | None], tops: list[Range], marks: list[tuple[int, float, str]]
) -> dict[str, Any]:
    part = figures.Part(HOSTILE, "accent", values)
    return figures_by_period.stacked_columns(labels, {0: HOSTILE} if labels else {}, [part], tops, marks, WORDS)


def every_figure() -> dict[str, dict[str, Any]]:
    rates = [rate(HOSTILE, 0.2, 100, 0.1, 0.3), rate("b", 1.0, 4, 0.5, 1.0), rate("c", None, 0, 0, 0)]
    parts = [figures.Part(HOSTILE, "accent", [1, None]), figures.Part("other", "alert", [0, 2])]
    return {
        "rates": figures.rate_bars(rates, ALL, HOSTILE, WORDS),
        "stacked": figures.stacked_bars([HOSTILE, "b"], parts, [HOSTILE, "2"], WORDS),
        "columns": columns([HOSTILE, "b"], [1, None], [Range(0, 9, HOSTILE), Range(None, None, "")], [(0, 2, HOSTILE)]),
        "periods": figures_by_period.rates_over_periods(
            [HOSTILE], {0: HOSTILE}, [Family(HOSTILE, "accent", "circle", [Range(0.2, 0.4, HOSTILE)])]
        ),
        "ranges": figures_by_period.range_bars(
            [HOSTILE, "b", "c"], [Range(1, 9, HOSTILE), Range(0, None, "≥ 0"), Range(None, None, "none")], WORDS
        ),
        "claims": claim_distances([ClaimMark(HOSTILE, HOSTILE, Distance(0, None, 3, 3), "supported", HOSTILE)], WORDS),
        "no ranges": figures_by_period.range_bars([], [], WORDS),
        "no claims": claim_distances([], WORDS),
        "no rates": figures_by_period.rates_over_periods([], {}, []),
        "dots": figures.rate_dots([(HOSTILE, "accent", "circle", rates)], WORDS),
        "lines": figures_over_time.lines([Series(HOSTILE, "accent", days(40), range(40))], WORDS),
        "heat": figures_over_time.heat_map([HOSTILE, "b"], ["c", HOSTILE], [[1, None], [None, 9]], [(0, 1)], WORDS),
        "cohorts": rate_grid([HOSTILE, "b"], [HOSTILE, "c"], [rates[:2], [None, rates[2]]], WORDS),
        "at risk": curve([CurvePoint(0, 1.0, 1.0, 1.0), CurvePoint(3, 0.5, 0.4, 0.6)], 9, WORDS, [(0, "9"), (9, "")]),
        "fitted": figures.rate_bars(rates, ALL, HOSTILE, WORDS, alert="above", is_fitted=True),
        "no rows": figures.stacked_bars([], [], [], WORDS),
        "no columns": columns([], [], [], []),
        "no lines": figures_over_time.lines([], WORDS),
        "no cells": figures_over_time.heat_map([], [], [], [], WORDS),
    }


@pytest.mark.parametrize("name", every_figure())
def test_plotly_accepts_it_and_data_brings_no_markup(name: str) -> None:
    spec = every_figure()[name]
    plotly.graph_objects.Figure(spec)
    text = json.dumps(spec, allow_nan=False)
    assert set(re.findall(r"<(?!/?b>|br>)[^>]*>", text)) == set()
    assert all(token in theme.TOKENS for token in re.findall(r"var\(--([a-z0-9-]+)\)", text))
    assert '"yaxis2"' not in text, "no second axis"


def test_a_long_name_is_cut_before_it_is_escaped() -> None:
    assert figures.plain("&" * 40, 5) == "&amp;&amp;&amp;&amp;…"


def test_a_withheld_rate_has_no_bar_and_says_so() -> None:
    spec = every_figure()["rates"]
    assert spec["data"][0]["x"] == [0.2, None, None]
    texts = [note["text"] for note in spec["layout"]["annotations"]]
    assert texts[:3] == ["<b>20%</b>  20 / 100", "withheld (n &lt; 5)", "—"]
    assert spec["data"][0]["marker"]["color"][0] == theme.color("alert"), "its whole interval lies below 60 %"
    assert spec["data"][0]["marker"]["color"][1] == theme.color("accent")


def test_what_stands_out_is_what_the_page_asks_about() -> None:
    rates = [rate("low", 0.2, 100, 0.1, 0.3), rate("high", 0.9, 100, 0.8, 0.95), rate("few", 1.0, 4, 0.9, 1.0)]
    for alert, wanted in (("below", "low"), ("above", "high"), ("", None)):
        colours = figures.rate_bars(rates, ALL, "All", WORDS, alert=alert)["data"][0]["marker"]["color"]
        out = [one.label for one, colour in zip(rates, colours, strict=True) if colour == theme.color("alert")]
        assert out == ([wanted] if wanted else []), "a withheld rate never stands out"


def test_a_long_count_has_room_at_the_right_edge() -> None:
    spec = figures.rate_bars([rate("a", 0.5, 1_234_567, 0.4, 0.6)], ALL, "All", WORDS)
    short = figures.rate_bars([rate("a", 0.5, 12, 0.4, 0.6)], ALL, "All", WORDS)
    assert spec["layout"]["margin"]["r"] > short["layout"]["margin"]["r"] == 112


def test_the_counts_at_risk_stand_below_the_shares_and_no_grid_line_crosses_them() -> None:
    layout = every_figure()["at risk"]["layout"]
    counts = every_figure()["at risk"]["data"][-1]
    assert (counts["x"], counts["text"]) == ([0, 9], ["9", ""])
    assert max(counts["y"]) < 0
    assert layout["yaxis"]["showgrid"] is False
    assert {line["y0"] for line in layout["shapes"]} == {0, 0.25, 0.5, 0.75, 1}


def test_no_overall_line_for_a_withheld_overall_rate() -> None:
    overall = rate("All", 0.5, 4, 0.1, 0.9)
    assert "shapes" not in figures.rate_bars([], overall, "All", WORDS)["layout"]


def test_two_rows_of_one_name_stay_two_rows() -> None:
    spec = figures.stacked_bars(["same", "same"], [figures.Part("p", "accent", [1, 2])], ["1", "2"], WORDS)
    assert spec["data"][0]["y"] == [0, 1]


def test_a_suppressed_cell_is_neither_zero_nor_empty() -> None:
    values = [[None, 0, 12, None, 0]]
    spec = figures_over_time.heat_map(["g"], ["a", "b", "c", "d", "e"], values, [(0, 0), (0, 2), (0, 4)], WORDS)
    assert spec["data"][-1]["text"] == ["[u]", "[z]", "12+", "[u]"], "0 and a suppressed part is not 0+"
    assert spec["data"][0]["z"] == [[1, None, None, None, 1]], "suppressed cells have a ground of their own"
    assert spec["data"][1]["z"] == [[None, None, 12, None, None]], "only counts above 0 are coloured"


def test_a_restated_column_is_marked_with_what_was_said_before() -> None:
    exact = [Range(6197, 6197, "6,197"), Range(10, 10, "10")]
    bars, marks = columns(["2022-H1", "2022-H2"], [6197, 10], exact, [(0, 6190, "report of May")])["data"]
    assert bars["y"] == [6197, 10]
    assert (marks["x"], marks["y"], marks["hovertext"]) == ([0], [6190], ["2022-H1, report of May: 6,190"])
    assert len(columns(["a"], [1], [Range(1, 1, "1")], [])["data"]) == 1


def test_a_range_is_drawn_as_a_range_and_an_open_end_is_not() -> None:
    _, whiskers = columns(["a", "b"], [0, 5], [Range(0, 9, "0–9"), Range(5, None, "≥ 5")], [])["data"]
    assert (whiskers["x"], whiskers["error_y"]["array"]) == ([0], [9])


def test_an_interval_of_a_rate_is_its_middle_and_its_reach() -> None:
    family = Family("x", "accent", "circle", [Range(None, None, "—"), Range(0.5, 0.7, "50% to 70%")])
    trace = figures_by_period.rates_over_periods(["a", "b"], {}, [family])["data"][0]
    assert trace["y"] == [pytest.approx(0.6)], "a half-year without a rate has no mark"
    assert trace["error_y"]["array"] == [pytest.approx(0.1)]


def test_a_claim_beyond_the_figure_stands_at_its_edge_and_says_how_far_it_is() -> None:
    far = ClaimMark("far", "", Distance(0, None, 3.5, 3.5), "supported", "")
    near = ClaimMark("near", "", Distance(-0.02, 0.02, 0.1, 0.12), "contradicted", "")
    spec = claim_distances([far, near], WORDS)
    band, computed = spec["data"]
    assert computed["x"] == [0.5, pytest.approx(0.11)]
    assert computed["marker"]["symbol"] == ["circle", "diamond"], "told apart without colour"
    assert [note["text"] for note in spec["layout"]["annotations"]] == ["+350%"]
    assert band["base"] == [0, -0.02]
    assert band["x"] == [pytest.approx(0.54), pytest.approx(0.04)], "a claim without an end runs to the edge"


def test_the_ticks_of_distances_are_few_enough_for_a_phone() -> None:
    for far in (0.0, 0.12, 0.3, 9.0):
        ticks = claim_distances([ClaimMark("a", "b", Distance(0, 0, far, far), "supported", "")], WORDS)["layout"][
            "xaxis"
        ]
        assert ticks["ticktext"][1] == "as claimed"
        assert len(ticks["ticktext"]) == 3


def test_a_range_without_an_end_runs_to_the_edge_of_the_figure() -> None:
    spec = figures_by_period.range_bars(["a", "b"], [Range(0, None, "≥ 0"), Range(400, 400, "400")], WORDS)
    assert spec["data"][0]["x"][0] == pytest.approx(spec["layout"]["xaxis"]["range"][1])
    assert spec["data"][0]["x"][1] > 0, "one value is still to be seen"


@pytest.mark.parametrize(
    ("top", "ticks"),
    [
        (1, ["0", "1"]),
        (7, ["0", "2", "4", "6"]),
        (1236, ["0", "250", "500", "750", "1,000"]),
        (12_000, ["0", "2,500", "5,000", "7,500", "10,000"]),
        (1_220_000, ["0", "500K", "1M"]),
    ],
)
def test_count_ticks_are_few_round_and_exact(top: float, ticks: list[str]) -> None:
    assert count_ticks(top, WORDS)["ticktext"] == ticks


@pytest.mark.parametrize("heights", [[200, 199, 198], [3, 2, 1, 0], [200, 100, 0], [250] * 5, list(range(40, 0, -1))])
def test_labels_never_overlap_and_keep_their_order(heights: list[float]) -> None:
    placed = figures_over_time.spread(heights, 250)
    gaps = [above - below for above, below in pairwise(placed)]
    assert all(gap >= LABEL_GAP_PIXELS - 1e-9 for gap in gaps)
    if len(heights) < 10:
        assert min(placed) >= 0
        assert max(placed) <= 250


def test_labels_with_room_stay_where_they_are() -> None:
    assert figures_over_time.spread([200, 100, 50], 250) == [200, 100, 50]


def test_month_ticks_name_the_year_where_it_changes() -> None:
    ticks = figures_over_time.month_ticks([date(2024, 11, 20), date(2025, 2, 3)], WORDS)
    assert ticks["tickvals"] == ["2024-12-01", "2025-01-01", "2025-02-01"]
    assert ticks["ticktext"] == ["Dec<br>2024", "Jan<br>2025", "Feb"]
    assert len(figures_over_time.month_ticks([date(2020, 1, 1), date(2025, 1, 1)], WORDS)["tickvals"]) <= 6
    assert figures_over_time.month_ticks([date(2025, 1, 2), date(2025, 1, 9)], WORDS) == {}


def test_an_unknown_colour_is_refused() -> None:
    with pytest.raises(KeyError, match="no colour 'pink'"):
        theme.color("pink")


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("mode", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("text", "ground", "ratio"),
    [
        *[("ink", "page", 7), ("muted", "page", 4.5), ("muted", "panel", 4.5), ("neutral", "page", 3)],
        *[("link", "page", 4.5), ("accent", "page", 4.5), ("alert", "page", 4.5), ("link", "warn-panel", 4.5)],
        *[("good", "good-panel", 4.5), ("warn", "warn-panel", 4.5), ("bad", "bad-panel", 4.5)],
    ],
)
def test_text_reads_on_its_ground(mode: int, text: str, ground: str, ratio: float) -> None:
    light, dark = sorted((luminance(theme.TOKENS[name][mode]) for name in (text, ground)), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= ratio
