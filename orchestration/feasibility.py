"""What official claims together allow: the least and the most that each platform can have been asked and can have done.

Belongs here: claims as linear constraints on counts of six platforms, solved with HiGHS, into `raw.claim_feasibility`.
Does not: whether a claim agrees with the request log (fct_claims), nor how it is worded (seeds/official_claims.csv).
"""

import csv
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import astuple, dataclass, field, fields
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from orchestration.settings import Settings

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

PLATFORMS = ("facebook", "instagram", "tiktok", "x", "telegram", "whatsapp")
PLATFORM_SETS = (*PLATFORMS, "facebook;tiktok", "x;whatsapp", "all")
INFEASIBLE, UNBOUNDED = 2, 3  # what scipy.optimize.linprog calls them
DECIMALS = 6  # beyond these a bound is the solver's rounding

Expression = tuple[float, ...]  # coefficients: of reported by platform, then of complied by platform


class ScenarioError(ValueError):
    """A row of claim_scenarios.csv that cannot be read as a constraint."""


@dataclass(frozen=True)
class Constraint:
    """`low` <= metric over `platforms` <= `high`; None for an open end. A rate is pooled over the platforms."""

    platforms: str
    metric: str
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Scenario:
    """Constraints that are taken to hold together. `assumption` says in words what of it nobody claimed."""

    as_of_date: date
    name: str
    constraints: tuple[Constraint, ...]
    is_whole: bool
    assumption: str


@dataclass(frozen=True)
class Feasibility:
    """The range of one set of platforms in one scenario: exact bounds, and whole numbers nearest to them.

    A high of None is unbounded; all bounds are None where nothing satisfies the scenario.
    """

    as_of_date: date
    scenario: str
    platform_set: str
    reported_low_bound: float | None
    reported_high_bound: float | None
    complied_low_bound: float | None
    complied_high_bound: float | None
    is_feasible: bool
    assumption: str
    reported_low: int | None = field(init=False)
    reported_high: int | None = field(init=False)
    complied_low: int | None = field(init=False)
    complied_high: int | None = field(init=False)

    def __post_init__(self) -> None:
        for name in ("reported_low", "reported_high", "complied_low", "complied_high"):
            bound = getattr(self, f"{name}_bound")
            object.__setattr__(self, name, None if bound is None else math.floor(bound + 0.5))


def write_claim_feasibility(connection: "DuckDBPyConnection", settings: Settings) -> int:
    """Fill `raw.claim_feasibility` anew from the seeds; returns how many rows it holds. Raises ScenarioError."""
    rows = [row for scenario in read_scenarios(settings.seeds) for row in solve(scenario)]
    connection.execute("create schema if not exists raw")
    connection.execute(
        "create or replace table raw.claim_feasibility (as_of_date date, scenario varchar, platform_set varchar, "
        "reported_low_bound double, reported_high_bound double, complied_low_bound double, complied_high_bound double, "
        "is_feasible boolean, assumption varchar, "
        "reported_low bigint, reported_high bigint, complied_low bigint, complied_high bigint)"
    )
    marks = ", ".join("?" for _ in fields(Feasibility))
    connection.executemany(f"insert into raw.claim_feasibility values ({marks})", [astuple(row) for row in rows])
    return len(rows)


def read_scenarios(seeds: Path) -> tuple[Scenario, ...]:
    """The scenarios of claim_scenarios.csv in `seeds`, with the intervals of official_claims.csv where they give none.

    Raises ScenarioError, naming the row and what to do about it.
    """
    with (seeds / "official_claims.csv").open(newline="", encoding="utf-8") as file:
        claims = {row["claim_id"]: row for row in csv.DictReader(file)}
    with (seeds / "claim_scenarios.csv").open(newline="", encoding="utf-8") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: (row["as_of"], row["scenario"]))
    grouped = groupby(rows, key=lambda row: (row["as_of"], row["scenario"]))
    return tuple(_scenario(day, name, list(members), claims) for (day, name), members in grouped)


def solve(scenario: Scenario, platform_sets: Sequence[str] = PLATFORM_SETS) -> list[Feasibility]:
    """The range of each set of platforms. Raises ScenarioError for a constraint that cannot be stated."""
    minimum = _minimiser(scenario)
    is_feasible = minimum(_times(0, _reported("all"))) < math.inf
    nothing = (None, None, None, None)
    return [
        Feasibility(
            scenario.as_of_date,
            scenario.name,
            platform_set,
            *(_range(minimum, platform_set) if is_feasible else nothing),
            is_feasible,
            scenario.assumption,
        )
        for platform_set in platform_sets
    ]


def _scenario(day: str, name: str, rows: list[dict[str, str]], claims: dict[str, dict[str, str]]) -> Scenario:
    if len({row["is_whole"] for row in rows}) > 1:
        raise ScenarioError(f"claim_scenarios.csv, {name} of {day}: is_whole differs between rows; give all the same")
    assumed = [row["note"] for row in rows if not row["claim_id"]]
    constraints = tuple(_constraint(row, claims) for row in rows)
    return Scenario(
        date.fromisoformat(day),
        name,
        constraints,
        rows[0]["is_whole"] == "true",
        "; ".join(assumed) or "nothing beyond the claims",
    )


def _constraint(row: dict[str, str], claims: dict[str, dict[str, str]]) -> Constraint:
    where = f"claim_scenarios.csv, {row['scenario']} of {row['as_of']}, {row['claim_id'] or 'assumption'}"
    if row["claim_id"] and row["claim_id"] not in claims:
        raise ScenarioError(f"{where}: no such claim in official_claims.csv; correct claim_id or leave it empty")
    given = row if row["value_low"] or row["value_high"] else claims.get(row["claim_id"], row)
    low, high = (float(text) if text else None for text in (given["value_low"], given["value_high"]))
    if low is None and high is None:
        raise ScenarioError(f"{where}: neither the row nor the claim gives a value; leave out what limits nothing")
    constraint = Constraint(row["platforms"], row["metric"], low, high)
    try:
        list(_inequalities(constraint))
    except ScenarioError as error:
        raise ScenarioError(f"{where}: {error}") from error
    return constraint


def _inequalities(constraint: Constraint) -> Iterator[tuple[Expression, float]]:
    """The constraint as (expression, limit) with expression <= limit."""
    low, high = constraint.low, constraint.high
    reported, complied = _reported(constraint.platforms), _complied(constraint.platforms)
    if constraint.metric == "complied_of_reported_rate":
        yield from [] if low is None else [(_add(_times(low, reported), _times(-1, complied)), 0.0)]
        yield from [] if high is None else [(_add(complied, _times(-high, reported)), 0.0)]
    elif constraint.metric in ("reported_count", "complied_count"):
        counted = reported if constraint.metric == "reported_count" else complied
        yield from [] if low is None else [(_times(-1, counted), -low)]
        yield from [] if high is None else [(counted, high)]
    elif constraint.metric == "identified_count":
        # Who is reported has been identified: at most so many are reported, and the least says nothing.
        yield from [] if high is None else [(reported, high)]
    elif constraint.metric == "pending_count":
        # Whoever is pending was reported and not complied with; others may be neither, so the most says nothing.
        yield from [] if low is None else [(_add(complied, _times(-1, reported)), -low)]
    else:
        raise ScenarioError(f"{constraint.metric!r} is no count or rate of platforms; leave the row out")


def _reported(platform_set: str) -> Expression:
    names = PLATFORMS if platform_set == "all" else tuple(platform_set.split(";"))
    if unknown := sorted(set(names) - set(PLATFORMS)):
        raise ScenarioError(f"unknown platform {', '.join(unknown)}; known are {', '.join(PLATFORMS)} and all")
    return (*(float(name in names) for name in PLATFORMS), *(0.0 for _ in PLATFORMS))


def _complied(platform_set: str) -> Expression:
    reported = _reported(platform_set)
    return reported[len(PLATFORMS) :] + reported[: len(PLATFORMS)]


def _add(one: Expression, other: Expression) -> Expression:
    return tuple(a + b for a, b in zip(one, other, strict=True))


def _times(factor: float, expression: Expression) -> Expression:
    return tuple(factor * coefficient for coefficient in expression)


Minimise = Callable[[Expression], float]


def _minimiser(scenario: Scenario) -> Minimise:
    """A function that gives the least value of an expression: -inf where there is no least, inf where no solution."""
    from scipy.optimize import linprog

    at_most_asked = [(_add(_complied(name), _times(-1, _reported(name))), 0.0) for name in PLATFORMS]
    limits = [*at_most_asked, *(limit for constraint in scenario.constraints for limit in _inequalities(constraint))]

    def minimum(expression: Expression) -> float:
        found = linprog(
            expression,
            A_ub=[row for row, _ in limits],
            b_ub=[limit for _, limit in limits],
            bounds=(0, None),
            method="highs",
            integrality=int(scenario.is_whole),
            # Presolve may say "infeasible or unbounded"; without it the two are told apart.
            options={"presolve": False},
        )
        if found.status in (INFEASIBLE, UNBOUNDED):
            return math.inf if found.status == INFEASIBLE else -math.inf
        if not found.success:
            raise ScenarioError(f"{scenario.name} of {scenario.as_of_date} cannot be solved: {found.message}")
        return float(found.fun)

    return minimum


def _range(minimum: Minimise, platform_set: str) -> tuple[float | None, float | None, float | None, float | None]:
    """Least and most reported, least and most complied, of a scenario that has a solution."""
    reported, complied = _reported(platform_set), _complied(platform_set)
    return (
        _bound(minimum, reported, 1),
        _bound(minimum, reported, -1),
        _bound(minimum, complied, 1),
        _bound(minimum, complied, -1),
    )


def _bound(minimum: Minimise, expression: Expression, sign: int) -> float | None:
    """The least (sign 1) or the most (sign -1) of the expression; None where there is none."""
    found = minimum(_times(sign, expression))
    return None if found == -math.inf else round(sign * found, DECIMALS) + 0.0  # and no -0.0
