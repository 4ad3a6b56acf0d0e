"""Group activity: mirrors, listings week by week, names seen apart, and any week asked for again (MODEL 3)."""

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest

from orchestration.settings import PROJECT_DIR
from tests.pipeline.blurred import as_told
from tests.pipeline.marts import ask, ask_one, database
from tests.pipeline.workbench import Ran

WEEKLY = "marts.fct_group_activity_weekly"
NAMED = "marts.fct_group_activity_named_weekly"
CELLS = "intermediate.int_group_cells__weekly"
KEYS = "week_start_date, group_id, platform_id"
COUNTS = (
    *("accounts_active_count", "accounts_reported_count", "accounts_first_reported_count", "accounts_complied_count"),
    *("mirrors_count", "accounts_live_count", "followers"),
)
OWN_INSTANT = as_told("group_activity", "'2025-10-31'")
AUTHORITIES = ("un", "us", "uk", "pk")


@pytest.fixture(scope="module")
def released(october: Ran) -> Path:
    return database(october.release)


def cells(relation: str) -> str:
    return f"select {KEYS}, {', '.join(COUNTS)} from {relation} order by all"


def test_mirrors_are_counted_where_and_when_they_appear(released: Path) -> None:
    pairs = ask(
        released,
        """select date_trunc('week', reappeared_at)::date, successor_group_id, successor_platform_id, count(*)
        from marts.fct_mirrors where is_counted group by all order by all""",
    )
    counted = (
        f"select {KEYS}, mirrors_count from group_activity_as_of('2025-10-31') where mirrors_count > 0 order by all"
    )
    assert sum(count for *_, count in pairs) > 20
    assert ask(released, counted) == pairs


def test_a_mirror_is_one_of_the_accounts_first_reported(released: Path) -> None:
    assert ask(released, f"from {OWN_INSTANT} where mirrors_count > accounts_first_reported_count") == []


def test_a_group_is_listed_in_every_week_that_ends_after_its_own_listing(released: Path) -> None:
    path = PROJECT_DIR / "dbt_project" / "seeds" / "designations.csv"
    with path.open(encoding="utf-8", newline="") as file:
        listings = [row for row in csv.DictReader(file) if row["is_listed"] == "true"]
    listed = [(row["named_group_id"], row["authority_id"], date.fromisoformat(row["listed_by"])) for row in listings]
    flags = ", ".join(f"is_designated_{authority}" for authority in AUTHORITIES)
    shown = ask(released, f"select distinct week_start_date, group_id, {flags} from {WEEKLY}")
    assert len(shown) > 100
    for week, group, *designated in shown:
        sunday = week + timedelta(days=6)
        assert designated == [
            any((group, authority) == (name, by) and day <= sunday for name, by, day in listed)
            for authority in AUTHORITIES
        ]


def test_the_names_of_a_group_are_seen_apart(released: Path) -> None:
    names = ask(released, f"select distinct group_id, named_group_id, group_label from {NAMED}")
    assert {("bla", "majeed_brigade", "majeed brigade"), ("iskp", "iskp", "isil-k"), ("iskp", "iskp", "iskp")} <= {
        *names
    }
    known = ask(released, "select group_id, coalesce(parent_group_id, group_id) from marts.dim_group")
    assert {(named, group) for group, named, _ in names} <= {*known}


def test_requests_under_all_names_are_all_requests(released: Path) -> None:
    named = ask(released, f"select platform_id, sum(requests_reported_count) from {NAMED} group by 1 order by 1")
    assert named == ask(released, "select platform_id, count(*) from marts.fct_requests group by 1 order by 1")


def test_accounts_under_all_names_are_those_of_the_group(released: Path) -> None:
    first, complied = COUNTS[2:4]
    of_names = ask(
        released,
        f"""select {KEYS}, sum({first}), sum({complied}) from {NAMED}
        group by all having sum({first} + {complied}) > 0 order by all""",
    )
    of_groups = ask(
        released,
        f"select {KEYS}, {first}, {complied} from {OWN_INSTANT} where {first} + {complied} > 0 order by all",
    )
    assert len(of_names) > 100
    assert of_names == of_groups


def test_the_macro_has_the_columns_of_the_table(released: Path) -> None:
    columns = "select column_name, column_type from (describe {})"
    macro = columns.format("from group_activity_at('2025-10-31', '2025-10-31')")
    assert ask(released, macro) == ask(released, columns.format(WEEKLY))


def test_the_macro_tells_every_cell_of_its_own_release(october: Ran) -> None:
    every = ask(october.home / "warehouse.duckdb", cells(CELLS))
    assert len(every) > 1000
    assert ask(database(october.release), cells(OWN_INSTANT)) == every


def test_the_macro_tells_every_cell_of_august(released: Path, august: Ran) -> None:
    every = ask(august.home / "warehouse.duckdb", cells(CELLS))
    assert len(every) > 500
    assert ask(released, cells(as_told("group_activity", "'2025-08-15'"))) == every


def test_the_macro_tells_every_cell_of_july(released: Path, july: Path) -> None:
    every = ask(july, cells(CELLS))
    assert len(every) > 500
    assert ask(released, cells(as_told("group_activity", "'2025-07-25'"))) == every


def test_the_cells_that_are_shown_are_those_of_the_macro(released: Path) -> None:
    with_stocks = (COUNTS[0], COUNTS[3], *COUNTS[5:])
    flows = tuple(name for name in COUNTS if name not in with_stocks)
    for flag, columns in (("is_suppressed", flows), ("is_suppressed or is_stock_suppressed", with_stocks)):
        names = f"{KEYS}, {', '.join(columns)}"
        shown = f"select {names} from {WEEKLY} where not ({flag})"
        assert ask_one(released, f"select count(*) from ({shown})") > 100
        assert ask(released, f"{shown} except select {names} from {OWN_INSTANT}") == []


def test_what_was_recorded_late_is_there_when_known_later(released: Path) -> None:
    told = [
        ask_one(released, f"select sum(accounts_first_reported_count) from group_activity_at('2025-08-15', '{known}')")
        for known in ("2025-08-15", "2025-10-31")
    ]
    accounts = "select count(distinct account_id) from requests_at('2025-08-15', '2025-10-31')"
    assert told[0] == 852
    assert told[1] == ask_one(released, accounts)
    assert told[1] != told[0]
