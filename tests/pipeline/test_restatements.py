"""Restatements in the real reports: what Google said of the past in four vintages."""

from pathlib import Path

import pytest

from tests.pipeline.marts import ask, database
from tests.pipeline.workbench import Ran


@pytest.fixture(scope="module")
def release(published_samples: Path, october: Ran) -> Path:
    """The database of October's release, made with the published reports at hand."""
    return database(october.release)


@pytest.mark.parametrize("unit", ["item", "request"])
def test_seven_cells_by_requestor_were_restated_from_2023_to_2024(release: Path, unit: str) -> None:
    rows = ask(
        release,
        f"""select country_code, requestor, count(*) from marts.fct_restatements
            where comparison = 'same_grain' and old_vintage = date '2023-03-04' and new_vintage = date '2024-09-13'
                and measure = 'received' and unit = '{unit}' and product = 'all' and reason = 'all' group by all""",
    )
    assert rows == [("RU", "Information and Communications Authority", 7)]


def test_the_requestor_that_was_split_off_makes_up_the_difference(release: Path) -> None:
    """What Google filed under one authority until 2023 it gave under two in 2024, and under one again in 2026."""
    causes = ask(
        release,
        """select comparison, unit, suspected_cause, count(*) from marts.fct_restatements
           where suspected_cause like 'requestors%' and measure = 'received' group by all order by all""",
    )
    assert causes == [
        ("left_out", "item", "requestors_regrouped", 10),
        ("left_out", "request", "requestors_regrouped", 10),
        ("same_grain", "item", "requestors_regrouped", 5),
        ("same_grain", "item", "requestors_regrouped_in_part", 2),
        ("same_grain", "request", "requestors_regrouped", 5),
        ("same_grain", "request", "requestors_regrouped_in_part", 2),
        ("sum_of_parts", "item", "requestors_regrouped", 10),
        ("sum_of_parts", "request", "requestors_regrouped", 10),
    ]
    assert not ask(
        release,
        """select * from marts.fct_restatements
           where measure like '%percent' and country_code = 'RU' and suspected_cause = 'unknown'""",
    )


def test_cells_that_a_later_vintage_leaves_out_are_told(release: Path) -> None:
    """Adult content of 2012 became obscenity; what went without a trace is seven cells."""
    left_out = ask(
        release,
        """select cast(new_vintage as varchar), suspected_cause, count(*) from marts.fct_restatements
           where comparison = 'left_out' and new_value_low is null and new_value_status = 'absent'
           group by all order by all""",
    )
    assert left_out == [
        ("2023-03-04", "reasons_regrouped", 24),
        ("2023-03-04", "withdrawn", 5),
        ("2026-03-28", "requestors_regrouped", 20),
        ("2026-03-28", "withdrawn", 2),
    ]


def test_the_total_of_russia_grew_by_what_its_cells_do_not_explain(release: Path) -> None:
    totals = ask(
        release,
        """select country_code, cast(period_start as varchar), unit, new_value_low - old_value_low, product, requestor
           from marts.fct_restatements where comparison = 'total' order by all""",
    )
    assert totals == [
        ("RU", "2021-01-01", "item", 44, "all", "all"),
        ("RU", "2021-01-01", "request", 44, "all", "all"),
        ("RU", "2021-07-01", "item", 21, "all", "all"),
        ("RU", "2021-07-01", "request", 21, "all", "all"),
    ]


def test_a_file_that_counts_by_a_lower_rule_is_typed_and_nearly_all_of_the_sums(release: Path) -> None:
    sums = ask(
        release,
        """select suspected_cause, count(*) from marts.fct_restatements
           where comparison = 'sum_of_parts' group by all order by all""",
    )
    assert sums == [("counted_another_way_in_another_file", 2233), ("requestors_regrouped", 20), ("unknown", 38)]


def test_nothing_is_said_to_be_counted_twice_where_the_data_does_not_show_it(release: Path) -> None:
    causes = ask(release, "select distinct suspected_cause from marts.fct_restatements order by 1")
    assert ("counted_once_per_product_and_reason",) not in causes
    assert ("unknown",) in causes
