"""Durations and cohorts of the compliance page: nothing is quoted where fewer than ten are followed."""

from datetime import date
from pathlib import Path

import pytest

from dashboards.blocks import Page
from dashboards.data import Release, Row, open_release
from dashboards.figures_by_day import CurvePoint, curve
from dashboards.figures_of_cohorts import rate_grid
from dashboards.pages import compliance, compliance_cohorts, compliance_curves, compliance_speed
from dashboards.rates import Rate
from dashboards.words import Words
from tests.changed_release import without
from tests.page_readings import texts

WORDS = Words()
CURVES = compliance_curves.CURVES


@pytest.fixture(scope="module")
def page(release: Release) -> Page:
    return compliance.build(release, WORDS)


def summary(name: str, *, median: int | None, last_day: int | None = 30, high: int | None = 9) -> Row:
    days = {"median_days": median, "median_low_days": median, "median_high_days": high}
    return {"platform_name": name, "is_total": name == "All", "last_day": last_day} | days


def test_no_share_is_quoted_where_fewer_than_ten_are_at_risk(page: Page, release: Release) -> None:
    figures = page.parts["curves"]
    assert [figure.figure_id for figure in figures] == ["waiting-all", "waiting-x", "waiting-facebook"]
    for figure in figures:
        at_risk = [int(row[1]) for row in texts(figure.table)]
        assert min(at_risk) >= compliance_speed.AT_RISK_LEAST
        low, high, line, counts = figure.spec["data"]
        assert line["x"][-1] == int(texts(figure.table)[-1][0])
        assert high["fill"] == "tonexty"
        assert all(a <= b <= c for a, b, c in zip(low["y"], line["y"], high["y"], strict=True))
        assert counts["text"][0] == texts(figure.table)[0][1]
    wanted = f"SELECT count(*) AS n FROM {CURVES} WHERE platform_id = 'telegram' AND agency_id = 'all'"
    assert release.rows(wanted)[0]["n"] == 0, "three requests are too few for a curve"


def test_every_curve_has_the_same_axis(page: Page) -> None:
    ranges = {tuple(figure.spec["layout"]["xaxis"]["range"]) for figure in page.parts["curves"]}
    assert len(ranges) == 1


def test_the_number_at_risk_of_a_day_is_that_of_the_next_day_on_which_something_ended() -> None:
    days = [{"day": 0, "at_risk": 1200}, {"day": 13, "at_risk": 40}, {"day": 31, "at_risk": 12}]
    assert compliance_curves.at_risk(days, 90, WORDS) == [(0, "1,200"), (14, "12"), (30, "12"), (60, ""), (90, "")]
    assert compliance_curves.at_risk(days[:1], 0, WORDS) == [(0, "1,200")]


def test_a_platform_with_too_few_stands_in_the_table_without_a_duration(page: Page) -> None:
    rows = {row[0]: row[1:] for row in texts(page.parts["medians"])}
    assert rows["Telegram"] == ["3", "3", "—", "—", "—", "—", "—"]
    assert rows["Facebook"] == ["60", "60", "3", "7", "5 to 8", "11", "12"]


@pytest.mark.parametrize(("high", "text"), [(9, "5 to 9"), (31, "5 or more"), (None, "5 or more")])
def test_an_upper_bound_that_may_not_be_quoted_is_open(high: int | None, text: str) -> None:
    assert compliance_speed.interval_text(summary("X", median=5, high=high), WORDS) == text


@pytest.mark.parametrize(
    ("days", "text"),
    [
        (1, "Half of the requests are complied with within 1 day, when those still waiting are counted too."),
        (6, "Half of the requests are complied with within 6 days, when those still waiting are counted too."),
        (None, "Not half of the requests are complied with while at least 10 of them are still followed."),
    ],
)
def test_the_sentence_says_when_half_are_complied_with_or_that_they_are_not(days: int | None, text: str) -> None:
    assert compliance_speed.half_sentence(days, WORDS).text == text


def test_who_never_came_to_a_half_is_named_and_who_has_too_few_is_not() -> None:
    rows = [summary("All", median=None), summary("X", median=None), summary("WhatsApp", median=31),
            summary("Y", median=2), summary("Z", median=None, last_day=None)]  # fmt: skip
    assert compliance_speed.slow_sentence(rows, WORDS) == (
        "Not half of theirs, in all the days that can be judged: X and WhatsApp."
    )
    assert compliance_speed.slow_sentence(rows[3:], WORDS) == ""


def test_a_cohort_of_too_few_is_withheld_and_one_too_young_is_a_dash() -> None:
    months = (date(2025, 7, 1), date(2025, 8, 1))
    rates = {
        (months[0], 1): Rate("", 0.4, 20, 50, 0.2, 0.6, 5),
        (months[0], 90): Rate("", 1.0, 4, 4, 0.5, 1.0, 5),
        (months[1], 1): Rate("", None, 0, 0, None, None, 5),
    }
    figure = compliance_cohorts.cohort_figure(compliance_cohorts.Cohorts(months, (1, 90), rates, 5), WORDS)
    assert texts(figure.table) == [
        ["2025-07", "40.0% (20 of 50, 95% interval 20.0% to 60.0%)", "withheld (n < 5)"],
        ["2025-08", "—", "—"],
    ]
    ground, colours, cells = figure.spec["data"]
    assert cells["text"] == ["40% n=50", "[u]"]
    assert colours["z"] == [[0.4, None], [None, None]]
    assert ground["z"] == [[None, 1], [None, None]]
    assert "100" not in figure.summary, "a withheld share is not read out either"


def test_the_latest_months_are_drawn_and_all_are_listed() -> None:
    months = [date(2024 + number // 12, 1 + number % 12, 1) for number in range(20)]
    rates = {(month, 7): Rate("", 0.4, 20, 50, 0.2, 0.6, 5) for month in months}
    figure = compliance_cohorts.cohort_figure(compliance_cohorts.Cohorts(months, (7,), rates, 5), WORDS)
    assert figure.spec["layout"]["yaxis"]["ticktext"] == [f"{month:%Y-%m}" for month in months[-12:]]
    assert len(figure.table.rows) == 20


def test_the_cohorts_of_the_release_are_those_of_its_cube(page: Page, release: Release) -> None:
    row = release.rows(f"""
        SELECT complied_count, eligible_count FROM {compliance_cohorts.COHORTS}
        WHERE platform_id = 'all' AND agency_id = 'all' AND group_id = 'all' AND requested_action = 'all'
          AND horizon_days = 7 ORDER BY month_start_date LIMIT 1
    """)[0]
    assert f"({row['complied_count']} of {row['eligible_count']}, " in texts(page.parts["cohorts"].table)[0][2]


def test_without_durations_and_cohorts_the_rest_of_the_page_stands(release_folder: Path) -> None:
    gone = (compliance_speed.CURVE, compliance_speed.MEDIANS, CURVES, compliance_cohorts.COHORTS)
    with open_release(release_folder) as release:
        page = compliance.build(without(release, *gone), WORDS)
    assert (page.parts["curves"], page.parts["cohorts"], page.parts["slow"]) == ([], None, "")
    assert not page.parts["medians"].rows
    assert page.parts["family"]


def test_a_curve_of_one_day_and_an_empty_grid_still_have_axes() -> None:
    spec = curve([CurvePoint(0, 0.5, None, None)], 0, WORDS, [(0, "12")])
    assert spec["layout"]["xaxis"]["range"] == [0, 1]
    assert rate_grid([], [], [], WORDS)["layout"]["height"] > 0
