"""Reach and group activity from their definitions: followers at the end of a day, accounts of a group in a week."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from tests.pipeline.oracle.accounts import Account, accounts_at, by_account, state_at
from tests.pipeline.oracle.log import Log, day_of, last_instant
from tests.pipeline.oracle.requests import Request, takedowns_at

Row = dict[str, Any]
Cell = tuple[str, str]  # platform_id, group_id


def reach_rows(log: Log, day: date, as_of: datetime, key: bytes) -> dict[Cell, Row]:
    """fct_reach_daily of one date by platform and group: the world at its end, as known now."""
    accounts = accounts_at(log, min(last_instant(day), as_of), as_of, key)
    homes = group_of_accounts(log, as_of, key)
    cells: dict[Cell, list[Account]] = {}
    for account in accounts:
        cells.setdefault((account.latest.platform_id, homes[account.account_id]), []).append(account)
    return {cell: _reach_row(members) for cell, members in cells.items()}


def _reach_row(accounts: Iterable[Account]) -> Row:
    accounts = list(accounts)
    return {
        "followers_reported": sum(account.followers or 0 for account in accounts),
        "followers_removed": sum(account.followers or 0 for account in accounts if account.is_complied),
        "followers_live": sum(account.followers or 0 for account in accounts if account.is_live),
        "accounts_followers_missing_count": sum(account.followers is None for account in accounts),
    }


def group_of_accounts(log: Log, as_of: datetime, key: bytes) -> dict[str, str]:
    """The group of each account: that of its latest request as of the build, on every day of the past too.

    MODEL is silent on an account that later requests give to another group; the marts move its past with it.
    """
    named = by_account(takedowns_at(log, as_of, as_of, key))
    return {name: requests[-1].group_id for name, requests in named.items()}


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def activity_rows(log: Log, monday: date, as_of: datetime, key: bytes) -> dict[Cell, Row]:
    """int_group_cells__weekly of one ISO week by platform and group; cells in which nothing ever was are left out."""
    sunday = monday + timedelta(days=6)
    requests = takedowns_at(log, min(last_instant(sunday), as_of), as_of, key)
    accounts = accounts_at(log, min(last_instant(sunday), as_of), as_of, key)
    homes = group_of_accounts(log, as_of, key)
    asked = _cells(
        (asked.platform_id, asked.group_id, asked.account_id) for asked in requests if _is_in(asked.reported_at, monday)
    )
    first = _cells(_placed(account, homes) for account in accounts if _is_in(account.first_reported_at, monday))
    gone = _cells(_placed(account, homes) for account in accounts if _went_in(account.requests, monday))
    live = _cells(_placed(account, homes) for account in accounts if account.is_live)
    followers = {account.account_id: account.followers or 0 for account in accounts}
    none: set[str] = set()
    return {
        cell: {
            "accounts_active_count": len(asked.get(cell, none) | gone.get(cell, none)),
            "accounts_reported_count": len(asked.get(cell, none)),
            "accounts_first_reported_count": len(first.get(cell, none)),
            "accounts_complied_count": len(gone.get(cell, none)),
            "accounts_live_count": len(live.get(cell, none)),
            "followers": sum(followers[name] for name in live.get(cell, none)),
        }
        for cell in asked.keys() | first.keys() | gone.keys() | live.keys()
    }


def _cells(placed: Iterable[tuple[str, str, str]]) -> dict[Cell, set[str]]:
    cells: dict[Cell, set[str]] = {}
    for platform, group, account_id in placed:
        cells.setdefault((platform, group), set()).add(account_id)
    return cells


def _placed(account: Account, homes: dict[str, str]) -> tuple[str, str, str]:
    return account.latest.platform_id, homes[account.account_id], account.account_id


def _is_in(instant: datetime, monday: date) -> bool:
    return monday_of(day_of(instant)) == monday


def _went_in(requests: tuple[Request, ...], monday: date) -> bool:
    """Did the account go in that week, that is, did the state of its then latest request become complied with?"""
    instants = sorted(state.started_at for request in requests for state in request.states)
    states = [state_at(requests, instant) for instant in instants]
    return any(
        now.is_complied and not (before and before.is_complied) and _is_in(instant, monday)
        for before, now, instant in zip([None, *states], states, instants, strict=False)
    )
