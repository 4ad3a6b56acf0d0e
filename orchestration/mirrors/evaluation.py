"""Evaluation: how well fct_mirrors finds the mirrors of samples whose mirrors are known.

Belongs here: the seeds, building a warehouse of each, precision and recall, and `make mirrors`, which trains on the
tuning seed, evaluates on the others and renews model.json, evaluation.json and the picture.
Does not: drawing (curve), or any threshold: that is dbt's var mirror_threshold.

A successor has one predecessor, so of its candidate pairs the most probable one is judged, as it alone counts in any
figure; verdicts of persons are left out. A true mirror counts as findable when both accounts have been reported by the
log's end. One whose predecessor was reinstated before the successor was reported is findable in this sense and cannot
be found: it lowers recall.
"""

import json
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from orchestration.accounts import account_id, account_key, write_account_keys
from orchestration.clock import set_clock
from orchestration.landing import land
from orchestration.mirrors.curve import Score, draw
from orchestration.mirrors.model import MODEL_FILE, write_mirrors
from orchestration.mirrors.training import train
from orchestration.mirrors.variables import default_threshold
from orchestration.sample import DEFAULT_SCENARIO, DEFAULT_SEED, SOURCES, true_mirrors, write_sample
from orchestration.settings import Settings, export_settings
from orchestration.warehouse import connect

HARDER_SCENARIO = "look-alikes"
EVALUATION_SEED = 20251031
FURTHER_SEEDS = (11, 12, 13)
ACCOUNT_KEY = "mirrors"  # of accounts first reported at one instant, the key decides which comes first in a pair
RESULTS_FILE = Path(__file__).with_name("evaluation.json")
PICTURE = Path("dbt_project") / "docs" / "mirror_precision_recall.svg"

BEST_PAIRS = """
    select predecessor_account_id, successor_account_id, match_probability
    from (
        select *, row_number() over (
            partition by successor_account_id order by match_probability desc, predecessor_account_id
        ) as place
        from marts.fct_mirrors
    )
    where place = 1
"""

Pair = tuple[str, str]


@dataclass(frozen=True)
class Evaluation:
    """The true pairs of a sample that could be found, and the best candidate pair of each successor."""

    truth: frozenset[Pair]
    probabilities: dict[Pair, float]

    def at(self, threshold: float) -> Score:
        found = {pair for pair, probability in self.probabilities.items() if probability >= threshold}
        return Score(threshold, len(self.truth), len(found), len(found & self.truth))

    def curve(self) -> list[Score]:
        """The score at every probability given, from the highest down."""
        return [self.at(threshold) for threshold in sorted(set(self.probabilities.values()), reverse=True)]


def evaluate(settings: Settings, *, seed: int, scenario: str) -> Evaluation:
    """Compare fct_mirrors of the warehouse built from this sample with its truth."""
    with connect(settings.warehouse, read_only=True) as connection:
        found = connection.execute(BEST_PAIRS).fetchall()
        reported = connection.execute("select account_id from intermediate.int_accounts__requested").fetchall()
    known = {account for (account,) in reported}
    truth = (pair for pair in true_pairs(settings, seed=seed, scenario=scenario) if set(pair) <= known)
    return Evaluation(frozenset(truth), {(former, latter): probability for former, latter, probability in found})


def true_pairs(settings: Settings, *, seed: int, scenario: str) -> list[Pair]:
    """The account ids of each predecessor and successor of a sample."""
    key = account_key(settings)
    mirrors = true_mirrors(seed=seed, scenario=scenario)
    return [
        (
            account_id(key, predecessor_platform, predecessor_handle),
            account_id(key, successor_platform, successor_handle),
        )
        for predecessor_platform, predecessor_handle, successor_platform, successor_handle in mirrors
    ]


def build_warehouse(settings: Settings, *, seed: int, scenario: str, select: str) -> None:
    """A warehouse of this sample alone, as far as dbt's `select`. Raises RuntimeError with dbt's words."""
    write_sample(settings.landing, seed=seed, scenario=scenario)
    land(settings, sources=list(SOURCES))
    with connect(settings.warehouse) as connection:
        write_account_keys(connection, settings)
        set_clock(connection, now=settings.now)
        write_mirrors(connection)
    export_settings(settings)
    command = [str(Path(sys.executable).parent / "dbt"), "--quiet", "build", "--profiles-dir", "dbt_project"]
    command += ["--target-path", str(settings.home / "target"), "--log-path", str(settings.home / "logs")]
    command += ["--exclude-resource-type", "test", "--exclude-resource-type", "unit_test", "--select", select]
    built = subprocess.run(command, cwd=settings.project, capture_output=True, text=True, check=False)
    if built.returncode != 0:
        raise RuntimeError(f"dbt cannot build {select}:\n{built.stdout.strip()}\n{built.stderr.strip()}")


def renew(settings: Settings) -> Iterator[str]:
    """Train, evaluate, and write model.json, evaluation.json and the picture; yields a line for each step."""
    threshold = default_threshold(settings.project)
    with TemporaryDirectory(prefix="mirrors-") as folder:
        homes = replace(settings, home=Path(folder), account_key=ACCOUNT_KEY)
        model = train_anew(homes)
        MODEL_FILE.write_text(json.dumps(model, indent=2) + "\n", encoding="utf-8")
        yield f"trained on seed {DEFAULT_SEED} of {DEFAULT_SCENARIO}: {MODEL_FILE}"
        evaluations = {}
        for scenario, seed in samples():
            evaluations[scenario, seed] = _evaluate_in(homes, scenario, seed)
            yield describe(scenario, seed, evaluations[scenario, seed].at(threshold))
    RESULTS_FILE.write_text(json.dumps(results(evaluations, threshold), indent=2) + "\n", encoding="utf-8")
    shown = evaluations[HARDER_SCENARIO, EVALUATION_SEED]
    (settings.project / PICTURE).write_text(draw(shown.curve(), shown.at(threshold)), encoding="utf-8")
    yield f"written: {RESULTS_FILE} {PICTURE}"


def train_anew(homes: Settings) -> dict[str, object]:
    """The model from a warehouse of the tuning sample, built below the home of `homes`."""
    home = replace(homes, home=homes.home / "training")
    build_warehouse(
        home,
        seed=DEFAULT_SEED,
        scenario=DEFAULT_SCENARIO,
        select="+int_accounts__changes +int_accounts__requested",
    )
    return train(home.warehouse, true_pairs(home, seed=DEFAULT_SEED, scenario=DEFAULT_SCENARIO))


def samples() -> Iterable[tuple[str, int]]:
    """Scenario and seed of each sample that is judged; the first was trained on."""
    return [(DEFAULT_SCENARIO, DEFAULT_SEED), *((HARDER_SCENARIO, seed) for seed in (EVALUATION_SEED, *FURTHER_SEEDS))]


def results(evaluations: dict[tuple[str, int], Evaluation], threshold: float) -> list[dict[str, object]]:
    """What is committed: one row a sample."""
    scores = {sample: evaluation.at(threshold) for sample, evaluation in evaluations.items()}
    return [
        {"scenario": scenario, "seed": seed, **asdict(score)}
        | {"precision": round(score.precision, 4), "recall": round(score.recall, 4)}
        for (scenario, seed), score in scores.items()
    ]


def describe(scenario: str, seed: int, score: Score) -> str:
    """One line about a sample."""
    return (
        f"{scenario} {seed}: precision {score.precision:.3f} ({score.correct_count} of {score.found_count}), "
        f"recall {score.recall:.3f} (of {score.true_count}) at {score.threshold}"
    )


def _evaluate_in(homes: Settings, scenario: str, seed: int) -> Evaluation:
    home = replace(homes, home=homes.home / f"{scenario}-{seed}")
    build_warehouse(home, seed=seed, scenario=scenario, select="+fct_mirrors")
    return evaluate(home, seed=seed, scenario=scenario)
