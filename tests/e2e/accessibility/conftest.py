"""What the judges of accessibility share."""

from pathlib import Path

import pytest

from tests.e2e.accessibility.judges import JudgesUnavailableError, bring_judges


@pytest.fixture(scope="session")
def judges() -> Path:
    """The folder `node_modules` with both judges. Skipped where npm brings nothing."""
    try:
        return bring_judges()
    except JudgesUnavailableError as error:
        pytest.skip(str(error))
