"""The cubes on the sample and on a large one: states drawn by a seed, counted again from the requests in pandas."""

from datetime import timedelta
from itertools import product
from typing import Any

import pandas as pd
import pytest
from lifelines import KaplanMeierFitter
from scipy.stats import binomtest

from orchestration.catalog import read_catalog
from tests.pipeline.filed_requests import DIMENSIONS, OPEN, STATE, Case, read_case
from tests.pipeline.marts import ask, database
from tests.pipeline.workbench import Ran, Workbench

CUBE, CURVES, COHORTS = "fct_compliance_cube", "fct_time_to_action_cube", "fct_compliance_cohort_cube"
LEAST_SHOWN, LEAST_AT_RISK = 5, 10
DECIDED = ("complied_global", "complied_local", "partial", "declined", "reversed")
BANDS = {"0_1": (0, 1), "2_7": (2, 7), "8_30": (8, 30), "31_90": (31, 90), "over_90": (91, 10**6)}
# lifelines 0.30 against pandas 3.
pytestmark = pytest.mark.filterwarnings("ignore::pandas.errors.Pandas4Warning")


@pytest.fixture(scope="module", params=["october", "august", "large"])
def case(request: pytest.FixtureRequest) -> Case:
    ran: Ran = request.getfixturevalue(request.param)
    return read_case(database(ran.release))


def counted(case: Case, row: dict[str, Any]) -> dict[str, float]:
    """What a state of fct_compliance_cube says, counted from its requests."""
    requests = case.of(row)
    outcome = requests["outcome"]
    age = (pd.Timestamp(case.as_of.date()) - requests["reported_day"]).dt.days
    tallies = {
        "reported": len(requests),
        "complied": outcome.str.startswith("complied").sum(),
        **{name: outcome.eq(name).sum() for name in (*DECIDED, "not_found", "already_removed", "pending")},
        "decided": outcome.isin(DECIDED).sum(),
        "responded": requests["first_response_at"].notna().sum(),
        **{f"pending_{band}": (outcome.eq("pending") & age.between(*days)).sum() for band, days in BANDS.items()},
        "ever_complied": requests["complied_at"].notna().sum(),
        "ever_reversed": requests["reversed_at"].notna().sum(),
        "appealed": requests["is_appealed"].sum(),
        "decided_appealed": (requests["is_appealed"] & outcome.isin(DECIDED)).sum(),
        "no_legal_basis": requests["legal_basis"].eq("none").sum(),
        "undesignated_group": requests["was_group_designated_at_report"].eq(False).sum(),
        "designation_known": requests["was_group_designated_at_report"].notna().sum(),
        "breached": requests["breached"].sum(),
        "open_breached": requests["open_breached"].sum(),
    }
    return {f"{name}_count": int(tally) for name, tally in tallies.items()}


def test_states_count_their_requests(case: Case) -> None:
    for row in case.drawn(CUBE):
        told = counted(case, row)
        assert {name: row[name] for name in told} == told, {name: row[name] for name in STATE}


def test_rates_and_standings_are_those_of_the_requests(case: Case) -> None:
    standings = set()
    for row in case.drawn(CUBE, "platform_id != 'all'"):
        own, together = counted(case, row), counted(case, row | {"platform_id": OPEN})
        for name, part, whole in (
            ("complied_of_reported", "complied", "reported"),
            ("complied_of_decided", "complied", "decided"),
            ("response", "responded", "reported"),
        ):
            expect_rate(row, name, own[f"{part}_count"], own[f"{whole}_count"])
        overall = together["complied_count"] / together["reported_count"]
        expected = standing(own["complied_count"], own["reported_count"], overall)
        assert row["complied_of_reported_standing"] == expected, {name: row[name] for name in STATE}
        standings.add(expected)
    assert len(standings) > 1


def expect_rate(row: dict[str, Any], name: str, numerator: int, denominator: int) -> None:
    if not denominator:
        assert pd.isna([row[f"{name}_{part}"] for part in ("rate", "low", "high")]).all()
        return
    interval = binomtest(numerator, denominator).proportion_ci(method="wilson")
    found = [row[f"{name}_{part}"] for part in ("rate", "low", "high")]
    assert found == pytest.approx([numerator / denominator, interval.low, interval.high], abs=1e-9)


def standing(numerator: int, denominator: int, overall: float) -> str:
    if denominator < LEAST_SHOWN:
        return "withheld"
    interval = binomtest(numerator, denominator).proportion_ci(method="wilson")
    if numerator / denominator == overall:
        return "neither"
    return "above" if interval.low > overall else "below" if interval.high < overall else "neither"


def test_there_is_a_state_for_each_request_and_no_other(case: Case) -> None:
    found = set(case.table(CUBE)[list(STATE)].itertuples(index=False, name=None))
    cells = case.requests[[*STATE[:-1], "quarter", "month"]].drop_duplicates().itertuples(index=False, name=None)
    states = {state for *dims, quarter, month in cells
              for state in product(*([OPEN, one] for one in dims), (OPEN, quarter, month))}  # fmt: skip
    assert found == states


def durations(case: Case, row: dict[str, Any]) -> pd.DataFrame:
    """Whole days that each request was watched for, and whether it was acted on in one of them."""
    found = []
    for one in case.of(row).itertuples():
        watched, action = (case.as_of - one.reported_at) // timedelta(days=1), one.complied_at
        day = None if pd.isna(action) else -((one.reported_at - action) // timedelta(days=1))
        if day is not None and day <= watched:
            found.append((day, True))
        elif day is None and one.outcome in ("not_found", "already_removed"):
            found.append(((one.outcome_at - one.reported_at) // timedelta(days=1), False))
        else:
            found.append((watched, False))
    return pd.DataFrame(found, columns=["days", "is_action"])


def test_curves_are_those_of_lifelines(case: Case) -> None:
    curves = case.table(CURVES).set_index([*DIMENSIONS, "period_id"]).sort_index()
    for row in case.drawn(CURVES, "day_number == 0 and survival_denominator < 5000"):
        state = tuple(row[name] for name in (*DIMENSIONS, "period_id"))
        told, observed = curves.loc[[state]].sort_values("day_number"), durations(case, row)
        fit = KaplanMeierFitter().fit(observed["days"], observed["is_action"])
        events = fit.event_table[lambda events: events["at_risk"].ge(LEAST_AT_RISK)]
        ended = [int(day) for day, event in events.iterrows() if day == 0 or event["removed"] > 0]
        assert told["day_number"].tolist() == ended, state
        assert told["at_risk_count"].tolist() == [int(events.loc[day, "at_risk"]) for day in ended]
        assert told["survival_rate"].tolist() == pytest.approx(fit.survival_function_at_times(ended).tolist(), abs=1e-9)
        bounds = fit.confidence_interval_.loc[ended]
        inside = told["survival_rate"].between(0, 1, inclusive="neither").to_numpy()
        for place, name in enumerate(("survival_low", "survival_high")):
            assert told[name].to_numpy()[inside] == pytest.approx(bounds.iloc[:, place].to_numpy()[inside], abs=1e-9)


def test_a_median_is_told_where_enough_are_at_risk(case: Case) -> None:
    told = 0
    for row in case.drawn(CUBE, "reported_count < 5000"):
        observed = durations(case, row)
        fit = KaplanMeierFitter().fit(observed["days"], observed["is_action"])
        half = fit.survival_function_.index[fit.survival_function_.iloc[:, 0].le(0.5 + 1e-12)]
        is_told = len(half) and fit.event_table.loc[half[0], "at_risk"] >= LEAST_AT_RISK
        expected = int(half[0]) if is_told else None
        found = None if pd.isna(row["median_days_to_action"]) else int(row["median_days_to_action"])
        assert found == expected, {name: row[name] for name in STATE}
        told += expected is not None
    assert told > 0


def test_cohorts_judge_the_requests_old_enough(case: Case) -> None:
    for row in case.drawn(COHORTS):
        month, horizon = f"{row['month_start_date']:%Y-%m}", timedelta(days=row["horizon_days"])
        requests = case.of({**row, "period_id": month})
        old = requests[requests["reported_at"].add(horizon).le(case.as_of)]
        in_time = int(old["complied_at"].sub(old["reported_at"]).le(horizon).sum())
        counts = [row[f"{name}_count"] for name in ("reported", "too_young", "eligible", "complied")]
        assert counts == [len(requests), len(requests) - len(old), len(old), in_time]
        expect_rate(row, "complied_within", in_time, len(old))


def test_no_group_is_named_that_daily_tables_do_not_name(case: Case) -> None:
    named = set(ask(case.path, "select distinct platform_id, group_id from marts.fct_compliance_daily"))
    for name in (CUBE, CURVES, COHORTS):
        pairs = set(ask(case.path, f"select distinct platform_id, group_id from marts.{name} where group_id <> 'all'"))
        assert {pair for pair in pairs if pair[0] != OPEN} <= named
        assert {group for _, group in pairs} <= {group for _, group in named}


def test_two_releases_are_not_compared_cell_by_cell(august: Ran, workbench: Workbench) -> None:
    """A cube has no day that dates its rows; what it counts is compared in the tables that have."""
    query = "select table_name from marts.publication_restatements"
    restated = {name for (name,) in ask(database(august.release), query)}
    assert restated.isdisjoint({CUBE, CURVES, COHORTS})
    dated_by = {table.name: table.dated_by for table in read_catalog(workbench.settings.manifest)}
    assert [dated_by[name] for name in (CUBE, CURVES, COHORTS)] == [None, None, None]
    assert dated_by["fct_compliance_daily"] == "date_day"
