"""Accounts from their requests: their state is that of the latest one, their followers are the last that were counted.

Belongs here: one account over time, and the blur with which the public tier counts it (README, "Small cells"). Does
not: sums.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from tests.e2e.filters.log import COMPLIED, Log, Request, Row, by
from tests.pipeline.blurred import blurred

LIVE = ("pending", "partial", "declined", "reversed")


@dataclass(frozen=True)
class Standing:
    """How an account stood from an instant on: its state, and its followers as the public tier counts them."""

    since: datetime
    outcome: str
    followers: int | None

    @property
    def is_removed(self) -> bool:
        return self.outcome in COMPLIED

    @property
    def is_live(self) -> bool:
        return self.outcome in LIVE


@dataclass(frozen=True)
class Account:
    """An account that takedown requests name; platform and group are those of the latest request."""

    id: str
    platform: str
    group: str
    first_reported_at: datetime
    standings: tuple[Standing, ...]

    def at(self, instant: datetime) -> Standing | None:
        """How it stood then; None before it was reported."""
        place = bisect_right(self.standings, instant, key=lambda standing: standing.since)
        return self.standings[place - 1] if place else None


def accounts_of(log: Log) -> dict[str, Account]:
    """Every account by its id."""
    named: dict[str, list[Request]] = {}
    for request in sorted(log.requests, key=lambda request: (request.reported_at, request.id)):
        named.setdefault(request.row["account_id"], []).append(request)
    checks = by(log.checks, "account_id")
    return {name: _account(name, requests, checks.get(name, ())) for name, requests in named.items()}


def _account(name: str, requests: Sequence[Request], checks: Sequence[Row]) -> Account:
    first, latest = requests[0], requests[-1]
    told = [*_answered(requests), *_counted(checks, first.reported_at)]
    standings: list[Standing] = []
    outcome, followers = "", None
    for since, is_look, _, _, said, count in sorted(told, key=lambda entry: entry[:4]):
        outcome = said or outcome
        # What somebody counts on a removed account is not what the removal took away.
        if count is not None and not (is_look and outcome in COMPLIED):
            followers = blurred(name, count)
        standings.append(Standing(since, outcome, followers))
    return Account(name, latest.row["platform_id"], latest.row["group_id"], first.reported_at, tuple(standings))


Told = tuple[datetime, bool, int, str, str, int | None]  # when, a look only?, which of an instant, state, followers


def _answered(requests: Sequence[Request]) -> Iterable[Told]:
    """The states of its requests. What is answered after the next ask was made is no more than a look at it."""
    for request, following in zip(requests, (*requests[1:], None), strict=True):
        for number, state in enumerate(request.states):
            is_late = following is not None and state.started_at >= following.reported_at
            if not is_late or state.followers is not None:
                said = "" if is_late else state.outcome
                yield state.started_at, is_late, number, request.id, said, state.followers


def _counted(checks: Iterable[Row], since: datetime) -> Iterable[Told]:
    """Looks at it from its first report on."""
    for check in checks:
        if check["checked_at"] >= since:
            yield check["checked_at"], True, 0, check["check_id"], "", check["followers"]
