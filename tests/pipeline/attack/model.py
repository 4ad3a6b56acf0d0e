"""What must hold between the figures that a release tells and those that it withholds: a linear program.

Belongs here: the unknowns, one of each kind for every group and week of a platform, and what ties them. Does not: what
is asked of the program (intervals), when an answer is too narrow (criterion).

Unknown of a cell: the accounts active, reported, first reported, complied with, mirrors; live at its end; that `went`
from live to not found and their like, that `came` back, and asked `again` or counted under another group than asked.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from tests.pipeline.attack.told import Figures, Told

KINDS = ("active", "reported", "first", "complied", "mirrors", "live", "went", "came", "again")
SHOWN = KINDS[:6]
Terms = Mapping[int, float]


@dataclass
class Program:
    """low <= matrix @ unknowns <= high, and bounds of each unknown."""

    count: int
    rows: list[tuple[Terms, float, float]] = field(default_factory=list)
    low: Figures = field(init=False)
    high: Figures = field(init=False)

    def __post_init__(self) -> None:
        self.low, self.high = np.zeros(self.count), np.full(self.count, np.inf)

    def tie(self, terms: Terms, low: float = -np.inf, high: float = np.inf) -> None:
        """Hold the sum of `terms` (coefficient by unknown) between two bounds."""
        self.rows.append((terms, low, high))

    def fix(self, unknown: int, value: float) -> None:
        """Hold one unknown at a value."""
        self.low[unknown] = self.high[unknown] = value

    def matrix(self) -> csr_array:
        """The coefficients, a row for each tie."""
        values = [value for terms, _, _ in self.rows for value in terms.values()]
        columns = [column for terms, _, _ in self.rows for column in terms]
        starts = np.cumsum([0, *(len(terms) for terms, _, _ in self.rows)])
        return csr_array((values, columns, starts), shape=(len(self.rows), self.count))


@dataclass(frozen=True)
class Unknowns:
    """Where the unknowns of one told platform stand in a program."""

    told: Told
    start: int = 0

    @property
    def shape(self) -> tuple[int, int, int]:
        """Kinds, groups, weeks."""
        return len(KINDS), len(self.told.groups), len(self.told.weeks)

    @property
    def count(self) -> int:
        """How many there are."""
        return int(np.prod(self.shape))

    def at(self, kind: str, group: int, week: int) -> int:
        """The place of one."""
        return self.start + int(np.ravel_multi_index((KINDS.index(kind), group, week), self.shape))

    def over_groups(self, kind: str, week: int) -> Iterator[int]:
        """The places of all groups of a week."""
        return (self.at(kind, group, week) for group in range(self.shape[1]))

    def withheld(self) -> Iterator[tuple[str, int, int]]:
        """Kind, group and week of each figure that is withheld."""
        for kind in SHOWN:
            for group, week in np.argwhere(np.isnan(self.told.cells[kind])):
                yield kind, int(group), int(week)


def constrain(program: Program, unknowns: Unknowns, freed: Collection[tuple[str, int]] = ()) -> None:
    """Tell the program all that the release tells, but of no group the kinds and weeks in `freed`."""
    for week in range(unknowns.shape[2]):
        for group in range(unknowns.shape[1]):
            _tie_cell(program, unknowns, group, week)
            _show_cell(program, unknowns, group, week, [kind for kind, at in freed if at == week])
        _tie_week(program, unknowns, week)
    told = unknowns.told
    firsts = [place for week in range(unknowns.shape[2]) for place in unknowns.over_groups("first", week)]
    program.tie(dict.fromkeys(firsts, 1.0), told.accounts_count, told.accounts_count)


def _show_cell(program: Program, unknowns: Unknowns, group: int, week: int, freed: Collection[str]) -> None:
    for kind in set(SHOWN) - set(freed):
        if not np.isnan(value := unknowns.told.cells[kind][group, week]):
            program.fix(unknowns.at(kind, group, week), value)


def _tie_cell(program: Program, unknowns: Unknowns, group: int, week: int) -> None:
    """Within a cell, and from the week before."""
    active, reported, first, complied, mirrors, live, went, came, again = (
        unknowns.at(kind, group, week) for kind in KINDS
    )
    for part in (reported, first, complied):
        program.tie({active: 1, part: -1}, low=0)
    program.tie({active: 1, reported: -1, first: -1, complied: -1}, high=0)
    program.tie({active: 1, first: -1, again: -1, complied: -1}, high=0)
    program.tie({first: 1, mirrors: -1}, low=0)
    program.tie({reported: 1, first: -1, again: -1}, high=0)
    program.tie({first: 1, reported: -1, again: -1}, high=0)
    # Who complied was up before, or came up in the week; and so was whoever was active.
    before = {unknowns.at("live", group, week - 1): -1.0} if week else {}
    program.tie({complied: 1, first: -1, came: -1, **before}, high=0)
    program.tie({active: 1, first: -1, again: -1, came: -1, **before}, high=0)
    program.tie({live: 1, first: -1, complied: 1, went: 1, came: -1, **before}, low=0, high=0)


def _tie_week(program: Program, unknowns: Unknowns, week: int) -> None:
    """Over the groups of a week, to what the platform's requests did; an account asked for twice may blur it."""
    told, repeats = unknowns.told, unknowns.told.repeats
    of = {name: float(figures[week]) for name, figures in told.requests.items()}
    sums = {kind: dict.fromkeys(unknowns.over_groups(kind, week), 1.0) for kind in KINDS}
    returned = of["complied_left_count"] + of["not_found_left_count"] + of["already_removed_left_count"]
    vanished = of["complied_left_count"] + of["not_found_count"] + of["already_removed_count"]
    program.tie(sums["reported"], max(of["reported_count"] - repeats, 0), of["reported_count"])
    program.tie({**sums["reported"], **_minus(sums["first"])}, low=0)
    program.tie(sums["first"], max(of["reported_count"] - repeats, 0), of["reported_count"])
    program.tie(
        sums["complied"], max(of["complied_count"] - of["complied_left_count"] - repeats, 0), of["complied_count"]
    )
    program.tie(sums["live"], max(of["live"] - repeats, 0), of["live"])
    program.tie(sums["went"], high=vanished + repeats)
    program.tie(sums["came"], high=returned + repeats)
    program.tie(sums["again"], high=repeats)


def _minus(terms: Terms) -> dict[int, float]:
    return {place: -value for place, value in terms.items()}


def link(program: Program, one: Unknowns, other: Unknowns, unchanged: NDArray[np.bool_]) -> None:
    """Take every cell of the weeks `unchanged` to have been the same in two releases; `one` is the earlier."""
    places = {group: place for place, group in enumerate(other.told.groups)}
    weeks = {week: place for place, week in enumerate(other.told.weeks)}
    for week in np.flatnonzero(unchanged):
        for group, name in enumerate(one.told.groups):
            for kind in KINDS:
                if kind != "live" and name in places:
                    there = other.at(kind, places[name], weeks[one.told.weeks[week]])
                    program.tie({one.at(kind, group, int(week)): 1, there: -1}, low=0, high=0)
