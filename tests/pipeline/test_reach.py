"""Reach: nothing is interpolated, what nobody counted is no zero, and any day can be asked for again (MODEL 3)."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.pipeline.blurred import as_told, blurred
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
OWN_DAY = as_told("reach", "'2025-10-31'")
LAST_DAY = f"(select max(date_day) from {DAILY})"
DATES = ("2025-04-20", "2025-07-25", "2025-08-15", "2025-09-30", "2025-10-31")


@pytest.fixture(scope="module")
def released(october: Ran) -> Path:
    return database(october.release)


@dataclass
class Account:
    """An account as its observations in the release, read one after another, leave it."""

    platform_id: str
    request_id: str = ""
    status: str | None = None
    counts: list[tuple[datetime, int]] = field(default_factory=list)

    @property
    def followers(self) -> int | None:
        return self.counts[-1][1] if self.counts else None

    @property
    def is_removed(self) -> bool:
        return self.status in ("suspended", "restricted")

    @property
    def is_live(self) -> bool:
        return self.status in ("live", None)

    def observe(self, at: datetime, followers: int | None, status: str | None, source: str, request_id: str) -> None:
        """The latest request says how the account stands. What anything else counts on a removed one is no reach."""
        is_told = source == "report" or (source == "response" and request_id == self.request_id)
        if is_told:
            self.request_id, self.status = request_id, status
        if followers is not None and (is_told or not self.is_removed):
            self.counts.append((at, followers))


@pytest.fixture(scope="module")
def accounts(released: Path) -> dict[str, Account]:
    """Every account that a request names."""
    seen = ask(
        released,
        f"""select account_id, platform_id, observed_at, followers, status, observation_source, observation_id
        from {REACH} order by observed_at, observation_source = 'check', observation_id""",
    )
    named: dict[str, Account] = {}
    for account_id, platform, at, followers, status, source, observation_id in seen:
        if source == "report" or account_id in named:
            account = named.setdefault(account_id, Account(platform))
            account.observe(at, followers, status, source, observation_id.partition("/")[0])
    return named


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
def test_a_missing_count_is_bounded_by_the_largest_seen_by_then_rounded_up(
    released: Path, accounts: dict[str, Account], stock: str, missing: str
) -> None:
    rows = ask(released, f"select date_day, platform_id, {stock}, {stock}_low, {stock}_high, {missing} from {DAILY}")
    counted = sorted(
        (at.date(), account.platform_id, blurred(name, count))
        for name, account in accounts.items()
        for at, count in account.counts
    )
    ceilings = {
        (day, platform): power_of_ten_from(seen) if seen else None
        for day, platform in {row[:2] for row in rows}
        for seen in [[count for at, where, count in counted if where == platform and at <= day]]
    }
    bounded = [row for row in rows if row[5] > 0 and row[4] is not None]
    assert len(bounded) > 100
    for day, platform, known, low, high, missing_count in rows:
        ceiling = ceilings[day, platform]
        assert low == known
        if missing_count == 0:
            assert high == known
        else:
            assert high == (None if ceiling is None else known + missing_count * ceiling), (day, platform)


def power_of_ten_from(counts: list[int]) -> int:
    """The least power of ten, 10 at least, that none of the counts is above."""
    ceiling = 10
    while ceiling < max(counts):
        ceiling *= 10
    return ceiling


def test_accounts_that_nobody_counted_are_in_no_sum_and_in_the_count(
    released: Path, accounts: dict[str, Account]
) -> None:
    uncounted = Counter(account.platform_id for account in accounts.values() if account.followers is None)
    sums: Counter[str] = Counter()
    for name, account in accounts.items():
        sums[account.platform_id] += 0 if account.followers is None else blurred(name, account.followers)
    last = ask(
        released,
        f"""select platform_id, sum(accounts_followers_missing_count), sum(followers_reported) from {DAILY}
        where date_day = {LAST_DAY} group by 1""",
    )
    assert uncounted.total() > 20
    assert {platform: missing for platform, missing, _ in last if missing} == uncounted
    assert {platform: followers for platform, _, followers in last} == sums


def test_mirrors_give_back_what_their_successors_had_when_last_counted(
    released: Path, accounts: dict[str, Account]
) -> None:
    pairs = ask(
        released, "select successor_account_id, platform_id, is_counted, followers_regained from marts.fct_mirrors"
    )
    given_back = {name: account.followers if account.is_live else 0 for name, account in accounts.items()}
    assert [(name, regained) for name, _, _, regained in pairs] == [(name, given_back[name]) for name, *_ in pairs]
    expected: Counter[str] = Counter()
    for name, platform, is_counted, _ in pairs:
        expected[platform] += (given_back[name] or 0) if is_counted else 0
    assert len(+expected) > 2
    assert dict(
        ask(
            released,
            "select platform_id, sum(followers_regained) as regained from reach_as_of('2025-10-31') "
            "group by 1 having regained > 0",
        )
    ) == dict(+expected)


def test_net_is_what_was_removed_less_what_came_back(released: Path, accounts: dict[str, Account]) -> None:
    expected: Counter[str] = Counter()
    for account in accounts.values():
        expected[account.platform_id] += (account.followers or 0) if account.is_removed else 0
    removed = expected.copy()
    for name, platform in ask(
        released, "select successor_account_id, platform_id from marts.fct_mirrors where is_counted"
    ):
        expected[platform] -= (accounts[name].followers or 0) if accounts[name].is_live else 0
    assert removed != expected
    told = "select platform_id, sum(followers_net_removed) from reach_as_of('2025-10-31') group by 1"
    assert dict(ask(released, told)) == expected


def test_the_macro_has_the_columns_of_the_table(released: Path) -> None:
    columns = "select column_name, column_type from (describe {})"
    macro = columns.format("from reach_at('2025-10-31', '2025-10-31')")
    assert ask(released, macro) == ask(released, columns.format(DAILY))


def test_the_macro_tells_the_last_day_of_its_own_release(released: Path) -> None:
    mart = ask(released, by_platform(DAILY, f"date_day = {LAST_DAY}"))
    assert len(mart) == 7
    assert ask(released, by_platform(OWN_DAY)) == mart


def test_the_macro_tells_what_the_release_of_august_tells(released: Path, august: Ran) -> None:
    mart = ask(database(august.release), by_platform(DAILY, f"date_day = {LAST_DAY}"))
    assert len(mart) == 6
    assert ask(released, by_platform(as_told("reach", "'2025-08-15'"))) == mart


def test_the_macro_tells_of_mirrors_what_the_release_shows(released: Path) -> None:
    columns = "platform_id, sum(mirrors_live_count), sum(followers_regained), sum(followers_regained_high)"
    shown = ask(
        released, f"select {columns} from {DAILY} where date_day = {LAST_DAY} and not is_stock_suppressed group by 1"
    )
    told = ask(released, f"select {columns} from {OWN_DAY} group by 1")
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
