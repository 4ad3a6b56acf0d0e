"""Definitions as a release carries them: its datapackage.json -> tables and metrics, so that it is judged by its own.

Belongs here: reading what was written with the release. Does not: the models of today (metrics reads their manifest).
"""

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import ValidationError

from quality.metrics import Metric, MetricError, Table

Definition = TypeVar("Definition", Table, Metric)


def read_definitions(package: Mapping[str, Any]) -> tuple[tuple[Table, ...], tuple[Metric, ...]]:
    """The tables and metrics of a parsed datapackage.json. Raises MetricError when it lacks or mistakes one."""
    resources = [one for one in _entry(package, "resources") if _entry(one, "format") == "parquet"]
    tables = tuple(_table(resource) for resource in resources)
    metrics = [
        _metric(table, field)
        for table, resource in zip(tables, resources, strict=True)
        for field in resource["schema"]["fields"]
        if "metric" in field
    ]
    return tables, tuple(metrics)


def _entry(part: Mapping[str, Any], name: str) -> Any:  # noqa: ANN401 - as the package has it
    if name not in part:
        raise MetricError(f"datapackage.json: entry {name!r} is missing; write the release again")
    return part[name]


def _table(resource: Mapping[str, Any]) -> Table:
    about, schema = _entry(resource, "takedown"), _entry(resource, "schema")
    return _built(
        Table,
        name=resource["name"],
        tier=about.get("tier"),
        grain=about.get("grain"),
        owner=about.get("owner"),
        columns=tuple(field["name"] for field in _entry(schema, "fields")),
        description=resource.get("description", ""),
        may_be_empty=about.get("may_be_empty", False),
    )


def _metric(table: Table, field: Mapping[str, Any]) -> Metric:
    inherited = {"table": table.name, "tier": table.tier, "grain": table.grain, "owner": table.owner}
    own = {"name": field["name"], "description": field.get("description", "")}
    return _built(Metric, **{**field["metric"], **inherited, **own})


def _built(kind: type[Definition], **facts: object) -> Definition:
    try:
        return kind.model_validate(facts)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = f"datapackage.json, {facts.get('table', '')} {facts['name']}".replace("  ", " ")
        raise MetricError(f"{where}: {'.'.join(map(str, first['loc']))}: {first['msg']}") from error
