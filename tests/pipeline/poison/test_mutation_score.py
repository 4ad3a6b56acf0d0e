"""How many of a seeded set of data corruptions the line stops or names; README says the same as is measured here.

`make mutations` writes the score anew, with the lines that README shows.
"""

import json
from pathlib import Path
from random import Random
from typing import Any

import pytest

from orchestration.settings import PROJECT_DIR
from tests.pipeline.poison.corruptions import Target, draw, kinds_for
from tests.pipeline.poison.line_of_checks import open_line
from tests.pipeline.poison.poison_bench import Bench
from tests.pipeline.poison.scoring import COUNT, STAGES, Line, score, summary, table_lines
from tests.pipeline.workbench import Ran

COMMITTED = Path(__file__).with_name("mutation_score.json")
AT_LEAST = 0.95
RAN = Target("t", "t", 5, ("date_day",), {"date_day": "DATE", "platform_id": "VARCHAR", "reported_count": "BIGINT"})


@pytest.fixture(scope="module")
def line(bench: Bench, compiled: Path, august: Ran) -> Line:
    return open_line(bench, compiled, august.release)


@pytest.fixture(scope="module")
def measured(line: Line) -> dict[str, Any]:
    return summary(list(score(line)))


def test_corruptions_are_drawn_from_every_public_table_of_the_log(line: Line) -> None:
    assert len(line.targets) > 20
    random = Random(0)  # noqa: S311 - a draw, no secret
    drawn = [draw(random, line.targets) for _ in range(4 * COUNT)]
    assert {corruption.table for corruption in drawn} == {target.name for target in line.targets}
    assert {c.kind for c in drawn} == {
        kind for t in line.targets for column in t.columns for kind in kinds_for(t, column)
    }


def test_a_seed_draws_the_same_again() -> None:
    generators = (Random(7), Random(7))  # noqa: S311 - a draw, no secret
    one, other = ([draw(random, [RAN]) for _ in range(50)] for random in generators)
    assert one == other


def test_at_least_95_of_100_corruptions_are_stopped_or_named(measured: dict[str, Any]) -> None:
    assert measured["drawn"] == COUNT
    assert measured["score"] >= AT_LEAST, measured["missed"]


def test_the_committed_score_is_the_measured_one(measured: dict[str, Any], request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--renew", default=False):
        COMMITTED.write_text(json.dumps(measured, indent=2) + "\n", encoding="utf-8")
        print("", *table_lines(measured), sep="\n")
    assert measured == json.loads(COMMITTED.read_text(encoding="utf-8")), "run `make mutations`, and put it into README"


def test_readme_shows_the_committed_score() -> None:
    committed = json.loads(COMMITTED.read_text(encoding="utf-8"))
    assert sum(sum(stages.values()) for stages in committed["kinds"].values()) == committed["drawn"]
    assert all(set(stages) == set(STAGES) for stages in committed["kinds"].values())
    readme = (PROJECT_DIR / "README.md").read_text(encoding="utf-8").splitlines()
    assert [text for text in table_lines(committed) if text not in readme] == []
