"""What several unit tests share: one small release, read by all of them and changed by none.

A test file with a fixture of its own called `release` uses that one.
"""

from collections.abc import Iterator

import pytest

from dashboards.data import Release, open_release
from tests.small_release import write_release


@pytest.fixture(scope="session")
def release(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Release]:
    with open_release(write_release(tmp_path_factory.mktemp("small") / "release")) as opened:
        yield opened
