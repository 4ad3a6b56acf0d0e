"""Pages: their sentences and tables say what the release says, read here a second way."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from dashboards.blocks import DataTable, Page
from dashboards.data import Release, open_release
from dashboards.pages import compliance, definitions, group_activity, overview, published, quality, reach
from dashboards.words import Words
from tests.small_release import PASSED, WARNING, Content, write_release

WORDS = Words()
SUMMARY = "fct_compliance_summary"


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Release]:
    with open_release(write_release(tmp_path_factory.mktemp("pages") / "release")) as opened:
        yield opened


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[Release]:
    """No published figures, one platform with too few requests for a rate, no check that failed."""
    content = Content(platforms={"x": ("X", 3, 1)}, has_published=False, checks=(PASSED,), verdict="passed")
    with open_release(write_release(tmp_path / "release", content)) as opened:
        yield opened


def texts(table: DataTable) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows]


def one(release: Release, sql: str) -> object:
    return next(iter(release.rows(sql)[0].values()))


def test_overview_answers_in_its_first_sentence(release: Release) -> None:
    page = overview.build(release, WORDS)
    pending = one(release, f"SELECT pending_count FROM {SUMMARY} WHERE is_total")
    assert page.lead == (
        f"Platforms complied with 76 of 143 requests (53.1%); {pending} requests await a decision. "
        "The whole 95% interval lies below that rate for X, and above it for Facebook."
    )


def test_overview_withholds_a_rate_of_too_few(bare: Release) -> None:
    page = overview.build(bare, WORDS)
    assert page.lead.startswith("Too few requests for a rate: 3 so far.")
    assert [number.value for number in page.parts["key_numbers"]][:2] == ["3", "withheld"]
    assert texts(page.parts["rates"].table)[0] == ["X", "withheld", "1", "3", "—", "—"]


def test_the_last_day_of_the_lines_is_the_summary(release: Release) -> None:
    page = overview.build(release, WORDS)
    total = release.rows(f"SELECT reported_count, complied_count FROM {SUMMARY} WHERE is_total")[0]
    last = texts(page.parts["cumulative"].table)[-1]
    assert last == ["2025-08-15", str(total["reported_count"]), str(total["complied_count"])]


@pytest.mark.parametrize("name", ["outcomes", "agencies"])
def test_outcomes_add_up_to_the_requests_reported(release: Release, name: str) -> None:
    rows = texts(compliance.build(release, WORDS).parts[name].table)
    assert sum(int(row[1]) for row in rows) == 143
    for _, reported, *outcomes in rows:
        assert int(reported) == sum(int(outcome) for outcome in outcomes)


def test_the_family_of_rates_stands_side_by_side_with_n_and_bounds(release: Release) -> None:
    table = compliance.build(release, WORDS).parts["family_table"]
    facebook = next(row for row in texts(table) if row[0] == "Facebook")
    assert facebook[1:4] == ["90.0%", "79.9% to 95.3%", "54 / 60"]
    telegram = next(row for row in texts(table) if row[0] == "Telegram")
    assert telegram[1:4] == ["withheld", "—", "2 / 3"]
    assert texts(table)[-1][0] == "All platforms"


def test_reach_is_the_sum_of_the_last_day(release: Release) -> None:
    page = reach.build(release, WORDS)
    day = "SELECT format('{:,}', sum(followers_live)) FROM fct_reach_daily WHERE date_day = DATE '2025-08-15'"
    assert f"On 15 August 2025, reported accounts with {one(release, day)} followers" in page.lead
    assert "never deduplicated" in page.lead


def test_groups_show_suppressed_cells_and_never_their_size(release: Release) -> None:
    page = group_activity.build(release, WORDS)
    suppressed = one(release, "SELECT count(*) FROM fct_group_activity_weekly WHERE is_suppressed")
    assert f"{suppressed} small cells are suppressed and in no sum." in page.lead
    assert "at least" in page.lead
    shown = [text for row in texts(page.parts["weekly"].table) for text in row[1:]]
    assert "[u]" in shown
    assert {text for text in shown if text not in ("[u]", "—") and int(text.rstrip("+")) < 5} == set()


def test_weeks_are_continuous_and_limited() -> None:
    weeks = group_activity.last_weeks([date(2025, 1, 6), date(2025, 1, 27)])
    assert weeks == [date(2025, 1, 6), date(2025, 1, 13), date(2025, 1, 20), date(2025, 1, 27)]
    assert len(group_activity.last_weeks([date(2020, 1, 6), date(2025, 1, 27)])) == group_activity.WEEK_LIMIT
    assert group_activity.last_weeks([]) == []


@pytest.mark.parametrize(
    ("precision", "text"), [("day", "2011-01-01"), ("month", "2011-01"), ("year", "2011"), (None, "2011-01-01")]
)
def test_a_listing_date_is_no_more_exact_than_known(precision: str | None, text: str) -> None:
    assert group_activity.listed_on(date(2011, 1, 1), precision) == text


def test_no_listing_date_is_a_dash() -> None:
    assert group_activity.listed_on(None, "day") == "—"


def test_published_figures_by_vintage_without_totals(release: Release) -> None:
    page = published.build(release, WORDS)
    assert "For 2023-H2, Google counts 6,190 items from Pakistan" in page.lead
    assert "Of 16 figures carried by more than one report, 4 differ between them." in page.lead
    items, requests, _, everyone = page.parts["figures"]
    assert texts(requests.table)[-1] == ["Information and Communications Authority", "requests", "2023-H2", "—", "432"]
    assert texts(page.parts["restated"])[0][2:] == ["2022-H1", "6,190", "6,197"]
    blank = next(row for row in texts(everyone.table) if row[2] == "2021-H1")
    assert blank[3:] == ["≥ 432", "≥ 432"], "the police figure was left blank"
    assert items.figure_id == "published-regulator-item"


def test_without_published_figures_the_page_says_so(bare: Release) -> None:
    page = published.build(bare, WORDS)
    assert page.lead == "No figures published by platforms about Pakistan are loaded in this release."
    assert page.parts["figures"] == []


@pytest.mark.parametrize(
    ("value", "text"), [(None, "—"), ((None, None, 1), "—"), ((0, 9, 0), "0–9"), ((0, 0, 0), "0"), ((7, 7, 2), "≥ 7")]
)
def test_null_zero_and_range_stay_apart(value: tuple[float | None, float | None, int] | None, text: str) -> None:
    assert published.value_text(value, WORDS) == text


def test_a_period_that_is_no_half_year_keeps_its_dates() -> None:
    assert published.half_year(date(2023, 1, 1), date(2023, 6, 30)) == "2023-H1"
    assert published.half_year(date(2023, 1, 1), date(2023, 3, 31)) == "2023-01-01 to 2023-03-31"


def test_quality_lists_what_did_not_pass_first(release: Release, bare: Release) -> None:
    page = quality.build(release, WORDS)
    assert page.lead == "Yes, with 1 warning: 1 of 2 checks passed."
    assert texts(page.parts["checks"])[0][:3] == ["warning", WARNING["question"], "warning"]
    banner = quality.banner_sentence(release.facts.quality, WORDS)
    assert banner == "1 of 2 checks. 1 warning: Are follower counts present?"
    assert quality.build(bare, WORDS).lead == "Yes: 1 of 1 checks passed."


def test_definitions_give_formula_unit_and_smallest_n(release: Release) -> None:
    rows = texts(definitions.build(release, WORDS).parts["metrics"])
    rate = next(row for row in rows if row[-1] == f"{SUMMARY}.response_rate")
    assert rate[1:] == ["What response_rate means.", "response_numerator / response_denominator", "rate", "rate",
                        "warehouse", "5", f"{SUMMARY}.response_rate"]  # fmt: skip


@pytest.mark.parametrize("module", [overview, compliance, reach, group_activity, published])
def test_every_figure_names_its_source_definition_and_contents(release: Release, module: object) -> None:
    page: Page = module.build(release, WORDS)  # type: ignore[attr-defined]
    parts = [part for value in page.parts.values() for part in (value if isinstance(value, list) else [value])]
    figures = [part for part in parts if hasattr(part, "spec")]
    assert figures
    for figure in figures:
        assert figure.summary
        assert figure.table.rows
        assert set(figure.sources) <= set(release.facts.tables)
        for reference in figure.definitions:
            release.facts.table(reference.partition(".")[0]).field(reference.partition(".")[2])
