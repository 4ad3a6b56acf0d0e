"""A small house that is in order: a manifest in the shape of dbt 1.11's, and the frames that belong to it."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

OUTCOMES = ("complied", "partial", "declined", "not_found", "already_removed", "reversed")
RATES = ("complied_of_reported", "response")
SUMMARY_COUNTS = (
    *("reported_count", "complied_count", "complied_global_count", "complied_local_count", "partial_count"),
    *("declined_count", "not_found_count", "already_removed_count", "pending_count", "reversed_count"),
    *("decided_count", "responded_count", "accounts_reported_count", "accounts_complied_count"),
)
WEEKLY_COUNTS = (
    "accounts_active_count",
    *("accounts_reported_count", "accounts_first_reported_count", "accounts_complied_count", "accounts_live_count"),
)

RESTATEMENT_GRAIN = (
    *("publisher", "report", "country_code", "period_start", "product", "requestor", "reason", "unit", "measure"),
    *("new_vintage", "comparison"),
)
RESTATEMENT_VALUES = ("old_vintage", "old_value_low", "old_value_high", "new_value_low", "new_value_high")


def metric(label: str, unit: str = "request", stage: str = "stock", **more: object) -> dict[str, Any]:
    return {"label": label, "unit": unit, "stage": stage, "speaker": "warehouse", **more}


def model(
    name: str,
    grain: Sequence[str],
    plain: Sequence[str] = (),
    metrics: Mapping[str, dict[str, Any]] | None = None,
    tier: str = "public",
) -> dict[str, Any]:
    """A node of the manifest, with the fields of dbt 1.11 that are read and a few that are not."""
    named: dict[str, dict[str, Any]] = {column: {} for column in (*grain, *plain)}
    named |= {column: {"metric": meta} for column, meta in (metrics or {}).items()}
    meta = {"tier": tier, "grain": list(grain), "owner": f"{name} people"}
    return {
        "resource_type": "model",
        "name": name,
        "unique_id": f"model.takedown.{name}",
        "patch_path": f"takedown://dbt_project/models/marts/{name}.yml",
        "access": "public",
        "description": f"One row per {' x '.join(grain)}.",
        "config": {"access": "public", "materialized": "table", "meta": meta},
        "meta": meta,
        "columns": {
            column: {"name": column, "description": f"About {column}.", "config": {"meta": meta}, "meta": meta}
            for column, meta in named.items()
        },
    }


def models() -> list[dict[str, Any]]:
    return [
        model("dim_platform", ["platform_id"], ["platform_name"]),
        _summary_model(),
        _daily_model(),
        _cube_model(),
        model(
            "fct_group_activity_weekly",
            ["week_start_date", "group_id", "platform_id"],
            ["is_suppressed", "mirrors_count", "followers"],
            {name: metric(name, "account", "flow", min_cell=5) for name in WEEKLY_COUNTS},
        ),
        model(
            "fct_law_violations",
            ["law_id"],
            ["question", "severity"],
            {name: metric(name, "count") for name in ("violation_count", "checked_count")},
        ),
        model(
            "fct_published_figures",
            ["publisher", "vintage"],
            [],
            {"value_low": metric("Lowest value", "item", "flow") | {"speaker": "platform"}},
        ),
        model("fct_restatements", RESTATEMENT_GRAIN, [*RESTATEMENT_VALUES, "suspected_cause"]),
        model("fct_requests", ["request_id"], [], {"hours_to_decision": metric("Hours", "hour")}, tier="research"),
    ]


def _summary_model() -> dict[str, Any]:
    counts = {"reported_count": metric("Reported", max_step=0.5)}
    fractions = {rate: {f"{part}": f"{rate}_{part}" for part in ("numerator", "denominator")} for rate in RATES}
    rates = {f"{rate}_rate": metric(rate, "rate", "rate", **fractions[rate]) for rate in RATES}
    rates["complied_of_reported_rate"]["valid_range"] = [0, 1]
    followers = {"followers_reported": metric("Followers.", "follower", valid_range=[0, None])}
    parts = [name for fraction in fractions.values() for name in fraction.values()]
    plain = ["is_total", "as_of_date", *parts, *SUMMARY_COUNTS]
    return model("fct_compliance_summary", ["platform_id"], plain, {**counts, **rates, **followers})


def _cube_model() -> dict[str, Any]:
    outcomes = [f"{name}_count" for name in (*OUTCOMES, "pending")]
    return model(
        "fct_compliance_cube",
        ["platform_id", "agency_id", "period_id"],
        outcomes,
        {"reported_count": metric("Reported")},
    )


def _daily_model() -> dict[str, Any]:
    flows = ["reported_count", *(f"{name}_count" for name in OUTCOMES), *(f"{name}_left_count" for name in OUTCOMES)]
    stocks = ["total_reported_count", *(f"total_{name}_count" for name in OUTCOMES), "pending_count"]
    metrics = {
        "reported_count": metric("Reported", stage="flow"),
        "total_reported_count": metric("Reported so far", max_step=5),
        "total_complied_count": metric("Complied with"),
    }
    grain = ["date_day", "platform_id", "agency_id", "group_id", "requested_action"]
    return model("fct_compliance_daily", grain, [*flows, *stocks], metrics)


def write_manifest(path: Path, nodes: Sequence[Mapping[str, Any]] | None = None) -> Path:
    """Write a manifest of these models, amid nodes that are no published model."""
    others = [
        {"resource_type": "model", "name": "stg_log", "access": "protected", "config": {"meta": {}}, "columns": {}},
        {"resource_type": "test", "name": "unique", "config": {}, "columns": {}},
    ]
    nodes = [*others, *(models() if nodes is None else nodes)]
    path.write_text(json.dumps({"metadata": {}, "nodes": {str(i): node for i, node in enumerate(nodes)}}))
    return path


def frames() -> dict[str, pd.DataFrame]:
    """Every public table, in the types in which the warehouse hands them over."""
    return {
        "dim_platform": pd.DataFrame({"platform_id": ["telegram", "x"], "platform_name": ["Telegram", "X"]}),
        "fct_compliance_summary": _summary(),
        "fct_compliance_daily": daily([("2025-07-01", "x", 10, 4), ("2025-07-01", "telegram", 6, 1), *LATER]),
        "fct_compliance_cube": _cube(),
        "fct_group_activity_weekly": _weekly(),
        "fct_law_violations": pd.DataFrame(
            {
                "law_id": ["nothing_in_the_future", "every_row_was_read"],
                "question": ["Is nothing dated after today?", "Could every row be read?"],
                "severity": ["critical", "warning"],
                "violation_count": pd.array([0, 0], dtype="Int64"),
                "checked_count": pd.array([852, 852], dtype="Int64"),
            }
        ),
        "fct_published_figures": pd.DataFrame(
            {
                "publisher": ["google", "meta"],
                "vintage": pd.to_datetime(["2024-09-13", "2025-06-01"]),
                "value_low": [6190.0, 12.0],
            }
        ),
        "fct_restatements": restatements((432, 214)),
    }


LATER = [("2025-07-02", "x", 3, 5), ("2025-07-02", "telegram", 1, 2)]


def previous() -> dict[str, pd.DataFrame]:
    """The release of the day before, with dates as a Parquet file gives them."""
    before = frames()
    days = before["fct_compliance_daily"]
    days = days[days["date_day"] == "2025-07-01"].copy()
    days["date_day"] = days["date_day"].dt.date
    return before | {"fct_compliance_daily": days}


def restatements(*values: tuple[float, float]) -> pd.DataFrame:
    """fct_restatements from (old, new), one for each half-year from 2023-H2 on."""
    starts = pd.date_range("2023-07-01", periods=len(values), freq="6MS")
    constants = {
        **{"publisher": "google", "report": "google_removals", "country_code": "PK", "product": "all"},
        **{"requestor": "Police", "reason": "all", "unit": "request", "measure": "received"},
        **{"comparison": "same_grain", "suspected_cause": "unknown"},
    }
    frame = pd.DataFrame({"period_start": starts}).assign(**constants)
    frame["old_vintage"], frame["new_vintage"] = pd.Timestamp("2024-09-13"), pd.Timestamp("2025-12-01")
    for position, age in enumerate(("old", "new")):
        frame[f"{age}_value_low"] = frame[f"{age}_value_high"] = [float(pair[position]) for pair in values]
    return frame


def _summary() -> pd.DataFrame:
    x = [10, 6, 4, 2, 1, 1, 0, 0, 2, 0, 7, 8, 9, 5]
    telegram = [8, 3, 3, 0, 0, 1, 1, 1, 1, 1, 5, 7, 8, 3]
    rows = [x, telegram, [a + b for a, b in zip(x, telegram, strict=True)]]
    frame = pd.DataFrame(rows, columns=list(SUMMARY_COUNTS), dtype="Int64")
    frame.insert(0, "platform_id", ["x", "telegram", "all"])
    frame["is_total"] = [False, False, True]
    frame["as_of_date"] = pd.to_datetime(["2025-07-02"] * 3)
    frame["followers_reported"] = pd.array([900, None, 900], dtype="Int64")
    for rate, part in zip(RATES, ("complied_count", "responded_count"), strict=True):
        frame[f"{rate}_numerator"] = frame[part]
        frame[f"{rate}_denominator"] = frame["reported_count"]
        frame[f"{rate}_rate"] = (frame[part] / frame["reported_count"]).astype("float64")
    return frame


def _cube() -> pd.DataFrame:
    """Two requests of one agency, to two platforms, of which one has answered."""
    states = [(platform, agency) for platform in ("x", "telegram", "all") for agency in ("pta", "all")]
    frame = pd.DataFrame(states, columns=["platform_id", "agency_id"]).assign(period_id="all")
    reported = frame["platform_id"].map({"x": 1, "telegram": 1, "all": 2})
    complied = frame["platform_id"].ne("telegram").astype("int64")
    counts = {"reported": reported, "complied": complied, "pending": reported - complied}
    for name in ("reported", *OUTCOMES, "pending"):
        frame[f"{name}_count"] = pd.array(counts.get(name, complied * 0), dtype="Int64")
    return frame


def daily(moves: Sequence[tuple[str, str, int, int]]) -> pd.DataFrame:
    """fct_compliance_daily from (date, platform, reported, complied), with one reversal of each three complied."""
    frame = pd.DataFrame(moves, columns=["date_day", "platform_id", "reported_count", "complied_count"])
    frame["date_day"] = pd.to_datetime(frame["date_day"])
    frame = frame.assign(agency_id="pta", group_id="ttp", requested_action="suspend")
    frame["complied_left_count"] = frame["reversed_count"] = frame["complied_count"] // 3
    for name in OUTCOMES:
        for column in (f"{name}_count", f"{name}_left_count"):
            frame[column] = frame.get(column, 0)
    ordered = frame.sort_values("date_day", kind="stable").groupby("platform_id")
    frame["total_reported_count"] = ordered["reported_count"].cumsum()
    for name in OUTCOMES:
        net = ordered[f"{name}_count"].cumsum() - ordered[f"{name}_left_count"].cumsum()
        frame[f"total_{name}_count"] = net
    decided = frame[[f"total_{name}_count" for name in OUTCOMES]].sum(axis=1)
    frame["pending_count"] = frame["total_reported_count"] - decided
    counts = [column for column in frame if column.endswith("_count")]
    return frame.astype(dict.fromkeys(counts, "Int64")).sample(frac=1, random_state=1)


def _weekly() -> pd.DataFrame:
    frame = pd.DataFrame(
        {
            "week_start_date": pd.to_datetime(["2025-06-30"] * 4),
            "group_id": ["ttp", "bla", "iskp", "ttp"],
            "platform_id": ["x", "x", "x", "telegram"],
            "is_suppressed": [False, True, True, False],
            "mirrors_count": pd.array([None] * 4, dtype="Int64"),
            "followers": pd.array([4000, None, None, 70], dtype="Int64"),
        }
    )
    for name in WEEKLY_COUNTS:
        frame[name] = pd.array([12, None, None, 0], dtype="Int64")
    return frame
