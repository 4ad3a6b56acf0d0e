"""The answers of the example notebooks, each held against something that is not a notebook."""

import csv
import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from lifelines import KaplanMeierFitter
from takedown import client

from orchestration.settings import PROJECT_DIR
from tests.pipeline.marts import ask, ask_one, database
from tests.pipeline.notebooks import Rows, answers, source_of
from tests.pipeline.workbench import Ran

AGREED = list(
    csv.DictReader((PROJECT_DIR / "dbt_project/seeds/agreed_hours.csv").read_text(encoding="utf-8").splitlines())
)
AS_OF = datetime(2025, 10, 31, 23, 59, 59, 999999, tzinfo=UTC)

# lifelines 0.30 against pandas 3.
pytestmark = pytest.mark.filterwarnings("ignore::pandas.errors.Pandas4Warning")


@pytest.fixture(scope="module")
def python(october: Ran) -> dict[str, Rows]:
    return answers("questions_in_python", october.release)


@pytest.fixture(scope="module")
def sql(october: Ran) -> dict[str, Rows]:
    return answers("questions_in_sql", october.release)


@pytest.fixture(scope="module")
def file(october: Ran) -> Path:
    return database(october.release)


def test_the_slowest_platform_by_kaplan_meier(python: dict[str, Rows], file: Path) -> None:
    rows = ask(file, "select platform_id, reported_at, complied_at, outcome, outcome_at from marts.fct_requests")
    found = {row["platform_id"]: row for row in python["slowest"]}
    assert len(found) == 7
    for platform, row in found.items():
        spans = [observed(*dates) for name, *dates in rows if name == platform]
        fitter = KaplanMeierFitter().fit([days for days, _ in spans], [acted for _, acted in spans])
        assert row["survival_rate"] == pytest.approx(float(fitter.predict(30)), abs=1e-9)
        median = fitter.median_survival_time_
        assert row["median_days"] == (None if median == float("inf") else median)
        assert row["reported_count"] == len(spans)
        assert row["survival_low"] <= row["survival_rate"] <= row["survival_high"]
    assert {row["platform_id"] for row in python["slowest"][:2]} == {"x", "whatsapp"}


def observed(
    reported_at: datetime, complied_at: datetime | None, outcome: str, outcome_at: datetime
) -> tuple[int, bool]:
    """Days waited and whether the platform acted: pending, declined and partial wait on; what lapsed stops waiting."""
    if complied_at is not None:
        return (complied_at - reported_at) // timedelta(days=1) + 1, True
    end = outcome_at if outcome in ("not_found", "already_removed") else AS_OF
    return (end - reported_at) // timedelta(days=1), False


def test_what_was_known_in_july_and_august(python: dict[str, Rows], sql: dict[str, Rows]) -> None:
    july, august = python["known"]
    assert july["reported_count_known_then"] == 481
    assert (august["reported_count_known_then"], august["complied_count_known_then"]) == (852, 533)
    assert (august["reported_count_known_now"], august["complied_count_known_now"]) == (858, 540)
    assert [row["reported_count"] for row in sql["known"]] == [481, 852]
    assert sql["known"][1]["complied_count"] == 533


def test_what_google_restated_about_pakistan(python: dict[str, Rows], file: Path, published_samples: Path) -> None:
    """From the published figures: totals of the older file that are not the sums of the newer one's parts."""
    differing = ask(
        file,
        """
        with figures as (
            select * from marts.fct_published_figures
            where publisher = 'google' and country_code = 'PK' and measure = 'received'
        ),
        newest as (
            select period_start, product, reason, unit, sum(value_low) as value from figures
            where vintage = '2026-03-28' and not is_total group by all
        )
        select period_start, product, reason, unit, value_low, value from figures
        inner join newest using (period_start, product, reason, unit)
        where vintage = '2024-09-13' and requestor = 'all' and value_low <> value
        """,
    )
    restated = ask(
        file,
        "select period_start, product, reason, unit, old_value_low, new_value_low from marts.fct_restatements "
        "where publisher = 'google' and country_code = 'PK'",
    )
    assert len(differing) > 100
    assert set(differing) <= set(restated)
    assert sum(row["cells"] for row in python["google"]) == len(restated) <= len(differing) + 5


def test_whether_claims_hold(python: dict[str, Rows]) -> None:
    found = {row["claim_id"]: row for row in python["claims"]}
    assert (found["reported_2025_07"]["claimed_low"], found["reported_2025_07"]["computed_low"]) == (481, 481)
    assert found["blocked_2025_08"]["verdict"] == "supported"
    assert found["pending_2025_08"]["verdict"] == "contradicted"
    for row in found.values():
        assert row["verdict"] == verdict(
            *(row[f"{kind}_{end}"] for kind in ("claimed", "computed") for end in ("low", "high"))
        )


def verdict(*ends: float | None) -> str:
    if all(end is None for end in ends[:2]) or all(end is None for end in ends[2:]):
        return "undetermined"
    low, high, least, most = (
        end if end is not None else (float("-inf"), float("inf"))[index % 2] for index, end in enumerate(ends)
    )
    if least > high or most < low:
        return "contradicted"
    return "supported" if low <= least and most <= high else "undetermined"


def test_followers_blocked_and_come_back(python: dict[str, Rows], sql: dict[str, Rows], file: Path) -> None:
    (found,), (plain,) = python["followers"], sql["followers"]
    assert found["followers_removed"] == ask_one(
        file, "select followers_removed from compliance_as_of('2025-10-31') where is_total"
    )
    live = ask(
        file,
        "select distinct successor_account_id, m.followers_regained from marts.fct_mirrors as m inner join "
        "marts.dim_account as a on a.account_id = m.successor_account_id where is_counted and m.followers_regained > 0",
    )
    assert found["followers_regained"] == sum(regained for _, regained in live) > 0
    assert found["followers_net_removed"] == found["followers_removed"] - found["followers_regained"]
    assert found["followers_removed_low"] <= found["followers_removed"] <= found["followers_removed_high"]
    assert found["reversed_count"] == ask_one(
        file, "select count(*) from marts.fct_requests where outcome = 'reversed'"
    )
    assert {name: found[name] for name in plain} == plain


def test_what_changed_since_the_release_before(python: dict[str, Rows], sql: dict[str, Rows], october: Ran) -> None:
    """Nothing before there was another; here the first release of a home is asked, below the second."""
    assert key_set(python["changed"]) == key_set(sql["changed"])
    assert bool(python["changed"]) == (len(october.releases) > 1)


def test_what_changed_in_the_second_release(large: Ran) -> None:
    """The cell of the notebook, on a home with two releases; beside it, both releases compared cell by cell."""
    with client.open_release(large.release) as release:
        namespace: dict[str, Any] = {"release": release}
        exec(source_of("questions_in_python", "changed-ask"), namespace)  # noqa: S102 - it is our own notebook
    changed = namespace["changed"]
    former = next(large.home / "releases" / name for name in large.releases if name != large.release.name)
    assert set(changed["compared_with"]) == {former.name}
    assert changed["cause"].notna().all()
    found = changed.query("table_name == 'fct_compliance_daily' and metric == 'reported_count' and kind == 'changed'")
    old, new = (folder / "public" / "parquet" / "fct_compliance_daily.parquet" for folder in (former, large.release))
    different = ask_one(
        database(large.release),
        f"select count(*) from '{old}' as old inner join '{new}' as new using (date_day, platform_id, agency_id, "
        "group_id, requested_action) where old.reported_count <> new.reported_count and date_day <= date '2025-08-15'",
    )
    assert found["cells"].sum() == different > 0


def key_set(rows: Rows) -> set[tuple[Any, ...]]:
    return {tuple(row[name] for name in ("table_name", "metric", "kind", "cause", "cells")) for row in rows}


def test_groups_that_were_not_designated(python: dict[str, Rows], file: Path) -> None:
    counted: Counter[bool | None] = Counter()
    for row in python["undesignated"]:
        counted[row["was_group_designated_at_report"]] += row["request_count"]
    summary = "from marts.fct_rights_summary where is_total"
    assert counted[False] == ask_one(file, f"select undesignated_group_count {summary}")
    assert counted.total() == ask_one(file, f"select reported_count {summary}")
    rows = ask(file, "select named_group_id, confidence from marts.bridge_group_designation where is_listed")
    listed = {name for name, confidence in rows if not confidence.startswith("low")}
    sure = {row["named_group_id"] for row in python["undesignated"] if row["was_group_designated_at_report"]}
    assert sure
    assert sure <= listed


def test_the_government_and_the_platforms(python: dict[str, Rows]) -> None:
    assert len(python["variance"]) > 20
    for row in python["variance"]:
        is_comparable = row["is_same_unit"] and row["is_same_population"]
        assert row["is_same_unit"] == (row["unit"] == row["government_unit"])
        assert (row["ratio_low"] is not None) == (is_comparable and row["government_value"] > 0)
        is_one_sided = row["government_value"] is None
        named = "missing_side" if is_one_sided else "population_mismatch" if row["is_same_unit"] else "unit_mismatch"
        assert is_comparable or row["variance_type"] == named
        assert row["reason"]


def test_who_is_overdue(python: dict[str, Rows], file: Path) -> None:
    """From the requests, and the agreed hours as people maintain them."""
    columns = "platform_id, requested_action, reported_at, first_response_at is null, outcome = 'pending'"
    requests = ask(file, f"select {columns} from marts.fct_requests")
    waiting: Counter[tuple[str, str]] = Counter()
    for platform, action, reported_at, is_unanswered, is_pending in requests:
        for clock, is_open in (("first_response", is_unanswered), ("decision", is_pending)):
            hours = agreed_hours(platform, action, clock, reported_at.date().isoformat())
            waiting[platform, clock] += is_open and hours is not None and reported_at + timedelta(hours=hours) < AS_OF
    found = {(row["platform_id"], row["clock"]): row["open_count"] for row in python["overdue"]}
    assert found == {key: count for key, count in waiting.items() if count}
    assert all(row["open_count"] <= row["due_count"] for row in python["overdue"])


def agreed_hours(platform: str, action: str, clock: str, day: str) -> int | None:
    for row in AGREED:
        is_meant = (row["platform_id"], row["requested_action"], row["clock"]) == (platform, action, clock)
        if is_meant and row["valid_from"] <= day <= (row["valid_to"] or "9999"):
            return int(row["agreed_hours"])
    return None


def test_likely_mirrors_and_their_evidence(python: dict[str, Rows], file: Path) -> None:
    rows = ask(
        file,
        "select predecessor_account_id, successor_account_id, match_probability, review_status from marts.fct_mirrors",
    )
    likely = {(a, b) for a, b, p, status in rows if status == "confirmed" or (p >= 0.85 and status != "rejected")}
    assert {(row["predecessor_account_id"], row["successor_account_id"]) for row in python["mirrors"]} == likely
    priors = set()
    for row in python["mirrors"]:
        parts = [float(part) for part in re.findall(r"\(([+-][\d.]+)\)", row["evidence"])]
        priors.add(round(row["match_weight"] - sum(parts)))
        assert row["match_probability"] == pytest.approx(1 / (1 + 2 ** -row["match_weight"]), abs=1e-9)
    assert len(parts) == 5
    assert len(priors) == 1, "what is left beside the evidence is what is known of no pair in particular"
