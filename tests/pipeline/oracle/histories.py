"""Random histories: what happened, what was recorded of it and when, how it was delivered, and when it is asked about.

Belongs here: hypothesis strategies. Ugly on purpose: late records, corrections of everything, retractions and their
undoing, answers to nobody, counts that are missing or zero, instants that fall on a boundary.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from random import Random

from hypothesis import strategies as st

from tests.pipeline.oracle.delivery import KINDS, File
from tests.pipeline.oracle.log import CheckRecord, Log, Record, RequestRecord, ResponseRecord
from tests.pipeline.oracle.named_accounts import accounts

START = datetime(2025, 6, 2, tzinfo=UTC)  # a Monday
SPAN_DAYS = 100
AGENCIES = ("PTA", "NCCIA", " FIA Cybercrime Wing")
GROUPS = (None, "TTP", "Tehreek-e-Taliban Pakistan", "Jamaat-ul-Ahrar", "JuA", "BLA", "Majeed Brigade", "BRAS")
LEGAL_BASES = (None, "PECA 2016 s.37", "ATA 1997 s.11B")
ACTIONS = ("suspend", "suspend", "restrict", "disclose", "preserve")
OBJECT_TYPES = ("account", "account", "page", "video", "post", "channel", "group")
CHANNELS = (None, "portal", "letter")
DECISIONS = ("suspended", "removed", "geo_restricted", "content_removed", "declined", "not_found", "already_removed")
UNDOING = ("reinstated", "suspended", "geo_restricted", "reinstated")
TALK = ("received", "acknowledged", "info_requested", "appealed", "data_disclosed", "data_refused")
STATUSES = ("live", "suspended", "restricted", "not_found", "unknown")
MINUTES_OF_DAY = (0, 1, 600, 1139, 1140, 1439)  # the ends of the day in UTC and in Pakistan, and some hour of work
NO_LAG, HOURS, DAYS = timedelta(minutes=2), timedelta(hours=5), timedelta(days=1)

followers = st.sampled_from((None, 0, 7, 1000, 120_000))
delays = st.one_of(
    st.sampled_from((timedelta(0), timedelta(hours=1), timedelta(days=1), timedelta(days=7))),
    st.integers(0, 60 * 24 * 40).map(lambda minutes: timedelta(minutes=minutes)),
)
lags = st.one_of(
    st.sampled_from((timedelta(0), NO_LAG, HOURS, DAYS)), st.integers(0, 25).map(lambda n: timedelta(days=n))
)
instants = st.builds(
    lambda day, minute: START + timedelta(days=day, minutes=minute),
    st.integers(0, SPAN_DAYS),
    st.one_of(st.sampled_from(MINUTES_OF_DAY), st.integers(0, 1439)),
)


@dataclass(frozen=True)
class History:
    """A log, the files that it comes in, and the instants that it is asked about, as `takedown build --as-of` takes."""

    log: Log
    files: tuple[File, ...]
    as_of: tuple[str, ...]


@st.composite
def request_versions(draw: st.DrawFn, number: int) -> list[RequestRecord]:
    """One ask as it was recorded first, and what was recorded of it later."""
    reported_at = draw(instants)
    first = RequestRecord(
        request_id=f"RQ-{number}",
        recorded_at=reported_at + draw(lags),
        batch_ref=draw(st.sampled_from((None, "B-1"))),
        agency=draw(st.sampled_from(AGENCIES)),
        object_type=draw(st.sampled_from(OBJECT_TYPES)),
        claimed_group=draw(st.sampled_from(GROUPS)),
        legal_basis=draw(st.sampled_from(LEGAL_BASES)),
        requested_action=draw(st.sampled_from(ACTIONS)),
        channel=draw(st.sampled_from(CHANNELS)),
        followers_at_report=draw(followers),
        reported_at=reported_at,
        **draw(accounts),
    )
    corrections = st.one_of(
        st.builds(lambda group: {"claimed_group": group}, st.sampled_from(GROUPS)),
        # Earlier only: an answer from before its ask is a breach of rule 4, which has tests of its own.
        st.builds(lambda days: {"reported_at": reported_at - timedelta(days=days)}, st.integers(0, 10)),
        st.builds(lambda count: {"followers_at_report": count}, followers),
        st.builds(lambda action: {"requested_action": action}, st.sampled_from(ACTIONS)),
        st.builds(lambda kind: {"object_type": kind}, st.sampled_from(OBJECT_TYPES)),
        accounts,
    )
    bare = RequestRecord(first.request_id, first.recorded_at, is_retracted=True)
    return draw(versions(first, bare, corrections))


@st.composite
def response_versions(
    draw: st.DrawFn, number: int, asked: RequestRecord, event_at: datetime, event: str
) -> list[ResponseRecord]:
    """One answer as it was recorded first, and what was recorded of it later."""
    first = ResponseRecord(
        response_id=f"RS-{number}",
        recorded_at=event_at + draw(lags),
        request_id=asked.request_id,
        platform=asked.platform,
        event_type=event,
        event_at=event_at,
        followers_at_action=draw(followers),
    )
    corrections = st.one_of(
        st.builds(lambda kind: {"event_type": kind}, st.sampled_from((*DECISIONS, *UNDOING, *TALK))),
        st.builds(lambda hours: {"event_at": event_at + timedelta(hours=hours)}, st.integers(0, 0)),
        st.builds(lambda count: {"followers_at_action": count}, followers),
        st.just({"request_id": "RQ-nobody-asked-1"}),
    )
    bare = ResponseRecord(first.response_id, first.recorded_at, is_retracted=True)
    return draw(versions(first, bare, corrections))


@st.composite
def versions(
    draw: st.DrawFn, first: Record, bare: Record, corrections: st.SearchStrategy[dict[str, object]]
) -> list[Record]:
    """A record, then corrections, retractions (in full or naming the key alone) and what takes a retraction back."""
    recorded = [first]
    said = first
    for step in draw(st.lists(st.sampled_from(("correct", "retract", "retract by key", "say again")), max_size=2)):
        recorded_at = recorded[-1].recorded_at + timedelta(minutes=1) + draw(lags)
        if step == "correct":
            said = replace(said, **draw(corrections))
        shown = bare if step == "retract by key" else replace(said, is_retracted=step == "retract")
        recorded.append(replace(shown, recorded_at=recorded_at))
    return recorded


@st.composite
def answers(draw: st.DrawFn, asked: RequestRecord, number: int) -> list[ResponseRecord]:
    """What a platform said to one ask: often several decisions, the same one twice, or compliance undone and redone."""
    recorded: list[ResponseRecord] = []
    event_at = asked.reported_at or START
    first = draw(st.lists(st.sampled_from((*TALK, *DECISIONS, *DECISIONS)), max_size=3))
    after = draw(st.lists(st.sampled_from(UNDOING), max_size=3))
    for place, event in enumerate((*first, *after)):
        event_at += draw(delays)
        recorded += draw(response_versions(number * 10 + place, asked, event_at, event))
    return recorded


@st.composite
def check_versions(draw: st.DrawFn, number: int) -> list[CheckRecord]:
    """One look at an account, and sometimes a correction of it."""
    # Odd seconds keep checks apart from reports and answers: MODEL does not say which of one instant was last.
    checked_at = draw(instants) + timedelta(seconds=7, milliseconds=number)
    named = draw(accounts)
    del named["display_name"]
    first = CheckRecord(
        check_id=f"CK-{number}",
        recorded_at=checked_at + draw(lags),
        checked_at=checked_at,
        status=draw(st.sampled_from(STATUSES)),
        followers=draw(followers),
        **named,
    )
    if not draw(st.booleans()):
        return [first]
    later = first.recorded_at + timedelta(minutes=1) + draw(lags)
    return [first, replace(first, recorded_at=later, status=draw(st.sampled_from(STATUSES)), followers=draw(followers))]


@st.composite
def logs(draw: st.DrawFn) -> Log:
    """Up to eight asks about a handful of accounts, what was answered, and looks at the accounts."""
    requests = [draw(request_versions(number)) for number in range(draw(st.integers(1, 8)))]
    responses = [draw(answers(asked[0], number)) for number, asked in enumerate(requests)]
    orphan = RequestRecord("RQ-unknown-1", START, platform="Telegram", reported_at=START)
    if draw(st.booleans()):
        responses.append(draw(answers(orphan, 99)))
    checks = [draw(check_versions(number)) for number in range(draw(st.integers(0, 6)))]
    return Log(
        tuple(record for records in requests for record in records),
        tuple(record for records in responses for record in records),
        tuple(record for records in checks for record in records),
    )


@st.composite
def deliveries(draw: st.DrawFn, log: Log) -> tuple[File, ...]:
    """The log in files: shuffled, cut, of every kind, some records and some whole files a second time."""
    chance = Random(draw(st.integers(0, 2**32)))  # noqa: S311 - shuffles files
    files: list[File] = []
    for source in ("requests", "responses", "account_checks"):
        records: list[Record] = [*getattr(log, source)]
        records += chance.sample(records, len(records) // 4)
        chance.shuffle(records)
        cuts = sorted(chance.randint(0, len(records)) for _ in range(chance.randint(0, 2)))
        for start, end in zip((0, *cuts), (*cuts, len(records)), strict=True):
            if records[start:end]:
                files += [File(source, chance.choice(KINDS), tuple(records[start:end]))] * chance.choice((1, 1, 1, 2))
    chance.shuffle(files)
    return tuple(files)


def _first_recorded(log: Log) -> set[datetime]:
    """The instants at which something was recorded for the first time."""
    first: dict[str, datetime] = {}
    for record in sorted((*log.requests, *log.responses, *log.account_checks), key=lambda record: record.recorded_at):
        first.setdefault(next(iter(vars(record).values())), record.recorded_at)
    return set(first.values())


@st.composite
def questions(draw: st.DrawFn, log: Log) -> str:
    """An instant to be as of: a bare date, the very instant of a record, or the microsecond before it."""
    records = [*log.requests, *log.responses, *log.account_checks]
    kind = draw(st.sampled_from(("date", "last", "last", "instant", "before", "correction")))
    corrected = {record.recorded_at for record in records} - _first_recorded(log)
    asked = corrected if kind == "correction" and corrected else {record.recorded_at for record in records}
    recorded_at = draw(st.sampled_from(sorted(asked)))
    if kind == "last":
        return log.last_recorded_at().date().isoformat()
    if kind == "date":
        return (START + timedelta(days=draw(st.integers(0, SPAN_DAYS + 30)))).date().isoformat()
    return (recorded_at - timedelta(microseconds=kind == "before")).isoformat()


@st.composite
def histories(draw: st.DrawFn) -> History:
    """A log, its files and two instants to ask about."""
    log = draw(logs())
    return History(log, draw(deliveries(log)), (draw(questions(log)), draw(questions(log))))
