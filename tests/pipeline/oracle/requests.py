"""Requests and what became of them, at (V, K): the world at V as known at K (MODEL section 1).

Belongs here: which requests are known, the states each has been in, its first response and its clocks.
Does not: what requests say of accounts (accounts), or sums of them (compliance).
"""

import hmac
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from tests.pipeline.oracle.log import Log, RequestRecord, ResponseRecord, day_of, known
from tests.pipeline.oracle.reference import UNATTRIBUTED, clean, reference

TAKEDOWN_ACTIONS = ("suspend", "restrict")
COMPLIED = ("complied_global", "complied_local")
DECIDED = (*COMPLIED, "partial", "declined", "reversed")


@dataclass(frozen=True)
class State:
    """An outcome and since when; `followers` as counted when it began, None when nobody counted."""

    outcome: str
    started_at: datetime
    followers: int | None

    @property
    def is_complied(self) -> bool:
        return self.outcome in COMPLIED


@dataclass(frozen=True)
class Request:
    """A known request, with every state that it has been in: pending first, the present one last."""

    record: RequestRecord
    account_id: str
    platform_id: str
    agency_id: str
    named_group_id: str
    states: tuple[State, ...]
    first_response_at: datetime | None
    is_takedown: bool = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "is_takedown", self.record.requested_action in TAKEDOWN_ACTIONS)

    @property
    def request_id(self) -> str:
        return self.record.request_id

    @property
    def reported_at(self) -> datetime:
        assert self.record.reported_at is not None, "only a retraction may lack it"
        return self.record.reported_at

    @property
    def group_id(self) -> str:
        return reference().whole_group(self.named_group_id)

    @property
    def outcome(self) -> str:
        return self.states[-1].outcome

    @property
    def decided_at(self) -> datetime | None:
        """The first decision; an object not found or already gone is an answer, and no decision."""
        return next((state.started_at for state in self.states if state.outcome in DECIDED), None)

    @property
    def complied_at(self) -> datetime | None:
        return next((state.started_at for state in self.states if state.is_complied), None)

    @property
    def reversed_at(self) -> datetime | None:
        return next((state.started_at for state in reversed(self.states) if state.outcome == "reversed"), None)

    @property
    def followers_at_action(self) -> int | None:
        counts = [state.followers for state in self.states[1:] if state.followers is not None]
        return counts[-1] if counts else None

    @property
    def was_group_designated_at_report(self) -> bool | None:
        country = reference().countries[self.agency_id].lower()
        return reference().was_listed(self.named_group_id, country, day_of(self.reported_at))


def requests_at(log: Log, world_at: datetime, known_at: datetime, key: bytes) -> list[Request]:
    """Every request reported at or before `world_at` and known at `known_at`: takedowns and requests for data."""
    answers: dict[str | None, list[ResponseRecord]] = {}
    for response in known(log.responses, lambda record: record.response_id, known_at):
        if response.event_at is not None and response.event_at <= world_at:
            answers.setdefault(response.request_id, []).append(response)
    asked = known(log.requests, lambda record: record.request_id, known_at)
    return [
        _request(record, answers.get(record.request_id, []), key)
        for record in asked
        if record.reported_at is not None and record.reported_at <= world_at
    ]


def takedowns_at(log: Log, world_at: datetime, known_at: datetime, key: bytes) -> list[Request]:
    """The requests that all tables of compliance, reach and groups count."""
    return [request for request in requests_at(log, world_at, known_at, key) if request.is_takedown]


def account_of(platform: str, handle: str | None, url: str | None, key: bytes) -> str:
    """The keyed id of the account that a source writes as `handle`, or, where it has none, as `url`."""
    platform_id = reference().platforms[clean(platform)]
    name = (handle or "").strip() or (url or "")
    if "://" not in name:
        name = unicodedata.normalize("NFKC", name).strip().casefold().removeprefix("@")
    return hmac.new(key, f"{platform_id}\x1f{name.strip()}".encode(), sha256).hexdigest()


def _request(record: RequestRecord, answers: list[ResponseRecord], key: bytes) -> Request:
    words = reference()
    assert record.platform and record.agency and record.reported_at, "only a retraction may lack them"
    # MODEL is silent about two answers of one instant; the marts take them as recorded, then by their ids.
    ordered = sorted(answers, key=lambda answer: (answer.event_at, answer.recorded_at, answer.response_id))
    spoken = [answer.event_at for answer in ordered if answer.event_type not in words.automatic_events]
    return Request(
        record=record,
        account_id=account_of(record.platform, record.handle, record.url, key),
        platform_id=words.platforms[clean(record.platform)],
        agency_id=words.agencies[clean(record.agency)],
        named_group_id=words.groups[clean(record.claimed_group)] if record.claimed_group else UNATTRIBUTED,
        states=(State("pending", record.reported_at, record.followers_at_report), *_decisions(record, ordered)),
        first_response_at=spoken[0] if spoken else None,
    )


def _decisions(record: RequestRecord, answers: Iterable[ResponseRecord]) -> list[State]:
    """The states that answers led to. Saying the same again changes nothing, and only compliance can be undone."""
    states: list[State] = []
    for answer in answers:
        outcome = reference().outcomes.get((answer.event_type or "", record.object_type or ""))
        present = states[-1] if states else None
        is_undoing_nothing = outcome == "reversed" and not (present and present.is_complied)
        if outcome is None or is_undoing_nothing or (present and present.outcome == outcome):
            continue
        assert answer.event_at is not None
        states.append(State(outcome, answer.event_at, answer.followers_at_action))
    return states
