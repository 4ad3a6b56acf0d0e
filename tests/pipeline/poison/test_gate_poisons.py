"""Every check of the gate, asked of the built tables: silent about them as they are, loud about them poisoned."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd
import pytest

from orchestration.settings import Settings
from orchestration.warehouse import connect, read_table
from quality.changed import OWN_CHANGES
from quality.expectation import Expectation
from quality.gate import Engine, judge_table
from quality.laws import LAWS, Law
from quality.metrics import Table, read_metrics, read_tables
from quality.report import Verdict
from quality.restated import OWN_RESTATEMENTS
from quality.suites import plan
from tests.pipeline.poison.gate_poisons import NoPoisonError, poison
from tests.pipeline.workbench import Ran, Workbench

# Checks of a row hold of some rows as of all; a table of hundreds of thousands need not be asked whole each time.
ENOUGH_ROWS = 20_000
# What the published reports really hold: both laws warn of the sample as it is, and are asked of it mended.
RESTATED = pd.DataFrame(
    {"table_name": ["fct_backlog"], "cell_key": ["2025-07-01"], "metric": ["pending_count"], "cause": ["correction"]}
)
CHANGED = pd.DataFrame(
    {"table_name": ["fct_compliance_summary"] * 2, "metric": ["reported_count"] * 2, "platform_id": ["x", "all"],
     "value_before": [5.0, 9.0], "value_now": [7.0, None], "change": [2.0, None], "restated_change": [-1.0, None],
     "new_change": [3.0, None]}
)  # fmt: skip


@dataclass(frozen=True)
class House:
    """The tables that the gate of the real build is asked of, and every question of it."""

    engine: Engine
    tables: Mapping[str, Table]
    frames: Mapping[str, pd.DataFrame]
    plan: tuple[Expectation, ...]

    def ask(self, questions: list[Expectation], frame: pd.DataFrame, before: pd.DataFrame) -> dict[str, Verdict]:
        table = self.tables[questions[0].table]
        return {verdict.check_id: verdict for verdict in judge_table(self.engine, table, questions, frame, before)}


@pytest.fixture(scope="module")
def house(october: Ran, workbench: Workbench) -> House:
    return open_house(workbench.settings, october)


def open_house(settings: Settings, ran: Ran) -> House:
    tables = {table.name: table for table in read_tables(settings.manifest)}
    with connect(ran.home / "warehouse.duckdb", read_only=True) as connection:
        frames = {name: read_table(connection, f"marts.{name}").head(ENOUGH_ROWS) for name in tables}
    frames[LAWS]["violation_count"] = 0
    frames[LAWS]["checked_count"] = frames[LAWS]["checked_count"].clip(lower=1)
    laws = [Law(str(law), "?") for law in frames[LAWS]["law_id"]]
    frames |= {OWN_RESTATEMENTS.name: RESTATED, OWN_CHANGES.name: CHANGED}
    tables |= {own.name: own for own in (OWN_RESTATEMENTS, OWN_CHANGES)}
    asked = plan(tables.values(), read_metrics(settings.manifest), laws)
    return House(Engine.start(), tables, frames, asked)


def innocent(house: House, question: Expectation) -> pd.DataFrame:
    """The frame that passes: as it was built, or empty where the check is that there is nothing in it."""
    frame = house.frames[question.table]
    return frame.iloc[:0] if question.kwargs == {"max_value": 0} else frame


def test_the_built_tables_pass_every_check(house: House) -> None:
    silent: set[str] = set()
    for name, frame in house.frames.items():
        questions = [q for q in house.plan if q.table == name and q.kwargs != {"max_value": 0}]
        silent |= {key for key, verdict in house.ask(questions, frame, frame).items() if verdict.is_passed}
    assert {q.check_id for q in house.plan if q.kwargs != {"max_value": 0}} - silent == set()


def test_every_check_stops_its_poison(house: House) -> None:
    assert len(house.plan) > 500
    harmless = {question.check_id: why for question in house.plan if (why := unharmed(house, question))}
    assert harmless == {}


def unharmed(house: House, question: Expectation) -> str:
    """Why the poison did not work; empty where the check stopped it, as it stops what is wrong and not as an error."""
    frame = innocent(house, question)
    try:
        poisoned = poison(house.frames[question.table], question)
    except (NoPoisonError, LookupError, ValueError) as error:
        return str(error)
    verdict = house.ask([question], poisoned, frame)[question.check_id]
    return verdict.error or ("it let the poison pass" if verdict.is_passed else "")


def test_a_kind_without_a_poison_is_told(house: House) -> None:
    kindless = Expectation("t.new", "t", None, "ExpectSomethingNew", {}, "critical", "?", "o", "x")
    with pytest.raises(NoPoisonError, match="gate_poisons"):
        poison(pd.DataFrame({"a": [1]}), kindless)
