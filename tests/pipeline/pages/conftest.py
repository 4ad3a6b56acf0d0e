"""What the tests of pages share: one small release, read by all of them and changed by none.

A test file with a fixture of its own called `release` uses that one.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboards.data import Release, open_release
from tests.small_release import write_release


@pytest.fixture(scope="session")
def release_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small release as files. A test that changes a table opens it for itself; the views are its own then."""
    return write_release(tmp_path_factory.mktemp("small") / "release")


@pytest.fixture(scope="session")
def release(release_folder: Path) -> Iterator[Release]:
    with open_release(release_folder) as opened:
        yield opened
