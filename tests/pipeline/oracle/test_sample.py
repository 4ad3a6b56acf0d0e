"""The sample's own files: the oracle and the marts agree on them too, at the dates that officials named and others."""

from dataclasses import fields
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from orchestration.clock import parse_as_of
from tests.pipeline.compiled_models import Replay
from tests.pipeline.oracle.comparison import COMPARED, all_differences
from tests.pipeline.oracle.compliance import summary_rows
from tests.pipeline.oracle.log import CheckRecord, Log, RequestRecord, ResponseRecord

KEY = b"test-key"
DATES = ("2025-04-01", "2025-07-25", "2025-08-15", "2025-09-30", "2025-10-31")
READ_AS = {"followers_at_report": int, "followers_at_action": int, "followers": int}


def log_in(replay: Replay) -> Log:
    """The records that were landed, as the oracle takes them."""
    kinds = {"requests": RequestRecord, "responses": ResponseRecord, "account_checks": CheckRecord}
    return Log(*(tuple(_record(kind, row) for row in replay.rows(f"from raw.{raw}")) for raw, kind in kinds.items()))


def _record(kind: type, row: dict[str, str | None]) -> Any:  # noqa: ANN401 - one of the three kinds
    named = [field.name for field in fields(kind) if field.init]
    return kind(**{name: _value(name, row[name]) for name in named})


def _value(name: str, text: str | None) -> object:
    if name == "is_retracted":
        return text == "true"
    if text is None or not text.strip():
        return None
    return datetime.fromisoformat(text) if name.endswith("_at") else READ_AS.get(name, str)(text)


@pytest.mark.parametrize("day", DATES)
def test_the_marts_of_the_sample_equal_the_oracle(replay: Replay, sample: Path, day: str) -> None:
    assert sample.is_dir()
    replay.build(day, COMPARED)
    days = [date.fromisoformat(day) - timedelta(days=days) for days in (0, 20)]
    assert not all_differences(replay, log_in(replay), parse_as_of(day), days, KEY)


def test_the_oracle_gives_the_figures_that_officials_gave(replay: Replay, sample: Path) -> None:
    assert sample.is_dir()
    log = log_in(replay)
    july, august = (summary_rows(log, as_of, as_of, KEY) for as_of in map(parse_as_of, ("2025-07-25", "2025-08-15")))
    assert july["all"]["accounts_reported_count"] == 481
    told = {platform: (row["reported_count"], row["complied_count"]) for platform, row in august.items()}
    assert told == {
        "all": (852, 533),
        "facebook": (180, 165),
        "tiktok": (140, 128),
        "instagram": (60, 54),
        "telegram": (85, 78),
        "x": (300, 84),
        "whatsapp": (87, 24),
    }
