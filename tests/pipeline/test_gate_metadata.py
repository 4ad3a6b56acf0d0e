"""Every public metric is asked about, every check says what it means, and Dagster shows the rows that fail."""

from collections import Counter

import dagster as dg
import pytest

from orchestration.assets.gate import check_result
from orchestration.settings import PROJECT_DIR
from quality.changed import OWN_CHANGES
from quality.consequences import SENTENCES, kind_of
from quality.expectation import Expectation
from quality.laws import Law
from quality.metrics import Metric, read_metrics, read_tables
from quality.report import Verdict
from quality.restated import OWN_RESTATEMENTS
from quality.suites import expectations_for, plan
from tests.pipeline.workbench import Ran

MANIFEST = PROJECT_DIR / "target" / "manifest.json"


@pytest.fixture(scope="module")
def metrics(october: Ran) -> list[Metric]:
    return [metric for metric in read_metrics(MANIFEST) if metric.tier == "public"]


@pytest.fixture(scope="module")
def asked(metrics: list[Metric]) -> tuple[Expectation, ...]:
    tables = [table for table in read_tables(MANIFEST) if table.tier == "public"]
    return plan([*tables, OWN_RESTATEMENTS, OWN_CHANGES], metrics, [Law("any", "Does it hold?")])


def test_every_public_metric_has_an_expectation_from_its_metadata(metrics: list[Metric]) -> None:
    assert len(metrics) > 150
    unasked = [f"{metric.table}.{metric.name}" for metric in metrics if not expectations_for(metric)]
    assert unasked == [], "give it a valid_range, a max_step or whatever else can be asked of it"


def test_every_check_of_the_plan_says_what_it_means(asked: tuple[Expectation, ...]) -> None:
    undescribed = Counter(kind_of(one) for one in asked if kind_of(one) not in SENTENCES)
    assert not undescribed, "add a sentence of that kind to quality/consequences.py"
    for one in asked:
        assert one.consequence.endswith("."), one.check_id
        assert one.consequence.count(". ") == 0, one.check_id


def test_every_published_table_is_asked_whether_its_rows_collapsed(asked: tuple[Expectation, ...]) -> None:
    named = {one.table for one in asked if one.check_id.endswith(".row_count_does_not_collapse")}
    assert named == {table.name for table in read_tables(MANIFEST) if table.tier == "public"}


def test_the_released_verdicts_keep_rows_and_sentences(october: Ran) -> None:
    amiss = [check for check in october.quality()["checks"] if not check["is_passed"]]
    assert amiss
    for check in amiss:
        assert check["consequence"].endswith("."), check["check_id"]
        assert check["failing_rows"], check["check_id"]
    passed = [check for check in october.quality()["checks"] if check["is_passed"]]
    assert {(check["consequence"], len(check["failing_rows"])) for check in passed} == {("", 0)}


def test_dagster_is_handed_the_rows_that_fail() -> None:
    rows = ({"date_day": "2025-07-01", "n": None, "is_total": True}, {"date_day": "2025-07-02", "n": 4})
    told = {"metric": "n", "question": "Is n right?", "owner": "us", "observed": "2 rows fail", "expected": "none"}
    failed = Verdict(
        check_id="t.n.is_right", table="t", severity="critical", is_passed=False, failing_rows=rows, failing_count=2,
        consequence="Figures of n may be wrong.", **told,
    )  # fmt: skip
    odd = Verdict("t.n.is_odd", "t", "n", "warning", "Is it?", "us", False, "not checked", "yes", "no column n")
    passed = Verdict("t.n.is_there", "t", "n", "critical", "Is it?", "us", True, "yes", "yes")
    result = check_result("t", [failed, odd, passed])
    assert (result.passed, result.severity) == (False, dg.AssetCheckSeverity.ERROR)
    table = result.metadata["rows that fail n.is_right"]
    assert isinstance(table, dg.TableMetadataValue)
    assert [record.data for record in table.records] == [
        {"date_day": "2025-07-01", "n": "", "is_total": True},
        {"date_day": "2025-07-02", "n": 4, "is_total": ""},
    ]
    amiss = result.metadata["amiss"]
    assert isinstance(amiss, dg.TableMetadataValue)
    assert [record.data["observed"] for record in amiss.records] == ["2 rows fail", "no column n"]
    assert amiss.records[0].data["consequence"] == "Figures of n may be wrong."
    assert set(result.metadata) == {"checks", "not_passed", "amiss", "rows that fail n.is_right"}
