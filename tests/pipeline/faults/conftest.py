"""What the tests of faults share: a nearly full disk with October's home, and homes to damage."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.pipeline.faults.small_disk import SmallDisk, mount, unmount
from tests.pipeline.workbench import Ran


@pytest.fixture(scope="session")
def mounted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallDisk]:
    """One small disk for all tests."""
    disk = mount(tmp_path_factory.mktemp("small_disk"))
    try:
        yield disk
    finally:
        unmount(disk)


@pytest.fixture
def disk(mounted: SmallDisk, august: Ran) -> SmallDisk:
    """The small disk with August's home on it, and room."""
    mounted.put(august.home)
    return mounted


@pytest.fixture
def home(august: Ran, tmp_path: Path) -> Path:
    """A home as August's build left it, to be damaged."""
    return Path(shutil.copytree(august.home, tmp_path / "home", symlinks=True))
