"""Pages: their sentences and tables say what the release says, read here a second way."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest

from dashboards.blocks import DataTable, Page
from dashboards.data import Release, open_release
from dashboards.pages import (
    compliance,
    definitions,
    designations,
    group_activity,
    overview,
    published,
    quality,
    reach,
    speed,
)
from dashboards.release_facts import Metric
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
        "Clearly below that rate: X. Clearly above it: Facebook."
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


@pytest.mark.parametrize(
    ("module", "name"), [(compliance, "outcomes"), (compliance, "agencies"), (group_activity, "outcomes")]
)
def test_outcomes_add_up_to_the_requests_reported(release: Release, module: ModuleType, name: str) -> None:
    rows = texts(module.build(release, WORDS).parts[name].table)
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
    assert f"On 15 August 2025, reported accounts that were still up had {one(release, day)} followers" in page.lead
    assert "these are not numbers of people" in page.lead


def test_groups_show_suppressed_cells_and_never_their_size(release: Release) -> None:
    page = group_activity.build(release, WORDS)
    suppressed = one(release, "SELECT count(*) FROM fct_group_activity_weekly WHERE is_suppressed")
    everything = one(release, "SELECT count(*) FROM fct_group_activity_weekly")
    assert f"{suppressed} of {everything} counts by group, platform and week are too small" in page.lead
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
    assert designations.listed_on(date(2011, 1, 1), precision) == text


def test_no_listing_date_is_a_dash() -> None:
    assert designations.listed_on(None, "day") == "—"


def test_who_lists_whom_is_one_row_a_group(release: Release) -> None:
    head, *_ = texts(designations.listing_matrix(release, WORDS))
    assert head == ["BLA", "no listing found", "from 2011-01"], "UK Home Office, then UN Security Council"
    table = designations.designation_table(release, WORDS)
    assert [row[0].row_span for row in table.rows] == [2, 0] * 3, "a group is named once for its rows"
    assert texts(table)[0][1:5] == ["UK Home Office", "no listing found", "2011-01", "—"]


def test_the_withheld_group_comes_last_and_is_explained(release: Release) -> None:
    figure = group_activity.build(release, WORDS).parts["outcomes"]
    assert texts(figure.table)[-1][0] == "Withheld: small cell"
    assert "Withheld: small cell is no group." in figure.note


def test_without_published_figures_the_page_says_so(bare: Release) -> None:
    page = published.build(bare, WORDS)
    assert page.lead == "No figures published by platforms about Pakistan are loaded in this release."
    assert page.parts["sections"] == []


def test_quality_lists_what_did_not_pass_first(release: Release, bare: Release) -> None:
    page = quality.build(release, WORDS)
    assert page.lead == "Yes, with 1 warning: 1 of 2 checks passed."
    (failed,) = page.parts["failed"]
    assert (failed.verdict.text, failed.question, failed.rows) == ("warning", WARNING["question"], None)
    assert dict(failed.facts) == {
        **{"Found": "3", "Wanted": "0", "If it fails": "is a warning"},
        **{"Table": "fct_reach_daily", "Owner": WARNING["owner"]},
    }
    assert quality.build(bare, WORDS).parts["failed"] == []
    assert [(table.name, table.count) for table in page.parts["tables"]] == [("fct_compliance_daily", "1 check passed")]
    assert quality.banner_sentence(release, WORDS) == "1 of 2 checks. 1 warning: Are follower counts present? No."
    assert quality.build(bare, WORDS).lead == "Yes: 1 of 1 checks passed."


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (1, "Request log: 1 of 2,162 platform responses answers no request, so it is counted nowhere."),
        (3, "Request log: 3 of 2,162 platform responses answer no request, so they are counted nowhere."),
    ],
)
def test_a_warning_is_a_statement_with_its_numbers(release: Release, count: int, text: str) -> None:
    law = {"law_id": "every_response_has_a_request", "question": "?", "violation_count": count, "checked_count": 2162}
    check = replace(release.facts.quality.checks[1], check_id=f"{quality.LAWS}.every_response_has_a_request")
    assert quality.warning_sentence(check, {"every_response_has_a_request": law}, WORDS) == text
    other = law | {"law_id": "every_row_was_read", "question": "Could every row be read?"}
    read = replace(check, check_id=f"{quality.LAWS}.every_row_was_read")
    wanted = f"Could every row be read? No, not for {count} of 2,162."
    assert quality.warning_sentence(read, {"every_row_was_read": other}, WORDS) == wanted


def test_definitions_give_formula_unit_and_smallest_n(release: Release) -> None:
    entry = next(one for one in definitions.build(release, WORDS).parts["entries"] if one.name == SUMMARY)
    rate = next(row for row in texts(entry.metrics) if row[-1] == "response_rate")
    assert rate[1:] == ["What response_rate means. "
                        "Not shown on these pages where n is below 5; the files carry it with its n.",
                        "response_numerator / response_denominator", "rate", "warehouse", "response_rate"]  # fmt: skip


def test_a_withheld_count_is_not_said_to_have_a_denominator() -> None:
    count = Metric("Mirrors", "account", None, None, 5, "warehouse", "stock")
    assert definitions.small_cell_rule(count, WORDS) == (
        "Withheld, in the files too, where it would be 1 to 4, or would give such a count away."
    )
    assert definitions.small_cell_rule(replace(count, min_cell=None), WORDS) == ""


@pytest.mark.parametrize("module", [overview, compliance, speed, reach, group_activity, published])
def test_every_figure_names_its_source_definition_and_contents(release: Release, module: object) -> None:
    page: Page = module.build(release, WORDS)  # type: ignore[attr-defined]
    parts = [part for value in page.parts.values() for part in (value if isinstance(value, list) else [value])]
    parts += [figure for part in parts for figure in getattr(part, "figures", [])]
    figures = [part for part in parts if hasattr(part, "spec")]
    assert figures
    for figure in figures:
        assert figure.summary
        assert figure.table.rows
        assert set(figure.sources) <= set(release.facts.tables)
        for reference in figure.definitions:
            release.facts.table(reference.partition(".")[0]).field(reference.partition(".")[2])
