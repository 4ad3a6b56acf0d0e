"""What claims allow together: the solver against counting out, and what it says when nothing, or all, is allowed."""

import csv
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orchestration.feasibility import (
    Constraint,
    Feasibility,
    Scenario,
    ScenarioError,
    read_scenarios,
    solve,
    write_claim_feasibility,
)
from orchestration.settings import PROJECT_DIR, Settings
from orchestration.warehouse import connect

SEEDS = PROJECT_DIR / "dbt_project" / "seeds"
AUGUST = date(2025, 8, 15)
RATE = "complied_of_reported_rate"
HEADLINES = (Constraint("all", "reported_count", 850, 850), Constraint("all", "complied_count", 533, 533))
Counts = tuple[int, int, int, int]


def ranges(*constraints: Constraint, is_whole: bool = False) -> dict[str, Feasibility]:
    scenario = Scenario(AUGUST, "tried", constraints, is_whole, "tried")
    return {row.platform_set: row for row in solve(scenario)}


def test_a_remainder_of_318_contradicts_850_reported_and_533_complied() -> None:
    found = ranges(*HEADLINES, Constraint("all", "pending_count", 318, None))
    assert not any(row.is_feasible for row in found.values())
    assert all(row.reported_low is row.complied_high is row.reported_high_bound is None for row in found.values())
    assert ranges(*HEADLINES, Constraint("all", "pending_count", 317, None))["all"].is_feasible


def test_no_whole_number_of_accounts_meets_some_rates_exactly() -> None:
    exact = (Constraint("x", "reported_count", 30, 30), Constraint("x", RATE, 0.28, 0.28))
    assert not ranges(*exact, is_whole=True)["x"].is_feasible
    assert ranges(*exact)["x"].complied_low_bound == ranges(*exact)["x"].complied_high_bound == 8.4
    assert ranges(*exact)["x"].complied_low == 8


@pytest.mark.parametrize("is_whole", [False, True])
def test_over_850_has_no_upper_end(is_whole: bool) -> None:
    found = ranges(Constraint("all", "reported_count", 851, None), is_whole=is_whole)
    assert (found["all"].reported_low, found["all"].reported_high, found["all"].complied_high) == (851, None, None)
    assert (found["x"].reported_low, found["x"].reported_high, found["x"].is_feasible) == (0, None, True)


def test_identified_limits_reported_from_above_only() -> None:
    assert ranges(Constraint("all", "identified_count", 400, 481))["all"].reported_high == 481
    assert ranges(Constraint("all", "identified_count", 400, 481))["all"].reported_low == 0


def test_a_rate_is_pooled_and_leaves_its_platforms_free() -> None:
    found = ranges(Constraint("x;whatsapp", "reported_count", 100, 100), Constraint("x;whatsapp", RATE, 0.5, None))
    assert (found["x;whatsapp"].complied_low, found["x;whatsapp"].complied_high) == (50, 100)
    assert (found["x"].complied_low, found["x"].reported_high) == (0, 100)


@pytest.mark.parametrize(
    ("scenario", "low", "high"),
    [("literal", 0.0, 440.277778), ("cooperative", 374.193548, 440.277778), ("cooperative_30", 386.666667, 452.857143)],
)
def test_x_and_whatsapp_in_the_headline_scenarios(scenario: str, low: float, high: float) -> None:
    (found,) = (
        row
        for read in read_scenarios(SEEDS)
        if (read.name, read.as_of_date) == (scenario, AUGUST)
        for row in solve(read)
        if row.platform_set == "x;whatsapp"
    )
    assert (found.reported_low_bound, found.reported_high_bound) == (low, high)
    assert (found.reported_low, found.reported_high) == (round(low), round(high))


def test_the_claims_as_worded_allow_more_and_whole_numbers_only() -> None:
    (worded,) = (read for read in read_scenarios(SEEDS) if (read.name, read.as_of_date) == ("as_worded", AUGUST))
    found = {row.platform_set: row for row in solve(worded)}
    assert worded.is_whole
    assert (found["all"].reported_low, found["all"].reported_high) == (851, None)
    assert (found["all"].complied_low, found["all"].complied_high) == (533, 533)
    # 533 accounts are 27.5 % of 1,938.2, and 90 % of 592.2.
    assert found["x;whatsapp"].reported_high == 1938
    assert found["facebook;tiktok"].reported_high == 592


def test_every_claim_that_limits_counts_is_read_in_some_scenario() -> None:
    with (SEEDS / "official_claims.csv").open(newline="", encoding="utf-8") as file:
        claims = [row for row in csv.DictReader(file) if row["metric"].startswith(("reported", "complied", "pending"))]
    with (SEEDS / "claim_scenarios.csv").open(newline="", encoding="utf-8") as file:
        read = {row["claim_id"] for row in csv.DictReader(file)}
    unread = {row["claim_id"] for row in claims if row["value_low"]} - read
    # Requests may be more than accounts, and the same claim in accounts is read.
    assert unread == {"facebook_tiktok_requests_2025_08"}


def counted_out(constraints: tuple[Constraint, ...], most: int) -> list[Counts]:
    """Every solution in whole numbers with accounts on X and Telegram only: asked of each, done by each."""
    every = range(most + 1)
    return [
        counts
        for counts in product(every, every, every, every)
        if counts[2] <= counts[0] and counts[3] <= counts[1] and all(allows(rule, counts) for rule in constraints)
    ]


def allows(rule: Constraint, counts: Counts) -> bool:
    columns = {"all": (0, 1), "x": (0,), "telegram": (1,)}.get(rule.platforms, ())
    reported, complied = sum(counts[i] for i in columns), sum(counts[i + 2] for i in columns)
    low, high = rule.low or 0, 10**6 if rule.high is None else rule.high
    if rule.metric == RATE:
        # Rates are tried in twentieths: whole numbers have no rounding.
        return round(low * 20) * reported <= 20 * complied and 20 * complied <= round(high * 20) * reported
    return low <= {"reported_count": reported, "complied_count": complied}[rule.metric] <= high


def intervals(most: int, scale: int = 1) -> Iterator[st.SearchStrategy[tuple[float, float]]]:
    pairs = st.tuples(st.integers(0, most), st.integers(0, most)).map(sorted)
    yield pairs.map(lambda pair: (pair[0] / scale, pair[1] / scale))


MOST = 4
LIMITS = st.one_of(
    st.tuples(st.sampled_from(["reported_count", "complied_count"]), *intervals(MOST)),
    st.tuples(st.just(RATE), *intervals(20, 20)),
)


@settings(max_examples=12, deadline=None, derandomize=True)
@given(st.lists(st.tuples(st.sampled_from(["all", "x", "telegram"]), LIMITS), max_size=3))
def test_the_solver_finds_what_counting_out_finds(
    drawn: list[tuple[str, tuple[str, tuple[float, float]]]],
) -> None:
    elsewhere = Constraint("facebook;instagram;tiktok;whatsapp", "reported_count", None, 0)
    rules = [Constraint(platforms, metric, low, high) for platforms, (metric, (low, high)) in drawn]
    constraints = (*rules, Constraint("all", "reported_count", None, MOST))
    solutions = counted_out(constraints, MOST)
    scenario = Scenario(AUGUST, "drawn", (*constraints, elsewhere), True, "drawn")
    found = {row.platform_set: row for row in solve(scenario, ("x", "telegram", "all"))}
    assert found["all"].is_feasible == bool(solutions)
    for name, columns in (("x", (0,)), ("telegram", (1,)), ("all", (0, 1))) if solutions else ():
        reported = [sum(counts[i] for i in columns) for counts in solutions]
        complied = [sum(counts[i + 2] for i in columns) for counts in solutions]
        assert (found[name].reported_low, found[name].reported_high) == (min(reported), max(reported))
        assert (found[name].complied_low, found[name].complied_high) == (min(complied), max(complied))


HEADER = "scenario,as_of,claim_id,platforms,metric,value_low,value_high,is_whole,note\n"


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (["s,2025-08-15,gone,all,reported_count,1,1,true,n"], "s of 2025-08-15, gone: no such claim"),
        (["s,2025-08-15,,all,reported_count,,,true,n"], "assumption: neither the row nor the claim gives a value"),
        (["s,2025-08-15,unsaid,all,reported_count,,,true,n"], "unsaid: neither the row nor the claim gives a value"),
        (["s,2025-08-15,,all,followers_removed,1,,true,n"], "'followers_removed' is no count or rate of platforms"),
        (["s,2025-08-15,,x;orkut,reported_count,1,,true,n"], "unknown platform orkut"),
        (
            ["s,2025-08-15,,x,reported_count,1,,true,n", "s,2025-08-15,,x,complied_count,1,,false,n"],
            "s of 2025-08-15: is_whole differs",
        ),
    ],
)
def test_a_scenario_that_cannot_be_read_is_named(tmp_path: Path, rows: list[str], words: str) -> None:
    (tmp_path / "official_claims.csv").write_text("claim_id,value_low,value_high\nunsaid,,\n")
    (tmp_path / "claim_scenarios.csv").write_text(HEADER + "\n".join(rows) + "\n")
    with pytest.raises(ScenarioError, match=words):
        read_scenarios(tmp_path)


def test_the_raw_table_is_filled_anew_each_time(settings: Settings, tmp_path: Path) -> None:
    here = replace(settings, project=tmp_path)
    here.seeds.mkdir(parents=True)
    (here.seeds / "official_claims.csv").write_text("claim_id,value_low,value_high\nsaid,30,30\n")
    rows = [
        "s,2025-08-15,said,all,reported_count,,,false,n",
        "s,2025-08-15,,x,complied_count,1.5,,false,Half",
    ]
    (here.seeds / "claim_scenarios.csv").write_text(HEADER + "\n".join(rows) + "\n")
    with connect(here.warehouse) as connection:
        assert write_claim_feasibility(connection, here) == write_claim_feasibility(connection, here) == 9
        found = connection.execute("select * from raw.claim_feasibility where platform_set = 'x'").fetchall()
    assert found == [(AUGUST, "s", "x", 1.5, 30.0, 1.5, 30.0, True, "Half", 2, 30, 2, 30)]
