"""What may restate a figure of the sample, read from its files row by row, and what a release tells of each meeting."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from tests.pipeline.sample_calibration import AUGUST, Row, Sources, effective, moment

TAKEDOWN = ("suspend", "restrict")
PLATFORMS = {"twitter": "x"}
# The measures of a window of a meeting, and how many days after its last each can still change by itself.
SETTLED = {
    **dict.fromkeys(("requests_count", "judged_count", "complied_count", "complied_of_judged_rate"), 7),
    "overlapping_engagements_count": 30,
}


def platform(row: Row) -> str:
    name = str(row["platform"]).strip().lower()
    return PLATFORMS.get(name, name)


def reported_by_day(sources: Sources, as_of: Any) -> Counter[tuple[str, date]]:  # noqa: ANN401 - an instant
    """Takedown requests by platform and day of their report, as known at the instant."""
    known = effective(sources["requests"], "request_id", "reported_at", as_of)
    asked = (row for row in known if row["requested_action"] in TAKEDOWN)
    return Counter((platform(row), moment(row["reported_at"]).date()) for row in asked)


def touching(sources: Sources) -> Iterator[tuple[str, str, date]]:
    """Platform, cause and first date of every record of a request or response that came after 15 August."""
    requests: dict[str, list[Row]] = defaultdict(list)
    for row in sources["requests"]:
        requests[row["request_id"]].append(row)
    for source, key, happened in (
        ("requests", "request_id", "reported_at"),
        ("responses", "response_id", "event_at"),
    ):
        versions: dict[str, dict[str, Row]] = defaultdict(dict)
        for row in sources[source]:
            versions[row[key]][row["recorded_at"]] = row
        for rows in versions.values():
            in_order = sorted(rows.values(), key=lambda row: moment(row["recorded_at"]))
            for number, row in enumerate(in_order):
                first = min(moment(old[happened]) for old in in_order[: number + 1] if old[happened])
                if moment(row["recorded_at"]) <= AUGUST or first > AUGUST:
                    continue
                cause = "retraction" if row["is_retracted"] else "correction" if number else "late_record"
                for asked in requests[row["request_id"]]:
                    yield platform(asked), cause, first.date()


def windows_by_metric(release: Path) -> dict[tuple[str, str, str], tuple[float | None, Row]]:
    """What a release tells of the two windows of every meeting, and the row that it tells it in."""
    table = release / "public" / "parquet" / "fct_engagement_outcomes.parquet"
    with duckdb.connect() as connection:
        answer = connection.execute(f"from read_parquet('{table}')")
        names = [column[0] for column in answer.description]
        rows = [dict(zip(names, row, strict=True)) for row in answer.fetchall()]
    return {(row["engagement_id"], row["window_name"], name): (row[name], row) for row in rows for name in SETTLED}


def is_in(window: Row, platform_id: str, day: date) -> bool:
    is_met = window["platform_id"] in (platform_id, "all")
    return is_met and window["window_first_date"] <= day <= window["window_last_date"]
