"""The requests of a release as its cubes file them, to count any filter state again in pandas.

Belongs here: which group a request may be told under, which of its dates say which period, and drawing rows by a seed.
Does not: what is counted (test_cubes).
"""

from dataclasses import dataclass
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

import pandas as pd

from orchestration.warehouse import connect
from tests.pipeline.marts import ask_one

DIMENSIONS = ("platform_id", "agency_id", "group_id", "requested_action")
STATE = (*DIMENSIONS, "legal_basis", "period_id")
DRAWN, SEED = 12, 20251031
OPEN = "all"
APPEALED = """
    select distinct request_id from marts.fct_request_events
    where event_type = 'appealed' and not is_retracted and superseded_at is null
"""


@dataclass(frozen=True)
class Case:
    """A release: its cubes, its requests as they are filed in them, and its instant."""

    path: Path
    requests: pd.DataFrame
    as_of: datetime

    def table(self, name: str) -> pd.DataFrame:
        """One of the cubes."""
        return read(self.path, f"select * from marts.{name}")

    def drawn(self, name: str, condition: str = "true") -> list[dict[str, Any]]:
        """Rows of a cube, as many as are drawn; half of them of states with many requests."""
        rows = self.table(name).query(condition) if condition != "true" else self.table(name)
        some = rows.sample(DRAWN // 2, random_state=SEED)
        size = "reported_count" if "reported_count" in rows else "survival_denominator"
        many = rows.nlargest(200, size).sample(DRAWN // 2, random_state=SEED)
        return [*some.to_dict("records"), *many.to_dict("records")]

    def of(self, row: dict[str, Any]) -> pd.DataFrame:
        """The requests of a row's state."""
        found = self.requests
        for name in STATE[:-1]:
            if row.get(name, OPEN) != OPEN:
                found = found[found[name].eq(row[name])]
        if row.get("period_id", OPEN) != OPEN:
            found = found[found["month"].eq(row["period_id"]) | found["quarter"].eq(row["period_id"])]
        return found


def read(path: Path, sql: str) -> pd.DataFrame:
    """The rows of a query to a release."""
    with connect(path, read_only=True) as connection:
        frame: pd.DataFrame = connection.sql(sql).df()
        return frame


def filed(path: Path) -> pd.DataFrame:
    """Requests under the group that may be told: a pair of group and platform of which no week is withheld."""
    requests = read(path, "select * from marts.fct_requests")
    weeks = read(path, "select * from marts.fct_group_activity_weekly")
    is_withheld = weeks["is_suppressed"] | weeks["is_stock_suppressed"]
    hidden = set(weeks.loc[is_withheld, ["platform_id", "group_id"]].itertuples(index=False, name=None))
    pairs = zip(requests["platform_id"], requests["group_id"], strict=True)
    reported = requests["reported_at"].dt.tz_convert("UTC").dt.tz_localize(None)
    breaches = read(path, "select request_id, is_open from marts.fct_sla_breaches").groupby("request_id")["is_open"]
    return requests.assign(
        group_id=["withheld" if pair in hidden else pair[1] for pair in pairs],
        legal_basis=requests["legal_basis"].fillna("none"),
        reported_day=reported.dt.floor("D"),
        month=reported.dt.strftime("%Y-%m"),
        quarter=reported.dt.year.astype(str) + "-Q" + reported.dt.quarter.astype(str),
        is_appealed=requests["request_id"].isin(read(path, APPEALED)["request_id"]),
        breached=requests["request_id"].map(breaches.size()).fillna(0),
        open_breached=requests["request_id"].map(breaches.sum()).fillna(0),
    )


def read_case(path: Path) -> Case:
    """The release whose DuckDB file is `path`."""
    day = ask_one(path, "select max(as_of_date) from marts.fct_compliance_summary")
    return Case(path, filed(path), datetime.combine(day, time.max, tzinfo=UTC))
