"""What a set of requests amounts to: counts by outcome, age and clock, rates with Wilson's bounds, Kaplan-Meier curves.

Belongs here: the definitions of MODEL sections 1 and 3, written out in Python. Does not: which requests (truth).
"""

import csv
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from math import exp, log, sqrt
from pathlib import Path

from tests.e2e.filters.log import COMPLIED, Log, Request, Row

MIN_CELL, MIN_AT_RISK = 5, 10
Z = 1.959963984540054
DAY = timedelta(days=1)
DECIDED = (*COMPLIED, "partial", "declined", "reversed")
OUTCOMES = (*DECIDED, "not_found", "already_removed", "pending")
BANDS = {"0_1": (0, 1), "2_7": (2, 7), "8_30": (8, 30), "31_90": (31, 90), "over_90": (91, 10**6)}
FAMILIES = {
    "complied_of_reported": ("complied", "reported"),
    "complied_of_decided": ("complied", "decided"),
    "response": ("responded", "reported"),
    "reversed_of_complied": ("ever_reversed", "ever_complied"),
    "appealed_of_decided": ("decided_appealed", "decided"),
    "not_found_of_reported": ("not_found", "reported"),
    "undesignated_of_known": ("undesignated_group", "designation_known"),
    "no_legal_basis_of_reported": ("no_legal_basis", "reported"),
}
AGREED = Path(__file__).parents[3] / "dbt_project" / "seeds" / "agreed_hours.csv"


def counts_of(requests: Sequence[Request], truth: Log) -> Row:
    """Every count of a state, as <name>_count."""
    outcomes = Counter(request.states[-1].outcome for request in requests)
    ages = [
        (truth.as_of.date() - request.reported_at.date()).days
        for request in requests
        if request.states[-1].outcome == "pending"
    ]
    rows = [request.row for request in requests]
    designated = [row["was_group_designated_at_report"] for row in rows]
    found = {name: outcomes[name] for name in OUTCOMES}
    found |= {f"pending_{band}": sum(low <= age <= high for age in ages) for band, (low, high) in BANDS.items()}
    found |= {
        "reported": len(requests),
        "complied": sum(outcomes[name] for name in COMPLIED),
        "decided": sum(outcomes[name] for name in DECIDED),
        "responded": sum(row["first_response_at"] is not None for row in rows),
        "ever_complied": sum(complied_at(request) is not None for request in requests),
        "ever_reversed": sum(any(state.outcome == "reversed" for state in one.states) for one in requests),
        "decided_appealed": sum(one.is_appealed and one.states[-1].outcome in DECIDED for one in requests),
        "no_legal_basis": sum(row["legal_basis"] is None for row in rows),
        "undesignated_group": designated.count(False),
        "designation_known": len(designated) - designated.count(None),
        "due": sum(is_due for request in requests for _, is_due in clocks(request, truth)),
        "breached": sum(len(request.breaches) for request in requests),
        "open_breached": sum(breach["is_open"] for request in requests for breach in request.breaches),
    }
    return {f"{name}_count": count for name, count in found.items()}


def complied_at(request: Request) -> object:
    return next((state.started_at for state in request.states if state.outcome in COMPLIED), None)


@cache
def agreed_hours() -> tuple[Row, ...]:
    """What people have agreed with platforms: kept by hand in a seed."""
    with AGREED.open(encoding="utf-8", newline="") as file:
        return tuple(dict(row) for row in csv.DictReader(file))


def clocks(request: Request, truth: Log) -> list[tuple[str, bool]]:
    """Those of its clocks that have hours agreed for them, and whether these are over by now."""
    day, found = request.reported_at.date(), []
    for clock in ("first_response", "decision"):
        terms = [
            term
            for term in agreed_hours()
            if term["clock"] == clock
            and term["platform_id"] in ("", request.row["platform_id"])
            and term["requested_action"] in ("", request.row["requested_action"])
            and date.fromisoformat(term["valid_from"]) <= day
            and (not term["valid_to"] or date.fromisoformat(term["valid_to"]) >= day)
        ]
        # What was agreed goes before the law, what is particular before what is general, the newer before the older.
        terms.sort(key=lambda term: term["valid_from"], reverse=True)
        terms.sort(key=lambda term: (term["basis"] != "agreed", not term["platform_id"], not term["requested_action"]))
        if terms:
            hours = timedelta(hours=int(terms[0]["agreed_hours"]))
            found.append((clock, request.reported_at + hours <= truth.as_of))
    return found


def rated(family: str, k: int, n: int) -> Row:
    """A rate of k of n with its bounds and the lengths of its error bars; none of fewer than MIN_CELL."""
    status = "none" if not n else "withheld" if n < MIN_CELL else "shown"
    rate, low, high = (k / n, *wilson(k, n)) if status == "shown" else (None, None, None)
    return {
        f"{family}_status": status,
        f"{family}_numerator": k,
        f"{family}_denominator": n,
        f"{family}_rate": rate,
        f"{family}_low": low,
        f"{family}_high": high,
        f"{family}_above": max(high - rate, 0) if rate is not None and high is not None else 0,
        f"{family}_below": max(rate - low, 0) if rate is not None and low is not None else 0,
    }


def with_rates(counts: Row, of_all_platforms: Row) -> Row:
    """The counts with the rates of every family, and where each stands to that of all platforms."""
    made = dict(counts)
    for family, (numerator, denominator) in FAMILIES.items():
        k, n = (counts[f"{part}_count"] for part in (numerator, denominator))
        made |= rated(family, k, n)
        overall = rated(family, *(of_all_platforms[f"{part}_count"] for part in (numerator, denominator)))
        made[f"{family}_standing"] = standing(made, overall, family)
    return made


def standing(row: Row, overall: Row, family: str) -> str:
    """Whether the whole interval lies to one side of the rate of all platforms."""
    if row[f"{family}_status"] != "shown":
        return "withheld"
    rate = overall[f"{family}_rate"]
    if row[f"{family}_rate"] == rate:
        return "neither"
    return "below" if row[f"{family}_high"] < rate else "above" if row[f"{family}_low"] > rate else "neither"


def wilson(k: int, n: int) -> tuple[float, float]:
    """The 95 % interval of k out of n."""
    middle = (k / n + Z * Z / (2 * n)) / (1 + Z * Z / n)
    spread = Z / (1 + Z * Z / n) * sqrt(k / n * (1 - k / n) / n + Z * Z / (4 * n * n))
    return max(0.0, middle - spread), min(1.0, middle + spread)


def watched(request: Request, truth: Log) -> tuple[int, bool]:
    """For how many days it was watched, and whether it was complied with on the last: day n is the n-th 24 hours.

    What was not found or was gone already leaves the watch then; anything else is watched until now.
    """
    reported, whole = request.reported_at, (truth.as_of - request.reported_at) // DAY
    action = next((state.started_at for state in request.states if state.outcome in COMPLIED), None)
    if action is not None:
        day = -((reported - action) // DAY)
        return (day, True) if day <= whole else (whole, False)
    last = request.states[-1]
    return ((last.started_at - reported) // DAY if last.outcome in ("not_found", "already_removed") else whole), False


def curve(requests: Sequence[Request], truth: Log) -> list[Row]:
    """Kaplan-Meier with Greenwood's bounds on the scale of log(-log S), while MIN_AT_RISK are at risk."""
    ended = Counter(watched(request, truth) for request in requests)
    at_risk, share, greenwood, found = len(requests), 1.0, 0.0, []
    for day in sorted({0, *(day for day, _ in ended)}):
        acted = ended[day, True]
        if at_risk < MIN_AT_RISK:
            break
        share *= 1 - acted / at_risk
        greenwood += acted / (at_risk * (at_risk - acted)) if acted < at_risk else 0
        low, high = bounds(share, greenwood)
        rates = {"survival_rate": share, "survival_low": low, "survival_high": high}
        found.append({"day": day, "at_risk_count": at_risk, "action_count": acted, **rates})
        at_risk -= acted + ended[day, False]
    return found


def bounds(share: float, greenwood: float) -> tuple[float, float]:
    if share <= 0 or share >= 1:
        return share, share
    spread = Z * sqrt(greenwood) / -log(share)
    low, high = (exp(-exp(log(-log(share)) + sign * spread)) for sign in (1, -1))
    return low, high


def median_days(points: Sequence[Mapping[str, float]]) -> float | None:
    """The first day by which half of them were complied with."""
    return next((point["day"] for point in points if point["survival_rate"] <= 0.5 + 1e-12), None)
