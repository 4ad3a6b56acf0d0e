"""What the filters must show, worked out again from the requests of the research tier, and the wording of a binding
filled in again in Python. Shares nothing with the cubes and the scripts but the bindings on the page.
"""

from collections.abc import Mapping
from math import sqrt
from pathlib import Path
from typing import Any

import duckdb

from dashboards.words import NULL, Words

MIN_CELL = 5
Z = 1.959963984540054
COLUMNS = {"platform": "platform_id", "agency": "agency_id", "group": "'withheld'", "action": "requested_action",
           "basis": "coalesce(legal_basis, 'none')"}  # fmt: skip
COMPLIED = "outcome IN ('complied_global', 'complied_local')"
DECIDED = "outcome IN ('complied_global', 'complied_local', 'partial', 'declined', 'reversed')"
COUNTS = {
    "reported": "true",
    "complied": COMPLIED,
    "decided": DECIDED,
    "responded": "first_response_at IS NOT NULL",
    "ever_complied": "complied_at IS NOT NULL",
    "ever_reversed": "reversed_at IS NOT NULL",
    "no_legal_basis": "legal_basis IS NULL",
    "undesignated_group": "NOT was_group_designated_at_report",
    "designation_known": "was_group_designated_at_report IS NOT NULL",
    **{
        name: f"outcome = '{name}'"
        for name in ("complied_global", "complied_local", "partial", "declined", "not_found", "already_removed",
                     "pending", "reversed")
    },
}  # fmt: skip
FAMILIES = {
    "complied_of_reported": ("complied", "reported"),
    "complied_of_decided": ("complied", "decided"),
    "response": ("responded", "reported"),
}
Row = Mapping[str, Any]


class Truth:
    """The requests of a release, counted for any state of the filters."""

    def __init__(self, release: Path) -> None:
        self._connection = duckdb.connect(":memory:")
        files = release / "research" / "parquet" / "fct_requests.parquet"
        self._connection.execute("SET TimeZone = 'UTC'")
        self._connection.execute(f"CREATE VIEW requests AS FROM '{files}'")

    def rows(self, state: Mapping[str, str], by: str) -> dict[str, Row]:
        """The counted columns of each value of `by` in the state; 'all' for the whole, whatever `by` is set to."""
        whole = self._counted({name: value for name, value in state.items() if name != by}, f"'{by}'")
        parts = self._counted(state, COLUMNS[by])
        overall = next(iter(whole.values()), None)
        rows = parts | ({"all": overall} if overall else {})
        return {value: with_rates(row, overall or {}) for value, row in rows.items()}

    def reported_by_day(self, state: Mapping[str, str]) -> dict[str, int]:
        """For each day with a report, how many requests there were by its end."""
        inside = {name: value for name, value in state.items() if name != "period"}
        rows = self._connection.execute(
            f"SELECT reported_at::DATE::VARCHAR, count(*) FROM requests WHERE {condition(inside)} GROUP BY 1 ORDER BY 1"
        ).fetchall()
        total, known = 0, {}
        for day, count in rows:
            total += count
            known[day] = total
        return known

    def _counted(self, state: Mapping[str, str], by: str) -> dict[str, dict[str, int]]:
        counts = ", ".join(f"count(*) FILTER (WHERE {test}) AS {name}_count" for name, test in COUNTS.items())
        found = self._connection.execute(
            f"SELECT {by} AS value, {counts} FROM requests WHERE {condition(state)} GROUP BY 1"
        )
        names = [column[0] for column in found.description or []][1:]
        return {value: dict(zip(names, row, strict=True)) for value, *row in found.fetchall()}


def condition(state: Mapping[str, str]) -> str:
    """The state as SQL. A release of this size names no group, so that all requests are of the one that is withheld."""
    tests = [f"{COLUMNS[name]} = '{value}'" for name, value in state.items() if name != "period"]
    if period := state.get("period"):
        month = "strftime(reported_at, '%Y-%m')"
        quarter = "year(reported_at) || '-Q' || quarter(reported_at)"
        tests.append(f"{quarter if 'Q' in period else month} = '{period}'")
    return " AND ".join(["true", *tests])


def with_rates(row: Row, overall: Row) -> Row:
    """The row with the status, rate, bounds and standing of every family."""
    made = dict(row)
    for family, (numerator, denominator) in FAMILIES.items():
        k, n = row[f"{numerator}_count"], row[f"{denominator}_count"]
        made |= {f"{family}_numerator": k, f"{family}_denominator": n}
        made[f"{family}_status"] = "none" if not n else "withheld" if n < MIN_CELL else "shown"
        low, high = wilson(k, n) if n >= MIN_CELL else (None, None)
        made |= {f"{family}_rate": k / n if n >= MIN_CELL else None, f"{family}_low": low, f"{family}_high": high}
        whole = overall.get(f"{denominator}_count", 0)
        made[f"{family}_standing"] = standing(
            k / n if n else 0, low, high, overall[f"{numerator}_count"] / (whole or 1)
        )
    return made


def standing(rate: float, low: float | None, high: float | None, overall: float) -> str:
    if low is None or high is None:
        return "withheld"
    if rate == overall:
        return "neither"
    return "below" if high < overall else "above" if low > overall else "neither"


def wilson(k: int, n: int) -> tuple[float, float]:
    """The 95 % interval of k out of n."""
    middle = (k / n + Z * Z / (2 * n)) / (1 + Z * Z / n)
    spread = Z / (1 + Z * Z / n) * sqrt(k / n * (1 - k / n) / n + Z * Z / (4 * n * n))
    return middle - spread, middle + spread


def fill(wording: Mapping[str, Any], row: Row, words: Words) -> str | None:
    """The text of a wording for a row; None where it speaks of a column that is not counted here."""
    if "column" in wording:
        if wording["column"] not in row or wording.get("at"):
            return None
        value = row[wording["column"]]
        return fill(wording["texts"].get("" if value is None else str(value), wording["other"]), row, words)
    places = wording.get("places", {})
    if any(place["column"] not in row or place.get("at") for place in places.values()):
        return None
    template: str = wording["template"]
    if wording.get("many") and row[places[wording.get("count", "count")]["column"]] != 1:
        template = wording["many"]
    texts = {
        name: written(row[place["column"]], place.get("format", "number"), words) for name, place in places.items()
    }
    return template.format(**texts) if texts else template


def written(value: float | None, form: str, words: Words) -> str:
    """A value as Words writes it."""
    if value is None:
        return NULL
    if form in ("percent", "percent0"):
        return words.percent(value, 0 if form == "percent0" else 1)
    return words.compact(value) if form == "compact" else words.number(value)
