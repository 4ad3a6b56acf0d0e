"""Row rules: each with a value that breaks it, and the sentence a person gets."""

from collections.abc import Iterator
from functools import partial

import duckdb
import pytest

from orchestration.connectors.rows import VALUE_LIMIT_BYTES
from orchestration.connectors.sources import (
    ACCOUNT_CHECKS,
    COMPLAINTS,
    ENGAGEMENTS,
    REQUESTS,
    RESPONSES,
    SOURCES,
    Source,
)
from tests.unit.row_judge import Judge, JudgeAll, judge_rows


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(config={"threads": 2}) as opened:
        opened.execute("set timezone = 'UTC'")
        yield opened


@pytest.fixture
def judge_all(connection: duckdb.DuckDBPyConnection) -> JudgeAll:
    """Judge a good row once for each set of changed values."""
    return partial(judge_rows, connection)


@pytest.fixture
def judge(judge_all: JudgeAll) -> Judge:
    """Judge a good row with some values changed."""
    return lambda source, **changes: judge_all(source, changes)[0]


@pytest.mark.parametrize("source", SOURCES.values(), ids=list(SOURCES))
def test_a_good_row_passes(judge: Judge, source: Source) -> None:
    assert judge(source) is None


@pytest.mark.parametrize("source", SOURCES.values(), ids=list(SOURCES))
def test_every_required_column_may_not_be_empty_nor_blank(judge_all: JudgeAll, source: Source) -> None:
    for nothing in ("", " ", None):
        problems = judge_all(source, *({column: nothing} for column in source.required))
        assert problems == [(column, f"{column} is empty") for column in source.required]


@pytest.mark.parametrize("source", [REQUESTS, RESPONSES, COMPLAINTS], ids=lambda source: source.name)
def test_a_retraction_need_only_say_what_and_when(judge_all: JudgeAll, source: Source) -> None:
    rest = {column: None for column in source.columns if column not in (source.key, "recorded_at")}
    assert judge_all(source, {**rest, "is_retracted": "true"}, {**rest, "is_retracted": "false"})[0] is None
    [unnamed, undated] = judge_all(
        source, {source.key: None, "is_retracted": "true"}, {"recorded_at": None, "is_retracted": "true"}
    )
    assert (unnamed, undated) == ((source.key, f"{source.key} is empty"), ("recorded_at", "recorded_at is empty"))


@pytest.mark.parametrize("source", [REQUESTS, ACCOUNT_CHECKS], ids=lambda source: source.name)
def test_an_account_is_named_by_handle_or_url(judge_all: JudgeAll, source: Source) -> None:
    nothing = judge_all(source, {"handle": None, "url": " "})
    assert nothing == [("handle", "none of handle, url is given: one must name the account")]
    assert (
        judge_all(source, {"handle": "sample", "url": None}, {"handle": "", "url": "https://example.org"}) == [None] * 2
    )


@pytest.mark.parametrize(
    "value",
    [
        "2025-07-01T10:00:00Z",
        "2025-07-01T10:00:00+0500",
        "2025-07-01T10:00:00-03",
        "2025-07-01 10:00:00.123456789+05:30",
        "2025-07-01T10:00+05:00",
        "2024-02-29T23:59:59+14:00",
    ],
)
def test_times_with_an_offset_pass(judge: Judge, value: str) -> None:
    assert judge(REQUESTS, reported_at=value) is None


@pytest.mark.parametrize("value", ["2025-07-01 10:00", "2025-07-01T10:00:00.5", "2025-07-01"])
def test_times_without_an_offset_say_so(judge: Judge, value: str) -> None:
    expected = "reported_at has no UTC offset: write it like 2025-07-01T10:00:00+05:00"
    assert judge(REQUESTS, reported_at=value) == ("reported_at", expected)


@pytest.mark.parametrize(
    "value",
    [
        "2025-02-30T10:00:00Z",
        "2025-13-01T10:00:00Z",
        "2025-07-01T24:00:00Z",
        "2025-07-01T23:59:60Z",
        "2025-07-01T10:00:00+15:00",
        "2025-07-01T10:00:00+05:75",
        "2025-07-01T10:00:00 PKT",
        "0025-07-01T10:00:00Z",
        "01/07/2025 10:00",
        "1751364000",
        "2025-07-01T10:00:00Z; drop",
        "ا",
    ],
)
def test_times_that_do_not_exist_say_so(judge: Judge, value: str) -> None:
    column, reason = judge(RESPONSES, event_at=value)
    assert column == "event_at"
    assert reason.startswith("event_at is not a time with a UTC offset that exists")


@pytest.mark.parametrize("value", ["2025-02-30", "2025-07-01T10:00:00Z", "July"])
def test_dates_are_plain_dates(judge: Judge, value: str) -> None:
    column, reason = judge(ENGAGEMENTS, next_due_on=value)
    assert (column, reason.startswith("next_due_on is not a date")) == ("next_due_on", True)


@pytest.mark.parametrize("value", ["-1", "1.5", "1e3", "1,000", "12k", "9" * 19, " 5"])
def test_counts_are_digits(judge: Judge, value: str) -> None:
    assert judge(ACCOUNT_CHECKS, followers=value) == (
        "followers",
        "followers is not a whole number from 0 up, in digits only",
    )


@pytest.mark.parametrize("value", ["TRUE", "yes", "1", "true "])
def test_booleans_are_true_or_false(judge: Judge, value: str) -> None:
    expected = ("is_retracted", "is_retracted is not one of: true, false")
    assert judge(COMPLAINTS, is_retracted=value) == expected


@pytest.mark.parametrize("source", SOURCES.values(), ids=list(SOURCES))
def test_listed_values_are_exact(judge_all: JudgeAll, source: Source) -> None:
    for column, values in source.listed.items():
        assert judge_all(source, *({column: value} for value in values)) == [None] * len(values)
        wrong = [value.upper() for value in values]
        expected = [(column, f"{column} is not one of: {', '.join(values)}") for _ in wrong]
        assert judge_all(source, *({column: value} for value in wrong)) == expected


def test_the_first_broken_rule_is_the_one_reported(judge: Judge) -> None:
    assert judge(REQUESTS, request_id=None, followers_at_report="x", reported_at="y") == (
        "request_id",
        "request_id is empty",
    )


def test_a_value_that_swallowed_a_file_is_rejected_and_shown_short(judge: Judge) -> None:
    assert judge(REQUESTS, display_name="z" * VALUE_LIMIT_BYTES) is None
    column, reason = judge(REQUESTS, display_name="z" * (VALUE_LIMIT_BYTES + 1))
    assert column == "display_name"
    assert len(reason) < 200
    assert len(judge(REQUESTS, channel="o'" * 500)[1]) < 200


def test_a_rejected_record_is_kept_as_json(judge: Judge, connection: duckdb.DuckDBPyConnection) -> None:
    judge(ENGAGEMENTS, level="high", subject='"q"\nاردو', engagement_id="it's")
    [(text,)] = connection.execute("select raw_text from staged_rejects").fetchall()
    parsed = connection.execute("select ? ->> 'subject', ? ->> 'engagement_id', ? ->> 'mode'", [text] * 3).fetchone()
    assert parsed == ('"q"\nاردو', "it's", None)
