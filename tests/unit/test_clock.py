"""What instant a build is as of: a date means its last instant, a time says its offset, nothing is guessed."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import duckdb
import pytest

from orchestration.clock import EmptyLogError, last_instant, parse_as_of, set_clock
from orchestration.raw_tables import create_raw_tables
from orchestration.settings import Settings
from orchestration.warehouse import connect

NOW = datetime(2025, 11, 1, tzinfo=UTC)
END_OF_AUGUST_15 = datetime(2025, 8, 15, 23, 59, 59, 999999, UTC)


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2025-08-15", END_OF_AUGUST_15),
        ("2024-02-29", datetime(2024, 2, 29, 23, 59, 59, 999999, UTC)),
        ("2025-08-15T12:00:00+05:00", datetime(2025, 8, 15, 7, tzinfo=UTC)),
        ("2025-08-15T12:00:00Z", datetime(2025, 8, 15, 12, tzinfo=UTC)),
        ("2025-08-15 12:00+00:00", datetime(2025, 8, 15, 12, tzinfo=UTC)),
        ("2025-08-15T23:59:59.999999+00:00", END_OF_AUGUST_15),
        ("2025-08-16T02:00:00+05:00", datetime(2025, 8, 15, 21, tzinfo=UTC)),
    ],
)
def test_an_as_of_is_read(text: str, instant: datetime) -> None:
    found = parse_as_of(text)
    assert found == instant
    assert found.utcoffset() is not None
    assert found.tzinfo is UTC


@pytest.mark.parametrize(
    "text",
    ["", "tomorrow", "2025-02-30", "15.08.2025", "08/15/2025", "2025-8-15", "20250815", "2025-08-15T25:00Z"],
)
def test_anything_else_is_refused_and_repeated(text: str) -> None:
    with pytest.raises(ValueError, match="as-of") as raised:
        parse_as_of(text)
    assert repr(text) in str(raised.value)


@pytest.mark.parametrize("text", ["2025-08-15T12:00:00", "2025-08-15 12:00"])
def test_a_time_without_an_offset_is_refused_and_told_how_to_write_it(text: str) -> None:
    with pytest.raises(ValueError, match=r"no UTC offset: write 2025-08-15 or"):
        parse_as_of(text)


def test_the_last_instant_of_a_day_is_a_microsecond_before_the_next() -> None:
    assert last_instant(date(2025, 8, 15)) == END_OF_AUGUST_15


@pytest.fixture
def log(settings: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    with connect(settings.warehouse) as connection:
        create_raw_tables(connection)
        yield connection


def clock_rows(log: duckdb.DuckDBPyConnection) -> list[tuple[datetime, datetime]]:
    return log.execute("select as_of, ran_at from raw.clock").fetchall()


def test_an_empty_log_is_told_what_to_do(log: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(EmptyLogError, match="takedown sample"):
        set_clock(log, now=NOW)


def test_an_empty_log_can_be_as_of_a_date(log: duckdb.DuckDBPyConnection) -> None:
    assert set_clock(log, now=NOW, as_of="2025-08-15") == END_OF_AUGUST_15
    assert clock_rows(log) == [(END_OF_AUGUST_15, NOW)]


@pytest.mark.parametrize("table", ["requests", "responses", "account_checks", "complaints"])
def test_each_log_moves_the_clock_to_the_end_of_its_last_day(log: duckdb.DuckDBPyConnection, table: str) -> None:
    log.execute("insert into raw.requests (recorded_at) values ('2025-08-01T10:00:00+05:00')")
    log.execute(f"insert into raw.{table} (recorded_at) values ('2025-08-15T10:00:00+05:00')")
    assert set_clock(log, now=NOW) == END_OF_AUGUST_15


def test_the_day_is_that_of_utc(log: duckdb.DuckDBPyConnection) -> None:
    log.execute("insert into raw.requests (recorded_at) values ('2025-08-16T02:00:00+05:00')")
    assert set_clock(log, now=NOW) == END_OF_AUGUST_15


def test_times_are_compared_as_instants_and_not_as_text(log: duckdb.DuckDBPyConnection) -> None:
    log.execute(
        "insert into raw.requests (recorded_at) values ('2025-08-15T23:30:00-02:00'), ('2025-08-16T01:00:00+05:00')"
    )
    assert set_clock(log, now=NOW) == last_instant(date(2025, 8, 16))


def test_what_is_dated_after_now_does_not_move_the_clock(log: duckdb.DuckDBPyConnection) -> None:
    log.execute("insert into raw.requests (recorded_at) values ('2025-08-15T10:00:00Z'), ('2099-01-01T00:00:00Z')")
    assert set_clock(log, now=NOW) == END_OF_AUGUST_15


def test_a_clock_before_every_record_is_named(log: duckdb.DuckDBPyConnection) -> None:
    log.execute("insert into raw.requests (recorded_at) values ('2025-08-15T10:00:00Z')")
    with pytest.raises(EmptyLogError, match=r"it is 2020-01-01, and every record was made later: set the clock"):
        set_clock(log, now=datetime(2020, 1, 1, tzinfo=UTC))


def test_meetings_verdicts_and_unreadable_times_do_not_move_the_clock(log: duckdb.DuckDBPyConnection) -> None:
    log.execute("insert into raw.requests (recorded_at) values ('2025-08-15T10:00:00Z'), ('yesterday'), (null)")
    log.execute("insert into raw.engagements (recorded_at) values ('2025-09-01T10:00:00Z')")
    log.execute("insert into raw.mirror_reviews (recorded_at) values ('2025-09-01T10:00:00Z')")
    assert set_clock(log, now=NOW) == END_OF_AUGUST_15


def test_today_may_be_asked_for_and_tomorrow_may_not(log: duckdb.DuckDBPyConnection) -> None:
    assert set_clock(log, now=NOW, as_of="2025-11-01") == last_instant(date(2025, 11, 1))
    for tomorrow in ("2025-11-02", "2025-11-02T00:00:00Z", "2025-11-01T20:00:00-05:00"):
        with pytest.raises(ValueError, match="2025-11-02 lies in the future"):
            set_clock(log, now=NOW, as_of=tomorrow)


def test_the_clock_has_one_row_however_often_it_is_set(log: duckdb.DuckDBPyConnection) -> None:
    set_clock(log, now=NOW, as_of="2025-07-25")
    later = datetime(2025, 11, 2, tzinfo=UTC)
    set_clock(log, now=later, as_of="2025-08-15")
    assert clock_rows(log) == [(END_OF_AUGUST_15, later)]


def test_a_wrong_as_of_leaves_the_clock(log: duckdb.DuckDBPyConnection) -> None:
    set_clock(log, now=NOW, as_of="2025-08-15")
    with pytest.raises(ValueError, match="tomorrow"):
        set_clock(log, now=NOW, as_of="tomorrow")
    assert clock_rows(log) == [(END_OF_AUGUST_15, NOW)]
