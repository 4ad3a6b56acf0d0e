"""A gate opened on the small house, and ways to break one thing in it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from quality.expectation import Expectation
from quality.gate import Engine, judge_table
from quality.laws import Law
from quality.metrics import Table, read_metrics, read_tables
from quality.report import Verdict
from quality.suites import plan
from tests.unit.gate_case import previous, write_manifest

Change = Callable[[pd.DataFrame], object]

SUMMARY, DAILY, WEEKLY = "fct_compliance_summary", "fct_compliance_daily", "fct_group_activity_weekly"
LAWS, PUBLISHED, PLATFORM = "fct_law_violations", "fct_published_figures", "dim_platform"
RESTATEMENTS = "fct_restatements"
CASE_LAWS = [Law("nothing_in_the_future", "Is nothing dated after today?"), Law("every_row_was_read", "?", "warning")]


@dataclass(frozen=True)
class Gate:
    engine: Engine
    tables: dict[str, Table]
    plan: tuple[Expectation, ...]
    manifest: Path

    def judge(self, table: str, frame: pd.DataFrame | None, before: pd.DataFrame | None = None) -> dict[str, Verdict]:
        """The verdicts on one table by what follows its name, the way run_gate comes by them."""
        questions = [question for question in self.plan if question.table == table]
        found = judge_table(self.engine, self.tables[table], questions, frame, before)
        return {verdict.check_id.removeprefix(f"{table}."): verdict for verdict in found}


def open_gate(folder: Path) -> Gate:
    manifest = write_manifest(folder / "manifest.json")
    tables = {table.name: table for table in read_tables(manifest)}
    return Gate(Engine.start(), tables, plan(tables.values(), read_metrics(manifest), CASE_LAWS), manifest)


def amiss(verdicts: dict[str, Verdict]) -> dict[str, Verdict]:
    return {rule: verdict for rule, verdict in verdicts.items() if not verdict.is_passed}


def put(column: str, value: object, rows: int | list[int] = 0) -> Change:
    """Write a value into rows of a column, counted from the top."""

    def change(frame: pd.DataFrame) -> None:
        places = [rows] if isinstance(rows, int) else rows
        for place in places:
            frame.iloc[place, frame.columns.get_loc(column)] = value

    return change


def add(column: str, number: float, rows: int | list[int] = 0) -> Change:
    """Add to a column. In the summary, rows [0, 2] keep the total equal to its parts."""

    def change(frame: pd.DataFrame) -> None:
        for place in [rows] if isinstance(rows, int) else rows:
            frame.iloc[place, frame.columns.get_loc(column)] += number

    return change


def all_of(*changes: Change) -> Change:
    def change(frame: pd.DataFrame) -> None:
        for one in changes:
            one(frame)

    return change


def before(table: str, how: Change) -> pd.DataFrame:
    frame = previous()[table].copy()
    how(frame)
    return frame
