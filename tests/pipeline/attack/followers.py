"""The attack on followers: what all public sums together say of the followers of one account, or of a few accounts.

Belongs here: the linear program and the criterion. Does not: what the sums are made of (followers_told).

The adversary knows the rule of the blur, as README states it, and which counts of which accounts are in every sum. Any
combination of public sums, over tables, days and releases, is one of blurred counts (a test holds every sum against
them), so he is given each blurred count outright. By a linear program over these and all that is told of exact sums he
finds between which values the followers of an account must be, or those of fewer than k that one difference holds.

The criterion: that interval must be at least 20 % of what it is about wide (10 % on either side) and hold k whole
numbers. And whether he knows the rule or not: where an account stands alone in a difference, the difference must be off
the account's count by at least 10 % (or say 0, which is told of accounts with hardly any).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, vstack

from tests.pipeline.attack.followers_told import Places, Told
from tests.pipeline.attack.intervals import ContradictionError
from tests.pipeline.attack.told import Figures
from tests.pipeline.blurred import blurred

NEAR = 0.1
LEAST, MOST = 0.8, 1.2  # what the blur multiplies a count by
PUSHES = 6
SEED = 20250815
TOLERANCE = 1e-6


@dataclass(frozen=True)
class Leak:
    """The followers of so many accounts, between which values they must be; or, of one account, what a sum says."""

    accounts_count: int
    truth: float
    low: float
    high: float


def attack_followers(told: Told, k: int) -> list[Leak]:
    """The accounts, and the few together, whose followers are told too nearly."""
    return [*said_plainly(told, k), *bounded_narrowly(told, k)]


def said_plainly(told: Told, k: int) -> list[Leak]:
    """The accounts whose followers a difference of two sums says."""
    alone = [(told.counts[places[0]], abs(told.values[row])) for row, places in told.small(k) if len(places) == 1]
    return [
        Leak(1, truth, said, said)
        for truth, said in alone
        if abs(said - truth) < NEAR * truth and (said or truth > 2 * k)
    ]


def heard(told: Told) -> Figures:
    """Every count as it is blurred."""
    counts = zip(told.accounts, told.counts, strict=True)
    return np.array([blurred(account, int(count)) for account, count in counts], dtype="float64")


def bounded_narrowly(told: Told, k: int) -> list[Leak]:
    """The accounts, and the few in one difference, whose followers are bounded too tightly by everything together."""
    few = {tuple(places) for _, places in told.small(k) if len(set(told.accounts[places])) == len(places)}
    targets = [np.array(places) for places in sorted(few | {(place,) for place in np.unique(told.matrix.indices)})]
    return list(_judge(told, Solver(told, k), targets, k))


def _judge(told: Told, solver: "Solver", targets: Sequence[Places], k: int) -> Iterator[Leak]:
    truths = np.array([told.counts[places].sum() for places in targets])
    wanted = np.maximum(2 * NEAR * truths, k - 1)
    worlds = list(solver.worlds())
    if unsettled := _unsettled(worlds, targets, wanted):
        worlds += solver.pushed(np.unique(np.concatenate([targets[place] for place in unsettled])))
    for place in _unsettled(worlds, targets, wanted):
        low, high = solver.interval(targets[place])
        if high - low < wanted[place] - TOLERANCE:
            yield Leak(len(targets[place]), float(truths[place]), low, high)


def _unsettled(worlds: Sequence[Figures], targets: Sequence[Places], wanted: Figures) -> list[int]:
    """The places of the targets of which no two worlds say things far enough apart."""
    sums = np.array([[world[places].sum() for places in targets] for world in worlds])
    return [int(place) for place in np.flatnonzero(np.ptp(sums, axis=0) < wanted)]


class Solver:
    """Counts as the blurred ones let them be, and their sums as they are told."""

    def __init__(self, told: Told, k: int) -> None:
        said = heard(told)
        offset = 2 * k - 0.5  # the most that the blur adds, and half for what it rounds
        self.count = len(said)
        self.bounds = Bounds(np.maximum((said - offset) / MOST, 0), (said + offset) / LEAST)
        self.constraints = []
        if told.intervals:
            lows, highs = (np.array([interval[at] for interval in told.intervals]) for at in (1, 2))
            rows = vstack([_row(places, self.count) for places, *_ in told.intervals])
            self.constraints.append(LinearConstraint(rows, lows, highs))

    def ask(self, objective: Figures) -> Figures:
        """The counts of a world that fits, in which `objective` is least. Raises ContradictionError where none does."""
        found = milp(objective, constraints=self.constraints, bounds=self.bounds)
        if found.x is None:
            raise ContradictionError(found.message)
        world: Figures = found.x
        return world

    def worlds(self) -> list[Figures]:
        """Worlds far from each other: every count as high and as low as they go together, and in any mixture."""
        random = np.random.default_rng(SEED)
        signs = [np.ones(self.count), *random.choice([-1.0, 1.0], (PUSHES, self.count))]
        return [self.ask(direction * sign) for sign in signs for direction in (1.0, -1.0)]

    def pushed(self, places: Places) -> list[Figures]:
        """The worlds in which these counts come to least and to most together; of the others nothing is asked."""
        objective = np.zeros(self.count)
        objective[places] = 1.0
        return [self.ask(objective), self.ask(-objective)]

    def interval(self, places: Places) -> tuple[float, float]:
        """The least and the most that the counts come to together."""
        least, most = (float(world[places].sum()) for world in self.pushed(places))
        return least, most


def _row(places: Places, width: int) -> csr_array:
    return csr_array((np.ones(len(places)), places, [0, len(places)]), shape=(1, width))
