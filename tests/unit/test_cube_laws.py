"""The cube's laws in the gate: what is left open is the sum of what restricts it, in every filter state."""

from pathlib import Path

import pandas as pd
import pytest

from quality.cube import OpenStateGap, cube_expectations
from quality.derived import INFINITE
from quality.metrics import read_tables
from tests.unit.gate_case import frames, write_manifest

KEYS = ("platform_id", "agency_id", "period_id")


def cube(*rows: tuple[str, str, str, int | None]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=[*KEYS, "reported_count"])
    return frame.astype({"reported_count": "Int64"})


def gaps(frame: pd.DataFrame, dimension: str = "platform_id") -> list[float]:
    """In the open states, in order."""
    return OpenStateGap("reported_count", dimension, KEYS).compute(frame).dropna().tolist()


def test_each_state_is_held_against_its_own_parts() -> None:
    frame = cube(
        ("all", "pta", "2025-07", 3), ("x", "pta", "2025-07", 2), ("tiktok", "pta", "2025-07", 1),
        ("all", "all", "2025-07", 9), ("x", "all", "2025-07", 5), ("tiktok", "all", "2025-07", 1),
    )  # fmt: skip
    assert gaps(frame) == [0, 3]


def test_a_restricted_state_is_asked_nothing() -> None:
    assert gaps(cube(("x", "all", "all", 5))) == []


@pytest.mark.parametrize(
    "frame", [cube(("all", "pta", "all", 3)), cube(("all", "a", "all", None), ("x", "a", "all", 1))]
)
def test_a_total_of_nothing_and_an_empty_one_are_infinitely_off(frame: pd.DataFrame) -> None:
    assert gaps(frame) == [INFINITE]


def test_the_laws_hold_of_a_cube_in_order_and_name_every_dimension_but_the_period(tmp_path: Path) -> None:
    asked = cube_expectations(read_tables(write_manifest(tmp_path / "manifest.json")))
    assert [one.check_id.removeprefix("fct_compliance_cube.") for one in asked] == [
        "outcomes_add_up",
        *(
            f"{count}.adds_up_over_{of}"
            for of in ("platform", "agency")
            for count in ("reported_count", "complied_count")
        ),
    ]
    frame = frames()["fct_compliance_cube"]
    computed = [one.derived.compute(frame) for one in asked if one.derived is not None]
    assert len(computed) == len(asked)
    assert all(values.abs().max() == 0 for values in computed)


def test_there_are_none_without_a_cube(tmp_path: Path) -> None:
    tables = read_tables(write_manifest(tmp_path / "manifest.json"))
    assert cube_expectations(table for table in tables if table.name != "fct_compliance_cube") == ()
