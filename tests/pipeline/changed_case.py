"""Two releases in small, for `publication_changes`: figures by platform, as the former has them and as the marts do."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from orchestration.catalog import Column, ReleaseTable
from orchestration.changed_figures import write_changes
from orchestration.release_restatements import Comparison

BEFORE = datetime(2025, 8, 15, 23, 59, 59, 999999, tzinfo=UTC)
NOON = datetime(2025, 8, 15, 12, tzinfo=UTC)
NOW = datetime(2025, 10, 31, 23, 59, 59, 999999, tzinfo=UTC)
Row = tuple[object, ...]


def _column(name: str, kind: str, unit: str, **more: object) -> Column:
    return Column(name, kind, f"What {name} is.", {"label": name, "unit": unit, "stage": "stock", **more})


PLATFORM = Column("platform_id", "varchar", "Platform.")
SUMMARY = ReleaseTable(
    "fct_compliance_summary", "public", ("platform_id",), "compliance", "One row per platform.",
    (PLATFORM, _column("reported_count", "bigint", "request"), _column("followers_removed", "bigint", "follower"),
     _column("complied_rate", "double", "rate", denominator="complied_denominator", min_cell=5),
     Column("complied_denominator", "bigint", "Of how many.")),
)  # fmt: skip
REACH = ReleaseTable(
    "fct_reach_daily", "public", ("date_day", "platform_id", "group_id"), "reach", "One row per day.",
    (Column("date_day", "date", "Day."), PLATFORM, Column("group_id", "varchar", "Group."),
     _column("followers_removed", "bigint", "follower")),
)  # fmt: skip
MACRO = (
    "select * from known_then where blurred and as_instant(v) = timestamptz '{0}' and as_instant(k) = timestamptz '{1}'"
)


class Figures:
    """What each side holds: rows of the summary (`before`, `now`, and `then`: as known now) and of the daily reach."""

    def __init__(self, folder: Path, before_at: datetime = BEFORE) -> None:
        self.folder, self.before_at = folder / "2025-08-15-0a1b2c3d", before_at
        self.before: list[Row] = []
        self.then: list[Row] = []
        self.now: list[Row] = []
        self.reach_before: list[Row] = []
        self.reach_now: list[Row] = []
        self.described: Mapping[str, str] = {}

    def changes(self, *, is_first: bool = False) -> dict[tuple[str, str, str], dict[str, Any]]:
        """The rows of publication_changes by table, metric and platform."""
        with duckdb.connect() as connection:
            connection.execute("set timezone = 'UTC'")
            connection.execute("create schema marts")
            self._fill(connection, "marts.fct_compliance_summary", SUMMARY, self.before)
            self._fill(connection, "marts.fct_reach_daily", REACH, self.reach_before)
            self._write_former(connection)
            self._fill(connection, "marts.fct_compliance_summary", SUMMARY, self.now)
            self._fill(connection, "marts.fct_reach_daily", REACH, self.reach_now)
            self._fill(connection, "known_then", SUMMARY, self.then)
            connection.execute("create table marts.dim_as_of_macro (macro_name varchar, definition varchar)")
            definition = MACRO.format(self.before_at, NOW)
            connection.execute("insert into marts.dim_as_of_macro values ('compliance_at', ?)", [definition])
            comparison = None if is_first else Comparison(self.folder, self.before_at, NOW)
            write_changes(connection, (SUMMARY, REACH), comparison, "new")
            answer = connection.execute("from publication_changes")
            names = [column[0] for column in answer.description]
            rows = [dict(zip(names, row, strict=True)) for row in answer.fetchall()]
            return {(row["table_name"], row["metric"], row["platform_id"]): row for row in rows}

    def of(self, metric: str, platform: str = "x", table: str = "fct_compliance_summary") -> list[float | None]:
        """Before, now, change, restated and new."""
        row = self.changes()[table, metric, platform]
        return [row[name] for name in ("value_before", "value_now", "change", "restated_change", "new_change")]

    def _fill(self, connection: duckdb.DuckDBPyConnection, relation: str, table: ReleaseTable, rows: list[Row]) -> None:
        columns = ", ".join(f"{column.name} {column.data_type}" for column in table.columns)
        connection.execute(f"create or replace table {relation} ({columns})")
        for row in rows:
            connection.execute(f"insert into {relation} values ({', '.join('?' * len(row))})", list(row))

    def _write_former(self, connection: duckdb.DuckDBPyConnection) -> None:
        parquet = self.folder / "public" / "parquet"
        if parquet.exists():
            return
        parquet.mkdir(parents=True)
        for table in (SUMMARY, REACH):
            connection.execute(f"copy marts.{table.name} to '{parquet / table.name}.parquet'")
        resources = [
            {"name": it.name, "format": "parquet", "schema": {"fields": [self._field(c) for c in it.columns]}}
            for it in (SUMMARY, REACH)
        ]
        (self.folder / "public" / "datapackage.json").write_text(json.dumps({"resources": resources}), encoding="utf-8")

    def _field(self, column: Column) -> dict[str, Any]:
        described: dict[str, Any] = {
            "name": column.name, "description": self.described.get(column.name, column.description)
        }  # fmt: skip
        return described | ({"metric": dict(column.metric)} if column.metric else {})
