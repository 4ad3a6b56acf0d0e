"""A warehouse file that is cut, empty, garbage or damaged inside: told with the remedy, which works."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from orchestration.landing import land
from orchestration.settings import Settings
from orchestration.warehouse import WarehouseDamagedError, WarehouseFaultError, connect, read_value
from tests.pipeline.faults.aftermath import assert_told
from tests.pipeline.workbench import Workbench, run_in


@pytest.fixture
def settings(workbench: Workbench, home: Path) -> Settings:
    return replace(workbench.settings, home=home)


def damage(path: Path, kind: str) -> None:
    content = path.read_bytes()
    damaged = {
        "cut": content[: len(content) // 2],
        "one_page": content[:4096],
        "garbage": os.urandom(100_000),
        "empty": b"",
        "text": b"request_id,batch_ref\n" * 1000,
        "holes": content[:20_000] + b"\0" * (len(content) - 20_000),
    }
    path.write_bytes(damaged[kind])


@pytest.mark.parametrize("kind", ["cut", "one_page", "empty", "garbage", "text", "holes"])
def test_a_damaged_warehouse_is_told_and_landed_anew(settings: Settings, kind: str) -> None:
    with connect(settings.warehouse, read_only=True) as connection:
        whole = read_value(connection, "select count(*) from raw.requests")
    damage(settings.warehouse, kind)
    with pytest.raises((WarehouseDamagedError, WarehouseFaultError)) as told:
        land(settings)
    assert str(settings.warehouse) in str(told.value)
    assert "move it away and run `takedown build`" in str(told.value)
    code, _, stderr = run_in(settings.home, settings, "check")
    assert_told(code, stderr, str(settings.warehouse), "move it away and run `takedown build`")
    settings.warehouse.rename(settings.home / "damaged.duckdb")
    land(settings)
    with connect(settings.warehouse, read_only=True) as connection:
        assert read_value(connection, "select count(*) from raw.requests") == whole
