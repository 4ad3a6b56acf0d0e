"""Why a reader of published reports refused a file."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from orchestration.connectors.base import ReportRows, SourceDrift


def reason_of(read: Callable[[Path, date], ReportRows], path: Path, observed_on: date) -> str:
    """The reason given; the file must be refused, and by its name."""
    with pytest.raises(SourceDrift) as refused:
        read(path, observed_on)
    assert refused.value.uri == path.name
    return refused.value.reason
