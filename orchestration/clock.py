"""What instant a build is as of, and what time it ran: `raw.clock`."""

from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

from orchestration.warehouse import read_value

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# Raw tables whose last record ends the log. Verdicts on mirrors do not: they are given long after it, and one alone
# would have everything pending age up to its day, on which nobody had looked.
LOGS = ("requests", "responses", "account_checks", "complaints")
# The last thing that any log had learned by now; rows dated after now are the gate's business, not the clock's.
LAST_RECORDED = f"""
    select max(instant) from (
        {" union all ".join(f"select try_cast(recorded_at as timestamptz) as instant from raw.{log}" for log in LOGS)}
    ) where instant <= $now
"""


class EmptyLogError(RuntimeError):
    """Nothing is recorded yet, so there is no instant to be as of."""


def parse_as_of(text: str) -> datetime:
    """An as-of instant in UTC: an ISO-8601 time with an offset, or a bare date, which means its last instant.

    Raises ValueError for anything else.
    """
    try:
        if len(text) == len("2025-08-15"):
            return last_instant(date.fromisoformat(text))
        instant = datetime.fromisoformat(text)
    except ValueError as error:
        raise ValueError(
            f"as-of {text!r} is neither a date (2025-08-15) nor an ISO-8601 time with an offset"
        ) from error
    if instant.tzinfo is None:
        raise ValueError(f"as-of {text!r} has no UTC offset: write 2025-08-15 or 2025-08-15T12:00:00+05:00")
    return instant.astimezone(UTC)


def read_as_of(text: str, now: datetime) -> datetime:
    """As parse_as_of; raises ValueError too for an instant after the day of `now`."""
    instant = parse_as_of(text)
    if instant > last_instant(now.astimezone(UTC).date()):
        raise ValueError(f"as-of {instant.date()} lies in the future: nobody knows yet what will be known then")
    return instant


def last_instant(day: date) -> datetime:
    """The last microsecond of a date in UTC."""
    return datetime.combine(day, time.max, tzinfo=UTC)


def set_clock(connection: "DuckDBPyConnection", *, now: datetime, as_of: str | None = None) -> datetime:
    """Write `raw.clock` (one row: as_of, ran_at) and return the as-of instant.

    Without `as_of` it is end_of_log, so that a build is a function of its inputs and not of the day it runs on.
    Raises EmptyLogError when nothing is recorded, ValueError for an as-of that cannot be read or has not come yet.
    """
    instant = read_as_of(as_of, now) if as_of else end_of_log(connection, now)
    connection.execute("create or replace table raw.clock (as_of timestamptz, ran_at timestamptz, is_built boolean)")
    connection.execute("insert into raw.clock values ($as_of, $ran_at, false)", {"as_of": instant, "ran_at": now})
    return instant


def mark_built(connection: "DuckDBPyConnection", *, is_built: bool) -> None:
    """Note whether every model was built, and tested, for the instant that the clock shows."""
    connection.execute("update raw.clock set is_built = $is_built", {"is_built": is_built})


def end_of_log(connection: "DuckDBPyConnection", now: datetime) -> datetime:
    """The end of the last day on which a log recorded anything. Raises EmptyLogError when none did by `now`."""
    found = read_value(connection, LAST_RECORDED, {"now": now})
    if found is None and read_value(connection, LAST_RECORDED, {"now": datetime.max.replace(tzinfo=UTC)}):
        raise EmptyLogError(
            f"by this machine's clock it is {now.date()}, and every record was made later: set the clock, or unset "
            "TAKEDOWN_NOW"
        )
    if found is None:
        raise EmptyLogError(
            "no request, response, account check or complaint has been landed: put files in the landing folder, "
            "or run `takedown sample` for a synthetic log"
        )
    return last_instant(found.astimezone(UTC).date())
