"""How fast platforms act: the curves, medians and comparisons made in SQL are those of lifelines, to 1e-9."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import combinations
from math import inf, isnan
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from lifelines import AalenJohansenFitter, KaplanMeierFitter
from lifelines.statistics import logrank_test
from lifelines.utils import median_survival_times
from scipy.special import erfc
from scipy.stats import chi2

from tests.pipeline.marts import ask, ask_one, database
from tests.pipeline.small_warehouse import SmallWarehouse, compiled_inline, compiled_sql, small_warehouse
from tests.pipeline.workbench import Ran, Workbench

CURVE, SUMMARY = "marts.fct_time_to_action", "marts.fct_time_to_action_summary"
# lifelines 0.30 against pandas 3.
pytestmark = pytest.mark.filterwarnings("ignore::pandas.errors.Pandas4Warning")

COMPARISONS, DURATIONS = "marts.fct_time_to_action_comparisons", "intermediate.int_requests__durations"
MODELS = [table.rpartition(".")[2] for table in (DURATIONS, CURVE, SUMMARY, COMPARISONS)]
DURATION_COLUMNS = (
    "request_id integer, platform_id varchar, duration_days bigint, is_action boolean, is_lapsed boolean, "
    "is_declined boolean"
)
OUTCOME_COLUMNS = (
    "request_id integer, platform_id varchar, reported_at timestamptz, complied_at timestamptz, "
    "outcome varchar, outcome_at timestamptz"
)
CLOSE = {"abs": 1e-9, "rel": 1e-9}
AS_OF = datetime(2025, 10, 31, 23, 59, 59, 999999, tzinfo=UTC)
DAY = timedelta(days=1)
LAPSED = ("not_found", "already_removed")


@pytest.fixture(scope="module")
def small(
    workbench: Workbench, october: Ran, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[SmallWarehouse]:  # fmt: skip
    workbench.clear(october.home)
    sql = compiled_sql(workbench, *MODELS)
    sql["tails"] = compiled_inline(workbench, "select root, {{ erfc('root') }} as tail from roots")
    with small_warehouse(tmp_path_factory.mktemp("survival"), sql) as warehouse:
        warehouse.fill("staging.stg_warehouse__clock", "as_of timestamptz", [(AS_OF,)])
        yield warehouse


@pytest.fixture(scope="module")
def sample_log(october: Ran) -> pd.DataFrame:
    """Durations and actions of the sample's requests, worked out here from the release's rows alone."""
    rows = ask(
        database(october.release),
        "select platform_id, reported_at, complied_at, outcome, outcome_at from marts.fct_requests",
    )
    return pd.DataFrame(
        [(platform, *observed(*dates)) for platform, *dates in rows], columns=["platform_id", "days", "is_action"]
    )


def observed(
    reported_at: datetime, complied_at: datetime | None, outcome: str, outcome_at: datetime | None
) -> tuple[int, bool]:
    """Whole days that a request was observed for, and whether it was acted on in one of them: day 1 is 24 hours."""
    watched_days = (AS_OF - reported_at) // DAY
    if complied_at is not None:
        action_day = -((reported_at - complied_at) // DAY)
        return min(action_day, watched_days), action_day <= watched_days
    if outcome in LAPSED:
        assert outcome_at is not None
        return (outcome_at - reported_at) // DAY, False
    return watched_days, False


def of(log: pd.DataFrame, platform_id: str) -> pd.DataFrame:
    return log if platform_id == "all" else log[log.platform_id == platform_id]


def expected_curve(log: pd.DataFrame) -> list[tuple[int, float, float, float, int, int, int]]:
    """Day, share, bounds, at risk, acted on and censored by lifelines, for every day up to the last."""
    last_day = int(log.days.max())
    fitter = KaplanMeierFitter().fit(log.days, log.is_action, timeline=range(last_day + 1))
    table = KaplanMeierFitter().fit(log.days, log.is_action).event_table
    bounds = fitter.confidence_interval_.to_numpy()
    shares = fitter.survival_function_.to_numpy()[:, 0]
    return [
        (
            day,
            float(shares[day]),
            *(float(bound) for bound in bounds[day]),
            int((log.days >= day).sum()),
            int(table.observed.get(day, 0)),
            int(table.censored.get(day, 0)),
        )
        for day in range(last_day + 1)
    ]


def expected_medians(log: pd.DataFrame) -> list[int | None]:
    """Median, lower and upper bound by lifelines, None where not reached. It has a tie at a half only to rounding."""
    fitter = KaplanMeierFitter().fit(log.days, log.is_action)
    survival, bounds = fitter.survival_function_.round(12), fitter.confidence_interval_.round(12)
    crossings = [median_survival_times(survival), *median_survival_times(bounds).to_numpy()[0]]
    return [None if crossing == inf or isnan(crossing) else int(crossing) for crossing in crossings]


CURVE_COLUMNS = "day_number, survival_rate, survival_low, survival_high, at_risk_count, action_count, censored_count"


def assert_like_lifelines(log: pd.DataFrame, platform_id: str, curve: Any, medians: Any) -> None:  # noqa: ANN401
    expected = expected_curve(of(log, platform_id))
    assert len(curve) == len(expected), platform_id
    for row, expected_row in zip(curve, expected, strict=True):
        assert row == pytest.approx(expected_row, **CLOSE), (platform_id, expected_row)
    assert list(medians) == expected_medians(of(log, platform_id)), platform_id


def assert_compared_like_lifelines(log: pd.DataFrame, rows: Any) -> None:  # noqa: ANN401
    """Rows: kind, platform, other platform, statistic, p, adjusted p, comparisons."""
    platforms = sorted(log.platform_id.unique())
    pairs = [("pair", *pair) for pair in combinations(platforms, 2)]
    others = [("others", platform, "others") for platform in platforms if len(platforms) > 1]
    assert sorted(row[:3] for row in rows) == sorted(pairs + others)
    for kind, platform, other, statistic, p_value, adjusted, comparisons in rows:
        one = of(log, platform)
        two = log[log.platform_id != platform] if kind == "others" else of(log, other)
        expected = logrank_test(one.days, two.days, one.is_action, two.is_action)
        if statistic is None:
            # What lifelines calls 0 here is the pseudo-inverse of no variance at all.
            assert (expected.test_statistic, p_value, adjusted) == (0, None, None)
            continue
        assert statistic == pytest.approx(expected.test_statistic, **CLOSE), (platform, other)
        assert p_value == pytest.approx(expected.p_value, rel=CLOSE["rel"], abs=0)
        assert adjusted == pytest.approx(min(1.0, p_value * comparisons))


TESTED = "comparison_kind, platform_id, other_platform_id, statistic, p_value, adjusted_p_value, comparisons_count"
MEDIANS = "median_days, median_low_days, median_high_days"


def test_the_sample_s_curves_and_medians_are_those_of_lifelines(october: Ran, sample_log: pd.DataFrame) -> None:
    path = database(october.release)
    platforms = [platform for (platform,) in ask(path, f"select platform_id from {SUMMARY} order by 1")]
    assert platforms == sorted({*sample_log.platform_id, "all"})
    for platform in platforms:
        where = f"where platform_id = '{platform}'"
        curve = ask(path, f"select {CURVE_COLUMNS} from {CURVE} {where} order by day_number")
        assert_like_lifelines(sample_log, platform, curve, ask(path, f"select {MEDIANS} from {SUMMARY} {where}")[0])


def test_the_sample_s_comparisons_are_those_of_lifelines(october: Ran, sample_log: pd.DataFrame) -> None:
    rows = ask(database(october.release), f"select {TESTED} from {COMPARISONS}")
    assert_compared_like_lifelines(sample_log, rows)
    counts = {(row[0], row[6]) for row in rows}
    assert counts == {("pair", 21), ("others", 7)}


def test_the_sample_has_a_median_that_is_not_reached(october: Ran) -> None:
    """Two platforms let most requests lie; a median of those acted on alone would hide it."""
    unreached = f"select platform_id, median_days from {SUMMARY} where not is_median_reached order by 1"
    assert ask(database(october.release), unreached) == [("whatsapp", None), ("x", None)]


def test_those_who_wait_are_counted_as_waiting(october: Ran, sample_log: pd.DataFrame) -> None:
    """Half of what X acted on it had acted on within days in which the curve has less than a quarter acted on."""
    naive = sample_log[(sample_log.platform_id == "x") & sample_log.is_action].days.median()
    assert naive < ask_one(database(october.release), f"select quarter_days from {SUMMARY} where platform_id = 'x'")


# An end: acted on, lapsed, declined or pending.
ENDS = st.sampled_from([(True, False, False), (False, True, False), (False, False, True), (False, False, False)])
LOGS = st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 9), ENDS), min_size=1, max_size=40)
ACTED, WAITS = (True, False, False), (False, False, False)


@example([("a", 0, WAITS)])
@example([("a", 0, ACTED), ("a", 0, ACTED), ("b", 0, ACTED)])
@example([("a", 3, WAITS), ("b", 5, WAITS)])
@example([("a", 1, ACTED), ("a", 1, WAITS), ("b", 1, ACTED), ("b", 9, ACTED)])
@given(LOGS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_log_s_curves_and_comparisons_are_those_of_lifelines(
    small: SmallWarehouse, log: list[tuple[str, int, tuple[bool, bool, bool]]]
) -> None:
    small.fill(DURATIONS, DURATION_COLUMNS, [(key, *row[:2], *row[2]) for key, row in enumerate(log)])
    for table in (CURVE, SUMMARY, COMPARISONS):
        small.make(table)
    frame = pd.DataFrame([(p, days, end[0]) for p, days, end in log], columns=["platform_id", "days", "is_action"])
    for platform in ("all", *frame.platform_id.unique()):
        where = f"where platform_id = '{platform}'"
        curve = small.ask(f"select {CURVE_COLUMNS} from {CURVE} {where} order by day_number")
        assert_like_lifelines(frame, platform, curve, small.ask(f"select {MEDIANS} from {SUMMARY} {where}")[0])
    assert_compared_like_lifelines(frame, small.ask(f"select {TESTED} from {COMPARISONS}"))


def test_a_refusal_competes_and_is_not_censored(small: SmallWarehouse) -> None:
    """Reported on one day, so that all are censored together: 1 - share is then Aalen and Johansen's incidence."""
    reported_at = AS_OF - 40 * DAY
    ends = [("declined", day) if day % 3 == 0 else ("complied_global", day) for day in range(1, 31)]
    log = [
        (key, "x", reported_at, at if outcome == "complied_global" else None, outcome, at)
        for key, (outcome, day) in enumerate(ends)
        for at in [reported_at + day * DAY]
    ]
    log += [(key, "x", reported_at, None, "pending", None) for key in range(30, 35)]
    small.fill("intermediate.int_requests__outcomes", OUTCOME_COLUMNS, log)
    for table in (DURATIONS, CURVE):
        small.make(table)
    curve = small.ask(f"select day_number, 1 - survival_rate from {CURVE} where platform_id = 'x' and day_number < 40")
    causes = [2 if outcome == "declined" else 1 for outcome, _ in ends] + [0] * 5
    fitter = AalenJohansenFitter(calculate_variance=False)
    fitter.fit([day for _, day in ends] + [40] * 5, causes, event_of_interest=1)
    incidence = fitter.cumulative_density_.iloc[:, 0]
    assert [share for day, share in sorted(curve)] == pytest.approx([incidence.asof(day) for day in range(40)], **CLOSE)
    censored_at_refusal = KaplanMeierFitter().fit([day for _, day in ends] + [40] * 5, [cause == 1 for cause in causes])
    assert 1 - censored_at_refusal.predict(39) > max(share for _, share in curve) + 0.05


def test_the_tail_of_chi_square_is_scipy_s_however_small(small: SmallWarehouse) -> None:
    roots = [0.0, 1e-9, 0.1, 0.46875, 0.4687500001, 1.0, 3.999999, 4.0, 4.000001, 10.0, 26.0]
    small.fill("roots", "root double", [(root,) for root in roots])
    tails = dict(small.ask(small.sql["tails"]))
    assert tails == pytest.approx({root: float(erfc(root)) for root in roots}, rel=1e-12)
    assert tails == pytest.approx({root: float(chi2.sf(2 * root * root, 1)) for root in roots}, rel=1e-9)
