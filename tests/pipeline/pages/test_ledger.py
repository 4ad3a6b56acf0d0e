"""The ledger's pages: restatements, two ledgers, claims and coverage say what the release says, and no more."""

from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest

from dashboards import claim_values, ledger_words
from dashboards.blocks import Page
from dashboards.data import Release, open_release
from dashboards.navigation import navigation
from dashboards.pages import (
    claim_feasibility,
    claims,
    coverage,
    ledger_comparisons,
    ledgers,
    regulator_counters,
    restatements,
)
from dashboards.words import Words
from tests.page_readings import texts
from tests.small_release import Content, write_release

WORDS = Words()


def test_only_like_is_divided_by_like(release: Release) -> None:
    page = ledgers.build(release, WORDS)
    assert page.lead == (
        "In 1 of 6 pairs the two count like with like, and of these 1 agrees; the rest cannot be compared, and no "
        "ratio is given for them. The regulator's own counters have faults: 1 where the parts miss their total, 2 "
        "where a cumulative number falls."
    )
    window = "2021-01 to 2024-06"
    assert texts(page.parts["comparisons"]) == [
        ["tiktok", "2024-06-30", window, "100 processed", "3", "—", "—", "101",
         "agree: 1.01 of the regulator's number", "Both count URLs of the same window."],
        ["tiktok", "2024-11-02", window, "200 processed", "3", "—", "—", "—", "different units",
         "URLs are not requests. Its files cover 1 of 7 half-years."],
        ["Facebook", "2024-06-30", window, "94,141 processed", "—", "25,000–26,000", "≥ 7", "—",
         "different units", "The regulator counts URLs and Meta counts items and accounts, so the numbers cannot be "
         "compared. Its files cover 6 of 7 half-years; what they give is from 5 to 6 of them."],
        ["X", "2024-06-30", window, "69,372 processed", "—", "—", "—", "—", "one side missing",
         "X published nothing after 2020-H2."],
    ]  # fmt: skip


def test_a_platform_is_written_once_over_its_counters_and_at_least_is_explained(release: Release) -> None:
    table = ledgers.build(release, WORDS).parts["comparisons"]
    assert [row[0].row_span for row in table.rows] == [2, 0, 1, 1]
    assert [row[1].row_span for row in table.rows] == [1, 1, 1, 1]
    assert "≥ the platform left a part of the number blank" in table.marks
    known = release.rows("FROM fct_ledger_variance WHERE platform_id = 'tiktok'")
    assert "≥" not in ledger_comparisons.comparison_table(known, {}, WORDS).marks


def test_a_counter_with_two_numbers_has_a_row_for_each_under_one_date(release: Release) -> None:
    row = dict(release.rows("FROM fct_ledger_variance WHERE platform_id = 'x'")[0])
    blocked = row | {"government_measure": "blocked", "government_value": None, "report": "none", "unit": "none"}
    table = ledger_comparisons.comparison_table([blocked, row], {}, WORDS)
    assert [[cell.row_span for cell in cells[:3]] for cells in table.rows] == [[2, 2, 2], [0, 0, 0]]
    assert [cells[3].text for cells in table.rows] == ["69,372 processed", "blocked: no number"]


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
    rows = {row[8]: row for row in texts(page.parts["claims"])}
    assert rows["Because reported."][3:8] == [
        *("“over 850 <b>x</b>”", "≥ 851", "852", "+0.1%", "supported by the synthetic sample")
    ]
    assert rows["Because rate_fb."][4:7] == ["≥ 90.0%", "91.7%", "+1.9%"]
    wanted = ["27.5% to 28.5%", "31.0% to 32.0%", "+10.7% to +14.3%", "contradicted by the synthetic sample"]
    assert rows["Because rate_x."][4:8] == wanted
    assert rows["Because banned."][4:8] == ["—", "—", "", "contradicted"], "the lists of designations are real"
    assert rows["Because identified."][7] == "undetermined"


def test_each_claim_leads_to_its_query(release: Release) -> None:
    parts = claims.build(release, WORDS).parts
    anchors = {query.anchor for query in parts["queries"]}
    links = {row[0].href.removeprefix("#"): row[0].text for row in parts["claims"].rows if row[0].href}
    assert set(links) == anchors
    assert links["query-rate_x"] == "Share of accounts complied with: X and whatsapp"
    titles = {query.anchor: query.title for query in parts["queries"]}
    assert titles["query-blocked"] == 'Accounts blocked, as of 15 August 2025, claimed in Dawn, "2025" <i>x</i>'
    assert len(anchors) == 5


def test_distances_are_drawn_only_where_both_numbers_are(release: Release) -> None:
    figure = claims.build(release, WORDS).parts["distances"]
    assert len(figure.table.rows) == 5
    assert figure.note == "2 claims without a number to compare are in the table only."
    assert "SYNTHETIC sample" in figure.title


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


def test_a_share_of_at_most_everything_is_measured_from_its_lower_end() -> None:
    row = {"metric": "complied_of_reported_rate", "claimed_low": 0.9, "claimed_high": 1, "computed_low": 0.9,
           "computed_high": 0.99}  # fmt: skip
    found = claim_values.distance(row)
    assert found is not None
    assert (found.claim_low, found.low) == (0, 0)
    assert found.claim_high == pytest.approx(1 / 9)


def test_the_note_of_a_claim_follows_the_reason_of_its_verdict(release: Release) -> None:
    row = release.rows("FROM fct_claims WHERE claim_id = 'blocked'")[0]
    (told,) = claims.claim_table([{**row, "note": "851 less 533."}], {}, WORDS).rows
    assert told[-1].text == f"{row['verdict_reason']} Note: 851 less 533."


def test_the_claims_bound_what_no_claim_gives(release: Release) -> None:
    parts = claims.build(release, WORDS).parts
    assert parts["feasible_sentence"] == (
        "Accounts reported to X and whatsapp together, as the claims allow: nothing assumed: ≥ 0; as worded: "
        "impossible; Telegram, Instagram ≥ 90%: 374 to 440; the same, 30% for 28%: 387 to 453."
    )
    assert [row[3] for row in texts(parts["feasible"].table)] == ["≥ 0", "impossible", "374 to 440", "387 to 453"]
    assert len(parts["feasible_table"].rows) == 5
    assert claim_feasibility.feasibility_sentence([], {}, WORDS) == ""


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
    assert ledger_words.rate_label("removed_policy_rate", "item", WORDS) == "items: removed, platform's rules"
    assert ledger_words.country_name("XX", "Atlantis", WORDS) == "Atlantis"
    assert ledger_words.spaced(None) == "—"


def test_a_page_that_no_group_names_stops_the_site(release: Release) -> None:
    page = replace(coverage.build(release, WORDS), slug="lonely")
    with pytest.raises(KeyError, match="names no group for lonely"):
        navigation([page], WORDS)
