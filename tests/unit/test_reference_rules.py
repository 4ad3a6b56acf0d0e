"""References leave the warehouse as they are: no name and no sentence may travel in one. No reason tells a value."""

from collections.abc import Iterator

import duckdb
import pytest

from orchestration.connectors.sources import REQUESTS, SOURCES, Source
from tests.unit.row_judge import Judge, judge_rows


@pytest.fixture(scope="module")
def judge() -> Iterator[Judge]:
    """Judge a good row with some values changed."""
    with duckdb.connect(config={"threads": 2}) as connection:
        yield lambda source, **changes: judge_rows(connection, source, changes)[0]


@pytest.mark.parametrize(
    "value",
    ["RQ-2025-00001", "7", "PTA/CW/2025:12#3", "a.b_c-4", "9" * 64, "RQ-2025-00001-R00085", "FIA-FACEBOOK-20250401"],
)
def test_references_pass(judge: Judge, value: str) -> None:
    assert judge(REQUESTS, request_id=value) is None
    assert judge(REQUESTS, batch_ref=value) is None


@pytest.mark.parametrize(
    "value",
    [
        "Letter 12",
        "RQ-1 ",
        "RQ-1\nRQ-2",
        "JaneDoe",
        "نمبر1",
        "RQ-١",
        "jane@example.org1",
        "=1+1",
        "<b>1</b>",
        "9" * 65,
        "-",
    ],
)
def test_a_name_or_a_sentence_is_no_reference(judge: Judge, value: str) -> None:
    for source, column in [(s, column) for s in SOURCES.values() for column in s.references]:
        found, reason = judge(source, **{column: value})
        assert (found, reason.startswith(f"{column} is no reference: letters, digits and")) == (column, True)
        assert value == "-" or value not in reason


def test_a_reference_does_not_hold_the_handle_of_its_row(judge: Judge) -> None:
    named = ("request_id", "request_id holds the handle: a reference is seen by those who may not see that")
    assert judge(REQUESTS, request_id="RQ-1-SAMPLE_Voice", handle="@sample_voice") == named
    assert judge(REQUESTS, request_id="00923001234567", handle="923001234567") == named
    # Too short to tell anybody from a running number.
    assert judge(REQUESTS, request_id="RQ-2025-00001", handle="00001") is None


@pytest.mark.parametrize("source", SOURCES.values(), ids=list(SOURCES))
def test_no_reason_quotes_a_value(judge: Judge, source: Source) -> None:
    checked = (*source.references, *source.timestamps, *source.dates, *source.counts, *source.booleans, *source.listed)
    for column in checked:
        assert "zq mark qz" not in judge(source, **{column: "zq mark qz"})[1]
