"""The saved model: its parts add up to Splink's own score, whatever the threads; and what no pair may be made of."""

import json
import math
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from orchestration.accounts import write_account_keys
from orchestration.clock import set_clock
from orchestration.landing import land
from orchestration.mirrors import model
from orchestration.mirrors.features import MAX_ACCOUNTS_PER_KEY, prepare_features
from orchestration.mirrors.variables import shown_probability
from orchestration.sample import write_sample
from orchestration.settings import Settings
from orchestration.warehouse import connect
from tests.conftest import NOW

SETTINGS = json.loads(model.MODEL_FILE.read_text(encoding="utf-8"))
# Group and block of each account, plainly: the group it was first claimed for, the first time it was acted upon.
STATED = """
    create or replace temp table mirror_accounts as
    select accounts.*, stated.* exclude (account_id)
    from mirror_accounts as accounts
    inner join (
        select keys.account_id, coalesce(min(claimed_group), 'unattributed') as named_group_id,
            case min(claimed_group) when 'Majeed Brigade' then 'BLA' else coalesce(min(claimed_group), 'unattributed')
            end as group_id,
            min(cast(reported_at as timestamptz)) as first_reported_at,
            min(cast(event_at as timestamptz)) filter (where event_type = 'suspended') as blocked_at
        from raw.requests as requests
        inner join raw.account_keys as keys
            on requests.platform = keys.platform and requests.handle = keys.handle
        left join raw.responses as responses using (request_id)
        group by keys.account_id
    ) as stated using (account_id)
"""
SUMMED = f"""
    select evidence.*, scores.match_probability,
        prior.weight + handle_weight + display_name_weight + followers_weight + groups.weight + timings.weight as weight
    from raw.mirror_evidence as evidence
    inner join mirror_accounts as former on predecessor_account_id = former.account_id
    inner join mirror_accounts as latter on successor_account_id = latter.account_id
    inner join mirror_scores as scores on unique_id_l = former.unique_id and unique_id_r = latter.unique_id
    inner join raw.mirror_weights as prior on prior.comparison = 'prior'
    inner join raw.mirror_weights as groups
        on groups.comparison = 'group' and groups.level = {model.level_name(SETTINGS, "group")}
    inner join raw.mirror_weights as timings
        on timings.comparison = 'timing' and timings.level = {model.level_name(SETTINGS, "timing")}
"""


@pytest.fixture(scope="module")
def landed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse with the sample as delivered."""
    home = tmp_path_factory.mktemp("mirrors")
    settings = Settings(home, Path.cwd(), home, NOW, account_key="test-key")
    write_sample(settings.landing)
    land(settings, sources=["requests", "responses", "account_checks", "complaints"])
    with connect(settings.warehouse) as connection:
        write_account_keys(connection, settings)
        set_clock(connection, now=NOW)
    return settings.warehouse


@pytest.fixture
def warehouse(landed: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with connect(landed) as connection:
        yield connection


def rows_of(connection: duckdb.DuckDBPyConnection, table: str) -> list[tuple[object, ...]]:
    return connection.execute(f"select * from {table} order by all").fetchall()


def test_the_parts_add_up_to_what_splink_makes_of_all_five(warehouse: duckdb.DuckDBPyConnection) -> None:
    model.write_mirrors(warehouse)
    warehouse.execute(STATED)
    model.score(warehouse, SETTINGS)
    summed = warehouse.execute(SUMMED).df()
    by_hand = 1 / (1 + 2.0 ** -summed["weight"])
    assert len(summed) > 40
    assert (by_hand - summed["match_probability"]).abs().max() < 1e-9
    assert summed["match_probability"].between(0.1, 0.999).any()


def test_the_same_to_the_last_digit_whatever_the_threads(warehouse: duckdb.DuckDBPyConnection) -> None:
    found = []
    for threads in (1, 4):
        warehouse.execute(f"set threads = {threads}")
        model.write_mirrors(warehouse)
        found.append((rows_of(warehouse, "raw.mirror_evidence"), rows_of(warehouse, "raw.mirror_weights")))
    assert found[0] == found[1]


def test_splink_leaves_nothing_behind(warehouse: duckdb.DuckDBPyConnection) -> None:
    model.write_mirrors(warehouse)
    left = warehouse.execute("select table_name from duckdb_tables() where not temporary and schema_name = 'main'")
    assert left.fetchall() == []


def test_evidence_as_of_an_earlier_day_is_that_of_pairs_known_then(warehouse: duckdb.DuckDBPyConnection) -> None:
    model.write_mirrors(warehouse)
    now = set(rows_of(warehouse, "raw.mirror_evidence"))
    set_clock(warehouse, now=NOW, as_of="2025-09-10")
    model.write_mirrors(warehouse)
    then = set(rows_of(warehouse, "raw.mirror_evidence"))
    known = {account for (account,) in warehouse.execute("select account_id from mirror_accounts").fetchall()}
    set_clock(warehouse, now=NOW)
    assert then == {row for row in now if {row[0], row[1]} <= known}
    assert 0 < len(then) < len(now)


def test_a_key_that_too_many_share_is_dropped_and_counted(warehouse: duckdb.DuckDBPyConnection) -> None:
    prepare_features(warehouse)
    ((largest, dropped),) = warehouse.execute(
        "select max(n), (select sum(dropped_key_count) from mirror_accounts) from ("
        "select count(*) as n from (select unnest(block_keys) as key from mirror_accounts) group by key)"
    ).fetchall()
    assert largest == MAX_ACCOUNTS_PER_KEY
    assert dropped > 0


def test_weights_say_what_the_saved_model_says(warehouse: duckdb.DuckDBPyConnection) -> None:
    model.write_weights(warehouse, SETTINGS)
    rows = {(name, level): weight for name, level, weight, _, _ in rows_of(warehouse, "raw.mirror_weights")}  # type: ignore[misc]
    assert {name for name, _ in rows} == {"prior", *model.STATIC, *model.DYNAMIC}
    assert all(weight == 0 for (_, level), weight in rows.items() if level == model.UNKNOWN)
    assert rows["handle", "same"] > rows["handle", "one_letter"] > rows["handle", "different"]
    assert rows["followers", "fewer"] > rows["followers", "more"]
    assert rows["group", "same_named_group"] > 0 > rows["group", "different_group"]
    timings = [rows["timing", level] for level in ("within_7_days", "within_30_days", "within_90_days", "later")]
    assert timings == sorted(timings, reverse=True), "the longer an account was away, the less its timing says"
    assert timings[0] > 0 > timings[-1]


def test_no_pair_that_dbt_could_show_is_left_out() -> None:
    best = sum(
        max(row[2] for row in model.weight_rows(SETTINGS) if row[0] == name) for name in ("prior", *model.DYNAMIC)
    )
    odds = 2.0 ** (model.static_weight_floor(SETTINGS) + best)
    assert math.isclose(odds, shown_probability() / (1 - shown_probability()), rel_tol=1e-8)


def test_a_project_without_the_floor_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "dbt_project.yml").write_text("vars: {mirror_threshold: 0.85}", encoding="utf-8")
    with pytest.raises(ValueError, match="has no var mirror_floor"):
        shown_probability(tmp_path)
