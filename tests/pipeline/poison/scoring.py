"""Who notices a corruption: the contract, a dbt test, the gate; and the score of a seeded set of them.

Belongs here: asking them of the damaged table, in the order of the line. Does not: what is damaged (corruptions).

The laws of fct_law_violations are asked of the log, which a corrupted mart leaves as it was: they are no witness here.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from random import Random
from typing import Any

import duckdb
import pandas as pd

from orchestration.warehouse import digest_table, read_table
from quality.expectation import Expectation
from quality.gate import Engine, judge_table
from quality.metrics import Table
from tests.pipeline.poison.corruptions import Corruption, Target, draw
from tests.pipeline.poison.dbt_poisons import DbtTest
from tests.pipeline.poison.poison_bench import ALL_ROWS, Bench

SEED = 20251031
COUNT = 400
CONTRACT, DBT, CRITICAL, WARNED, MISSED = "contract", "dbt test", "gate, critical", "gate, warning", "missed"
STAGES = (CONTRACT, DBT, CRITICAL, WARNED, MISSED)
STOPPED = (CONTRACT, DBT, CRITICAL)


@dataclass(frozen=True)
class Line:
    """The line of checks behind the marts, and what it says of them as they were built."""

    bench: Bench
    tests: Sequence[DbtTest]
    engine: Engine
    tables: Mapping[str, Table]
    plan: Sequence[Expectation]
    previous: Mapping[str, pd.DataFrame]
    targets: Sequence[Target]

    @cached_property
    def known_amiss(self) -> frozenset[str]:
        """The checks that fail of the tables as they were built: what they say names no damage."""
        return frozenset(check for target in self.targets for check, _ in self.gate(target.name))

    def notices(self, target: Target) -> str:
        """The first stage that stops or names the damage that was done to the table."""
        if any(self.bench.count(f"from {target.relation} where {name} is null") for name in target.required):
            return CONTRACT
        asked = (test for test in self.tests if target.relation in test.sql)
        if any(self.bench.count(test.sql) for test in asked):
            return DBT
        amiss = {verdict for verdict in self.gate(target.name) if verdict[0] not in self.known_amiss}
        if not amiss:
            return MISSED
        return CRITICAL if "critical" in {severity for _, severity in amiss} else WARNED

    def gate(self, name: str) -> Iterator[tuple[str, str]]:
        """The checks of a table that fail, with their severity."""
        frame = read_table(self.bench.connection, f"marts.{name}")
        questions = [question for question in self.plan if question.table == name]
        for verdict in judge_table(self.engine, self.tables[name], questions, frame, self.previous.get(name)):
            if not verdict.is_passed:
                yield verdict.check_id, verdict.severity


def score(line: Line, count: int = COUNT, seed: int = SEED) -> Iterator[tuple[Corruption, str]]:
    """`count` corruptions, each with the stage that notices it. One that changes nothing is drawn again."""
    random, by_name = Random(seed), {target.name: target for target in line.targets}  # noqa: S311 - a draw, no secret
    line.known_amiss  # noqa: B018 - asked before anything is damaged
    while count:
        corruption = draw(random, line.targets)
        target = by_name[corruption.table]
        with line.bench.open(target.relation, ALL_ROWS):
            if is_changed(line, target, corruption):
                yield corruption, line.notices(target)
                count -= 1


def is_changed(line: Line, target: Target, corruption: Corruption) -> bool:
    """Do the damage; False when the table is what it was, or when no such value can be."""
    before = digest_table(line.bench.connection, target.relation)
    try:
        for statement in corruption.statements:
            line.bench.connection.execute(statement)
    except (duckdb.ConversionException, duckdb.OutOfRangeException):
        return False
    return digest_table(line.bench.connection, target.relation) != before


def summary(found: Sequence[tuple[Corruption, str]]) -> dict[str, Any]:
    """The score as it is committed: by kind and by stage, and every one that nobody noticed."""
    kinds = sorted({corruption.kind for corruption, _ in found})
    counted = {kind: Counter(stage for corruption, stage in found if corruption.kind == kind) for kind in kinds}
    total = Counter(stage for _, stage in found)
    return {
        "seed": SEED,
        "drawn": len(found),
        "stopped": sum(total[stage] for stage in STOPPED),
        "warned": total[WARNED],
        "score": round(1 - total[MISSED] / len(found), 4),
        "kinds": {kind: {stage: counted[kind][stage] for stage in STAGES} for kind in kinds},
        "missed": sorted(str(corruption) for corruption, stage in found if stage == MISSED),
    }


def table_lines(said: Mapping[str, Any]) -> list[str]:
    """The score as README shows it."""
    lines = [f"| corruption | drawn | {' | '.join(STAGES)} |", f"|---|---:|{'---:|' * len(STAGES)}"]
    for kind, stages in said["kinds"].items():
        cells = " | ".join(str(stages[stage]) for stage in STAGES)
        lines.append(f"| {kind} | {sum(stages.values())} | {cells} |")
    totals = [sum(stages[stage] for stages in said["kinds"].values()) for stage in STAGES]
    return [*lines, f"| all | {said['drawn']} | {' | '.join(map(str, totals))} |"]
