"""What the cubes tell beside the other tables: what became of the requests of a month, for all unnamed groups together.

Belongs here: that table, and what ties it to the cells. Does not: who asks (model).

The adversary is given more than any cube holds, so that whatever they tell by month, day, horizon, agency, action or
legal basis is in it: of every request of a platform that no named group has, the month and week of its report, the week
that it was first complied with in, and its outcome. What splits requests without saying whose they are (agency, action,
legal basis) ties no group: any share of the groups in a whole can be that of its parts.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from tests.pipeline.attack.model import Program, Unknowns

UP = ("pending", "partial", "declined", "reversed")
MISSED = ("not_found", "already_removed")
Places = Mapping[tuple[str, int, int, int], int]
Split = Mapping[tuple[int, int], float]  # by place of the month and of the week


@dataclass(frozen=True)
class Cohorts:
    """The requests of a platform that no named group has, by month of report; and how often one complied once more."""

    groups: tuple[int, ...]
    reported: Split
    complied: Split
    up: tuple[float, ...]
    missed: tuple[float, ...]
    undone: tuple[float, ...]
    complied_by_week: tuple[float, ...]

    @cached_property
    def places(self) -> Places:
        """Of each unknown (kind, group, month, week), its place among them."""
        names = [
            *(("up", group, month, 0) for group in self.groups for month in range(len(self.up))),
            *(("reported", group, *at) for group in self.groups for at in self.reported),
            *(("complied", group, *at) for group in self.groups for at in self.complied),
        ]
        return {name: place for place, name in enumerate(names)}

    @property
    def count(self) -> int:
        """How many unknowns there are."""
        return len(self.places)


def read_requests(path: Path) -> pd.DataFrame:
    """The requests of a release with their dates as the adversary knows them."""
    columns = ["platform_id", "group_id", "outcome", "reported_at", "complied_at"]
    requests = pd.read_parquet(path, columns=columns)
    reported, complied = (requests[name].dt.tz_convert("UTC").dt.tz_localize(None) for name in columns[3:])
    return requests.assign(
        month=reported.dt.to_period("M").dt.start_time,
        week=reported.dt.to_period("W-SUN").dt.start_time,
        complied_week=complied.dt.to_period("W-SUN").dt.start_time,
    )


def tell_cohorts(
    requests: pd.DataFrame, groups: tuple[str, ...], weeks: tuple[pd.Timestamp, ...], named: Collection[str]
) -> Cohorts:
    """The cohorts of one platform. `named` are the groups that daily tables name on it."""
    pool = requests[~requests["group_id"].isin(set(named))]
    months = sorted(pool["month"].unique())
    place = {month: at for at, month in enumerate(months)}, {week: at for at, week in enumerate(weeks)}

    def split(column: str) -> Split:
        sizes = pool.dropna(subset=[column]).groupby(["month", column]).size()
        return {(place[0][month], place[1][week]): float(size) for (month, week), size in sizes.items()}

    def by_month(outcomes: Collection[str]) -> tuple[float, ...]:
        sizes = pool[pool["outcome"].isin(outcomes)].groupby("month").size().reindex(months, fill_value=0)
        return tuple(float(size) for size in sizes)

    firsts = requests.groupby("complied_week").size().reindex(list(weeks), fill_value=0)
    return Cohorts(
        groups=tuple(at for at, group in enumerate(groups) if group not in named),
        reported=split("week"),
        complied=split("complied_week"),
        up=by_month(UP),
        missed=by_month(MISSED),
        undone=by_month(["reversed"]),
        complied_by_week=tuple(float(size) for size in firsts),
    )


def tie_cohorts(program: "Program", side: "Unknowns", start: int) -> None:
    """Tell the program of the cohorts, whose unknowns begin at `start`. Accounts asked for twice may blur them."""
    cohorts, repeats = side.told.cohorts, side.told.repeats
    at = {name: start + place for name, place in cohorts.places.items()}
    for kind, split in (("reported", cohorts.reported), ("complied", cohorts.complied)):
        for (month, week), total in split.items():
            program.tie({at[kind, group, month, week]: 1.0 for group in cohorts.groups}, total, total)
    for month, up in enumerate(cohorts.up):
        program.tie({at["up", group, month, 0]: 1.0 for group in cohorts.groups}, up, up)
        for group in cohorts.groups:
            _tie_month(program, cohorts, at, group, month)
    for group in cohorts.groups:
        ups = {at["up", group, month, 0]: -1.0 for month in range(len(cohorts.up))}
        program.tie({side.at("live", group, side.shape[2] - 1): 1.0, **ups}, -repeats, repeats)
        for week in range(side.shape[2]):
            again = float(side.told.requests["complied_count"][week]) - cohorts.complied_by_week[week]
            reported, complied = (dict(_of_week(at, kind, group, week)) for kind in ("reported", "complied"))
            program.tie({side.at("reported", group, week): -1.0, **reported}, 0.0, repeats)
            minus = dict.fromkeys(complied, -1.0)
            program.tie({side.at("complied", group, week): 1.0, **minus}, -repeats, again + repeats)


def _of_week(at: Places, kind: str, group: int, week: int) -> Iterator[tuple[int, float]]:
    return ((place, 1.0) for (of, whose, _, when), place in at.items() if (of, whose, when) == (kind, group, week))


def _tie_month(program: "Program", cohorts: Cohorts, at: Places, group: int, month: int) -> None:
    """Of a group's requests of a month: no more are up, or were ever complied with, than there are."""
    reported = {at["reported", group, *where]: 1.0 for where in cohorts.reported if where[0] == month}
    complied = {at["complied", group, *where]: -1.0 for where in cohorts.complied if where[0] == month}
    up = {at["up", group, month, 0]: -1.0}
    program.tie({**reported, **complied}, low=0)
    program.tie({**reported, **up}, low=0)
    program.tie({**reported, **up, **complied}, -cohorts.undone[month], cohorts.missed[month])
