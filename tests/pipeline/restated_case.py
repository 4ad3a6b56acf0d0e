"""Two releases in small: a folder as the former one left it, and the marts of the next, each handed over as rows."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from orchestration.catalog import Column, ReleaseTable
from orchestration.publication import STATUS
from orchestration.release_restatements import compare_with, write_restatements
from orchestration.restatement_causes import LOGS, VERSION
from tests.pipeline.replay_rules import definition_of

Tables = Mapping[str, list[str]]
EVENT_OUTCOMES = Path(__file__).parents[2] / "dbt_project" / "seeds" / "event_outcomes.csv"
AUGUST, SEPTEMBER = "2025-08-15 23:59:59.999999+00", "2025-09-15 23:59:59.999999+00"
DIMENSIONS = {"platform_id": "x", "agency_id": "pta", "group_id": "ttp", "requested_action": "suspend"}
ASKED = {"request_id": "r", "account_id": "a", "is_takedown": True, "object_type": "account", **DIMENSIONS}
EARLY, LATE = "2025-08-10 10:00:00+00", "2025-08-20 10:00:00+00"
DAY = "2025-08-10"


def day(total: int, *, date: str = DAY, flow: int = 0, group: str = "ttp", platform: str = "x") -> tuple[object, ...]:
    return (date, platform, "pta", group, "suspend", flow, total)


def metric(name: str, unit: str = "request", stage: str = "stock") -> Column:
    return Column(name, "bigint", f"What {name} is.", {"label": name, "unit": unit, "stage": stage})


def table(name: str, dated_by: str, keys: tuple[str, ...], *metrics: Column) -> ReleaseTable:
    grain = (dated_by, *keys)
    columns = [Column(key, "date" if key == dated_by else "varchar", key) for key in grain]
    return ReleaseTable(name, "public", grain, "data", "One row per day.", (*columns, *metrics), dated_by)


DAILY = table(
    "fct_compliance_daily",
    "date_day",
    ("platform_id", "agency_id", "group_id", "requested_action"),
    metric("reported_count", stage="flow"),
    metric("total_reported_count"),
)
WEEKLY = table(
    "fct_group_activity_weekly",
    "week_start_date",
    ("group_id", "platform_id"),
    metric("accounts_active_count", "account", "flow"),
)
WEEKLY = replace(WEEKLY, columns=(*WEEKLY.columns, Column("is_suppressed", "boolean", "Withheld?")))
COMPLAINTS = table(
    "fct_complaint_flow",
    "date_day",
    ("platform_id", "status"),
    metric("entered_count", "complaint", "flow"),
    metric("total_count", "complaint"),
)
COHORTS = replace(
    table("fct_compliance_cohorts", "month_start_date", ("platform_id", "horizon_days"), metric("complied_count")),
    settled_after="horizon_days",
)
BACKLOG = table(
    "fct_backlog", "date_day", ("platform_id", "age_band"), metric("pending_count"), metric("followers", "follower")
)
MARTS = (DAILY, WEEKLY, COMPLAINTS, COHORTS)


def log(name: str, **values: object) -> dict[str, object]:
    """One row of a log, with NULL for what is not said."""
    _, key, columns = LOGS[name]
    unknown = values.keys() - {key, *columns, *VERSION}
    assert not unknown, unknown
    return {column: values.get(column) for column in (key, *VERSION, *columns)} | {
        "is_retracted": values.get("is_retracted", False)
    }


class Case:
    """What the former release and the next hold: rows of marts as tuples, records of logs as dicts."""

    def __init__(self, folder: Path, as_of: str = SEPTEMBER, previous_as_of: str = AUGUST) -> None:
        self.folder = folder / "2025-08-15-0a1b2c3d"
        self.as_of, self.previous_as_of = as_of, previous_as_of
        self.old: dict[str, list[tuple[object, ...]]] = {}
        self.new: dict[str, list[tuple[object, ...]]] = {}
        self.old_logs: dict[str, list[dict[str, object]]] = {name: [] for name in LOGS}
        self.new_logs: dict[str, list[dict[str, object]]] = {name: [] for name in LOGS}
        self.rules = {macro: definition_of(macro) for macro in ("requests_at", "group_activity_at")}
        self.tables: tuple[ReleaseTable, ...] = MARTS
        self.new_tables: tuple[ReleaseTable, ...] = MARTS

    def record(self, name: str, *, is_news: bool = True, **values: object) -> None:
        """A record that the next release has; the former too, unless it is news."""
        row = log(name, **values)
        self.new_logs[name].append(row)
        if not is_news:
            self.old_logs[name].append(row)

    def restatements(self) -> list[dict[str, Any]]:
        with duckdb.connect() as connection:
            connection.execute("set timezone = 'UTC'")
            self._write_former(connection)
            self._fill(connection, self.new_tables, self.new, self.new_logs)
            connection.execute("create schema raw")
            connection.execute(f"create table raw.clock as select timestamptz '{self.as_of}' as as_of")
            connection.execute(f"create table marts.dim_event_outcome as from read_csv('{EVENT_OUTCOMES}')")
            connection.execute("create table marts.dim_as_of_macro (macro_name varchar, definition varchar)")
            connection.executemany("insert into marts.dim_as_of_macro values (?, ?)", [*self.rules.items()])
            logs = [ReleaseTable(spec[0], "research", (spec[1],), "data", "", ()) for spec in LOGS.values()]
            comparison = compare_with(connection, self.folder)
            write_restatements(connection, (*self.new_tables, *logs), comparison, "new")
            answer = connection.execute("from publication_restatements order by all")
            names = [column[0] for column in answer.description]
            return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]

    def causes(self) -> dict[tuple[str, str], str]:
        """Metric and date of each restated cell, and why."""
        return {(row["metric"], row["dated_on"].isoformat()): row["cause"] for row in self.restatements()}

    def _write_former(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._fill(connection, self.tables, self.old, self.old_logs)
        for tier in ("public", "research"):
            (self.folder / tier / "parquet").mkdir(parents=True)
        for name in [found.name for found in self.tables]:
            connection.execute(f"copy marts.{name} to '{self.folder}/public/parquet/{name}.parquet'")
        for name in [spec[0] for spec in LOGS.values()]:
            connection.execute(f"copy marts.{name} to '{self.folder}/research/parquet/{name}.parquet'")
        moment = datetime.fromisoformat(self.previous_as_of)
        connection.execute(
            f"copy (select '{self.folder.name}' as release, timestamptz '{self.previous_as_of}' as as_of_at) "
            f"to '{self.folder}/public/parquet/{STATUS.name}.parquet'"
        )
        quality = {"release_id": self.folder.name, "as_of_date": moment.date().isoformat()}
        (self.folder / "quality.json").write_text(json.dumps(quality), encoding="utf-8")
        resources = [
            {"name": it.name, "format": "parquet", "schema": {"fields": [_field(column) for column in it.columns]}}
            for it in self.tables
        ]
        (self.folder / "public" / "datapackage.json").write_text(json.dumps({"resources": resources}), encoding="utf-8")
        connection.execute("drop schema marts cascade")

    def _fill(
        self,
        connection: duckdb.DuckDBPyConnection,
        tables: tuple[ReleaseTable, ...],
        rows: Mapping[str, list[tuple[object, ...]]],
        logs: Mapping[str, list[dict[str, object]]],
    ) -> None:
        connection.execute("create schema marts")
        for it in tables:
            columns = ", ".join(f"{c.name} {'bigint' if c.name == 'horizon_days' else c.data_type}" for c in it.columns)
            connection.execute(f"create table marts.{it.name} ({columns})")
            for row in rows.get(it.name, []):
                connection.execute(f"insert into marts.{it.name} values ({', '.join('?' * len(row))})", list(row))
        for name, (mart, key, columns_of) in LOGS.items():
            kinds = {key: "varchar", **VERSION, **columns_of}
            connection.execute(f"create table marts.{mart} ({', '.join(f'{n} {kind}' for n, kind in kinds.items())})")
            for record in logs[name]:
                connection.execute(
                    f"insert into marts.{mart} values ({', '.join('?' * len(kinds))})", [record[n] for n in kinds]
                )
            # One version stands until the next.
            connection.execute(
                f"create or replace table marts.{mart} as select * replace (lead(recorded_at) over "
                f"(partition by {key} order by recorded_at) as superseded_at) from marts.{mart}"
            )


def changed_total(folder: Path) -> Case:
    """Nothing recorded yet; the total of 10 August was 1 and is 2."""
    case = Case(folder)
    case.old[DAILY.name], case.new[DAILY.name] = [day(1)], [day(2)]
    return case


def _field(column: Column) -> dict[str, Any]:
    described: dict[str, Any] = {"name": column.name, "description": column.description}
    return described | ({"metric": dict(column.metric)} if column.metric else {})
