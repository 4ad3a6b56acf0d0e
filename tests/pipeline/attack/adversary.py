"""The attack on a release, or on two that follow each other: bounds of what is withheld, by linear programs.

Belongs here: putting model, questions and criterion together. Does not: which figures tie which (model).

The adversary has the public tier of the release, and of the one before, and more of what became of the requests of each
month than the cubes of the public tier tell (cohorts). He does not take into account why a cell was
withheld, knows no account and no agency's file, and of accounts that were asked for twice only how many there are.

The criterion: a withheld count must be able to take at least k = min_cell values, so that the least and the greatest
that fit everything told are k - 1 apart or more. Where the totals of the platform leave less room by themselves (a week
in which three accounts were active at all), it must have all the room that they leave: as much as if nothing of its
kind were shown of any group in that week and platform.

Of two releases, the cells of a past week are taken to be unchanged where all that both show of it is equal.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tests.pipeline.attack.cohorts import tie_cohorts
from tests.pipeline.attack.intervals import NEAR, narrower
from tests.pipeline.attack.model import SHOWN, Program, Unknowns, constrain, link
from tests.pipeline.attack.told import FLOWS, Told, read_told

K = 5
GONE = ("active", "complied", "live")  # withheld with the stocks


@dataclass(frozen=True)
class Target:
    """A withheld figure."""

    side: Unknowns
    kind: str
    group: int
    week: int

    def __hash__(self) -> int:
        return hash(self.place)

    @property
    def place(self) -> int:
        """Its place in the program."""
        return self.side.at(self.kind, self.group, self.week)

    @property
    def platform_id(self) -> str:
        """Its platform."""
        return self.side.told.platform_id

    @property
    def group_id(self) -> str:
        """Its group."""
        return self.side.told.groups[self.group]

    @property
    def start_of_week(self) -> pd.Timestamp:
        """Its week."""
        return self.side.told.weeks[self.week]

    @property
    def total(self) -> float:
        """What the platform's totals say it is at most."""
        return self.side.told.total(self.kind, self.group, self.week)

    @property
    def freed_kinds(self) -> tuple[str, ...]:
        """What would not be shown of any group if its platform's week were withheld whole."""
        return SHOWN if self.side.told.is_cell_withheld[self.group, self.week] and self.kind not in GONE else GONE

    def freed_in(self, told: Told) -> list[tuple[str, int]]:
        """The same by kind and place of the week in a release."""
        at = [place for place, week in enumerate(told.weeks) if week == self.start_of_week]
        return [(kind, place) for kind in self.freed_kinds for place in at]


@dataclass(frozen=True)
class Leak:
    """A withheld figure, between which values it must be."""

    platform_id: str
    group_id: str
    week: str
    kind: str
    low: float
    high: float


def attack(public: Path, k: int = K) -> list[Leak]:
    """The withheld figures of a release that are bounded too tightly."""
    return [leak for told in read_told(public) for leak in attack_platform([told], k)]


def attack_chain(publics: tuple[Path, Path], k: int = K) -> list[Leak]:
    """Those of two consecutive releases, the earlier first, read together."""
    earlier = {told.platform_id: told for told in read_told(publics[0])}
    both = ((earlier[told.platform_id], told) for told in read_told(publics[1]) if told.platform_id in earlier)
    return [leak for pair in both for leak in attack_platform(pair, k)]


def attack_platform(tolds: Sequence[Told], k: int) -> list[Leak]:
    """The figures of one platform that are bounded too tightly by all of `tolds`."""
    program, sides = write_program(tolds)
    targets = {
        side.at(kind, group, week): Target(side, kind, group, week)
        for side in sides
        for kind, group, week in side.withheld()
        if side.told.total(kind, group, week)
    }
    wanted = {place: min(k - 1, target.total) for place, target in targets.items()}
    narrow = narrower(program, wanted, _by_group(targets))
    return list(_judge(tolds, {targets[place]: found for place, found in narrow.items()}))


def write_program(tolds: Sequence[Told], freed: "Target | None" = None) -> tuple[Program, list[Unknowns]]:
    """The program of one release's platform, or of two releases' linked; without what is freed with a target."""
    sides: list[Unknowns] = []
    for told in tolds:
        sides.append(Unknowns(told, sides[-1].start + sides[-1].count if sides else 0))
    starts = list(accumulate((told.cohorts.count for told in tolds), initial=sum(side.count for side in sides)))
    program = Program(starts[-1])
    for side, start in zip(sides, starts, strict=False):
        constrain(program, side, [] if freed is None else freed.freed_in(side.told))
        tie_cohorts(program, side, start)
    if len(sides) == 2:
        link(program, sides[0], sides[1], unchanged_weeks(sides[0].told, sides[1].told))
    return program, sides


def _by_group(targets: "Mapping[int, Target]") -> Iterator[list[int]]:
    """Active, asked for and complied with of one group, and so on: one group has all that there is, or nothing."""
    for names in sorted({(target.group_id, target.kind in GONE) for target in targets.values()}):
        yield [place for place, target in targets.items() if (target.group_id, target.kind in GONE) == names]


def _judge(tolds: Sequence[Told], narrow: "Mapping[Target, tuple[float, float]]") -> Iterator[Leak]:
    """Those of the narrow ones that would have more room if no group's figures of their week were shown."""
    for _, members in groupby(sorted(narrow, key=_room_of), key=_room_of):
        targets = list(members)
        wanted = {target.place: narrow[target][1] - narrow[target][0] + 1 for target in targets}
        program, _ = write_program(tolds, targets[0])
        still = narrower(program, wanted, [[target.place] for target in targets])
        for target in targets:
            low, high = narrow[target]
            room = still[target.place][1] - still[target.place][0] if target.place in still else wanted[target.place]
            if high - low < room - NEAR:
                yield Leak(
                    target.platform_id, target.group_id, f"{target.start_of_week:%Y-%m-%d}", target.kind, low, high
                )


def _room_of(target: Target) -> tuple[pd.Timestamp, tuple[str, ...]]:
    return target.start_of_week, target.freed_kinds


def unchanged_weeks(earlier: Told, later: Told) -> NDArray[np.bool_]:
    """Past weeks of which both releases show the same wherever both show anything, by day and by cell."""
    return np.array([_is_unchanged(earlier, later, week) for week in range(len(earlier.weeks))])


def _is_unchanged(earlier: Told, later: Told, week: int) -> bool:
    start = earlier.weeks[week]
    if start not in later.weeks or start + np.timedelta64(6, "D") > earlier.last_day:
        return False
    at = later.weeks.index(start)
    groups = [(place, later.groups.index(name)) for place, name in enumerate(earlier.groups) if name in later.groups]
    for kind in FLOWS:
        for here, there in groups:
            one, other = earlier.cells[kind][here, week], later.cells[kind][there, at]
            if not np.isnan(one) and not np.isnan(other) and one != other:
                return False
    return _days(earlier, start) == _days(later, start)


def _days(told: Told, start: pd.Timestamp) -> dict[object, tuple[float, ...]]:
    days = told.days
    dates = days.index.get_level_values("date_day")
    within = days[(dates >= start) & (dates <= start + np.timedelta64(6, "D"))]
    return {key: tuple(row) for key, row in within.iterrows() if any(row)}
