"""How far each withheld figure can be moved without contradicting anything that is told.

Belongs here: questions to the solver. Every answer is a whole world that fits all that is told, and shows a value of
each unknown at once; so few questions settle most figures, and only the rest are asked one by one.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from tests.pipeline.attack.model import Program
from tests.pipeline.attack.told import Figures

ROUNDS = 4
SEED = 20250815
NEAR = 1e-6
Ranges = dict[int, tuple[float, float]]


class ContradictionError(ValueError):
    """What is told contradicts itself: the model of it is wrong, or what was assumed is."""


@dataclass
class Solver:
    """A program, and the widest range of each unknown that worlds found so far show."""

    program: Program

    def __post_init__(self) -> None:
        rows = self.program.rows
        self.constraint = LinearConstraint(
            self.program.matrix(), np.array([low for _, low, _ in rows]), np.array([high for *_, high in rows])
        )
        self.bounds = Bounds(self.program.low, self.program.high)
        self.lowest, self.highest = np.full(self.program.count, np.inf), np.full(self.program.count, -np.inf)
        self.questions = 0

    def ask(self, objective: Figures, is_whole: bool) -> Figures:
        """A world that makes `objective` least, of whole accounts or not. Raises ContradictionError where none is."""
        self.questions += 1
        found = milp(
            objective, constraints=self.constraint, bounds=self.bounds, integrality=np.full(len(objective), is_whole)
        )
        if found.x is None:
            raise ContradictionError(found.message)
        world: Figures = found.x
        if np.abs(world - world.round()).max() < NEAR:
            np.minimum(self.lowest, world.round(), out=self.lowest)
            np.maximum(self.highest, world.round(), out=self.highest)
        return world

    def push(self, unknowns: Sequence[int], signs: Figures) -> None:
        """Move `unknowns` as far as they go together, each in the direction of its sign, and back."""
        objective = np.zeros(self.program.count)
        for direction in (1.0, -1.0):
            objective[list(unknowns)] = direction * signs
            self.ask(objective, is_whole=False)

    def unsettled(self, wanted: Mapping[int, float]) -> list[int]:
        """Those of the unknowns that no two worlds found so far show as far apart as is wanted."""
        return [unknown for unknown, width in wanted.items() if not self.width(unknown) >= width]

    def width(self, unknown: int) -> float:
        """How far apart two worlds found so far are in this unknown."""
        return float(self.highest[unknown] - self.lowest[unknown])


def narrower(program: Program, wanted: Mapping[int, float], together: Iterable[Sequence[int]] = ()) -> Ranges:
    """Lowest and highest value of each unknown that cannot be moved as far as is `wanted` of it.

    `together` are unknowns that can be expected to move together: asked first, they settle most of the others.
    """
    solver = Solver(program)
    for unknowns in together:
        solver.push(unknowns, np.ones(len(unknowns)))
    random, left = np.random.default_rng(SEED), solver.unsettled(wanted)
    for _ in range(ROUNDS):
        if left:
            solver.push(left, random.choice([-1.0, 1.0], len(left)))
            left = solver.unsettled({unknown: wanted[unknown] for unknown in left})
    return {unknown: found for unknown in left if (found := _range(solver, unknown, wanted[unknown])) is not None}


def _range(solver: Solver, unknown: int, width: float) -> tuple[float, float] | None:
    """Lowest and highest value of one unknown; None where they are far enough apart."""
    for is_whole in (False, True):
        found = []
        for sign in (1.0, -1.0):
            if solver.width(unknown) >= width:
                return None
            objective = np.zeros(solver.program.count)
            objective[unknown] = sign
            found.append(float(solver.ask(objective, is_whole)[unknown]))
        if found[1] - found[0] < width - NEAR:  # with fractions there is more room than without
            return found[0], found[1]
    return None
