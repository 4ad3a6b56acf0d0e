"""Two ledgers on the real files: the regulator's numbers and the platforms' stand side by side, and like is divided by
like alone.
"""

from pathlib import Path

import pytest

from tests.pipeline.marts import ask, database
from tests.pipeline.workbench import Ran


@pytest.fixture(scope="module")
def release(published_samples: Path, october: Ran) -> Path:
    """The database of October's release, made with the published reports at hand."""
    return database(october.release)


def test_nothing_real_is_divided_since_nothing_real_is_alike(release: Path) -> None:
    types = "select distinct variance_type, ratio_low, ratio_high from marts.fct_ledger_variance order by 1"
    assert ask(release, types) == [("missing_side", None, None), ("unit_mismatch", None, None)]


def test_x_and_the_regulator_stand_side_by_side(release: Path) -> None:
    rows = ask(
        release,
        "select government_value, platform_value_low, platform_value_high, half_years_present_count, "
        "half_years_covered_count, half_years_expected_count, reason from marts.fct_ledger_variance "
        "where platform_id = 'x' and as_of_date = date '2024-11-02' and measure = 'actioned' and unit = 'account'",
    )
    # 2020: 173 and 724 accounts under terms of service, none withheld.
    reason = "The regulator counts URLs and X counts accounts, so the two numbers cannot be compared."
    assert rows == [(53842, 897, 897, 2, 2, 9, reason)]


def test_a_half_year_without_a_row_of_the_country_is_no_missing_file(release: Path) -> None:
    rows = ask(
        release,
        "select distinct half_years_present_count, half_years_covered_count, half_years_expected_count "
        "from marts.fct_ledger_variance where platform_id = 'x' and as_of_date = date '2022-09-22'",
    )
    # Of 21 half-years 18 are in the file, and three of these do not name Pakistan.
    assert rows == [(15, 18, 21)]


def test_every_counter_of_a_platform_has_its_other_side_or_says_that_there_is_none(release: Path) -> None:
    counters = ask(release, "select platform_id, as_of_date from marts.fct_regulator_counters where not is_total")
    told = ask(release, "select distinct platform_id, as_of_date from marts.fct_ledger_variance where reason <> ''")
    assert sorted(counters) == sorted(told)
    assert ask(release, "select publisher, variance_type from marts.fct_ledger_variance where publisher = 'none'") == [
        ("none", "missing_side")
    ]
