"""What a release says about itself: its data package and its verdicts, as frozen, checked records."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath
from typing import Any

SEVERITIES = ("critical", "warning")
VERDICTS = ("passed", "passed_with_warnings", "blocked")


class ReleaseError(ValueError):
    """The release folder cannot be read as MODEL section 3 promises. The message says what, where and what to do."""


@dataclass(frozen=True)
class Metric:
    """The metric metadata of one column. `None` means that it does not apply to this column."""

    label: str
    unit: str
    numerator: str | None
    denominator: str | None
    min_cell: int | None
    speaker: str | None
    stage: str | None


@dataclass(frozen=True)
class Field:
    """One column of a published table."""

    name: str
    type: str
    description: str
    metric: Metric | None


@dataclass(frozen=True)
class Table:
    """One published table: where its Parquet lies (relative to public/) and what its columns mean."""

    name: str
    path: str
    description: str
    grain: tuple[str, ...]
    owner: str
    byte_count: int
    sha256: str
    fields: tuple[Field, ...]

    def field(self, name: str) -> Field:
        """The column called `name`. Raises ReleaseError when the table has none."""
        found = next((field for field in self.fields if field.name == name), None)
        if found is None:
            raise ReleaseError(f"{self.name} has no column {name!r} in datapackage.json: rebuild the release")
        return found


@dataclass(frozen=True)
class Check:
    """One verdict of the gate. `error` is set when the check itself broke, which is not a pass.

    Where it is no pass, `consequence` says what that means, and `failing_rows` are the first of `failing_count` rows.
    """

    check_id: str
    table: str
    metric: str
    severity: str
    question: str
    owner: str
    is_passed: bool
    observed: str
    expected: str
    error: str
    consequence: str = ""
    failing_count: int | None = None
    failing_rows: tuple[Mapping[str, object], ...] = ()


@dataclass(frozen=True)
class Quality:
    """The verdicts of the gate on a release."""

    verdict: str
    checks: tuple[Check, ...]

    @property
    def passed_count(self) -> int:
        return sum(check.is_passed for check in self.checks)

    @property
    def warnings(self) -> tuple[Check, ...]:
        return tuple(check for check in self.checks if not check.is_passed and check.severity == "warning")


@dataclass(frozen=True)
class ReleaseFacts:
    """Name, date and nature of a release, its public tables in the order of the data package, and its verdicts."""

    release_id: str
    as_of_date: date
    is_synthetic: bool
    compared_with: str | None
    title: str
    tables: Mapping[str, Table]
    quality: Quality

    def table(self, name: str) -> Table:
        """The published table called `name`. Raises ReleaseError when the release does not hold it."""
        if name not in self.tables:
            raise ReleaseError(
                f"{self.release_id} has no public table {name!r}: the site needs it, rebuild the release"
            )
        return self.tables[name]

    def metric(self, table: str, column: str) -> Metric:
        """The metric of table.column. Raises ReleaseError when the column carries none."""
        metric = self.table(table).field(column).metric
        if metric is None:
            raise ReleaseError(f"{table}.{column} carries no metric in datapackage.json: add config.meta.metric to it")
        return metric

    def min_cell(self, table: str, column: str) -> int:
        """The smallest n of which table.column may be shown. Raises ReleaseError when its metric states none."""
        least = self.metric(table, column).min_cell
        if least is None:
            raise ReleaseError(
                f"{table}.{column} states no min_cell, the smallest n that may be shown: add it to the yml"
            )
        return least


def parse_facts(package: Mapping[str, Any], quality: Mapping[str, Any]) -> ReleaseFacts:
    """Facts from the parsed datapackage.json and quality.json of one release.

    Raises ReleaseError when they lack a promised entry, disagree, or the gate blocked the release.
    """
    try:
        facts = _facts(package, quality)
    except KeyError as error:
        raise ReleaseError(f"datapackage.json or quality.json lacks the entry {error}: rebuild the release") from error
    if quality["release_id"] != facts.release_id:
        raise ReleaseError(f"quality.json is of {quality['release_id']!r}, datapackage.json of {facts.release_id!r}")
    if facts.quality.verdict == "blocked":
        raise ReleaseError(f"{facts.release_id} was blocked by the gate: no site is made from it")
    return facts


def _facts(package: Mapping[str, Any], quality: Mapping[str, Any]) -> ReleaseFacts:
    about = package["takedown"]
    tables = [_table(resource) for resource in package["resources"] if resource["format"] == "parquet"]
    return ReleaseFacts(
        release_id=about["release_id"],
        as_of_date=date.fromisoformat(about["as_of_date"]),
        is_synthetic=_flag(about["is_synthetic"], "is_synthetic"),
        compared_with=about["compared_with"],
        title=package["title"],
        tables={table.name: table for table in tables},
        quality=_quality(quality),
    )


def _table(resource: Mapping[str, Any]) -> Table:
    if resource["takedown"]["tier"] != "public":
        raise ReleaseError(
            f"public/datapackage.json lists {resource['name']!r} of tier {resource['takedown']['tier']!r}"
        )
    path = PurePosixPath(resource["path"])
    if path.is_absolute() or ".." in path.parts:
        raise ReleaseError(f"public/datapackage.json points outside public/: {resource['path']!r}")
    return Table(
        name=resource["name"],
        path=str(path),
        description=resource["description"],
        grain=tuple(resource["takedown"]["grain"]),
        owner=resource["takedown"]["owner"],
        byte_count=resource["bytes"],
        sha256=resource["hash"].removeprefix("sha256:"),
        fields=tuple(_field(field) for field in resource["schema"]["fields"]),
    )


def _field(field: Mapping[str, Any]) -> Field:
    metric = field.get("metric")
    return Field(field["name"], field["type"], field["description"], _metric(metric) if metric else None)


def _metric(metric: Mapping[str, Any]) -> Metric:
    optional = {key: metric.get(key) for key in ("numerator", "denominator", "min_cell", "speaker", "stage")}
    return Metric(label=metric["label"], unit=metric["unit"], **optional)


def _quality(quality: Mapping[str, Any]) -> Quality:
    if quality["verdict"] not in VERDICTS:
        raise ReleaseError(f"quality.json: verdict {quality['verdict']!r} is none of {', '.join(VERDICTS)}")
    return Quality(quality["verdict"], tuple(_check(check) for check in quality["checks"]))


def _check(check: Mapping[str, Any]) -> Check:
    if check["severity"] not in SEVERITIES:
        raise ReleaseError(f"quality.json: check {check['check_id']!r} has severity {check['severity']!r}")
    texts = {
        key: _text(check[key]) for key in ("table", "metric", "question", "owner", "observed", "expected", "error")
    }
    return Check(
        check_id=check["check_id"],
        severity=check["severity"],
        is_passed=_flag(check["is_passed"], "is_passed"),
        consequence=_text(check.get("consequence")),
        failing_count=check.get("failing_count"),
        failing_rows=tuple(check.get("failing_rows", ())),
        **texts,
    )


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _flag(value: object, name: str) -> bool:
    if not isinstance(value, bool):
        raise ReleaseError(f"{name} is {value!r}, not true or false: rebuild the release")
    return value
