"""The log as lists of records, and what of it is known at an instant (MODEL section 1: record time).

Belongs here: records as their sources lay them out (MODEL section 2), and which version of each is known.
Does not: what they mean (requests, accounts), or how they are delivered (delivery).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import TypeVar


@dataclass(frozen=True)
class RequestRecord:
    """One version of one ask. A retraction may name its key alone."""

    request_id: str
    recorded_at: datetime
    is_retracted: bool = False
    batch_ref: str | None = None
    agency: str | None = None
    platform: str | None = None
    object_type: str | None = None
    handle: str | None = None
    display_name: str | None = None
    url: str | None = None
    claimed_group: str | None = None
    legal_basis: str | None = None
    requested_action: str | None = None
    channel: str | None = None
    followers_at_report: int | None = None
    reported_at: datetime | None = None


@dataclass(frozen=True)
class ResponseRecord:
    """One version of one thing that a platform did or said. A retraction may name its key alone."""

    response_id: str
    recorded_at: datetime
    is_retracted: bool = False
    request_id: str | None = None
    platform: str | None = None
    event_type: str | None = None
    event_at: datetime | None = None
    followers_at_action: int | None = None
    reason: str | None = None
    reference: str | None = None


@dataclass(frozen=True)
class CheckRecord:
    """One version of one look at an account; checks cannot be retracted, only corrected."""

    check_id: str
    recorded_at: datetime
    platform: str
    checked_at: datetime
    status: str
    handle: str | None = None
    url: str | None = None
    followers: int | None = None
    is_retracted: bool = field(default=False, init=False)


Record = RequestRecord | ResponseRecord | CheckRecord
Version = TypeVar("Version", RequestRecord, ResponseRecord, CheckRecord)


@dataclass(frozen=True)
class Log:
    """Every record that was ever written, in no order that means anything."""

    requests: tuple[RequestRecord, ...] = ()
    responses: tuple[ResponseRecord, ...] = ()
    account_checks: tuple[CheckRecord, ...] = ()

    def recorded_until(self, instant: datetime) -> "Log":
        """The log as it stood then: rule 5 says that later records change no figure as of that instant."""
        return Log(*(tuple(record for record in records if record.recorded_at <= instant) for records in self._all()))

    def last_recorded_at(self) -> datetime:
        return max(record.recorded_at for records in self._all() for record in records)

    def _all(self) -> tuple[tuple[Record, ...], ...]:
        return (self.requests, self.responses, self.account_checks)


def known(records: Iterable[Version], key: Callable[[Version], str], known_at: datetime) -> list[Version]:
    """Of each key the version recorded last at or before `known_at`, unless that one withdraws it."""
    latest: dict[str, Version] = {}
    for record in sorted(records, key=lambda record: record.recorded_at):
        if record.recorded_at <= known_at:
            latest[key(record)] = record
    return [record for record in latest.values() if not record.is_retracted]


def day_of(instant: datetime) -> date:
    """The date in UTC."""
    return instant.astimezone(UTC).date()


def last_instant(day: date) -> datetime:
    """What a bare date means: its last instant in UTC."""
    return datetime.combine(day, time.max, tzinfo=UTC)
