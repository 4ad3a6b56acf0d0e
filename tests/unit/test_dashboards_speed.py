"""The page on durations: nothing is quoted where fewer than ten are followed, and a small rate is withheld."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from dashboards.blocks import DataTable
from dashboards.data import Release, Row, open_release
from dashboards.figures_by_day import CurvePoint, curve
from dashboards.pages import speed, speed_cohorts, speed_curves, speed_medians
from dashboards.words import Words
from tests.small_release import write_release

WORDS = Words()
TABLES = (speed_curves.CURVE, speed_curves.MEDIANS, speed_cohorts.COHORTS)


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Release]:
    with open_release(write_release(tmp_path_factory.mktemp("speed") / "release")) as opened:
        yield opened


def texts(table: DataTable) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows]


def summary(name: str, *, median: int | None, last_day: int | None = 30, high: int | None = 9) -> Row:
    days = {"median_days": median, "median_low_days": median, "median_high_days": high}
    return {"platform_name": name, "is_total": name == "All", "last_day": last_day} | days


def test_no_share_is_quoted_where_fewer_than_ten_are_at_risk(release: Release) -> None:
    figures = speed.build(release, WORDS).parts["curves"]
    assert [figure.figure_id for figure in figures] == ["waiting-all", "waiting-x", "waiting-facebook"]
    for figure in figures:
        at_risk = [int(row[1]) for row in texts(figure.table)]
        assert min(at_risk) >= speed_curves.AT_RISK_LEAST
        days = figure.spec["data"][-1]["x"]
        wanted = f"SELECT max(day_number) AS n FROM {speed_curves.CURVE} WHERE at_risk_count >= 10 AND platform_id = $1"
        assert days[-1] == release.rows(wanted, [figure.figure_id.removeprefix("waiting-")])[0]["n"]
        assert figure.note == f"Cut after day {days[-1]}: beyond it fewer than 10 requests are still followed."


def test_every_curve_has_the_same_axis_and_a_band(release: Release) -> None:
    figures = speed.build(release, WORDS).parts["curves"]
    assert len({tuple(figure.spec["layout"]["xaxis"]["range"]) for figure in figures}) == 1
    low, high, line = figures[0].spec["data"]
    assert high["fill"] == "tonexty"
    assert all(a <= b <= c for a, b, c in zip(low["y"], line["y"], high["y"], strict=True))


def test_a_platform_with_too_few_stands_in_the_table_without_a_duration(release: Release) -> None:
    rows = {row[0]: row[1:] for row in texts(speed.build(release, WORDS).parts["medians"])}
    assert rows["Telegram"] == ["3", "3", "—", "—", "—", "—", "—"]
    assert rows["Facebook"] == ["60", "60", "3", "7", "5 to 8", "11", "12"]


@pytest.mark.parametrize(("high", "text"), [(9, "5 to 9"), (31, "5 or more"), (None, "5 or more")])
def test_an_upper_bound_that_may_not_be_quoted_is_open(high: int | None, text: str) -> None:
    assert speed_medians.interval_text(summary("X", median=5, high=high), WORDS) == text


def test_the_lead_names_who_never_came_to_a_half() -> None:
    rows = [summary("All", median=1), summary("X", median=None), summary("WhatsApp", median=31), summary("Y", median=2)]
    assert speed.lead_sentence(rows, WORDS) == (
        "Half of the requests are complied with within 1 day (95% interval 1 to 9), when those still waiting are "
        "counted too. Not half of theirs, in all the days that can be judged: X and WhatsApp."
    )


def test_the_lead_without_a_median_or_without_enough_says_so() -> None:
    slow = speed.lead_sentence([summary("All", median=None)], WORDS)
    assert slow == "Fewer than half of the requests are complied with in the 30 days that can be judged."
    few = speed.lead_sentence([summary("All", median=3, last_day=None), summary("X", median=3, last_day=None)], WORDS)
    assert few == "Fewer than 10 requests can be followed: too few for a duration."


def test_a_cohort_of_too_few_is_withheld_and_one_too_young_is_a_dash(release: Release) -> None:
    assert texts(speed_cohorts.cohort_table(release, WORDS)) == [
        ["2025-07", "40.0% (20 of 50, 95% interval 20.0% to 60.0%)", "withheld (n < 5)", "—"]
    ]


def test_empty_and_missing_tables_leave_a_page_that_says_so(tmp_path: Path) -> None:
    with open_release(write_release(tmp_path / "release")) as release:
        check_bare_pages(release)


def check_bare_pages(release: Release) -> None:
    without = replace(release.facts, tables={n: t for n, t in release.facts.tables.items() if n not in TABLES})
    pages = [speed.build(replace(release, facts=without), WORDS)]
    for table in TABLES:
        release.connection.execute(f"CREATE TABLE none_{table} AS FROM {table} LIMIT 0")
        release.connection.execute(f"CREATE OR REPLACE VIEW {table} AS FROM none_{table}")
    pages.append(speed.build(release, WORDS))
    for page in pages:
        assert page.lead == "This release holds no durations of requests."
        assert page.parts["curves"] == []
        assert not page.parts["medians"].rows
        assert not page.parts["cohorts"].rows


def test_a_curve_of_one_day_still_has_an_axis() -> None:
    spec = curve([CurvePoint(0, 0.5, None, None)], 0, WORDS)
    assert spec["layout"]["xaxis"]["range"] == [0, 1]
