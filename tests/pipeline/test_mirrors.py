"""Candidate mirrors: the same by either way to a date, with verdicts as known then, and nobody named."""

import math
import re
from pathlib import Path

import pytest

from orchestration.release_tables import quote
from orchestration.warehouse import connect
from tests.pipeline.marts import ask, ask_one, database
from tests.pipeline.workbench import Ran

END = "2025-10-31"
COMPLIED = {"complied_global", "complied_local"}
# Of the sample's reviews: one learned of weeks after it was made, one put right, one withdrawn.
LATE, PUT_RIGHT, WITHDRAWN, REJECTED = "RV-2025-010", "RV-2025-007", "RV-2025-008", "RV-2025-011"
A_FIELD = r"(handle|display name|followers|group|timing): [a-z0-9 ]+ \([+-]\d+\.\d\)"


@pytest.fixture(scope="module")
def log(october: Ran) -> Path:
    """The released file, which holds the log to 2025-10-31."""
    return database(october.release)


def status(log: Path, review_id: str, relation: str) -> str | None:
    """What `relation` says of the pair that the review is about; None where it is no candidate there."""
    rows = ask(
        log,
        f"""select review_status from {relation} where (predecessor_account_id, successor_account_id) in (
            select (predecessor_account_id, successor_account_id) from marts.fct_mirror_reviews
            where review_id = {quote(review_id)})""",
    )
    return str(rows[0][0]) if rows else None


def test_a_build_as_of_a_date_and_the_replay_of_a_later_release_agree(log: Path, august: Ran) -> None:
    with connect(log, read_only=True) as connection:
        connection.execute(f"attach {quote(database(august.release))} as other (read_only)")
        built, replayed = "select * from other.marts.fct_mirrors", "select * from mirrors_as_of('2025-08-15')"
        assert connection.execute(f"select count(*) from ({built})").fetchall() > [(0,)]
        assert (
            connection.execute(f"({built} except all {replayed}) union all ({replayed} except all {built})").fetchall()
            == []
        )


def test_as_of_now_the_replay_is_the_mart(log: Path) -> None:
    mart, replayed = "select * from marts.fct_mirrors", f"select * from mirrors_as_of('{END}')"
    assert ask(log, f"({mart} except all {replayed}) union all ({replayed} except all {mart})") == []
    described = [ask(log, f"select column_name, column_type from (describe {query})") for query in (mart, replayed)]
    assert described[0] == described[1]


def test_a_verdict_is_there_from_the_day_on_that_it_was_recorded(log: Path) -> None:
    assert status(log, LATE, "mirrors_as_of('2025-10-28')") == "unreviewed"
    assert status(log, LATE, "mirrors_as_of('2025-10-29')") == "confirmed"
    # the world of September as October knows it
    assert status(log, LATE, f"mirrors_at('2025-10-10', '{END}')") == "confirmed"


def test_a_verdict_put_right_and_one_withdrawn(log: Path) -> None:
    assert status(log, PUT_RIGHT, "mirrors_as_of('2025-10-25')") == "unsure"
    assert status(log, PUT_RIGHT, "marts.fct_mirrors") == "confirmed"
    assert status(log, WITHDRAWN, "mirrors_as_of('2025-10-26')") == "confirmed"
    assert status(log, WITHDRAWN, "marts.fct_mirrors") == "unreviewed"


def test_what_a_person_rejected_is_shown_and_not_counted(log: Path, august: Ran) -> None:
    for path in (log, database(august.release)):
        assert status(path, REJECTED, "(from marts.fct_mirrors where not is_counted)") == "rejected"


def test_no_verdict_that_was_landed_is_lost(log: Path, october: Ran) -> None:
    landed = ask_one(october.home / "warehouse.duckdb", "select count(distinct review_id) from raw.mirror_reviews")
    assert ask_one(log, "select count(distinct review_id) from marts.fct_mirror_reviews") == landed >= 12
    unmatched = """
        select count(*) from marts.fct_mirror_reviews as reviews
        anti join marts.fct_mirrors using (predecessor_account_id, successor_account_id)
        where superseded_at is null and not is_retracted"""
    law = "select violation_count from marts.fct_law_violations where law_id = 'every_review_is_of_a_candidate'"
    assert ask_one(log, law) == ask_one(log, unmatched)


def test_no_pair_of_the_sample_was_reviewed_before_its_successor(log: Path) -> None:
    law = "from marts.fct_law_violations where law_id = 'no_review_before_its_successor'"
    assert ask(log, f"select violation_count, checked_count >= 10 {law}") == [(0, True)]


def test_weights_add_up_to_the_probability(log: Path) -> None:
    prior = ask_one(log, "select weight from marts.dim_mirror_weight where comparison = 'prior'")
    rows = ask(
        log,
        "select match_weight, match_probability, "
        "[handle_weight, display_name_weight, followers_weight, group_weight, timing_weight] from marts.fct_mirrors",
    )
    assert len(rows) >= 30
    for weight, probability, weights in rows:
        assert weight == pytest.approx(prior + math.fsum(weights), abs=1e-9)
        assert probability == pytest.approx(2**weight / (1 + 2**weight), rel=1e-12)


def test_evidence_names_fields_and_weights_alone(log: Path) -> None:
    evidence = [text for (text,) in ask(log, "select evidence from marts.fct_mirrors")]
    assert evidence
    assert [text for text in evidence if not re.fullmatch(rf"{A_FIELD}(; {A_FIELD}){{4}}", text)] == []


def test_every_successor_counts_once_and_the_likeliest_pair_counts(log: Path) -> None:
    wrong = """
        select successor_account_id from marts.fct_mirrors group by successor_account_id
        having count_if(is_counted) > 1
            or max(match_probability) filter (where is_counted and review_status <> 'confirmed')
                < max(match_probability) filter (where review_status not in ('rejected', 'confirmed'))"""
    assert ask(log, wrong) == []
    assert ask_one(log, "select count(*) from marts.fct_mirrors where is_counted") >= 30


def test_the_predecessor_stood_complied_with_when_the_successor_was_reported(log: Path) -> None:
    pairs = ask(
        log,
        "select predecessor_account_id, reappeared_at, blocked_at from marts.fct_mirrors "
        "order by predecessor_account_id, reappeared_at",
    )
    for account, reappeared_at, blocked_at in pairs[::9]:
        then = f"requests_at(timestamptz '{reappeared_at.isoformat()}', '{END}')"
        outcome = f"select arg_max(outcome, (reported_at, request_id)) from {then} where account_id = '{account}'"
        assert ask_one(log, outcome) in COMPLIED
        assert blocked_at < reappeared_at
    assert len(pairs[::9]) >= 4
