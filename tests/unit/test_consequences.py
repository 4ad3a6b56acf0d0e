"""Every check says in one sentence what a "no" means for the reader, and which rows fail goes into JSON as it is."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pandas as pd
import pytest

from quality.changed import OWN_CHANGES
from quality.consequences import SENTENCES, UNKNOWN_KIND, kind_of, with_consequences
from quality.expectation import KEPT_COUNT, Difference, Expectation
from quality.failing_rows import failing_rows, plain_rows
from quality.laws import WEEKLY, Law
from quality.metrics import Table, read_metrics, read_tables
from quality.observation import see_difference
from quality.restated import OWN_RESTATEMENTS
from quality.row_counts import RowCountChange
from quality.suites import plan
from tests.unit.gate_case import write_manifest

OPEN = Table(name="t", tier="public", grain=("day", "who"), owner="us", columns=("day", "who", "n"), description="")
CLOSED = OPEN.model_copy(update={"tier": "research"})
RANGE = Expectation(
    "t.n.in_valid_range", "t", "n", "ExpectColumnValuesToBeBetween", {}, "critical", "?", "us", "?", reads=("n",)
)


@pytest.fixture
def asked(tmp_path: Path) -> dict[str, Expectation]:
    manifest = write_manifest(tmp_path / "manifest.json")
    tables = [*read_tables(manifest), OWN_RESTATEMENTS, OWN_CHANGES]
    return {one.check_id: one for one in plan(tables, read_metrics(manifest), [Law("a", "A?")])}


def test_every_sentence_is_of_a_kind_that_is_asked_and_every_kind_has_one(asked: dict[str, Expectation]) -> None:
    kinds = {kind_of(one) for one in asked.values()}
    assert kinds == set(SENTENCES)


def test_a_sentence_is_one_sentence_with_the_name_of_the_figure(asked: dict[str, Expectation]) -> None:
    for check_id, one in asked.items():
        assert one.consequence.endswith("."), check_id
        assert one.consequence.count(". ") == 0, check_id
        assert "{" not in one.consequence, check_id
    telling = {
        "fct_compliance_daily.total_complied_count.does_not_fall": (
            "Figures of “Complied with” may be too low: they fell since the previous release, and should not."
        ),
        "fct_compliance_daily.grain_is_unique": (
            "Figures of fct_compliance_daily may count the same thing twice, and so be too high."
        ),
        "fct_compliance_summary.outcomes_add_up": (
            "The parts of “Reported” may not add up to it: shares worked out from them can be wrong."
        ),
    }
    assert {check_id: asked[check_id].consequence for check_id in telling} == telling


def test_a_kind_that_nobody_described_is_the_worst(asked: dict[str, Expectation]) -> None:
    odd = [Expectation("t.odd", "t", None, "ExpectTheUnexpected", {}, "warning", "?", "us", "?")]
    (found,) = with_consequences(odd, [])
    assert found.consequence == UNKNOWN_KIND.format(table="t")


def result(*positions: int) -> dict[str, object]:
    return {"unexpected_count": len(positions), "partial_unexpected_index_list": list(positions)}


def frame() -> pd.DataFrame:
    days = pd.Series(pd.to_datetime(["2025-07-01", "2025-07-02", "2025-07-03"])).where([True, True, False])
    return pd.DataFrame(
        {"day": days, "who": ["ٹی ٹی پی", "x", "y"], "n": pd.array([1, None, 3], dtype="Int64"), "z": 1}
    )


def test_failing_rows_have_the_grain_and_what_is_read_in_the_values_of_json() -> None:
    rows = failing_rows(OPEN, RANGE, result(0, 1, 2), frame())
    assert rows == (
        {"day": "2025-07-01", "who": "ٹی ٹی پی", "n": 1},
        {"day": "2025-07-02", "who": "x", "n": None},
        {"day": None, "who": "y", "n": 3},
    )
    assert json.loads(json.dumps(rows, allow_nan=False)) == list(rows)


def test_of_a_table_that_is_not_public_no_row_is_kept() -> None:
    assert failing_rows(CLOSED, RANGE, result(0, 1), frame()) == ()
    found = see_difference(CLOSED, Difference(1, "gone: x", ({"who": "x"},)))
    assert found.rows == ()


@pytest.mark.parametrize("rule", ["accounts_active_count.hides_small_cells", "withheld_rows_are_empty"])
def test_a_value_that_should_be_withheld_is_not_shown(asked: dict[str, Expectation], rule: str) -> None:
    weekly = Table(
        name=WEEKLY, tier="public", grain=("group_id",), owner="us", columns=("group_id",), description="One row."
    )
    cells = pd.DataFrame({"group_id": ["ttp"], "is_suppressed": [True], "accounts_active_count": [4]})
    assert failing_rows(weekly, asked[f"{WEEKLY}.{rule}"], result(0), cells) == ({"group_id": "ttp"},)


def test_too_many_rows_are_shown_and_too_few_are_not(asked: dict[str, Expectation]) -> None:
    restated = asked["publication_restatements.past_is_not_restated"]
    rows = pd.DataFrame({"table_name": ["a"] * 30, "cell_key": [f"day={n}" for n in range(30)], "metric": "n"})
    found = failing_rows(OWN_RESTATEMENTS, restated, {"observed_value": 30}, rows)
    assert len(found) == KEPT_COUNT
    assert found[0] == {"table_name": "a", "cell_key": "day=0", "metric": "n"}
    empty = asked["fct_compliance_daily.is_not_empty"]
    assert failing_rows(OPEN, empty, {"observed_value": 0}, frame().iloc[:0]) == ()


def test_values_that_json_has_no_word_for() -> None:
    at = datetime(2025, 7, 1, 12, tzinfo=UTC)
    (row,) = plain_rows([{"a": float("inf"), "b": float("nan"), "c": at, "d": date(2025, 7, 1), "e": 2.0, "f": True}])
    assert row == {"a": None, "b": None, "c": "2025-07-01T12:00:00+00:00", "d": "2025-07-01", "e": 2, "f": True}


@pytest.mark.parametrize(("now", "before", "share"), [(5, 10, 0.5), (4, 10, 0.4), (0, 3, 0.0), (30, 3, 10.0)])
def test_rows_are_compared_as_a_share_of_those_before(now: int, before: int, share: float) -> None:
    rows = pd.DataFrame({"n": range(30)})
    found = RowCountChange().compare(rows.head(now), rows.head(before))
    assert found.value == share
    assert found.words == f"{before} rows in the previous release, {now} now"


def test_from_no_rows_nothing_can_be_lost() -> None:
    found = RowCountChange().compare(pd.DataFrame({"n": [1]}), pd.DataFrame({"n": []})).value
    assert found != found
