"""Marts beside the oracle, cell by cell.

Belongs here: which rows of a mart are compared with which rows of the oracle. Does not: how either came about.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

import pytest

from tests.pipeline.compiled_models import Replay
from tests.pipeline.oracle.accounts import current_statuses
from tests.pipeline.oracle.backlog import backlog_rows, cohort_rows
from tests.pipeline.oracle.compliance import daily_rows, request_rows, summary_rows
from tests.pipeline.oracle.log import Log
from tests.pipeline.oracle.reach import activity_rows, monday_of, reach_rows

Row = dict[str, Any]
Rows = Mapping[Any, Row]
COMPARED = frozenset(
    {
        *("fct_requests", "fct_compliance_summary", "fct_compliance_daily", "fct_compliance_cohorts", "fct_backlog"),
        *("fct_reach_daily", "dim_account", "int_group_cells__weekly"),
    }
)
LAWS = frozenset({"int_laws__request_log"})
REPLAYED = frozenset(
    {"fct_requests", "fct_compliance_summary", "fct_reach_daily", "fct_group_activity_weekly", "fct_mirrors"}
)
MARTS = COMPARED | LAWS | REPLAYED


def differences(marts: Rows, oracle: Rows) -> list[str]:
    """Each cell of the oracle that the mart has otherwise, and each row that only one of them has."""
    found = [f"only the mart has {key}: {marts[key]}" for key in marts.keys() - oracle.keys()]
    found += [f"only the oracle has {key}: {oracle[key]}" for key in oracle.keys() - marts.keys()]
    for key in marts.keys() & oracle.keys():
        found += [
            f"{key} {column}: mart {marts[key][column]}, oracle {value}"
            for column, value in oracle[key].items()
            if not is_same(marts[key][column], value)
        ]
    return found


def is_same(one: object, other: object) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return one == pytest.approx(other, abs=1e-9)
    return one == other


def all_differences(replay: Replay, log: Log, as_of: datetime, days: Iterable[date], key: bytes) -> list[str]:
    """What `replay`, built as of an instant, says otherwise than the oracle: at that instant and on days before it."""
    found = at_the_instant(replay, log, as_of, key)
    for day in days:
        found += on_a_day(replay, log, day, as_of, key)
    return found


def at_the_instant(replay: Replay, log: Log, as_of: datetime, key: bytes) -> list[str]:
    """The marts that have no date: requests, the summary, accounts, cohorts."""
    statuses = {name: {"current_status": status} for name, status in current_statuses(log, as_of, as_of, key).items()}
    return [
        *differences(by(replay, "fct_requests", "request_id"), request_rows(log, as_of, as_of, key)),
        *differences(by(replay, "fct_compliance_summary", "platform_id"), summary_rows(log, as_of, as_of, key)),
        *differences(by(replay, "dim_account", "account_id"), statuses),
        *differences(_judged(replay), cohort_rows(log, as_of, key)),
    ]


def on_a_day(replay: Replay, log: Log, day: date, as_of: datetime, key: bytes) -> list[str]:
    """The marts of dates and weeks. Rows in which nothing is counted say the same as no row."""
    cell = ("platform_id", "agency_id", "group_id", "requested_action")
    daily = by(replay, "fct_compliance_daily", *cell, where=f"date_day = date '{day}' and total_reported_count > 0")
    reach = by(replay, "fct_reach_daily", "platform_id", "group_id", where=f"date_day = date '{day}'")
    week = f"week_start_date = date '{monday_of(day)}'"
    cells = by(replay, "int_group_cells__weekly", "platform_id", "group_id", where=week, schema="intermediate")
    activity = activity_rows(log, monday_of(day), as_of, key)
    reached = reach_rows(log, day, as_of, key)
    backlog = by(
        replay, "fct_backlog", "platform_id", "age_band", where=f"date_day = date '{day}' and pending_count > 0"
    )
    return [
        *differences(daily, daily_rows(log, day, as_of, key)),
        *differences(_said(reach, reached), reached),
        *differences(_said(cells, activity), activity),
        *differences(backlog, backlog_rows(log, day, as_of, key)),
    ]


def by(replay: Replay, table: str, *keys: str, where: str = "true", schema: str = "marts") -> dict[Any, Row]:
    """Rows of a table by their key: one value, or a tuple of them."""
    rows = replay.rows(f"from {schema}.{table} where {where}")
    found = {tuple(row[key] for key in keys) if len(keys) > 1 else row[keys[0]]: row for row in rows}
    assert len(found) == len(rows), f"{table} has two rows of one {', '.join(keys)}"
    return found


def _judged(replay: Replay) -> dict[Any, Row]:
    key = ("month_start_date", "platform_id", "horizon_days")
    return by(replay, "fct_compliance_cohorts", *key, where="eligible_count > 0 and not is_total")


def _said(rows: Rows, oracle: Rows) -> dict[Any, Row]:
    counted = {column for row in oracle.values() for column in row}
    return {key: row for key, row in rows.items() if key in oracle or any(row[column] for column in counted)}
