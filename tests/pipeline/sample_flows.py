"""Meetings, requests for data, complaints and the rights lens, read off the sample's files in plain Python.

Belongs here: what the marts of these subjects must say, worked out from MODEL without SQL. Does not: the comparison.
"""

import csv
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from orchestration.settings import PROJECT_DIR
from tests.pipeline.sample_calibration import OUTCOMES, Row, Sources, effective, moment, takedowns

SEEDS = PROJECT_DIR / "dbt_project" / "seeds"
AGENCIES = {"NCCIA": "nccia", "PTA": "pta", "FIA Cybercrime Wing": "fia_ccw"}
DECIDED = ("complied", "partial", "declined", "reversed")
FOLLOW_UP = timedelta(days=7)
# What the sample's platforms write when they disclose, and which fields a person reads in it.
DISCLOSED: dict[str | None, tuple[list[str], int]] = {
    "Registration IP; e-mail address": (["email_address", "registration_ip"], 0),
    "Subscriber name, Phone number, E-mail, IP address at registration": (
        ["email_address", "phone_number", "registration_ip", "subscriber_name"],
        0,
    ),
    "Basic subscriber information; login IPs.;  Device IDs": (
        ["basic_subscriber_information", "device_identifiers", "login_ip_addresses"],
        0,
    ),
    "email; phone no.; last login; Kontaktliste": (["email_address", "last_login", "phone_number"], 1),
    "Registration date; Registration IP\naddress; Payment data (see sheet 2)": (
        ["registration_date", "registration_ip"],
        1,
    ),
    "Attached as agreed": ([], 1),
}


def slug(label: str | None) -> str:
    """The platform_id of a label as the sample writes it."""
    return str(label).strip().lower().replace("twitter", "x")


@cache
def seed(name: str) -> list[dict[str, str]]:
    with (SEEDS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@dataclass(frozen=True)
class Asked:
    """A takedown request with what became of it."""

    row: Row
    outcome: str
    complied_at: datetime | None
    was_reversed: bool
    was_appealed: bool


def _asked(row: Row, answers: Iterable[Row]) -> Asked:
    outcome, complied_at, was_reversed, was_appealed = "pending", None, False, False
    for answer in sorted(answers, key=lambda a: (moment(a["event_at"]), moment(a["recorded_at"]), a["response_id"])):
        was_appealed |= answer["event_type"] == "appealed"
        said = OUTCOMES.get(answer["event_type"])
        if said is None or (said == "reversed" and outcome != "complied"):
            continue
        outcome = "complied" if said == "partial" and row["object_type"] in ("post", "video") else said
        if outcome == "complied":
            complied_at = complied_at or moment(answer["event_at"])
        was_reversed |= outcome == "reversed"
    return Asked(row, outcome, complied_at, was_reversed, was_appealed)


def answers_known(sources: Sources, as_of: datetime) -> dict[str, list[Row]]:
    found: defaultdict[str, list[Row]] = defaultdict(list)
    for row in effective(sources["responses"], "response_id", "event_at", as_of):
        found[row["request_id"]].append(row)
    return found


def all_asked(sources: Sources, as_of: datetime) -> list[Asked]:
    answers = answers_known(sources, as_of)
    return [_asked(row, answers[key]) for key, row in takedowns(sources["requests"], as_of).items()]


def meetings(sources: Sources, as_of: datetime) -> list[Row]:
    """The latest record of each meeting held and known by then."""
    latest: dict[str, Row] = {}
    for row in sorted(sources["engagements"], key=lambda row: moment(row["recorded_at"])):
        if moment(row["recorded_at"]) <= as_of:
            latest[row["engagement_id"]] = row
    return [row for row in latest.values() if _held_on(row) <= as_of.date()]


def _held_on(row: Row) -> date:
    return date.fromisoformat(str(row["held_on"]))


def _meet(row: Row, other: Row) -> bool:
    mine, theirs = row["platform"], other["platform"]
    return row["engagement_id"] != other["engagement_id"] and (not mine or not theirs or slug(mine) == slug(theirs))


def engagement_outcomes(sources: Sources, as_of: datetime) -> dict[tuple[str, str], tuple[Any, ...]]:
    """(complete?, overlapping meetings, requests, judged, complied) by engagement and window."""
    found, asked, held = {}, all_asked(sources, as_of), meetings(sources, as_of)
    for row in held:
        met = [a for a in asked if row["platform"] is None or slug(a.row["platform"]) == slug(row["platform"])]
        others = [other for other in held if _meet(row, other)]
        for name, days in (("before", range(-30, 0)), ("after", range(1, 31))):
            window = {_held_on(row) + timedelta(days=day) for day in days}
            overlapping_count = sum(bool(window & _days_around(other)) for other in others)
            is_complete = max(window) + FOLLOW_UP <= as_of.date()
            found[row["engagement_id"], name] = (is_complete, overlapping_count, *_counts(met, window, as_of))
    return found


def _counts(asked: list[Asked], window: set[date], as_of: datetime) -> tuple[int, int, int]:
    """How many were asked in the window, how many of those are old enough, how many of those were met in time."""
    inside = [(a, moment(a.row["reported_at"])) for a in asked if moment(a.row["reported_at"]).date() in window]
    judged = [(a, reported_at + FOLLOW_UP) for a, reported_at in inside if reported_at + FOLLOW_UP <= as_of]
    complied_count = sum(a.complied_at is not None and a.complied_at <= due_at for a, due_at in judged)
    return len(inside), len(judged), complied_count


def _days_around(row: Row) -> set[date]:
    return {_held_on(row) + timedelta(days=day) for day in range(-30, 31) if day}


def disclosures(sources: Sources, as_of: datetime) -> dict[str, tuple[Any, ...]]:
    """(platform, action, outcome, first response, decided, fields, unrecognised) by request for data."""
    answers, found = answers_known(sources, as_of), {}
    for row in effective(sources["requests"], "request_id", "reported_at", as_of):
        if row["requested_action"] not in ("disclose", "preserve"):
            continue
        said = sorted(answers[row["request_id"]], key=lambda answer: moment(answer["event_at"]))
        heard = [moment(answer["event_at"]) for answer in said if answer["event_type"] != "received"]
        final = [answer for answer in said if answer["event_type"] in ("data_disclosed", "data_refused")]
        kinds = {answer["event_type"] for answer in said}
        outcome = "acknowledged" if row["requested_action"] == "preserve" and "acknowledged" in kinds else "pending"
        if final:
            outcome = final[-1]["event_type"].removeprefix("data_")
        fields, unknown = DISCLOSED[final[-1]["reason"]] if outcome == "disclosed" else ([], 0)
        decided_at = moment(final[0]["event_at"]) if final else None
        times = (min(heard, default=None), decided_at)
        facts = (slug(row["platform"]), row["requested_action"], outcome)
        found[row["request_id"]] = (*facts, *times, "; ".join(fields) or None, unknown)
    return found


def complaint_moves(
    sources: Sources, as_of: datetime
) -> tuple[Counter[tuple[date, str, str]], Counter[tuple[date, str, str]]]:
    """How many complaints entered, and how many left, by (date, platform, status)."""
    entered: Counter[tuple[date, str, str]] = Counter()
    left: Counter[tuple[date, str, str]] = Counter()
    records: defaultdict[str, list[Row]] = defaultdict(list)
    for row in sources["complaints"]:
        records[row["complaint_id"]].append(row)
    for known in effective(sources["complaints"], "complaint_id", "received_at", as_of):
        platform = slug(known["platform"]) if known["platform"] else "unknown"
        status, day = "under_investigation", moment(known["received_at"]).date()
        entered[day, platform, status] += 1
        for row in sorted(records[known["complaint_id"]], key=lambda row: moment(row["recorded_at"])):
            if row["status"] != status and moment(row["recorded_at"]) <= as_of and not row["is_retracted"]:
                day = max(day, moment(row["recorded_at"]).date())
                left[day, platform, status] += 1
                status = row["status"]
                entered[day, platform, status] += 1
    return entered, left


def _recorded(sources: Sources, as_of: datetime) -> Iterator[list[Row]]:
    """The records of each takedown request known by then, in order and rid of repeated deliveries."""
    records: defaultdict[str, dict[str, Row]] = defaultdict(dict)
    for row in sources["requests"]:
        if moment(row["recorded_at"]) <= as_of and row["requested_action"] in ("suspend", "restrict"):
            records[row["request_id"]][row["recorded_at"]] = row
    for versions in records.values():
        yield sorted(versions.values(), key=lambda row: moment(row["recorded_at"]))


def _was_designated(row: Row) -> bool | None:
    """By Pakistan, by the day of the report; None where the register has nothing surer than a low confidence."""
    named = {group["label"]: group["group_id"] for group in seed("group_labels")}[row["claimed_group"].lower()]
    day = moment(row["reported_at"]).date().isoformat()
    rows = [listing for listing in seed("designations") if listing["named_group_id"] == named]
    sure = [x for x in rows if x["authority_id"] == "pk" and x["confidence"].startswith(("high", "medium"))]
    assert all(x["is_listed"] == "true" for x in sure), "a search that found nothing is not read here"
    return any(x["listed_by"] <= day for x in sure) if sure else None


def rights(sources: Sources, as_of: datetime) -> dict[str, Counter[str]]:
    """The counts of fct_rights_summary by agency, and of all."""
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for versions in _recorded(sources, as_of):
        is_gone = versions[-1]["is_retracted"]
        said = {(row["claimed_group"], row["legal_basis"], moment(row["reported_at"])) for row in versions}
        names = ["recorded", "retracted" if is_gone else "reported", *["corrected"] * (not is_gone and len(said) > 1)]
        for agency in (AGENCIES[versions[-1]["agency"]], "all"):
            found[agency].update(names)
    for asked in all_asked(sources, as_of):
        for agency in (AGENCIES[asked.row["agency"]], "all"):
            found[agency].update(_flags(asked))
    return dict(found)


def _flags(asked: Asked) -> Iterator[str]:
    is_decided, group = asked.outcome in DECIDED, asked.row["claimed_group"]
    flags = {
        asked.outcome: asked.outcome in ("complied", "reversed", "not_found", "already_removed"),
        "decided": is_decided,
        "appealed": asked.was_appealed,
        "decided_appealed": asked.was_appealed and is_decided,
        "ever_complied": asked.complied_at is not None,
        "ever_reversed": asked.was_reversed,
        "attributed": group is not None,
        "unattributed": group is None,
        "undesignated_group": group is not None and _was_designated(asked.row) is False,
        "designation_unknown": group is not None and _was_designated(asked.row) is None,
        "no_legal_basis": asked.row["legal_basis"] is None,
    }
    return (name for name, is_so in flags.items() if is_so)
