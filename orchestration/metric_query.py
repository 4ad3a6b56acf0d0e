"""What `takedown metric` answers: the published cells of one metric, with its unit, its n and its definition.

Belongs here: finding a metric in a release's data packages and reading its cells. Does not: adding cells up. What is
published at no grain that was asked for is refused, since shares, medians and distinct accounts do not add up.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from textwrap import fill
from typing import Any

from orchestration.release import require_release
from orchestration.settings import Settings
from orchestration.status import run_query

# The tables that a released file replays for any past date, and the macro that does.
REPLAYED = {
    "fct_compliance_summary": "compliance_as_of",
    "fct_reach_daily": "reach_as_of",
    "fct_group_activity_weekly": "group_activity_as_of",
}
COUNTED = ("reported_count", "action_count")


class MetricUnknownError(ValueError):
    """No such metric is published, or not by these columns, or not for a past date. Says what is."""


@dataclass(frozen=True)
class PublishedMetric:
    """The column `name` of the released table `table`, with its terms and the other columns of that table."""

    table: str
    grain: tuple[str, ...]
    columns: frozenset[str]
    name: str
    description: str
    terms: dict[str, Any]

    @property
    def shown(self) -> list[str]:
        """What makes an answer: the cell, the value, its n and its bounds, under short names so that all fit a line."""
        stem, _, unit = self.name.rpartition("_")
        beside = [
            *((self.terms.get(key), name) for key, name in (("numerator", "numerator"), ("denominator", "n"))),
            *((f"{before}_{bound}{after}", bound)
              for bound in ("low", "high") for before, after in ((stem, ""), (self.name, ""), (stem, f"_{unit}"))),
        ]  # fmt: skip
        counts = [name for name in COUNTED if name in self.columns and self.terms["unit"] in ("day", "hour")]
        return [*self.grain, self.name, *counts, *(f"{c} as {name}" for c, name in beside if c in self.columns)]


def list_metrics(settings: Settings) -> Iterator[str]:
    """A line for each metric of the current release: name, unit, table and what it is published by."""
    for metric in _read_metrics(require_release(settings)):
        yield f"{metric.name:<40} {metric.terms['unit']:<10} {metric.table} by {', '.join(metric.grain)}"


def ask_metric(settings: Settings, name: str, by: Sequence[str], as_of: str | None, *, is_csv: bool) -> str:
    """The cells of metric `name` (or `table.name`) by the columns `by`, as known at `as_of`, as a table or as CSV.

    Raises MetricUnknownError with the nearest name, FileNotFoundError before the first release, ValueError for an
    instant that is none or is later than the release.
    """
    folder = require_release(settings)
    metric = choose(_read_metrics(folder), name, by, is_past=as_of is not None)
    rows = run_query(settings, to_sql(metric, by, as_of), is_csv=is_csv)
    return rows if is_csv else f"{_heading(metric, folder, as_of)}\n{rows}"


def choose(metrics: Sequence[PublishedMetric], name: str, by: Sequence[str], *, is_past: bool) -> PublishedMetric:
    """The metric of that name whose table has all columns `by` in its grain and fewest others."""
    named = [metric for metric in metrics if name in (metric.name, f"{metric.table}.{metric.name}")]
    if not named:
        raise MetricUnknownError(f"no metric {name!r} is published{_nearest(name, metrics)}")
    fitting = [metric for metric in named if set(by) <= set(metric.grain)]
    if not fitting:
        raise MetricUnknownError(f"{name} is not published by {', '.join(by)}; it is by {_grains(named)}")
    if is_past and not any(metric.table in REPLAYED for metric in fitting):
        raise MetricUnknownError(
            f"{name} is not replayed for past dates; {', '.join(REPLAYED)} are. "
            "`takedown build --as-of DATE` makes a whole release of any date"
        )
    usable = [metric for metric in fitting if metric.table in REPLAYED] if is_past else fitting
    return min(usable, key=lambda metric: (len(metric.grain), metric.table not in REPLAYED, metric.table))


def to_sql(metric: PublishedMetric, by: Sequence[str], as_of: str | None) -> str:
    """The query: cells as they are published; without `by` the total alone, where there is one."""
    moment = (as_of or "").replace("'", "''")
    source = f"marts.{metric.table}" if as_of is None else f"{REPLAYED[metric.table]}('{moment}')"
    total = " where is_total" if not by and "is_total" in metric.columns else ""
    order = [*by, *(column for column in metric.grain if column not in by)]
    return f"select {', '.join(metric.shown)} from {source}{total} order by {', '.join(order)}"


def _read_metrics(folder: Path) -> list[PublishedMetric]:
    packages = [json.loads((folder / tier / "datapackage.json").read_text("utf-8")) for tier in ("public", "research")]
    resources = [resource for package in packages for resource in package["resources"]]
    return [
        PublishedMetric(
            table=resource["name"],
            grain=tuple(resource["takedown"]["grain"]),
            columns=frozenset(field["name"] for field in resource["schema"]["fields"]),
            name=field["name"],
            description=field["description"],
            terms=field["metric"],
        )
        for resource in resources
        if resource["format"] == "parquet"
        for field in resource["schema"]["fields"]
        if "metric" in field
    ]


def _heading(metric: PublishedMetric, folder: Path, as_of: str | None) -> str:
    terms = metric.terms
    facts = json.loads((folder / "public" / "datapackage.json").read_text("utf-8"))["takedown"]
    moment = f"{as_of}, as known then" if as_of else facts["as_of_date"]
    fraction = f", {terms['numerator']} of n = {terms['denominator']}" if terms.get("denominator") else ""
    return (
        f"{terms['label']}\n{fill(metric.description, 110)}\n"
        f"unit {terms['unit']}{fraction}; {terms['stage']}; said by {terms['speaker']}\n"
        f"{metric.table}, as of {moment}; release {folder.name}{' (SYNTHETIC)' if facts['is_synthetic'] else ''}"
    )


def _nearest(name: str, metrics: Sequence[PublishedMetric]) -> str:
    near = get_close_matches(name.rpartition(".")[2], {metric.name for metric in metrics}, n=3)
    return f"; near are {', '.join(near)}" if near else "; `takedown metric` lists all"


def _grains(metrics: Sequence[PublishedMetric]) -> str:
    return "; or ".join(f"{', '.join(metric.grain)} ({metric.table})" for metric in metrics)
