"""The compliance marts from their definitions: one row a request, the summary a platform, flows and stocks a day.

Each function gives rows as the mart of the same name has them, in the columns that MODEL section 3 names.
"""

from collections.abc import Iterable
from datetime import date, datetime
from math import sqrt
from typing import Any

from tests.pipeline.oracle.accounts import Account, accounts_at
from tests.pipeline.oracle.log import Log, day_of, last_instant
from tests.pipeline.oracle.reference import clean, reference
from tests.pipeline.oracle.requests import COMPLIED, DECIDED, Request, takedowns_at

Row = dict[str, Any]
OUTCOMES = ("complied", "partial", "declined", "not_found", "already_removed", "reversed")
NORMAL_QUANTILE_95 = 1.959963984540054


def request_rows(log: Log, world_at: datetime, known_at: datetime, key: bytes) -> dict[str, Row]:
    """fct_requests by request_id."""
    return {asked.request_id: _request_row(asked) for asked in takedowns_at(log, world_at, known_at, key)}


def _request_row(asked: Request) -> Row:
    record = asked.record
    return {
        "request_id": asked.request_id,
        "account_id": asked.account_id,
        "platform_id": asked.platform_id,
        "agency_id": asked.agency_id,
        "group_id": asked.group_id,
        "named_group_id": asked.named_group_id,
        "requested_action": record.requested_action,
        "object_type": record.object_type,
        "legal_basis": reference().legal_bases[clean(record.legal_basis)] if record.legal_basis else None,
        "channel": record.channel,
        "reported_at": asked.reported_at,
        "first_response_at": asked.first_response_at,
        "decided_at": asked.decided_at,
        "outcome": asked.outcome,
        "outcome_at": asked.states[-1].started_at if len(asked.states) > 1 else None,
        "complied_at": asked.complied_at,
        "reversed_at": asked.reversed_at,
        "hours_to_first_response": _hours(asked.reported_at, asked.first_response_at),
        "hours_to_decision": _hours(asked.reported_at, asked.decided_at),
        "followers_at_report": record.followers_at_report,
        "followers_at_action": asked.followers_at_action,
        "was_group_designated_at_report": asked.was_group_designated_at_report,
        "batch_ref": record.batch_ref,
        "recorded_at": record.recorded_at,
    }


def _hours(start: datetime, end: datetime | None) -> float | None:
    return None if end is None else (end - start).total_seconds() / 3600


def summary_rows(log: Log, world_at: datetime, known_at: datetime, key: bytes) -> dict[str, Row]:
    """fct_compliance_summary by platform_id, and `all`."""
    requests = takedowns_at(log, world_at, known_at, key)
    accounts = accounts_at(log, world_at, known_at, key)
    rows = {"all": _summary_row(requests, accounts)}
    for platform in {asked.platform_id for asked in requests}:
        rows[platform] = _summary_row(
            [asked for asked in requests if asked.platform_id == platform],
            [account for account in accounts if account.latest.platform_id == platform],
        )
    return rows


def _summary_row(requests: list[Request], accounts: list[Account]) -> Row:
    count = {word: sum(group_outcome(asked.outcome) == word for asked in requests) for word in (*OUTCOMES, "pending")}
    decided = sum(asked.outcome in DECIDED for asked in requests)
    responded = sum(asked.first_response_at is not None for asked in requests)
    return {
        **{f"{word}_count": number for word, number in count.items()},
        **{f"{word}_count": sum(asked.outcome == word for asked in requests) for word in COMPLIED},
        "reported_count": len(requests),
        "decided_count": decided,
        "responded_count": responded,
        "accounts_reported_count": len(accounts),
        "accounts_complied_count": sum(account.is_complied for account in accounts),
        "followers_reported": _counted(account.followers for account in accounts),
        "followers_removed": _counted(account.followers for account in accounts if account.is_complied),
        **rate("complied_of_reported", count["complied"], len(requests)),
        **rate("complied_of_decided", count["complied"], decided),
        **rate("response", responded, len(requests)),
    }


def _counted(followers: Iterable[int | None]) -> int | None:
    """The sum of what was counted, of no account 0; where there are accounts and nobody counted any, it is unknown."""
    counts = list(followers)
    known = [count for count in counts if count is not None]
    return sum(known) if known or not counts else None


def group_outcome(outcome: str) -> str:
    """complied_global and complied_local are both complied."""
    return "complied" if outcome in COMPLIED else outcome


def rate(name: str, numerator: int, denominator: int) -> Row:
    """The columns of a rate: the share, its numbers, Wilson's 95 % bounds; of nothing there is no share."""
    share, low, high = wilson(numerator, denominator) if denominator else (None, None, None)
    return {
        f"{name}_rate": share,
        f"{name}_numerator": numerator,
        f"{name}_denominator": denominator,
        f"{name}_low": low,
        f"{name}_high": high,
    }


def wilson(numerator: int, denominator: int) -> tuple[float, float, float]:
    share, z = numerator / denominator, NORMAL_QUANTILE_95
    centre = (share + z * z / (2 * denominator)) / (1 + z * z / denominator)
    spread = z * sqrt(share * (1 - share) / denominator + z * z / (4 * denominator**2)) / (1 + z * z / denominator)
    return share, max(0.0, centre - spread), min(1.0, centre + spread)


def daily_rows(log: Log, day: date, as_of: datetime, key: bytes) -> dict[tuple[str, str, str, str], Row]:
    """fct_compliance_daily of one date, by platform, agency, group and action: the world then, as known now."""
    requests = takedowns_at(log, min(last_instant(day), as_of), as_of, key)
    cells: dict[tuple[str, str, str, str], list[Request]] = {}
    for asked in requests:
        action = asked.record.requested_action or ""
        cells.setdefault((asked.platform_id, asked.agency_id, asked.group_id, action), []).append(asked)
    return {cell: _daily_row(members, day) for cell, members in cells.items()}


def _daily_row(requests: list[Request], day: date) -> Row:
    row: Row = {
        "reported_count": sum(day_of(asked.reported_at) == day for asked in requests),
        "total_reported_count": len(requests),
        "pending_count": sum(asked.outcome == "pending" for asked in requests),
        **{f"total_{word}_count": sum(asked.outcome == word for asked in requests) for word in COMPLIED},
    }
    moves = [move for asked in requests for move in _moves(asked, day)]
    for word in OUTCOMES:
        row[f"total_{word}_count"] = sum(group_outcome(asked.outcome) == word for asked in requests)
        row[f"{word}_count"] = sum(after == word != before for before, after in moves)
        row[f"{word}_left_count"] = sum(before == word != after for before, after in moves)
    return row


def _moves(asked: Request, day: date) -> Iterable[tuple[str, str]]:
    """From which outcome to which the request went on that day."""
    for before, after in zip(asked.states, asked.states[1:], strict=False):
        if day_of(after.started_at) == day:
            yield group_outcome(before.outcome), group_outcome(after.outcome)
