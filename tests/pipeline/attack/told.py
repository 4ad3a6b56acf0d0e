"""What a release tells of one platform's groups, week by week: all that the adversary reads.

Belongs here: reading public Parquet, and of the research tier no more than cohorts.py says. Does not: what follows from
it (model).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tests.pipeline.attack.cohorts import Cohorts, read_requests, tell_cohorts

Figures = NDArray[np.float64]
# The columns of a cell by the letter that the model calls them by. A NaN is a withheld one.
FLOWS = {
    "active": "accounts_active_count",
    "reported": "accounts_reported_count",
    "first": "accounts_first_reported_count",
    "complied": "accounts_complied_count",
    "mirrors": "mirrors_count",
}
STOCKS = {"live": "accounts_live_count"}
DAILY_FLOWS = (
    *("reported_count", "complied_count", "complied_left_count"),
    *("not_found_count", "not_found_left_count", "already_removed_count", "already_removed_left_count"),
)
# Of a request in one of these states the object is still up.
LIVE_STOCKS = ("pending_count", "total_partial_count", "total_declined_count", "total_reversed_count")
DAY_KEYS = ("date_day", "agency_id", "requested_action")


@dataclass(frozen=True)
class Told:
    """One platform of one release: cells as group x week, totals and requests by week."""

    platform_id: str
    groups: tuple[str, ...]
    weeks: tuple[pd.Timestamp, ...]
    cells: Mapping[str, Figures]
    is_cell_withheld: NDArray[np.bool_]
    requests: Mapping[str, Figures]
    accounts_count: int
    days: pd.DataFrame
    last_day: pd.Timestamp
    cohorts: Cohorts

    def total(self, kind: str, group: int, week: int) -> float:
        """What the platform's whole week tells of a figure of that kind: none of a group's can be more."""
        of = {name: float(figures[week]) for name, figures in self.requests.items()}
        if kind == "live":
            return of["live"]
        if kind == "complied" or (kind == "active" and not self.is_cell_withheld[group, week]):
            return of["complied_count"]
        return of["reported_count"] + (of["complied_count"] if kind == "active" else 0)

    @property
    def repeats(self) -> float:
        """How many requests named an account that had been asked for before, in the whole log."""
        return float(self.requests["reported_count"].sum() - self.accounts_count)


def read_told(public: Path, requests: Path | None = None) -> Iterator[Told]:
    """Each platform of the release whose public folder is `public`; `requests`: in the folder beside, if not given."""
    asked = read_requests(requests or public.parent / "research" / "parquet" / "fct_requests.parquet")
    weekly = _read(public, "fct_group_activity_weekly")
    daily = _read(public, "fct_compliance_daily")
    summary = _read(public, "fct_compliance_summary").set_index("platform_id")
    last_day = _read(public, "dim_date")["date_day"].max()
    for platform_id, cells in weekly.groupby("platform_id"):
        days = daily[daily["platform_id"].eq(platform_id)]
        accounts_count = int(summary.loc[platform_id, "accounts_reported_count"])
        of_platform = asked[asked["platform_id"].eq(platform_id)]
        yield _tell(str(platform_id), cells, days, of_platform, accounts_count, last_day)


def _tell(
    platform_id: str,
    cells: pd.DataFrame,
    days: pd.DataFrame,
    requests: pd.DataFrame,
    accounts_count: int,
    last_day: pd.Timestamp,
) -> Told:
    groups, weeks = (tuple(sorted(cells[column].unique())) for column in ("group_id", "week_start_date"))
    cohorts = tell_cohorts(requests, groups, weeks, named=set(days["group_id"]))
    wide = {
        name: cells.pivot(index="group_id", columns="week_start_date", values=column)
        for name, column in ({**FLOWS, **STOCKS, "withheld": "is_suppressed"}).items()
    }
    figures = {name: frame.loc[list(groups), list(weeks)].to_numpy(dtype="float64") for name, frame in wide.items()}
    is_withheld = figures.pop("withheld") > 0
    by_day = days.groupby(list(DAY_KEYS))[list(DAILY_FLOWS)].sum()
    return Told(
        platform_id,
        groups,
        weeks,
        figures,
        is_withheld,
        _by_week(days, weeks),
        accounts_count,
        by_day,
        last_day,
        cohorts,
    )


def _by_week(days: pd.DataFrame, weeks: tuple[pd.Timestamp, ...]) -> dict[str, Figures]:
    """Requests of the whole platform: flows of each week, and at its end those whose object is up."""
    week = days["date_day"] - pd.to_timedelta(days["date_day"].dt.day_of_week, unit="D")
    flows = days.groupby(week)[list(DAILY_FLOWS)].sum().reindex(weeks, fill_value=0)
    live = days.groupby("date_day")[list(LIVE_STOCKS)].sum().sum(axis="columns")
    ends = [live[live.index < start + pd.Timedelta(days=7)] for start in weeks]
    stocks = np.array([float(until.iloc[-1]) if len(until) else 0.0 for until in ends])
    return {**{name: flows[name].to_numpy(dtype="float64") for name in DAILY_FLOWS}, "live": stocks}


def _read(public: Path, table: str) -> pd.DataFrame:
    frame = pd.read_parquet(public / "parquet" / f"{table}.parquet")
    for column in ("date_day", "week_start_date"):
        if column in frame:
            frame[column] = pd.to_datetime(frame[column])
    return frame
