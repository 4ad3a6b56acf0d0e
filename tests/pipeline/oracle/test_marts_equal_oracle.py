"""Random histories, delivered anyhow, asked about at any instant: the marts say what the definitions say."""

from datetime import date, timedelta

import pytest
from hypothesis import given

from orchestration.clock import parse_as_of
from tests.pipeline.compiled_models import Replay
from tests.pipeline.oracle.comparison import COMPARED, all_differences
from tests.pipeline.oracle.delivery import write_files
from tests.pipeline.oracle.histories import History, histories

pytestmark = pytest.mark.timeout(0)  # a night of histories takes as long as it takes
KEY = b"test-key"
DAYS_BEFORE = (0, 1, 3, 11, 40)


def days_before(day: date) -> list[date]:
    """The as-of date itself, and days of the past as it is known then."""
    return [day - timedelta(days=days) for days in DAYS_BEFORE]


@given(history=histories())
def test_marts_equal_the_oracle(replay: Replay, history: History) -> None:
    write_files(replay.clear(), history.files)
    replay.land()
    for question in history.as_of:
        replay.build(question, COMPARED)
        as_of = parse_as_of(question)
        assert not all_differences(replay, history.log, as_of, days_before(as_of.date()), KEY)
