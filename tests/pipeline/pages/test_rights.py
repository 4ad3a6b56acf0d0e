"""The page on rights and errors: every share with its n and bounds, none of too few."""

from pathlib import Path

import pytest

from dashboards.blocks import Page
from dashboards.data import Release, open_release
from dashboards.pages import rights, rights_shares
from dashboards.pages.compliance_states import CUBE
from dashboards.rates import Rate
from dashboards.words import Words
from tests.changed_release import without
from tests.page_readings import texts
from tests.small_release import Content, write_release

WORDS = Words()


@pytest.fixture(scope="module")
def page(release: Release) -> Page:
    return rights.build(release, WORDS)


def test_an_agency_with_too_few_has_its_counts_and_no_rate(page: Page) -> None:
    table = page.parts["shares"]
    assert texts(table)[:3] == [
        ["Corrected of reported, share", "All agencies", "25.0%", "17.7% to 34.1%", "26 / 104"],
        ["Corrected of reported, share", "NCCIA", "25.0%", "17.5% to 34.3%", "25 / 100"],
        ["Corrected of reported, share", "PTA", "withheld", "—", "1 / 4"],
    ]
    assert [row[0].row_span for row in table.rows] == [3, 0, 0] * len(rights_shares.SHARES)


def test_the_lead_gives_each_share_with_its_n(page: Page, release: Release) -> None:
    row = release.rows(f"SELECT * FROM {CUBE} ORDER BY reported_count DESC, period_id DESC LIMIT 1")[0]
    undone = f"({row['ever_reversed_count']} of {row['ever_complied_count']}) was undone again; "
    assert undone in page.lead
    assert f"({row['no_legal_basis_count']} of 143) named no legal basis; " in page.lead


def test_a_share_of_nothing_and_one_of_too_few_are_told_apart() -> None:
    nothing = Rate("All", None, 0, 0, None, None, 5)
    few = Rate("All", 0.5, 1, 2, 0.1, 0.9, 5)
    lead = rights.lead_sentence(
        {"reversed_of_complied": nothing, "undesignated_of_known": few, "no_legal_basis_of_reported": few}, WORDS
    )
    assert lead.startswith("Of what platforms complied with, none of 0 was undone again;")
    assert "a withheld share (n < 5) named no legal basis" in lead
    assert "50" not in lead


def test_every_share_has_a_figure_by_platform_with_its_n(page: Page) -> None:
    ids = [figure.figure_id for figure in page.parts["figures"]]
    assert ids == [*(share.replace("_", "-") for share in rights.SHARES), "no-legal-basis-by-agency"]
    for figure in page.parts["figures"]:
        for _, share, interval, counts in texts(figure.table):
            numerator, denominator = (int(count) for count in counts.split(" / "))
            assert numerator <= denominator
            assert (share == "withheld") == (0 < denominator < 5)
            assert (interval == "—") == (denominator < 5)


def test_the_tables_break_every_share_down_and_end_with_all(page: Page) -> None:
    headings = [table.columns[0].label for table in page.parts["tables"]]
    assert headings == ["Agency", "Group", "Action asked for", "Legal basis"]
    ends = [texts(table)[-1] for table in page.parts["tables"]]
    assert len({tuple(line[1:]) for line in ends}) == 1, "all requests are all requests, however broken down"
    assert all(len(line) == 1 + len(rights.SHARES) for line in ends)


def test_every_figure_table_and_number_follows_the_filters(page: Page) -> None:
    for figure in page.parts["figures"]:
        assert figure.binding is not None
        assert figure.table.binding is not None
    assert all(number.binding is not None for number in page.parts["key_numbers"])
    assert all(table.binding is not None for table in [*page.parts["tables"], page.parts["shares"]])


def test_small_shares_are_told_to_a_tenth_in_the_drawing_and_after_a_filter(page: Page) -> None:
    figure = page.parts["figures"][0]
    labels = [note["text"] for note in figure.spec["layout"]["annotations"] if "<b>" in note["text"]]
    assert labels
    assert all("." in label.partition("%")[0] for label in labels)
    assert figure.binding.right.texts["shown"].places["rate"].format == "percent"
    assert figure.spec["layout"]["xaxis"]["autorange"] is True


def test_one_platform_of_four_requests_has_no_share_anywhere(tmp_path: Path) -> None:
    content = Content(platforms={"x": ("X", 4, 2)}, groups=("BLA",))
    with open_release(write_release(tmp_path / "release", content)) as release:
        page = rights.build(release, WORDS)
    assert "%" not in page.lead
    for figure in page.parts["figures"]:
        assert all(share is None for share in figure.spec["data"][0]["x"])


def test_where_every_request_lacks_a_legal_basis_the_page_says_so(release_folder: Path) -> None:
    with open_release(release_folder) as release:
        release.connection.execute(f"""
            CREATE TABLE baseless AS SELECT * REPLACE (
                reported_count AS no_legal_basis_of_reported_numerator, 1.0::DOUBLE AS no_legal_basis_of_reported_rate,
                1.0::DOUBLE AS no_legal_basis_of_reported_high) FROM {CUBE} WHERE legal_basis IN ('all', 'none')
        """)
        release.connection.execute(f"CREATE OR REPLACE VIEW {CUBE} AS FROM baseless")
        page = rights.build(release, WORDS)
    assert "100.0% (143 of 143) named no legal basis" in page.lead
    by_basis = next(table for table in page.parts["tables"] if table.columns[0].label == "Legal basis")
    assert [line[0] for line in texts(by_basis)] == ["no legal basis given", "All requests"]


def test_empty_and_missing_tables_leave_a_page_that_says_so(release_folder: Path) -> None:
    with open_release(release_folder) as release:
        check_bare_pages(release)


def check_bare_pages(release: Release) -> None:
    gone = (CUBE, rights_shares.RIGHTS)
    pages = [rights.build(without(release, *gone), WORDS)]
    for table in gone:
        release.connection.execute(f"CREATE TABLE none_{table} AS FROM {table} LIMIT 0")
        release.connection.execute(f"CREATE OR REPLACE VIEW {table} AS FROM none_{table}")
    pages.append(rights.build(release, WORDS))
    for page in pages:
        assert page.lead == "This release holds no count of reversals and errors."
        assert not page.parts["shares"].rows
        assert page.filters is None
