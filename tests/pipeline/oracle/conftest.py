"""One set of compiled models for every property, and a connection in memory that histories are replayed on."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from orchestration.sample import write_sample
from orchestration.settings import Settings
from tests.pipeline.compiled_models import Replay, compile_models
from tests.pipeline.oracle.comparison import MARTS
from tests.pipeline.workbench import Workbench

AFTER_EVERY_HISTORY = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture(scope="session")
def replay(workbench: Workbench, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Replay]:
    """Where one history after another is landed and built."""
    folder = tmp_path_factory.mktemp("oracle")
    settings: Settings = replace(workbench.settings, home=folder / "compiled", now=AFTER_EVERY_HISTORY)
    replay = Replay(compile_models(settings, MARTS), folder / "home")
    yield replay
    replay.close()


@pytest.fixture(scope="module")
def sample(replay: Replay, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample's own files, landed: replay shows them until something else is landed."""
    landing = replay.clear()
    write_sample(landing)
    replay.land()
    return landing
