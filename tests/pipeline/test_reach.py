"""Reach: nothing is interpolated, what nobody counted is no zero, and any day can be asked for again (MODEL 3)."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.pipeline.marts import ask, ask_one, database
from tests.pipeline.workbench import Ran

REACH = "marts.fct_account_reach"
DAILY = "marts.fct_reach_daily"
STOCKS = (
    *("followers_reported", "followers_removed", "followers_live"),
    *("accounts_followers_missing_count", "accounts_removed_followers_missing_count"),
    "accounts_live_followers_missing_count",
)
BOUNDED = {
    "followers_reported": "accounts_followers_missing_count",
    "followers_removed": "accounts_removed_followers_missing_count",
    "followers_live": "accounts_live_followers_missing_count",
}
LAST_DAY = f"(select max(date_day) from {DAILY})"
DATES = ("2025-04-20", "2025-07-25", "2025-08-15", "2025-09-30", "2025-10-31")


@pytest.fixture(scope="module")
def released(october: Ran) -> Path:
    return database(october.release)


def by_platform(relation: str, where: str = "true") -> str:
    """The bounded stocks of a relation like fct_reach_daily, summed over groups."""
    names = (*STOCKS, *(f"{stock}_{end}" for stock in BOUNDED for end in ("low", "high")))
    sums = ", ".join(f"sum({name})" for name in names)
    return f"select date_day, platform_id, {sums} from {relation} where {where} group by all order by all"


def test_what_is_carried_is_the_last_count_at_or_before(released: Path) -> None:
    seen = ask(
        released,
        "select account_id, observed_at, followers, carried_followers, carried_from_at, carried_age_hours "
        f"from {REACH}",
    )
    counts: dict[str, dict[datetime, set[int]]] = {}
    for account, at, followers, *_ in seen:
        if followers is not None:
            counts.setdefault(account, {}).setdefault(at, set()).add(followers)
    for account, at, followers, carried, from_at, age in seen:
        before = [instant for instant in counts.get(account, {}) if instant <= at]
        if followers is not None:
            assert (carried, age) == (followers, 0)
        if not before:
            assert (carried, from_at, age) == (None, None, None)
            continue
        assert from_at == max(before)
        assert carried in counts[account][from_at]
        assert age == pytest.approx((at - from_at) / timedelta(hours=1), abs=1e-9)


def test_the_sample_has_counts_to_carry_and_accounts_that_nobody_counted(released: Path) -> None:
    assert ask_one(released, f"select count(*) from {REACH} where carried_age_hours > 24 and followers is null") > 100
    assert ask_one(released, f"select count(*) from {REACH} where carried_followers is null") > 50


@pytest.mark.parametrize(("stock", "missing"), BOUNDED.items())
def test_a_missing_count_is_bounded_by_a_rounded_ceiling_seen_by_then(released: Path, stock: str, missing: str) -> None:
    largest = f"""select platform_id, date_day,
            max(followers) filter (where observed_at::date <= date_day and status is distinct from 'unknown') as seen
        from {REACH} join (select distinct date_day from {DAILY}) on true group by all"""
    rows = ask(
        released,
        f"""select date_day, platform_id, {stock}, {stock}_low, {stock}_high, {missing}, seen
        from {DAILY} join ({largest}) using (platform_id, date_day)""",
    )
    bounded = [row for row in rows if row[5] > 0 and row[4] is not None]
    assert len(bounded) > 100
    for _, _, known, low, high, missing_count, seen in rows:
        assert low == known
        if missing_count == 0:
            assert high == known
        elif high is None:
            assert seen is None
        else:
            ceiling, rest = divmod(high - low, missing_count)
            assert rest == 0
            assert set(str(ceiling)) <= {"1", "0"}
            assert str(ceiling).count("1") == 1
            assert 10 <= ceiling <= max(10 * seen, 10)


def test_accounts_that_nobody_counted_are_in_no_sum_and_in_the_count(released: Path) -> None:
    uncounted = ask(
        released,
        f"""select platform_id, count(distinct account_id) from {REACH}
        where account_id in (select account_id from marts.fct_requests)
            and account_id not in (select account_id from {REACH} where followers is not null)
        group by 1 order by 1""",
    )
    missing = dict(
        ask(released, f"select platform_id, sum({STOCKS[3]}) from {DAILY} where date_day = {LAST_DAY} group by 1")
    )
    assert sum(count for _, count in uncounted) > 20
    assert all(missing[platform] >= count for platform, count in uncounted)


def test_mirrors_give_back_what_their_pairs_say(released: Path) -> None:
    pairs = ask(
        released,
        """select platform_id, sum(followers_regained) from marts.fct_mirrors where is_counted
        group by 1 having sum(followers_regained) > 0 order by 1""",
    )
    regained = ask(
        released,
        "select platform_id, sum(followers_regained) from reach_as_of('2025-10-31') "
        "group by 1 having sum(followers_regained) > 0 order by 1",
    )
    assert len(pairs) > 2
    assert regained == pairs


def test_net_is_removed_less_regained(released: Path) -> None:
    rows = "select * from reach_as_of('2025-10-31')"
    assert ask(released, f"from ({rows}) where followers_net_removed <> followers_removed - followers_regained") == []
    assert ask_one(released, f"select sum(followers_removed - followers_net_removed) from ({rows})") > 0


def test_the_macro_has_the_columns_of_the_table(released: Path) -> None:
    columns = "select column_name, column_type from (describe {})"
    macro = columns.format("from reach_at('2025-10-31', '2025-10-31')")
    assert ask(released, macro) == ask(released, columns.format(DAILY))


def test_the_macro_tells_the_last_day_of_its_own_release(released: Path) -> None:
    mart = ask(released, by_platform(DAILY, f"date_day = {LAST_DAY}"))
    assert len(mart) == 7
    assert ask(released, by_platform("reach_as_of('2025-10-31')")) == mart


def test_the_macro_tells_what_the_release_of_august_tells(released: Path, august: Ran) -> None:
    mart = ask(database(august.release), by_platform(DAILY, f"date_day = {LAST_DAY}"))
    assert len(mart) == 6
    assert ask(released, by_platform("reach_as_of('2025-08-15')")) == mart


def test_the_macro_tells_of_mirrors_what_the_release_shows(released: Path) -> None:
    columns = "platform_id, sum(mirrors_live_count), sum(followers_regained), sum(followers_regained_high)"
    shown = ask(
        released, f"select {columns} from {DAILY} where date_day = {LAST_DAY} and not is_stock_suppressed group by 1"
    )
    told = ask(released, f"select {columns} from reach_as_of('2025-10-31') group by 1")
    assert shown
    assert set(shown) <= set(told)


@pytest.mark.parametrize("date", DATES)
def test_reach_and_compliance_agree_at_every_date(released: Path, date: str) -> None:
    for known in (date, "2025-10-31"):
        compliance = ask(
            released,
            f"""select platform_id, coalesce(followers_reported, 0), coalesce(followers_removed, 0)
            from compliance_at('{date}', '{known}') where not is_total order by 1""",
        )
        reach = ask(
            released,
            f"""select platform_id, sum(followers_reported), sum(followers_removed)
            from reach_at('{date}', '{known}') group by 1 order by 1""",
        )
        assert reach
        assert reach == compliance


def test_groups_are_named_to_researchers(released: Path) -> None:
    groups = {group for (group,) in ask(released, "select distinct group_id from reach_as_of('2025-10-31')")}
    assert "ttp" in groups
    assert "withheld" not in groups
