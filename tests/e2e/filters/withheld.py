"""Who may be named: the cells of week, group and platform, and which of them the public tier withholds.

Belongs here: the rule of README, "Small cells", written again in Python. Does not: what is made of what may be shown.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TypeAlias

from tests.e2e.filters.accounts import Account
from tests.e2e.filters.log import Log

K = 5
Cell: TypeAlias = tuple[date, str, str]  # Monday, group, platform
Pair: TypeAlias = tuple[str, str]  # group, platform


@dataclass
class Week:
    """The accounts of a group on a platform in a week, of which each set counts."""

    active: set[str] = field(default_factory=set)
    reported: set[str] = field(default_factory=set)
    first_reported: set[str] = field(default_factory=set)
    complied: set[str] = field(default_factory=set)
    mirrors: set[str] = field(default_factory=set)
    live: int = 0


def monday_of(moment: date) -> date:
    day = moment.date() if isinstance(moment, datetime) else moment
    return day - timedelta(days=day.weekday())


def weeks_of(log: Log, accounts: Mapping[str, Account]) -> dict[Cell, Week]:
    """Every cell of the log, those in which nothing happened too."""
    mondays = sorted({monday_of(day) for day in log.days})
    platforms = {request.row["platform_id"] for request in log.requests}
    cells = {(monday, group, platform): Week() for monday in mondays for group in log.groups for platform in platforms}
    for request in log.requests:
        cell = cells[monday_of(request.reported_at), request.row["group_id"], request.row["platform_id"]]
        cell.reported.add(request.row["account_id"])
        cell.active.add(request.row["account_id"])
    for account in accounts.values():
        _place(account, mondays, cells)
    for mirror in log.mirrors:
        successor = accounts[mirror["successor_account_id"]]
        first = cells[monday_of(successor.first_reported_at), successor.group, successor.platform]
        first.mirrors.add(successor.id)
        first.active.add(successor.id)
    return cells


def _place(account: Account, mondays: Iterable[date], cells: Mapping[Cell, Week]) -> None:
    """Where an account was first reported, went, and stood at the end of each week."""
    first = cells[monday_of(account.first_reported_at), account.group, account.platform]
    first.first_reported.add(account.id)
    first.active.add(account.id)
    for before, now in zip((None, *account.standings), account.standings, strict=False):
        if now.is_removed and not (before and before.is_removed):
            gone = cells[monday_of(now.since), account.group, account.platform]
            gone.complied.add(account.id)
            gone.active.add(account.id)
    for monday in mondays:
        standing = account.at(datetime.combine(monday + timedelta(days=6), time.max))
        cells[monday, account.group, account.platform].live += bool(standing and standing.is_live)


def withheld_cells(weeks: Mapping[Cell, Week]) -> set[Cell]:
    """Small cells, and the next smallest of their week and platform until no subtraction tells them."""
    found: set[Cell] = set()
    for cells in _together(weeks):
        size = {cell: len(weeks[cell].active) for cell in cells}
        small = {cell for cell in cells if 0 < size[cell] < K}
        if not small:
            continue
        all_reported = sum(len(weeks[cell].reported) for cell in cells)
        active = reported = 0
        ranked = sorted(cells, key=lambda cell: (cell not in small, size[cell] == 0, size[cell], cell[1]))
        for rank, cell in enumerate(ranked):
            if cell in small or rank == 1 or active < K or reported < min(K, all_reported):
                found.add(cell)
            active, reported = active + size[cell], reported + len(weeks[cell].reported)
    return found


def unnamed_pairs(weeks: Mapping[Cell, Week], withheld: set[Cell]) -> set[Pair]:
    """Groups that daily tables may not name on a platform: those of which they withhold a stock in any week."""
    held: set[Pair] = set()  # from the first withheld week or small stock on
    found: set[Pair] = set()
    for cells in _together(weeks):
        held |= {cell[1:] for cell in cells if cell in withheld or 0 < weeks[cell].live < K}
        found |= _covered({cell: weeks[cell] for cell in cells}, held)
    return found


def withheld_by(log: Log) -> tuple[set[Cell], set[Pair]]:
    """What the release says that it withholds: after another one also what that did, which no rule can tell."""
    cells = {(row["week_start_date"], row["group_id"], row["platform_id"]) for row in log.weeks if row["is_suppressed"]}
    return cells, {(row["group_id"], row["platform_id"]) for row in log.weeks if row["is_stock_suppressed"]}


def _covered(cells: Mapping[Cell, Week], held: set[Pair]) -> set[Pair]:
    """Of one week and platform: the held stocks, and the smallest others until none of the held ones can be told."""
    if not any(cell[1:] in held for cell in cells):
        return set()
    gone = {cell: len(week.complied) for cell, week in cells.items()}
    movable = {cell: week.live + gone[cell] for cell, week in cells.items()}
    ranked = sorted(cells, key=lambda cell: (cell[1:] not in held, movable[cell] == 0, movable[cell], cell[1]))
    most = min(K, sum(movable.values()) - max(movable.values()))
    all_live, all_gone = sum(week.live for week in cells.values()), sum(gone.values())
    found = set()
    for rank, cell in enumerate(ranked):
        before = ranked[:rank]
        live, went = sum(cells[one].live for one in before), sum(gone[one] for one in before)
        moved = sum(movable[one] for one in before) - max((movable[one] for one in before), default=0)
        is_told = live >= min(K, all_live) and went >= min(K, all_gone) and moved >= most
        if cell[1:] in held or rank == 1 or not is_told:
            found.add(cell[1:])
    return found


def _together(weeks: Mapping[Cell, Week]) -> list[list[Cell]]:
    """The cells whose sums are public: those of a week and a platform, week by week."""
    found: dict[tuple[date, str], list[Cell]] = {}
    for cell in sorted(weeks):
        found.setdefault((cell[0], cell[2]), []).append(cell)
    return [found[key] for key in sorted(found)]
