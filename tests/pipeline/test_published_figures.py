"""Real reports in the release: what platforms published, as they count it, and what they say of it later."""

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
PLATFORM_OUTCOMES = 6


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
    assert ask_one(release, "select count(*) from marts.fct_published_figures") == in_file > 300_000


def test_pakistan_on_x_in_the_second_half_of_2020(release: Path) -> None:
    where = "publisher = 'x' and country_code = 'PK' and period_start = date '2020-07-01' and requestor = 'all'"
    totals = ask(
        release,
        f"select unit, measure, value_low, value_high from marts.fct_published_totals where {where} order by all",
    )
    assert totals == [
        ("account", "received", 6518, 6518),
        ("account", "removed_terms_of_service", 724, 724),
        ("account", "withheld", 0, 0),
        ("item", "withheld", 0, 0),
        ("request", "received", 417, 417),
    ]
    rates = ask(
        release,
        f"""select rate_name, unit, speaker, round(rate_low, 3), round(rate_high, 3), numerator_low, numerator_high
            from marts.fct_published_rates where {where} order by all""",
    )
    assert rates == [
        ("accounts_acted_on_rate", "account", "warehouse", 0.111, 0.111, 724, 724),
        ("complied_rate", "request", "platform", 0.405, 0.415, 169, 173),
    ]


def test_x_before_the_second_half_of_2019_has_totals_and_no_splits(release: Path) -> None:
    early = "publisher = 'x' and country_code = 'PK' and period_start = date '2019-01-01'"
    splits = ask(
        release,
        f"""select distinct value_status, value_low from marts.fct_published_figures
            where {early} and unit = 'account' and measure = 'received' and requestor <> 'all'""",
    )
    total = ask(
        release,
        f"""select basis, is_complete, value_low > 0 from marts.fct_published_totals
            where {early} and unit = 'account' and measure = 'received' and requestor = 'all'""",
    )
    assert splits == [("zero_filled", None)]
    assert total == [("published_total", True, True)]


def test_tiktoks_pooled_rate_stands_beside_those_of_content_and_accounts(release: Path) -> None:
    rates = ask(
        release,
        """select unit, speaker, round(rate_low, 4), round(rate_high, 4) from marts.fct_published_rates
           where publisher = 'tiktok' and country_code = 'PK' and rate_name = 'removal_rate'
               and period_start = date '2025-01-01' order by all""",
    )
    assert rates == [
        ("account", "warehouse", 0.3428, 0.3428),
        ("item", "warehouse", 0.7176, 0.7176),
        ("item+account", "platform", 0.6355, 0.6365),
        ("item+account", "warehouse", 0.6364, 0.6364),
    ]


def test_what_we_recompute_is_what_publishers_round(release: Path) -> None:
    compared = ask(
        release,
        """select theirs.publisher, count(*) > 60, count(*) filter (where not ours.rate_low
               between theirs.rate_low - 1e-9 and theirs.rate_high + 1e-9)
           from marts.fct_published_rates as theirs inner join marts.fct_published_rates as ours
               using (report, vintage, country_code, period_start, product, requestor, reason, rate_name, unit)
           where theirs.basis = 'published' and ours.basis = 'recomputed' and theirs.rate_low is not null
           group by all order by 1""",
    )
    assert compared == [("meta", True, 0), ("tiktok", True, 0)]


def test_googles_percentages_hold_the_counts_that_google_gave_two_years_later(release: Path) -> None:
    compared = ask(
        release,
        """select old.rate_name, count(*) > 800, count(*) filter (where not new.numerator_low
               between old.numerator_low and old.numerator_high)
           from marts.fct_published_rates as old inner join marts.fct_published_rates as new
               using (publisher, report, country_code, period_start, requestor, rate_name, unit)
           where old.publisher = 'google' and old.basis = 'published' and new.basis = 'recomputed'
               and old.vintage = date '2024-09-13' and old.denominator_low = new.denominator_low
           group by all order by 1""",
    )
    assert [outside for _, _, outside in compared] == [0] * PLATFORM_OUTCOMES
    assert all(is_enough for _, is_enough, _ in compared)


def test_google_gives_no_count_of_an_outcome_before_2026(release: Path) -> None:
    given = ask(
        release,
        """select distinct vintage from marts.fct_published_totals
           where publisher = 'google' and measure <> 'received' order by 1""",
    )
    assert [str(vintage) for (vintage,) in given] == ["2026-03-28"]


def test_parts_add_up_to_their_totals_but_where_the_publisher_counts_otherwise(release: Path) -> None:
    """2019-H1 Google published both ways, and one total of Meta's is short by one."""
    gaps = ask(
        release,
        """select publisher, report, cast(period_start as varchar), count(distinct country_code)
           from marts.fct_published_totals
           where basis = 'sum_of_parts' and is_complete and published_total_low <> value_low
               and report <> 'meta_content_restrictions'
           group by all order by all""",
    )
    assert gaps == [
        ("google", "google_removals", "2019-01-01", 46),
        ("meta", "meta_data_requests", "2017-07-01", 1),
    ]


def test_metas_totals_hold_what_other_countries_had_restricted(release: Path) -> None:
    totals = "select * from marts.fct_published_totals where report = 'meta_content_restrictions' and measure ="
    ((checked, off),) = ask(
        release,
        f"""select count(*), count(*) filter (where own.published_total_low
                <> own.value_low + others.value_low + coalesce(elsewhere.value_low, 0))
            from ({totals} 'restricted') as own
            inner join ({totals} 'restricted_by_others') as others using (country_code, period_start)
            inner join ({totals} 'restricted_for_others') as elsewhere using (country_code, period_start)
            where own.basis = 'sum_of_parts'""",
    )
    assert (checked > 1800, off) == (True, 0)


def test_metas_repeated_figures_are_marked_and_only_they(release: Path) -> None:
    measures = ask(
        release,
        """select distinct measure, is_total from marts.fct_published_figures
           where is_repeated and publisher = 'meta' order by all""",
    )
    assert measures == [("restricted", True), ("restricted_by_others", False)]
    others = "select count(*) from marts.fct_published_figures where is_repeated and publisher <> 'meta'"
    assert ask_one(release, others) == 0


def test_labels_that_nobody_knows_are_counted_and_warned_about(release: Path, october: Ran) -> None:
    ((violations, checked),) = ask(
        release,
        """select violation_count, checked_count from marts.fct_law_violations
           where law_id = 'every_published_label_is_known'""",
    )
    assert violations == checked - ask_one(release, "select count(*) from marts.fct_published_figures") > 0
    assert "fct_law_violations.every_published_label_is_known" in october.failed_checks()
