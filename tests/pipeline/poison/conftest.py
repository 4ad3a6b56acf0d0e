"""What the poison tests share: the project's tests as dbt compiles them, and a copy of October's warehouse to spoil."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from orchestration.warehouse import connect
from tests.pipeline.poison.poison_bench import Bench
from tests.pipeline.workbench import Ran, Workbench, dbt, environment


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--renew", action="store_true", help="write the mutation score anew (make mutations)")


@pytest.fixture(scope="session")
def compiled(workbench: Workbench, october: Ran, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """dbt's manifest with every model and test compiled."""
    target = tmp_path_factory.mktemp("target")
    workbench.clear()
    shutil.copy(october.home / "warehouse.duckdb", workbench.settings.warehouse)
    with environment(workbench.settings):
        dbt(workbench.settings, "compile", "--target-path", str(target))
    return target / "manifest.json"


@pytest.fixture(scope="module")
def bench(october: Ran, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    path = tmp_path_factory.mktemp("bench") / "warehouse.duckdb"
    shutil.copy(october.home / "warehouse.duckdb", path)
    with connect(path) as connection:
        yield Bench(connection)
    path.unlink()
