"""Accounts: their state, their followers and when they were last seen, at (V, K).

An account's state is that of its latest takedown request (MODEL section 1). Followers are the last count known.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from tests.pipeline.oracle.log import CheckRecord, Log, known
from tests.pipeline.oracle.requests import COMPLIED, Request, State, account_of, requests_at, takedowns_at

LIVE = ("pending", "partial", "declined", "reversed")
SEEN_AFTER = {
    "complied_global": "suspended",
    "complied_local": "restricted",
    "not_found": "not_found",
    "already_removed": "not_found",
    "reversed": "live",
}


@dataclass(frozen=True)
class Account:
    """An account that known takedown requests name, with these in order of report."""

    account_id: str
    requests: tuple[Request, ...]
    followers: int | None

    @property
    def latest(self) -> Request:
        return self.requests[-1]

    @property
    def first_reported_at(self) -> datetime:
        return self.requests[0].reported_at

    @property
    def is_complied(self) -> bool:
        return self.latest.outcome in COMPLIED

    @property
    def is_live(self) -> bool:
        return self.latest.outcome in LIVE


def accounts_at(log: Log, world_at: datetime, known_at: datetime, key: bytes) -> list[Account]:
    """Every account that a takedown request names."""
    named = by_account(takedowns_at(log, world_at, known_at, key))
    checks = checks_at(log, world_at, known_at, key)
    return [Account(name, asked, _followers(asked, checks.get(name, []))) for name, asked in named.items()]


def by_account(requests: Iterable[Request]) -> dict[str, tuple[Request, ...]]:
    """Requests of each account; the latest is reported last (of one instant, the one with the greater id)."""
    named: dict[str, tuple[Request, ...]] = {}
    for request in sorted(requests, key=lambda request: (request.reported_at, request.request_id)):
        named[request.account_id] = (*named.get(request.account_id, ()), request)
    return named


def checks_at(log: Log, world_at: datetime, known_at: datetime, key: bytes) -> dict[str, list[CheckRecord]]:
    """Looks at each account, in order of time."""
    seen: dict[str, list[CheckRecord]] = {}
    looks = known(log.account_checks, lambda record: record.check_id, known_at)
    for check in sorted(looks, key=lambda record: (record.checked_at, record.check_id)):
        if check.checked_at <= world_at:
            seen.setdefault(account_of(check.platform, check.handle, check.url, key), []).append(check)
    return seen


def state_at(requests: tuple[Request, ...], instant: datetime) -> State:
    """The account's state then: that of the latest request reported by then."""
    latest = [request for request in requests if request.reported_at <= instant][-1]
    return [state for state in latest.states if state.started_at <= instant][-1]


def _followers(requests: tuple[Request, ...], checks: list[CheckRecord]) -> int | None:
    """The last count known. What a check counts on an account that is gone is not what the removal took away.

    MODEL is silent on three points, on which the marts are followed: a check counts from the first report on; what was
    answered to an earlier ask, after the next, counts as a check does; a later compliance counts anew.
    """
    counts = [
        (check.checked_at, check.followers)
        for check in checks
        if check.checked_at >= requests[0].reported_at and not state_at(requests, check.checked_at).is_complied
    ]
    for request, following in zip(requests, (*requests[1:], None), strict=True):
        counts += [
            (state.started_at, state.followers)
            for state in request.states
            if following is None
            or state.started_at < following.reported_at
            or not state_at(requests, state.started_at).is_complied
        ]
    known_counts = [count for count in sorted(counts, key=lambda count: count[0]) if count[1] is not None]
    return known_counts[-1][1] if known_counts else None


def current_statuses(log: Log, world_at: datetime, known_at: datetime, key: bytes) -> dict[str, str]:
    """The status last seen of every account ever named, also by a request for data or by a check alone."""
    sightings: dict[str, list[tuple[datetime, str]]] = {}
    for name, requests in by_account(requests_at(log, world_at, known_at, key)).items():
        sightings[name] = [sighting for request in requests if request.is_takedown for sighting in _seen(request)]
    for name, checks in checks_at(log, world_at, known_at, key).items():
        looks = [(check.checked_at, check.status) for check in checks if check.status != "unknown"]
        sightings.setdefault(name, []).extend(looks)
    # Of one instant the last said: sorting keeps the order.
    ordered = {name: sorted(seen, key=lambda sighting: sighting[0]) for name, seen in sightings.items()}
    return {name: seen[-1][1] if seen else "unknown" for name, seen in ordered.items()}


def _seen(request: Request) -> list[tuple[datetime, str]]:
    """A report says that it is up, and a decision what became of it; a refusal says nothing."""
    changes = [(state.started_at, SEEN_AFTER[state.outcome]) for state in request.states if state.outcome in SEEN_AFTER]
    return [(request.reported_at, "live"), *changes]
