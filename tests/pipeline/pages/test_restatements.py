"""The page of restatements says what the release says of them, and no more."""

from collections.abc import Iterator

import pytest

from dashboards.data import Release, open_release
from dashboards.pages import restatements
from dashboards.words import Words
from tests.page_readings import texts
from tests.small_release import PASSED, Content, write_release

WORDS = Words()
NEW = PASSED | {"check_id": "fct_restatements.nothing_newly_restated", "table": "fct_restatements",
                "severity": "warning", "question": "Is every restatement known from the last release?",
                "is_passed": False, "observed": "3 restatements are new."}  # fmt: skip


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Release]:
    content = Content(checks=(PASSED, NEW))
    with open_release(write_release(tmp_path_factory.mktemp("ledger") / "release", content)) as opened:
        yield opened


def test_restatements_say_how_many_of_how_many(release: Release) -> None:
    page = restatements.build(release, WORDS)
    assert page.lead == (
        "Of 16 figures that stand in two reports of one publisher, split alike, 6 differ between the two. Of these, "
        "1 had no number before. 2 are left out of a later report that carries their half-year. 1 total of a country, "
        "added up from its parts, changed. 1 more differs from the sum of its parts in a later, finer report. Of all "
        "these, 1 was filed under another requestor or reason. Neither version is corrected here."
    )
    assert texts(page.parts["pairs"]) == [
        ["Google, requests to remove content", "2023-03-04", "2024-09-13", "16", "6", "2", "1", "1"]
    ]
    assert page.parts["verdict"] == (
        "The gate asked: Is every restatement known from the last release? It warned: 3 restatements are new."
    )


def test_the_largest_change_of_a_received_count_comes_first_whichever_way_it_went(release: Release) -> None:
    rows = texts(restatements.build(release, WORDS).parts["everywhere"])
    assert [row[9] for row in rows] == ["× 0", "—", "× 0.013", "× 1.016", "× 1.001", "—", "—", "—", "—", "× 0.1"]
    assert rows[-1][6:11:2] == ["100", "10", "counted once per product and reason"]
    assert rows[-2][6:11:2] == ["9", "left out", "requestors regrouped"]
    assert rows[1][6:11:2] == ["3", "left out", "number withdrawn"]
    assert [row[6] for row in rows if row[10] == "given more exactly"] == ["0–9"]
    assert ["not reported", "4"] in [[row[6], row[8]] for row in rows]
    assert ["7", "withheld by the publisher"] in [[row[6], row[8]] for row in rows]
    assert {row[0] for row in texts(restatements.build(release, WORDS).parts["focus"])} == {"Pakistan"}


def test_a_long_list_is_cut_and_says_so(release: Release, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(restatements, "_LARGEST", restatements._LARGEST.replace("LIMIT 200", "LIMIT 2"))
    monkeypatch.setattr(restatements, "ROW_LIMIT", 2)
    parts = restatements.build(release, WORDS).parts
    assert len(parts["everywhere"].rows) == 2
    assert parts["limit"] == "The 2 largest changes; the CSV has all."


def test_causes_add_up_to_the_changes(release: Release) -> None:
    figure = restatements.build(release, WORDS).parts["causes"]
    assert sum(int(row[-1]) for row in texts(figure.table)) == 10
    assert sum(sum(trace["x"]) for trace in figure.spec["data"]) == 10


def test_what_another_file_counts_another_way_is_one_sentence_and_no_change(release: Release) -> None:
    page = restatements.build(release, WORDS)
    assert str(page.parts["another_way"]).startswith("1 more differ only because two files count another way:")
    assert "99" not in {cell for row in texts(page.parts["everywhere"]) for cell in row}
    assert restatements.another_way_sentence([], WORDS) == ""
