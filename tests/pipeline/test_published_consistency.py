"""Publications held against themselves in the release: totals and their parts, rates, codes and countries."""

from pathlib import Path

import pytest

from tests.pipeline.marts import ask, ask_one, database
from tests.pipeline.workbench import Ran

COMPARED = "intermediate.int_published_totals__compared"


@pytest.fixture(scope="module")
def release(published_samples: Path, october: Ran) -> Path:
    """The database of October's release, made with the published reports at hand."""
    return database(october.release)


@pytest.fixture(scope="module")
def warehouse(release: Path, october: Ran) -> Path:
    """The database of the build, which has what a release leaves out."""
    assert release
    return october.home / "warehouse.duckdb"


def test_one_total_that_nobody_explains_and_no_rate_break_the_laws(release: Path) -> None:
    rows = ask(
        release,
        """select law_id, violation_count, checked_count from marts.fct_law_violations
           where law_id in ('published_parts_make_the_total', 'recomputed_rates_agree_with_the_published')
           order by law_id""",
    )
    assert rows == [
        ("published_parts_make_the_total", 1, 20833),
        ("recomputed_rates_agree_with_the_published", 0, 911),
    ]


def test_the_totals_that_their_parts_do_not_make_are_named(warehouse: Path) -> None:
    rows = ask(
        warehouse,
        f"""select publisher, cast(period_start as varchar), unit, count(*),
                min(country_code) filter (where publisher = 'meta'),
                max(abs(published_count - parts_sum)) filter (where publisher = 'meta')
            from {COMPARED} where published_count <> parts_sum group by all order by all""",
    )
    assert rows == [
        ("google", "2019-01-01", "item", 44, None, None),
        ("google", "2019-01-01", "request", 90, None, None),
        ("meta", "2017-07-01", "request", 1, "US", 1),
    ]


def test_every_way_of_making_a_total_is_checked_on_the_real_files(warehouse: Path) -> None:
    rows = ask(warehouse, f"select publisher, report, parts_kind from {COMPARED} group by all order by all")
    assert rows == [
        ("google", "google_removals", "measures"),
        ("google", "google_removals", "splits"),
        ("meta", "meta_content_restrictions", "measures"),
        ("meta", "meta_data_requests", "splits"),
        ("tiktok", "tiktok_data_requests", "measures"),
        ("tiktok", "tiktok_removal_requests", "measures"),
        ("x", "x_removal_requests", "splits"),
    ]


def test_no_code_of_the_real_files_contradicts_its_label(warehouse: Path) -> None:
    """What is left without a code is Somaliland, which has none: 15 figures, all by label."""
    rows = ask(
        warehouse,
        """select country_label, count(*), count(nullif(texts.country_code, ''))
           from staging.stg_published_reports__figure_texts as texts
           inner join staging.stg_published_reports__figure_countries as found
               using (source_file_sha256, source_file, source_row, country_label, product_label, requestor_label,
                      reason_label, unit, measure)
           where found.country_code is null group by all order by all""",
    )
    assert rows == [("Somaliland", 15, 0)]
    assert ask_one(warehouse, "select count(*) from staging.stg_published_reports__figure_countries") > 300_000


def test_the_two_classifications_of_2019_h1_are_told_apart(release: Path) -> None:
    rows = ask(
        release,
        """select is_other_split, sum(value_low), count(*) from marts.fct_published_totals
           where publisher = 'google' and country_code = 'PK' and period_start = date '2019-01-01'
               and vintage = date '2024-09-13' and unit = 'request' and measure = 'received' and requestor <> 'all'
           group by all order by all""",
    )
    assert rows == [(False, 454, 6), (True, 303, 2)]
    elsewhere = "marts.fct_published_totals where is_other_split and period_start <> date '2019-01-01'"
    assert ask_one(release, f"select count(*) from {elsewhere}") == 0


def test_requestors_of_one_classification_never_make_more_than_all(release: Path) -> None:
    rows = ask(
        release,
        """with one as (
               select * exclude (requestor), sum(value_low) over (
                   partition by report, vintage, country_code, period_start, unit, measure) as together
               from marts.fct_published_totals where requestor <> 'all' and not is_other_split and is_complete)
           select count(*) > 1000, count(*) filter (where one.together > whole.value_high)
           from one inner join marts.fct_published_totals as whole
               using (publisher, report, vintage, country_code, period_start, unit, measure)
           where whole.requestor = 'all' and whole.is_complete""",
    )
    assert rows == [(True, 0)]
