"""The rows that the filters are about, read from a release: requests in all their states, looks at accounts.

Belongs here: reading, and the rule by which events change a request (MODEL sections 1 and 2). Does not: accounts
(accounts), who may be named (withheld), what is counted. Nothing here knows a cube. Times are UTC without a zone.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, TypeAlias

import duckdb

COMPLIED = ("complied_global", "complied_local")
Row: TypeAlias = dict[str, Any]


@dataclass(frozen=True)
class State:
    """What a request was from an instant on, and the followers that were told with it."""

    started_at: datetime
    outcome: str
    followers: int | None


@dataclass(frozen=True)
class Request:
    """A takedown request: its row of the research tier, its states in order, and whether somebody appealed."""

    row: Row
    states: tuple[State, ...]
    is_appealed: bool
    breaches: tuple[Row, ...]  # one for each clock that ran out

    @property
    def id(self) -> str:
        return str(self.row["request_id"])

    @property
    def reported_at(self) -> datetime:
        found: datetime = self.row["reported_at"]
        return found


@dataclass(frozen=True)
class Log:
    """Everything that is read of a release."""

    as_of: datetime
    days: tuple[date, ...]
    requests: tuple[Request, ...]
    checks: tuple[Row, ...]
    mirrors: tuple[Row, ...]
    groups: tuple[str, ...]  # whole groups: no splinter, no alias
    weeks: tuple[Row, ...]  # what the release withholds of each week, group and platform
    is_first: bool  # no release before it has withheld anything


def read_log(release: Path) -> Log:
    """The rows of a release, of its research tier but for the calendar and the names of groups."""
    tier = release / "research" / "parquet"
    releases = rows(release / "public" / "parquet" / "publication_status.parquet")  # this one and those before it
    status = max(releases, key=lambda row: row["as_of_at"])
    days = rows(release / "public" / "parquet" / "dim_date.parquet")
    groups = rows(release / "public" / "parquet" / "dim_group.parquet")
    as_of = datetime.combine(status["as_of_date"], time.max)
    checks = in_force(rows(tier / "fct_account_check_versions.parquet"))
    return Log(
        as_of=as_of,
        days=tuple(sorted(row["date_day"] for row in days)),
        requests=tuple(read_requests(tier, as_of)),
        checks=tuple(check for check in checks if check["followers"] is not None and check["checked_at"] <= as_of),
        mirrors=tuple(row for row in rows(tier / "fct_mirrors.parquet") if row["is_counted"]),
        groups=tuple(
            row["group_id"] for row in groups if row["parent_group_id"] is None and row["group_id"] != "withheld"
        ),
        weeks=tuple(rows(release / "public" / "parquet" / "fct_group_activity_weekly.parquet")),
        is_first=status["compared_with"] is None,
    )


def rows(path: Path) -> list[Row]:
    """The rows of a Parquet file; instants in UTC, without a zone."""
    with duckdb.connect(":memory:") as connection:
        connection.execute("SET TimeZone = 'UTC'")
        kinds = {name: kind for name, kind, *_ in connection.execute(f"DESCRIBE FROM '{path}'").fetchall()}
        columns = ", ".join(
            f"{name}::TIMESTAMP" if kind.startswith("TIMESTAMP") else name for name, kind in kinds.items()
        )
        found = connection.execute(f"SELECT {columns} FROM '{path}'").fetchall()
    return [dict(zip(kinds, values, strict=True)) for values in found]


def in_force(versions: Iterable[Row]) -> list[Row]:
    """What still holds of what was ever recorded."""
    return [row for row in versions if not row["is_retracted"] and row["superseded_at"] is None]


def read_requests(tier: Path, as_of: datetime) -> Iterable[Request]:
    events = by(in_force(rows(tier / "fct_request_events.parquet")), "request_id")
    breaches = by(rows(tier / "fct_sla_breaches.parquet"), "request_id")
    for row in rows(tier / "fct_requests.parquet"):
        known = [event for event in events.get(row["request_id"], []) if event["event_at"] <= as_of]
        yield Request(
            row=row,
            states=states_of(row, known),
            is_appealed=any(event["event_type"] == "appealed" for event in known),
            breaches=tuple(breaches.get(row["request_id"], ())),
        )


def by(found: Iterable[Row], name: str) -> Mapping[str, Sequence[Row]]:
    kept: dict[str, list[Row]] = {}
    for row in found:
        kept.setdefault(row[name], []).append(row)
    return kept


def states_of(row: Row, events: Iterable[Row]) -> tuple[State, ...]:
    """Pending from the report on, then every decision that changed something.

    A reinstatement undoes compliance and nothing else; the same decision said again changes nothing.
    """
    states = [State(row["reported_at"], "pending", row["followers_at_report"])]
    decision, before = None, None
    for event in sorted(events, key=lambda event: (event["event_at"], event["recorded_at"], event["response_id"])):
        outcome = event["outcome"]
        if outcome is None or (outcome == "reversed" and decision not in COMPLIED):
            continue
        if outcome != before:
            states.append(State(event["event_at"], outcome, event["followers_at_action"]))
        before = outcome
        decision = decision if outcome == "reversed" else outcome
    return tuple(states)
