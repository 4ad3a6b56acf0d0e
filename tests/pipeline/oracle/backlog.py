"""What lies unanswered, by age, and who was answered in time: fct_backlog and fct_compliance_cohorts."""

from datetime import date, datetime, timedelta
from typing import Any

from tests.pipeline.oracle.compliance import wilson
from tests.pipeline.oracle.log import Log, day_of, last_instant
from tests.pipeline.oracle.requests import takedowns_at

Row = dict[str, Any]
# MODEL's bands in whole days: 90+ begins where 31-90 ends.
AGE_BANDS = {"0-1": (0, 1), "2-7": (2, 7), "8-30": (8, 30), "31-90": (31, 90), "90+": (91, None)}
HORIZONS_DAYS = (1, 7, 30, 90)


def backlog_rows(log: Log, day: date, as_of: datetime, key: bytes) -> dict[tuple[str, str], Row]:
    """Pending requests at the end of a date by platform and age band; age is in days of the calendar, UTC."""
    ages: dict[tuple[str, str], list[int]] = {}
    for asked in takedowns_at(log, min(last_instant(day), as_of), as_of, key):
        if asked.outcome == "pending":
            age_days = (day - day_of(asked.reported_at)).days
            ages.setdefault((asked.platform_id, age_band(age_days)), []).append(age_days)
    return {cell: {"pending_count": len(days), "oldest_age_days": max(days)} for cell, days in ages.items()}


def age_band(age_days: int) -> str:
    return next(name for name, (low, high) in AGE_BANDS.items() if low <= age_days <= (high or age_days))


def cohort_rows(log: Log, as_of: datetime, key: bytes) -> dict[tuple[date, str, int], Row]:
    """By month of report, platform and horizon: complied with in time, among requests at least that old."""
    cohorts: dict[tuple[date, str, int], list[bool]] = {}
    for asked in takedowns_at(log, as_of, as_of, key):
        for horizon in HORIZONS_DAYS:
            due_at = asked.reported_at + timedelta(days=horizon)
            if due_at <= as_of:
                month = day_of(asked.reported_at).replace(day=1)
                is_in_time = asked.complied_at is not None and asked.complied_at <= due_at
                cohorts.setdefault((month, asked.platform_id, horizon), []).append(is_in_time)
    return {cell: _cohort_row(sum(judged), len(judged)) for cell, judged in cohorts.items()}


def _cohort_row(complied: int, eligible: int) -> Row:
    share, low, high = wilson(complied, eligible)
    return {
        "eligible_count": eligible,
        "complied_count": complied,
        "complied_within_rate": share,
        "complied_within_low": low,
        "complied_within_high": high,
    }
