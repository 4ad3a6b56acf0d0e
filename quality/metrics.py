"""Metric metadata as authored in the models' .yml files, read from dbt's manifest: the one reader of it."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, Self, cast

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

Tier = Literal["public", "research", "restricted"]
Unit = Literal["request", "account", "item", "url", "complaint", "follower", "rate", "hour", "day", "count"]
Speaker = Literal["agency", "platform", "press", "warehouse"]
Stage = Literal["stock", "flow", "rate"]
Text = Annotated[str, Field(min_length=1)]
Bound = float | None

# Read by others from the same place, and none of the gate's business.
IGNORED_TABLE_KEYS = frozenset({"dagster", "dagster_dbt", "dated_by", "settled_after", "friendly_name", "source_rows"})
TABLE_KEYS = frozenset({"tier", "grain", "owner", "may_be_empty"})
OPTIONAL_KEYS = frozenset({"numerator", "denominator", "valid_range", "max_step", "min_cell", "blurred"})


class MetricError(ValueError):
    """The metadata of a published model is missing or wrong. Says which model, column and key, and what to do."""


def _as_tuple(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


class Table(BaseModel):
    """One published model: `grain` are the columns that identify a row, `columns` all of its columns.

    `may_be_empty`: a build can be right without a row in it, so nothing is asked about that.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    name: Text
    tier: Tier
    grain: Annotated[tuple[str, ...], BeforeValidator(_as_tuple), Field(min_length=1)]
    owner: Text
    columns: tuple[str, ...]
    description: str
    may_be_empty: bool = False

    @model_validator(mode="after")
    def _grain_exists(self) -> Self:
        if unknown := [column for column in self.grain if column not in self.columns]:
            raise ValueError(f"grain: {', '.join(unknown)} is not a column of this model")
        return self


class Metric(BaseModel):
    """One measure: the column `name` of the published model `table`, with what may be believed of it.

    `valid_range` is (lowest, highest), None for an open end. `max_step` is the largest plausible relative change
    of the total between two releases (0.5 = by half). `numerator` and `denominator` are columns of the same table,
    for rates only. A cell of fewer than `min_cell` is suppressed. What is `blurred` sums counts that are off a little.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    name: Text
    table: Text
    tier: Tier
    grain: tuple[str, ...]
    owner: Text
    description: str
    label: Text
    unit: Unit
    speaker: Speaker
    stage: Stage
    numerator: str | None = None
    denominator: str | None = None
    valid_range: Annotated[tuple[Bound, Bound] | None, BeforeValidator(_as_tuple)] = None
    max_step: Annotated[float | None, Field(gt=0)] = None
    min_cell: Annotated[int | None, Field(gt=0)] = None
    blurred: bool = False

    @model_validator(mode="after")
    def _is_consistent(self) -> Self:
        has_fraction = (self.numerator is not None, self.denominator is not None)
        if self.unit == "rate" and not all(has_fraction):
            raise ValueError("numerator, denominator: a rate needs both, as columns of the same table")
        if self.unit != "rate" and any(has_fraction):
            raise ValueError(f"numerator, denominator: only a rate has them; the unit is {self.unit!r}")
        if self.valid_range is not None:
            _require_range(*self.valid_range)
        return self


def _require_range(lowest: Bound, highest: Bound) -> None:
    if lowest is None and highest is None:
        raise ValueError("valid_range: both ends are open; give at least one end or leave the key out")
    if lowest is not None and highest is not None and lowest > highest:
        raise ValueError(f"valid_range: [{lowest:g}, {highest:g}] is reversed; write [lowest, highest]")


def read_metrics(manifest: Path) -> tuple[Metric, ...]:
    """Every metric of every published model, ordered by table and then as the columns stand in the .yml.

    Raises MetricError when the manifest is unreadable, or a published model's metadata is missing or wrong.
    """
    return tuple(
        _metric(table, column, meta) for node, table in _published(manifest) for column, meta in _metric_columns(node)
    )


def read_tables(manifest: Path) -> tuple[Table, ...]:
    """Every published model (dbt `access: public`), ordered by name. Raises MetricError as read_metrics does."""
    return tuple(table for _, table in _published(manifest))


def _published(manifest: Path) -> list[tuple[Mapping[str, Any], Table]]:
    nodes = [node for node in _nodes(manifest) if _is_published(node)]
    return sorted(((node, _table(node)) for node in nodes), key=lambda pair: pair[1].name)


def _nodes(manifest: Path) -> Iterator[Mapping[str, Any]]:
    try:
        text = manifest.read_text(encoding="utf-8")
        nodes = json.loads(text)["nodes"]
    except FileNotFoundError as error:
        raise MetricError(f"{manifest}: there is no dbt manifest here; run `dbt parse` or `dbt build` first") from error
    except (json.JSONDecodeError, UnicodeDecodeError, KeyError, TypeError) as error:
        raise MetricError(f"{manifest}: this is not a dbt manifest ({error!r}); run `dbt parse` again") from error
    yield from nodes.values()


def _is_published(node: Mapping[str, Any]) -> bool:
    access = node.get("config", {}).get("access") or node.get("access")
    return node.get("resource_type") == "model" and access == "public"


def _meta(part: Mapping[str, Any]) -> Mapping[str, Any]:
    """`config.meta`, or the older place `meta`; dbt 1.11 writes both, and then they agree."""
    return cast(Mapping[str, Any], part.get("config", {}).get("meta") or part.get("meta") or {})


def _table(node: Mapping[str, Any]) -> Table:
    meta, where = _meta(node), f"model {node['name']}"
    if unknown := sorted(set(meta) - TABLE_KEYS - IGNORED_TABLE_KEYS):
        raise MetricError(f"{where}: unknown key {unknown[0]!r} in config.meta; known are {_list(TABLE_KEYS)}")
    given = {key: meta[key] for key in sorted(TABLE_KEYS & set(meta))}
    facts = {"name": node["name"], "columns": tuple(node["columns"]), "description": node.get("description", "")}
    try:
        return Table.model_validate({**facts, **given})
    except ValidationError as error:
        raise MetricError(f"{where}: config.meta: {_explain(error, given)}; correct it in {_yml(node)}") from error


def _metric_columns(node: Mapping[str, Any]) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    for column in node["columns"].values():
        meta = _meta(column)
        if unknown := sorted(set(meta) - {"metric"} - IGNORED_TABLE_KEYS):
            where = f"model {node['name']}, column {column['name']}"
            raise MetricError(f"{where}: unknown key {unknown[0]!r} in config.meta; known is 'metric'")
        if "metric" in meta:
            yield {**column, "yml": _yml(node)}, meta["metric"]


def _metric(table: Table, column: Mapping[str, Any], meta: object) -> Metric:
    where = f"model {table.name}, column {column['name']}: config.meta.metric"
    if not isinstance(meta, Mapping):
        raise MetricError(f"{where} is {meta!r}; write it as keys and values in {column['yml']}")
    inherited = {"tier": table.tier, "grain": table.grain, "owner": table.owner}
    facts = {"name": column["name"], "table": table.name, "description": column.get("description", ""), **inherited}
    if clash := sorted(set(meta) & set(facts)):
        raise MetricError(f"{where}: key {clash[0]!r} is not written here, it follows from the model; remove it")
    try:
        metric = Metric.model_validate({**facts, **meta})
    except ValidationError as error:
        raise MetricError(f"{where}: {_explain(error, meta)}; correct it in {column['yml']}") from error
    for key in ("numerator", "denominator"):
        if (named := getattr(metric, key)) is not None and named not in table.columns:
            raise MetricError(f"{where}: {key} {named!r} is not a column of {table.name}; name one, or add it")
    return metric


def _explain(error: ValidationError, given: Mapping[str, Any]) -> str:
    """The first complaint, as `key = value: reason`. A union reports each of its members; the first will do."""
    first = error.errors(include_url=False)[0]
    reason = first["msg"].removeprefix("Value error, ")
    if first["type"] == "extra_forbidden":
        return f"unknown key {first['loc'][0]!r}; known are label, unit, speaker, stage, {_list(OPTIONAL_KEYS)}"
    if not first["loc"]:
        return reason
    key = str(first["loc"][0])
    value = f" = {given[key]!r}" if key in given else ""
    return f"{key}{value}: {reason}"


def _yml(node: Mapping[str, Any]) -> str:
    return str(node.get("patch_path") or "its .yml").rpartition("://")[2]


def _list(keys: frozenset[str]) -> str:
    return ", ".join(sorted(keys))
