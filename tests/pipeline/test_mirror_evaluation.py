"""How well mirrors are found in a sample that nothing was fitted to: as well as committed, and well enough."""

import json
from typing import Any

import pytest

from orchestration.mirrors.curve import draw
from orchestration.mirrors.evaluation import (
    EVALUATION_SEED,
    HARDER_SCENARIO,
    PICTURE,
    RESULTS_FILE,
    Evaluation,
    default_threshold,
    evaluate,
    results,
    samples,
    true_pairs,
)
from orchestration.sample import DEFAULT_SCENARIO, DEFAULT_SEED, write_sample
from orchestration.settings import PROJECT_DIR, read_settings
from tests.pipeline.workbench import Workbench

COMMITTED: list[dict[str, Any]] = json.loads(RESULTS_FILE.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def threshold() -> float:
    return default_threshold(read_settings())


@pytest.fixture(scope="module")
def evaluation(workbench: Workbench) -> Evaluation:
    """fct_mirrors of the evaluation sample, compared with its truth."""
    workbench.clear()
    write_sample(workbench.settings.landing, seed=EVALUATION_SEED, scenario=HARDER_SCENARIO)
    workbench.build_marts("look_alikes")
    return evaluate(workbench.settings, seed=EVALUATION_SEED, scenario=HARDER_SCENARIO)


def test_precision_and_recall_are_those_committed(evaluation: Evaluation, threshold: float) -> None:
    sample = (HARDER_SCENARIO, EVALUATION_SEED)
    (committed,) = [row for row in COMMITTED if (row["scenario"], row["seed"]) == sample]
    assert results({sample: evaluation}, threshold) == [committed]


def test_they_are_good_enough(evaluation: Evaluation, threshold: float) -> None:
    score = evaluation.at(threshold)
    assert score.true_count > 100
    assert score.precision >= 0.95
    assert score.recall >= 0.85


def test_the_picture_shows_this_curve(evaluation: Evaluation, threshold: float) -> None:
    drawn = draw(evaluation.curve(), evaluation.at(threshold))
    assert (PROJECT_DIR / PICTURE).read_text(encoding="utf-8") == drawn


def test_every_sample_was_judged_and_none_was_trained_on_but_the_first() -> None:
    judged = [(row["scenario"], row["seed"]) for row in COMMITTED]
    assert judged == list(samples())
    assert judged[0] == (DEFAULT_SCENARIO, DEFAULT_SEED)
    assert all(scenario == HARDER_SCENARIO and seed != DEFAULT_SEED for scenario, seed in judged[1:])


def test_a_threshold_above_all_finds_nothing() -> None:
    nothing = Evaluation(frozenset({("a", "b")}), {("a", "b"): 0.9, ("a", "c"): 0.95}).at(0.99)
    assert (nothing.found_count, nothing.precision, nothing.recall) == (0, 1.0, 0.0)


def test_a_wrong_pair_costs_precision_and_a_missed_one_recall() -> None:
    some = Evaluation(frozenset({("a", "b"), ("c", "d")}), {("a", "b"): 0.9, ("a", "c"): 0.95, ("c", "d"): 0.1}).at(0.5)
    assert (some.precision, some.recall) == (0.5, 0.5)


def test_the_truth_is_in_no_file_of_the_sample(workbench: Workbench, evaluation: Evaluation) -> None:
    pairs = true_pairs(workbench.settings, seed=EVALUATION_SEED, scenario=HARDER_SCENARIO)
    assert evaluation.truth <= set(pairs)
    headers = [path.read_bytes()[:400] for path in workbench.settings.landing.glob("*/*.csv")]
    assert headers
    assert not [header for header in headers if b"predecessor_no" in header]
