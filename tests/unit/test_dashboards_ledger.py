"""The ledger's pages: restatements, two ledgers, claims and coverage say what the release says, and no more."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest

from dashboards import claim_values, ledger_words
from dashboards.blocks import DataTable, Page
from dashboards.data import Release, open_release
from dashboards.navigation import navigation
from dashboards.pages import claim_feasibility, claims, coverage, ledgers, regulator_counters, restatements
from dashboards.words import Words
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


def texts(table: DataTable) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows]


def test_restatements_say_how_many_of_how_many(release: Release) -> None:
    page = restatements.build(release, WORDS)
    assert page.lead == (
        "Of 16 figures that two reports of one publisher carry in the same grain, 6 differ between the two. 1 more "
        "differs from the sum of its parts in a later, finer report. Neither version is corrected here."
    )
    assert texts(page.parts["pairs"]) == [
        ["Google, requests to remove content", "2023-03-04", "2024-09-13", "16", "6", "1"]
    ]
    assert page.parts["verdict"] == (
        "The gate asked: Is every restatement known from the last release? It warned: 3 restatements are new."
    )


def test_the_largest_change_of_a_received_count_comes_first_whichever_way_it_went(release: Release) -> None:
    rows = texts(restatements.build(release, WORDS).parts["everywhere"])
    assert [row[9] for row in rows] == ["× 0", "× 0.1", "× 1.016", "× 1.001", "—", "—", "—"]
    assert rows[1][6:11:2] == ["100", "10", "counted once per product and reason"]
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
    assert sum(int(row[-1]) for row in texts(figure.table)) == 7
    assert sum(sum(trace["x"]) for trace in figure.spec["data"]) == 7


def test_only_like_is_divided_by_like(release: Release) -> None:
    page = ledgers.build(release, WORDS)
    assert page.lead == (
        "In 1 of 3 pairs the two count like with like, and of these 1 agrees; the rest cannot be compared, and no "
        "ratio is given for them. The regulator's own counters have faults: 1 where the parts miss their total, 2 "
        "where a cumulative number falls."
    )
    rows = {row[6]: row for row in texts(page.parts["comparisons"])}
    assert list(rows) == ["agree", "different units", "one side missing"]
    assert [row[7] for row in rows.values()] == ["1.01", "—", "—"]
    assert rows["different units"][3:5] == [
        "94,141 URLs processed",
        "25,000–26,000 items restricted in the country, in 6 of 7 half-years",
    ]
    assert rows["one side missing"][4] == "no number"
    assert rows["one side missing"][8] == "X published nothing after 2020-H2."


def test_without_a_pair_of_like_the_question_is_not_answered(release: Release) -> None:
    row = release.rows("FROM fct_ledger_variance WHERE variance_type = 'unit_mismatch'")[0]
    assert ledgers.lead_sentence([row], [], WORDS) == (
        "It cannot be said: in none of 1 pairs do the regulator and a platform count the same thing in the same unit, "
        "so no ratio is given."
    )


def test_the_faults_of_the_counters_are_named_one_by_one(release: Release) -> None:
    faults = texts(ledgers.build(release, WORDS).parts["faults"])
    assert [row[2:] for row in faults] == [
        ["X", "The cumulative number rejected is 202 lower than on 22 September 2022."],
        ["all platforms", "Blocked, still accessible and rejected together are 9 short of the 1,226,890 processed."],
        ["all platforms", "The cumulative number rejected is 125 lower than on 22 September 2022."],
    ]
    row = dict(release.rows("FROM fct_regulator_counters WHERE is_total ORDER BY as_of_date DESC")[0])
    over = regulator_counters.fault_texts(row | {"parts_gap_count": -4}, WORDS)[0]
    assert over == "Blocked, still accessible and rejected together are 4 above the 1,226,890 processed."


def test_a_counter_is_drawn_with_what_it_leaves_out_and_never_hides_a_gap(release: Release) -> None:
    figure = ledgers.build(release, WORDS).parts["counters"]
    untold = next(trace for trace in figure.spec["data"] if "no more said" in trace["name"])
    assert untold["x"] == [None, None, 69372 - 41414, None], "only where parts were left out"


def test_claims_lead_with_verdicts_and_keep_the_sample_apart(release: Release) -> None:
    page = claims.build(release, WORDS)
    assert page.lead == (
        "Of 7 official claims: on the synthetic sample 4 are supported and 1 is contradicted; on real records 1 is "
        "contradicted; 1 cannot be decided."
    )
    assert "so its agreeing proves nothing about them" in page.synthetic_note
    rows = {row[7]: row for row in texts(page.parts["claims"])}
    assert rows["Because reported."][3:7] == [
        "“over 850 <b>x</b>”",
        "≥ 851",
        "852",
        "supported by the synthetic sample",
    ]
    assert rows["Because rate_fb."][4:6] == ["≥ 90.0%", "91.7%"]
    assert rows["Because rate_x."][4:7] == ["27.5% to 28.5%", "31.0% to 32.0%", "contradicted by the synthetic sample"]
    assert rows["Because banned."][4:7] == ["—", "—", "contradicted"], "the lists of designations are real"
    assert rows["Because identified."][6] == "undetermined"


def test_each_claim_leads_to_its_query(release: Release) -> None:
    parts = claims.build(release, WORDS).parts
    anchors = {query.anchor for query in parts["queries"]}
    links = {row[0].href.removeprefix("#") for row in parts["claims"].rows if row[0].href}
    assert links == anchors
    assert len(anchors) == 5


def test_distances_are_drawn_only_where_both_numbers_are(release: Release) -> None:
    figure = claims.build(release, WORDS).parts["distances"]
    assert len(figure.table.rows) == 5
    assert figure.note == "2 claims without a number to compare are in the table only."


@pytest.mark.parametrize(
    ("low", "high", "found", "expected"),
    [
        (533, 533, 533, claim_values.Distance(0, 0, 0, 0)),
        (100, None, 150, claim_values.Distance(0, None, 0.5, 0.5)),
        (None, 100, 50, claim_values.Distance(None, 0, -0.5, -0.5)),
        (80, 120, 125, claim_values.Distance(pytest.approx(-0.2), pytest.approx(0.2), 0.25, 0.25)),
        (None, None, 5, None),
        (0, 0, 5, None),
    ],
)  # fmt: skip
def test_distance_is_a_share_of_what_was_claimed(
    low: float | None, high: float | None, found: float, expected: claim_values.Distance | None
) -> None:
    row = {"metric": "reported_count", "claimed_low": low, "claimed_high": high, "computed_low": found,
           "computed_high": found}  # fmt: skip
    assert claim_values.distance(row) == expected
    assert claim_values.distance(row | {"computed_low": None}) is None


def test_the_claims_bound_what_no_claim_gives(release: Release) -> None:
    parts = claims.build(release, WORDS).parts
    assert parts["feasible_sentence"] == (
        "Accounts reported to X and whatsapp together, as the claims allow: nothing assumed: ≥ 0; as worded: "
        "impossible; Telegram, Instagram ≥ 90%: 374 to 440; the same, 30% for 28%: 387 to 453."
    )
    assert [row[3] for row in texts(parts["feasible"].table)] == ["≥ 0", "impossible", "374 to 440", "387 to 453"]
    assert len(parts["feasible_table"].rows) == 5
    assert claim_feasibility.feasibility_sentence([], {}, WORDS) == ""


def test_coverage_names_gaps_silence_and_what_was_read(release: Release) -> None:
    page = coverage.build(release, WORDS)
    assert page.lead == (
        "Of 6 half-years that the reports should cover, 2 are here and 1 is a gap. X, legal demands to remove content: "
        "silent for 2 half-years since 2020-H2. 131 records were read: 110 loaded, 3 rejected, 18 ignored for a stated "
        "reason; they add up in every file."
    )
    grid = {row[0]: row[1:] for row in texts(page.parts["grid"])}
    assert grid == {
        "2022-H1": ["not due", "—"],
        "2021-H2": ["not collected", "silent"],
        "2021-H1": ["present", "silent"],
        "2020-H2": ["—", "present, 3 rejected"],
        "2020-H1": ["—", "gap"],
    }
    assert [row[-1] for row in texts(page.parts["files"])] == ["yes", "carried over", "yes"]


def test_a_record_that_is_not_accounted_for_is_said(release: Release) -> None:
    rows = release.rows("FROM fct_published_files WHERE NOT is_carried_over ORDER BY publisher")
    lost = [{**rows[0], "loaded_count": 9}, rows[1]]
    assert coverage.accounted_sentence(lost, WORDS).endswith("; in 1 file they do not add up.")
    table = coverage.file_table(lost, WORDS)
    assert [(row[-1].text, row[-1].kind) for row in table.rows] == [("no", "failed"), ("yes", "passed")]


PAGES = (restatements, ledgers, claims, coverage)


@pytest.mark.parametrize("content", [Content(has_published=False), Content(has_ledger=False)], ids=["empty", "older"])
def test_without_its_tables_a_page_says_so_and_calls_nothing_real(tmp_path: Path, content: Content) -> None:
    with open_release(write_release(tmp_path / "release", content)) as bare:
        pages = [module.build(bare, WORDS) for module in PAGES]
    for page in pages:
        assert page.lead
        assert "real" not in page.synthetic_note or content.has_published
        drawn = [part for part in page.parts.values() if hasattr(part, "spec")]
        assert not drawn
    assert {page.lead.startswith(("This release holds no", "No figure", "Of")) for page in pages} == {True}


@pytest.mark.parametrize("module", PAGES)
def test_every_figure_of_the_ledger_names_its_source_and_contents(release: Release, module: ModuleType) -> None:
    page: Page = module.build(release, WORDS)
    for figure in [part for part in page.parts.values() if hasattr(part, "spec")]:
        assert figure.summary
        assert figure.table.rows
        assert set(figure.sources) <= set(release.facts.tables)
        for reference in figure.definitions:
            table, _, column = reference.partition(".")
            release.facts.table(table).field(column)


def test_a_slug_without_a_name_is_shown_and_not_lost() -> None:
    assert ledger_words.measure_label("paused_by_owner", WORDS) == "paused by owner"
    assert ledger_words.rate_label("removed_policy_rate", WORDS) == "removed, platform's rules"
    assert ledger_words.country_name("XX", "Atlantis", WORDS) == "Atlantis"
    assert ledger_words.spaced(None) == "—"


def test_a_page_that_no_group_names_stops_the_site(release: Release) -> None:
    page = replace(coverage.build(release, WORDS), slug="lonely")
    with pytest.raises(KeyError, match="names no group for lonely"):
        navigation([page], WORDS)
