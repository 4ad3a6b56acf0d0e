"""Pages: their sentences and tables say what the release says, read here a second way."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest

from dashboards.blocks import Page
from dashboards.data import Release, open_release
from dashboards.pages import (
    backlog,
    brief,
    compliance,
    definitions,
    group_activity,
    published,
    quality,
    reach,
)
from dashboards.release_facts import Metric
from dashboards.words import Words
from tests.page_readings import texts
from tests.small_release import PASSED, WARNING, Content, write_release

WORDS = Words()
SUMMARY = "fct_compliance_summary"


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[Release]:
    """No published figures, one platform with too few requests for a rate, no check that failed."""
    content = Content(platforms={"x": ("X", 3, 1)}, has_published=False, checks=(PASSED,), verdict="passed")
    with open_release(write_release(tmp_path / "release", content)) as opened:
        yield opened


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
    assert [row[0] for row in texts(table)[-2:]] == ["Telegram", "All platforms"], "withheld rates come last"


def test_without_published_figures_the_page_says_so(bare: Release) -> None:
    page = published.build(bare, WORDS)
    assert page.lead == "No figures published by platforms about Pakistan are loaded in this release."
    assert page.parts["sections"] == []


def test_quality_lists_what_did_not_pass_first(release: Release, bare: Release) -> None:
    page = quality.build(release, WORDS)
    assert page.lead == "Yes, with 1 warning: 1 of 2 checks passed."
    (failed,) = page.parts["failed"]
    assert (failed.verdict.text, failed.question.text, failed.rows) == ("warning", WARNING["question"], None)
    assert {label: cell.text for label, cell in failed.facts} == {
        **{"Found": "3", "Wanted": "0", "If it fails": "is a warning"},
        **{"Table": "fct_reach_daily", "Owner": WARNING["owner"]},
    }
    assert quality.build(bare, WORDS).parts["failed"] == []
    assert [(table.name, table.count) for table in page.parts["tables"]] == [
        ("fct_reach_daily", "0 of 1 check passed"),
        ("fct_compliance_daily", "1 of 1 check passed"),
    ]
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
    assert rate[1:] == ["What response_rate means.",
                        "Not shown on these pages where n is below 5; the files carry it with its n.",
                        "response_numerator / response_denominator", "rate", "this warehouse",
                        "response_rate"]  # fmt: skip


def test_a_withheld_count_is_not_said_to_have_a_denominator() -> None:
    count = Metric("Mirrors", "account", None, None, 5, "warehouse", "stock")
    assert definitions.small_cell_rule(count, WORDS) == (
        "Withheld, in the files too, where it would be 1 to 4, or would give such a count away."
    )
    assert definitions.small_cell_rule(replace(count, min_cell=None), WORDS) == ""


@pytest.mark.parametrize("module", [brief, compliance, backlog, reach, group_activity, published])
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
