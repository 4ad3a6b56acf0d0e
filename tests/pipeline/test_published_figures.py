"""The real input in the release: Google's government removal requests, as their publisher counts them."""

from pathlib import Path

import pytest

from tests.pipeline.marts import ask, ask_one, database
from tests.pipeline.workbench import Ran

REGULATOR = """
    from marts.fct_published_figures
    where country_code = 'PK' and vintage = date '2024-09-13'
        and period_start = date '2023-07-01' and period_end = date '2023-12-31'
        and requestor = 'Information and Communications Authority'
"""


@pytest.fixture(scope="module")
def release(published_samples: Path, october: Ran) -> Path:
    """The database of October's release, made with the published reports at hand."""
    return database(october.release)


def test_the_regulator_of_pakistan_in_the_second_half_of_2023(release: Path) -> None:
    rows = ask(release, f"select unit, value_low, value_high {REGULATOR} and measure = 'received' order by unit")
    assert rows == [("item", 6190, 6190), ("request", 432, 432)]


def test_the_figures_name_their_file_and_row(release: Path) -> None:
    rows = ask(release, f"select source_file, length(source_file_sha256), source_row {REGULATOR}")
    assert rows
    assert all(file and digest == 64 and row >= 1 for file, digest, row in rows)


def test_the_data_package_says_how_many_there_are(release: Path, october: Ran) -> None:
    in_file = ask_one(release, f"select count(*) from '{october.parquet('fct_published_figures')}'")
    assert ask_one(release, "select count(*) from marts.fct_published_figures") == in_file > 100_000
