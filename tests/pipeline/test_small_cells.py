"""Small cells of group x platform x week stay out of the public tier, and so does what would reveal them (rule 7).

Truth is counted anew from the research tier, one row per request, and laid beside what the public tables show.
"""

from pathlib import Path

import pytest

from tests.pipeline.backlog_truth import TRUE_BACKLOG
from tests.pipeline.marts import ask, ask_one, database
from tests.pipeline.workbench import Ran

MIN_CELL = 5
# Accounts that were asked for, or went, in a week; one that came back and went again went twice. An account's state is
# that of its latest request, so what becomes of an earlier one after that is no going of the account (MODEL section 1).
TRUE_CELLS = """
    with requests as (
        select *, lead(reported_at) over (partition by account_id order by reported_at, request_id) as next_reported_at
        from marts.fct_requests
    ), moments as (
        select *, reported_at as happened_at, 'reported' as kind from requests
        union all
        select *, complied_at, 'complied' from requests where complied_at is not null
        union all
        select *, outcome_at, 'complied' from requests
        where outcome in ('complied_global', 'complied_local') and outcome_at > reversed_at
    )
    select date_trunc('week', happened_at)::date as week_start_date, platform_id, group_id,
        count(distinct account_id) as accounts_count,
        count(distinct case when kind = 'reported' then account_id end) as reported_count
    from moments
    where happened_at < next_reported_at or next_reported_at is null
    group by all
"""
SHOWN_DAILY = """
    select date_trunc('week', date_day)::date as week_start_date, platform_id, group_id,
        sum(reported_count) as reported_count, sum(complied_count) as complied_count
    from marts.fct_compliance_daily where group_id <> 'withheld' group by all
"""
WEEKLY = "marts.fct_group_activity_weekly"
REACH = "marts.fct_reach_daily"
MIRROR_COUNTS = ("mirrors_live_count", "mirrors_live_followers_missing_count")
KEYS = "week_start_date, platform_id, group_id"
PENDING = f"from ({TRUE_BACKLOG}) as truth join marts.fct_backlog as shown using (date_day, platform_id, age_band)"


@pytest.fixture(scope="module", params=["october", "august"])
def marts(request: pytest.FixtureRequest) -> Path:
    ran: Ran = request.getfixturevalue(request.param)
    return database(ran.release)


@pytest.fixture(scope="module")
def warehouse(october: Ran) -> Path:
    return october.home / "warehouse.duckdb"


def test_the_sample_has_small_cells_and_others(marts: Path) -> None:
    small = ask_one(marts, f"select count(*) from ({TRUE_CELLS}) where accounts_count < {MIN_CELL}")
    large = ask_one(marts, f"select count(*) from ({TRUE_CELLS}) where accounts_count >= {MIN_CELL}")
    assert small > 20
    assert large > 20


def test_no_small_cell_is_shown(marts: Path) -> None:
    shown = ask(
        marts,
        f"select * from ({TRUE_CELLS}) as truth join {WEEKLY} using ({KEYS}) "
        f"where accounts_count < {MIN_CELL} and not is_suppressed",
    )
    assert shown == []


def test_a_withheld_row_holds_no_number(marts: Path) -> None:
    measures = [
        name
        for (name,) in ask(
            marts, "select column_name from duckdb_columns() where table_name = 'fct_group_activity_weekly'"
        )
        if name.startswith(("accounts_", "mirrors_", "followers"))
    ]
    held = " or ".join(f"{name} is not null" for name in measures)
    assert len(measures) >= 7
    assert ask(marts, f"from {WEEKLY} where is_suppressed and ({held})") == []
    assert ask_one(marts, f"select count(*) from {WEEKLY} where is_suppressed") > 20


def test_no_withheld_cell_stands_alone_in_its_week_and_platform(marts: Path) -> None:
    alone = ask(
        marts,
        f"select week_start_date, platform_id from {WEEKLY} where is_suppressed group by all having count(*) < 2",
    )
    assert alone == []


def test_the_cells_that_are_shown_are_true(marts: Path) -> None:
    wrong = ask(
        marts,
        f"select shown.* from {WEEKLY} as shown left join ({TRUE_CELLS}) as truth using ({KEYS}) "
        "where not is_suppressed and accounts_reported_count <> coalesce(reported_count, 0)",
    )
    assert wrong == []


def test_days_show_no_group_in_a_week_of_report_that_is_withheld(marts: Path) -> None:
    shown = ask(
        marts,
        f"select * from ({SHOWN_DAILY}) as daily join {WEEKLY} as weekly using ({KEYS}) "
        "where daily.reported_count > 0 and is_suppressed",
    )
    assert shown == []


def test_days_show_no_group_in_a_week_of_report_with_few_accounts(marts: Path) -> None:
    shown = ask(
        marts,
        f"select * from ({SHOWN_DAILY}) as daily join ({TRUE_CELLS}) as truth using ({KEYS}) "
        f"where daily.reported_count > 0 and truth.accounts_count < {MIN_CELL}",
    )
    assert shown == []


def test_platform_totals_are_whole_though_groups_are_withheld(marts: Path) -> None:
    daily = ask(marts, "select platform_id, sum(reported_count) from marts.fct_compliance_daily group by 1 order by 1")
    assert daily == ask(marts, "select platform_id, count(*) from marts.fct_requests group by 1 order by 1")


def test_days_name_no_group_on_a_platform_where_it_has_a_withheld_week(marts: Path) -> None:
    named = ask(
        marts,
        f"select distinct group_id, platform_id from {WEEKLY} where is_suppressed intersect "
        "select distinct group_id, platform_id from marts.fct_compliance_daily",
    )
    assert named == []


def test_reach_names_no_group_that_the_days_do_not_name(marts: Path) -> None:
    named = ask(
        marts,
        "select distinct group_id, platform_id from marts.fct_reach_daily except "
        "select distinct group_id, platform_id from marts.fct_compliance_daily",
    )
    assert [row for row in named if row[0] != "withheld"] == []


def test_the_withheld_cells_of_a_week_and_platform_hold_enough_accounts_together(marts: Path) -> None:
    few = ask(
        marts,
        f"""select week_start_date, platform_id,
                coalesce(sum(accounts_count) filter (where is_suppressed), 0) as withheld_count
            from {WEEKLY} left join ({TRUE_CELLS}) using ({KEYS}) group by all
            having bool_or(is_suppressed) and withheld_count < {MIN_CELL} and withheld_count < sum(accounts_count)""",
    )
    assert few == []


def test_a_withheld_week_is_not_told_by_the_stocks_around_it(marts: Path) -> None:
    told = ask(
        marts,
        f"""from (
            select *, lag(accounts_live_count) over cell as live_before,
                lead(accounts_live_count) over cell as live_after, lead(accounts_active_count) over cell as active_after
            from {WEEKLY} window cell as (partition by platform_id, group_id order by week_start_date)
        ) where is_suppressed and live_before is not null and live_after is not null""",
    )
    assert told == []


def test_no_stock_of_few_accounts_is_shown(marts: Path) -> None:
    assert ask(marts, f"from {WEEKLY} where accounts_live_count between 1 and {MIN_CELL} - 1") == []


def test_no_count_of_few_mirrors_is_shown(marts: Path) -> None:
    assert ask(marts, f"from {REACH} where mirrors_live_count between 1 and {MIN_CELL} - 1") == []


def test_where_mirrors_are_withheld_nothing_tells_of_them(marts: Path) -> None:
    regained, net = "followers_regained", "followers_net_removed"
    told = (regained, f"{regained}_low", f"{regained}_high", net, f"{net}_low", f"{net}_high")
    held = " or ".join(f"{name} is not null" for name in (*told, *MIRROR_COUNTS))
    assert ask(marts, f"from {REACH} where is_stock_suppressed and ({held})") == []


def test_mirrors_are_told_of_all_groups_of_a_platform_or_of_none(marts: Path) -> None:
    some = ask(
        marts,
        f"select date_day, platform_id from {REACH} group by all having count(distinct is_stock_suppressed) > 1",
    )
    assert some == []


def test_no_followers_of_few_pending_accounts_are_shown(warehouse: Path) -> None:
    few = f"{PENDING} where accounts_counted_count between 1 and {MIN_CELL} - 1"
    assert ask_one(warehouse, f"select count(*) {few}") > 500
    assert ask(warehouse, f"{few} and (not is_suppressed or shown.followers is not null)") == []


def test_many_requests_of_which_one_account_is_counted_are_few_too(warehouse: Path) -> None:
    hidden = f"{PENDING} where is_suppressed and truth.pending_count - truth.followers_missing_count = 1"
    assert ask_one(warehouse, f"select count(*) {hidden} and truth.pending_count >= {MIN_CELL}") > 0


def test_the_withheld_followers_of_a_date_and_platform_are_those_of_enough_accounts_together(warehouse: Path) -> None:
    """Else they are what all the live accounts have, which is public, less the bands that are shown."""
    together = f"""
        select date_day, platform_id, bool_or(is_suppressed and accounts_counted_count > 0) as is_any_withheld,
            coalesce(sum(accounts_counted_count) filter (where is_suppressed), 0) as withheld_count,
            sum(accounts_counted_count) as counted_count {PENDING} group by all
    """
    alone = f"withheld_count < {MIN_CELL} and withheld_count < counted_count"
    assert ask_one(warehouse, f"select count(*) from ({together}) where is_any_withheld") > 100
    assert ask(warehouse, f"from ({together}) where is_any_withheld and {alone}") == []


def test_most_followers_of_the_backlog_are_shown(warehouse: Path) -> None:
    shown = ask_one(warehouse, f"select count(*) {PENDING} where not is_suppressed")
    assert shown > 200


def test_few_live_mirrors_are_withheld(october: Ran) -> None:
    marts = database(october.release)  # the mirrors of the sample come after August
    few = "select platform_id from reach_as_of('2025-10-31') group by 1 having sum(mirrors_live_count) between 1 and 4"
    shown = f"select platform_id from {REACH} where date_day = '2025-10-31' and not is_stock_suppressed"
    assert ask(marts, few)
    assert ask(marts, f"{few} intersect {shown}") == []
    assert ask_one(marts, f"select count(*) from {REACH} where is_stock_suppressed") > 100
