"""Followers at the end of each day by platform and group, account by account, each with its blurred count.

Belongs here: fct_reach_daily from its definition, and when what mirrors tell is withheld. Does not: drawings, texts.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from typing import TypeAlias

from tests.e2e.filters.accounts import Account, Standing
from tests.e2e.filters.log import Log, Row
from tests.e2e.filters.withheld import K, Pair

# What is added up, the accounts it is added up over, and how many of these nobody counted.
SUMS = {
    "followers_reported": "accounts_followers_missing_count",
    "followers_removed": "accounts_removed_followers_missing_count",
    "followers_live": "accounts_live_followers_missing_count",
    "followers_regained": "mirrors_live_followers_missing_count",
}
OF_MIRRORS = ("mirrors_", "followers_regained", "followers_net_removed")
Days: TypeAlias = Mapping[date, Mapping[Pair, Row]]  # of a day, by told group and platform


def reach_days(log: Log, accounts: Mapping[str, Account], unnamed: set[Pair]) -> Days:
    """Every row of every day."""
    members: dict[Pair, list[Account]] = {}
    for account in accounts.values():
        members.setdefault(home_of(account.group, account.platform, unnamed), []).append(account)
    mirrors: dict[Pair, list[Account]] = {}
    for row in log.mirrors:
        before = accounts[row["predecessor_account_id"]]
        home = home_of(before.group, before.platform, unnamed)
        mirrors.setdefault(home, []).append(accounts[row["successor_account_id"]])
    found: dict[date, Mapping[Pair, Row]] = {}
    for day in log.days:
        end = min(datetime.combine(day, time.max), log.as_of)
        rows = {pair: _row(members[pair], mirrors.get(pair, []), end) for pair in members}
        known = {pair: row for pair, row in rows.items() if row}
        _bound(known, {pair: _largest(members, pair[1], end) for pair in known}, _largest(members, None, end))
        found[day] = withhold(known)
    return found


def home_of(group: str, platform: str, unnamed: set[Pair]) -> Pair:
    """Under which group something is told."""
    return ("withheld" if (group, platform) in unnamed else group), platform


def _row(members: Iterable[Account], mirrors: Iterable[Account], end: datetime) -> Row:
    known = [standing for account in members if (standing := account.at(end))]
    back = [standing for mirror in mirrors if (standing := mirror.at(end)) and standing.is_live]
    if not known and not back:
        return {}
    of = {
        "followers_reported": known,
        "followers_removed": [standing for standing in known if standing.is_removed],
        "followers_live": [standing for standing in known if standing.is_live],
        "followers_regained": back,
    }
    row: Row = {"mirrors_live_count": len(back)}
    for name, missing in SUMS.items():
        row[name], row[missing] = _summed(of[name])
    return row


def _summed(standings: Sequence[Standing]) -> tuple[int, int]:
    counts = [standing.followers for standing in standings]
    return sum(count or 0 for count in counts), counts.count(None)


def _largest(members: Mapping[Pair, Sequence[Account]], platform: str | None, end: datetime) -> int | None:
    """The most followers told of one account by then, rounded up to a power of ten; of one platform, or of all."""
    told = [
        standing.followers
        for pair, accounts in members.items()
        if platform in (None, pair[1])
        for account in accounts
        for standing in account.standings
        if standing.since <= end and standing.followers is not None
    ]
    if not told:
        return None
    ceiling = 10
    while ceiling < max(told):
        ceiling *= 10
    return ceiling


def _bound(rows: Mapping[Pair, Row], ceilings: Mapping[Pair, int | None], ceiling: int | None) -> None:
    """Between what each sum lies: whom nobody counted has none, or as many as the most that were seen."""
    for pair, row in rows.items():
        for name, missing in SUMS.items():
            most = ceiling if name == "followers_regained" else ceilings[pair]
            row[f"{name}_low"] = row[name]
            more = 0 if not row[missing] else None if most is None else row[missing] * most
            row[f"{name}_high"] = None if more is None else row[name] + more
        row["followers_net_removed"] = row["followers_removed"] - row["followers_regained"]
        for end, other in (("low", "high"), ("high", "low")):
            gone, back = row[f"followers_removed_{end}"], row[f"followers_regained_{other}"]
            row[f"followers_net_removed_{end}"] = None if gone is None or back is None else gone - back


def withhold(rows: Mapping[Pair, Row]) -> Mapping[Pair, Row]:
    """A few mirrors of one group hide what all mirrors of its platform tell."""
    few = {pair[1] for pair, row in rows.items() if 0 < row["mirrors_live_count"] < K}
    return {
        pair: {name: None if pair[1] in few and name.startswith(OF_MIRRORS) else value for name, value in row.items()}
        for pair, row in rows.items()
    }
