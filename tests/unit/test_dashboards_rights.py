"""The page on rights and errors: every share with its n and bounds, none of too few."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from dashboards.data import Release, open_release
from dashboards.pages import rights
from dashboards.rates import Rate
from dashboards.words import Words
from tests.small_release import write_release

WORDS = Words()


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Release]:
    with open_release(write_release(tmp_path_factory.mktemp("rights") / "release")) as opened:
        yield opened


def test_an_agency_with_too_few_has_its_counts_and_no_rate(release: Release) -> None:
    table = rights.build(release, WORDS).parts["shares"]
    rows = [[cell.text for cell in row] for row in table.rows]
    assert rows[:3] == [
        ["Reversed of complied, share", "All agencies", "25.0%", "17.7% to 34.1%", "26 / 104"],
        ["Reversed of complied, share", "NCCIA", "25.0%", "17.5% to 34.3%", "25 / 100"],
        ["Reversed of complied, share", "PTA", "withheld", "—", "1 / 4"],
    ]
    assert [row[0].row_span for row in table.rows] == [3, 0, 0] * len(rights.SHARES)


def test_the_lead_gives_each_share_with_its_n(release: Release) -> None:
    assert rights.build(release, WORDS).lead.startswith(
        "Complied with, then undone: 25.0% (26 of 104, 95% interval 17.7% to 34.1%). Aimed at a group not designated"
    )


def test_a_share_of_nothing_and_one_of_too_few_are_told_apart() -> None:
    nothing = Rate("All", None, 0, 0, None, None, 5)
    few = Rate("All", 0.5, 1, 2, 0.1, 0.9, 5)
    lead = rights.lead_sentence(
        {"reversed_of_complied": nothing, "undesignated_of_known": few, "no_legal_basis_of_reported": few}, 7, WORDS
    )
    assert lead.startswith("Complied with, then undone: none of 0.")
    assert "50" not in lead
    assert "of 7 more it does not" in lead
    assert "withheld (n < 5)" in lead


def test_empty_and_missing_tables_leave_a_page_that_says_so(tmp_path: Path) -> None:
    with open_release(write_release(tmp_path / "release")) as release:
        check_bare_pages(release)


def check_bare_pages(release: Release) -> None:
    without = {name: table for name, table in release.facts.tables.items() if name != rights.RIGHTS}
    pages = [rights.build(replace(release, facts=replace(release.facts, tables=without)), WORDS)]
    release.connection.execute(f"CREATE TABLE nothing AS FROM {rights.RIGHTS} LIMIT 0")
    release.connection.execute(f"CREATE OR REPLACE VIEW {rights.RIGHTS} AS FROM nothing")
    pages.append(rights.build(release, WORDS))
    for page in pages:
        assert page.lead == "This release holds no count of reversals and errors."
        assert not page.parts["shares"].rows
