"""What a build costs: its split at the sample's own size and at twenty times that, and a build with nothing new.

Each is a process of its own, as a person starts it, on one home folder: a change of its path would cost dbt a parse.
"""

import shutil
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from tests.benchmarks.measure import Measured, show, takedown

SMALL, LARGE = 1, 20


@dataclass(frozen=True)
class Built:
    """A build of all that landed, and how many rows that was."""

    measured: Measured
    row_count: int


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("bench") / "home"


@pytest.fixture(scope="module")
def large(home: Path) -> Built:
    """The first build parses the dbt project, which no later one need do: it is not measured."""
    build_sample(home, SMALL)
    return build_sample(home, LARGE)


@pytest.fixture(scope="module")
def small(home: Path, large: Built) -> Built:
    return build_sample(home, SMALL)


def build_sample(home: Path, scale: int) -> Built:
    """A build in an empty home, from the landing folder to the site."""
    shutil.rmtree(home, ignore_errors=True)
    takedown(home, "sample", "--scale", str(scale))
    measured = takedown(home, "build")
    with duckdb.connect(str(home / "warehouse.duckdb"), read_only=True) as connection:
        ((row_count,),) = connection.execute("select sum(read_count) from raw._batches").fetchall()
    return Built(measured, int(row_count))


def test_growth(small: Built, large: Built) -> None:
    few, many = small.measured.parts, large.measured.parts
    rows = [(name, few[name], many[name], many[name] / max(few[name], 0.05)) for name in few if name in many]
    counts = ("rows landed", small.row_count, large.row_count, large.row_count / small.row_count)
    head = ("step", f"scale {SMALL}, s", f"scale {LARGE}, s", "ratio")
    show("Growth: a build from the landing folder to the site", head, [counts, *rows])
    further = large.measured.seconds - small.measured.seconds
    print(f"  a further row costs {further / (large.row_count - small.row_count) * 1e6:,.0f} µs of the whole process")


def test_split_and_nothing_new(home: Path, small: Built) -> None:
    forced = takedown(home, "build", "--force")
    again = takedown(home, "build")
    assert "nothing new" in again.said, f"it built again: was the code or the landing folder changed?\n{again.said}"
    parts = [(name, took, f"{took / forced.seconds:.0%}") for name, took in forced.parts.items()]
    show("Split of `takedown build --force`", ("step", "seconds", "share"), parts)
    builds = {"from an empty warehouse": small.measured, "--force, all landed before": forced, "nothing new": again}
    rows = [(name, measured.seconds, measured.seconds / again.seconds) for name, measured in builds.items()]
    show("`takedown build`, whole process", ("inputs", "seconds", "ratio"), rows)
