"""The coverage page says which reports are here, what was read of them, and nothing of what was published elsewhere."""

from collections.abc import Callable

import pytest

from dashboards import ledger_words
from dashboards.data import Release
from dashboards.pages import coverage
from dashboards.words import Words
from tests.page_readings import texts

WORDS = Words()


def test_coverage_names_gaps_silence_and_what_was_read(release: Release) -> None:
    page = coverage.build(release, WORDS)
    assert page.lead == (
        "Of 6 half-years that the reports should cover, 2 are here and 1 is missing here; of 1 no file was seen since "
        "it fell due. X, legal demands to remove content: the file seen on 13 March 2025 ends with 2020-H2; 2 later "
        "half-years were due and are not in it. 131 records were read: 110 loaded, 3 rejected, 18 ignored for a "
        "stated reason; they add up in every file."
    )
    grid = {row[0]: row[1:] for row in texts(page.parts["grid"])}
    assert grid == {
        "2022-H1": ["not due", "—"],
        "2021-H2": ["not collected", "not in the newest file"],
        "2021-H1": ["present", "not in the newest file"],
        "2020-H2": ["—", "present, 3 rejected"],
        "2020-H1": ["—", "missing here"],
    }
    assert [row[-1] for row in texts(page.parts["files"])] == ["yes", "carried over", "yes"]


def test_coverage_says_what_was_seen_and_nothing_of_the_world(release: Release) -> None:
    page = coverage.build(release, WORDS)
    said = f"{page.lead} {page.parts['grid'].marks}"
    assert "exists" not in said
    assert "silent" not in said.lower()
    silent = release.rows("FROM fct_coverage WHERE coverage_status = 'silent' OR is_present ORDER BY report, due_date")
    one = coverage.lead_sentence([row for row in silent if row["report"] == "x_removal_requests"][:2], [], WORDS)
    assert one.endswith("ends with 2020-H2; 1 later half-year was due and is not in it.")
    not_due = release.rows("SELECT * REPLACE (true AS is_expected) FROM fct_coverage WHERE coverage_status = 'not_due'")
    assert coverage.lead_sentence(not_due, [], WORDS).endswith("0 are here; 1 is not due.")


def test_each_file_says_where_it_was_found_if_the_release_knows(release: Release) -> None:
    table = coverage.build(release, WORDS).parts["files"]
    place = [column.label for column in table.columns].index("Where found")
    assert [row[place] for row in texts(table)] == ["Google, kept by <b>a</b>", "not on record", "X, retyped"]
    older = release.rows("SELECT * EXCLUDE (source) FROM fct_published_files ORDER BY publisher")
    bare = coverage.file_table(older, WORDS)
    assert "Where found" not in [column.label for column in bare.columns]
    assert next(column.label for column in bare.columns if column.is_number) == "Read"


@pytest.mark.parametrize("label", [ledger_words.report_label, ledger_words.short_report_label])
def test_every_report_of_a_platform_has_its_words(label: Callable[[str, Words], str]) -> None:
    reports = ("google_removals", "meta_content_restrictions", "meta_data_requests", "tiktok_data_requests",
               "tiktok_removal_requests", "x_removal_requests")  # fmt: skip
    assert [one for one in reports if label(one, WORDS) == ledger_words.spaced(one)] == []


def test_a_record_that_is_not_accounted_for_is_said(release: Release) -> None:
    rows = release.rows("FROM fct_published_files WHERE NOT is_carried_over ORDER BY publisher")
    lost = [{**rows[0], "loaded_count": 9}, rows[1]]
    assert coverage.accounted_sentence(lost, WORDS).endswith("; in 1 file they do not add up.")
    table = coverage.file_table(lost, WORDS)
    assert [(row[-1].text, row[-1].kind) for row in table.rows] == [("no", "failed"), ("yes", "passed")]
