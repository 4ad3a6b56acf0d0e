"""Training: the parameters of the model, estimated once on a sample whose mirrors are known, and saved.

Belongs here: estimating and smoothing m and u, and the prior. Does not: judging the outcome (evaluation).

u (how often a level is met among strangers) comes from Splink's random sampling, over accounts that succeed nobody.
m (how often among mirrors) comes from the true pairs of the tuning sample, not from expectation maximisation: a few
dozen mirrors among half a million pairs are too few for EM to find the same two classes every time, and the truth is
known. The tuning sample shows few disguises, so what it shows of m is averaged with EXPECTED, said beforehand and not
fitted to anything; u gets one observation more, shared by the levels (Perks), so that what was not met is possible.

m of timing is EXPECTED alone. When mirrors return in the tuning sample is a matter of its calendar: blocks begin in
April and mirrors are reported from 16 August on, so that an account first reported months after a block would look more
like a mirror than one reported within a week. The calendar is in u as well (few strangers are reported more than 90
days after a block, for the log is short), so timing is then made to fall: see _fall.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from orchestration.mirrors.features import prepare_features
from orchestration.mirrors.model import UNKNOWN, make_linker, settings_creator
from orchestration.warehouse import connect, read_value

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

SAMPLING_SEED = 20250815
MAX_SAMPLED_PAIRS = 1e7  # more than the tuning sample has, so all are taken
# What actors are expected to keep when they return: shares of mirrors, by comparison and level.
EXPECTED: dict[str, dict[str, float]] = {
    "handle": {"same": 0.35, "same_but_affix": 0.25, "same_words": 0.08, "one_letter": 0.10, "same_sound": 0.05}
    | {"words_left_out": 0.04, "words_added": 0.02, "one_word": 0.01, "different": 0.10},  # fans add words as well
    "display_name": {"same": 0.40, "same_but_affix": 0.20, "same_words": 0.05, "one_letter": 0.05, "same_sound": 0.10}
    | {"words_left_out": 0.02, "words_added": 0.02, "one_word": 0.01, "different": 0.15},
    "followers": {"fewer": 0.75, "alike": 0.15, "more": 0.10},  # a successor begins small
    "group": {"same_named_group": 0.75, "same_group": 0.05, "different_group": 0.20},
    "timing": {"within_7_days": 0.30, "within_30_days": 0.35, "within_90_days": 0.25, "later": 0.10},
}
STATED_ALONE = "timing"  # nothing is learned of its m, and its weights fall from the first level to the last
DECIMALS = 12
# What depends on the instant, as of the end of the log: group, first report, and the start of the first block.
STATED_ACCOUNTS = """
    select accounts.*, requested.group_id, requested.named_group_id, requested.first_reported_at, blocked_at
    from mirror_accounts as accounts
    inner join intermediate.int_accounts__requested as requested using (account_id)
    left join (
        select account_id, min(changed_at) as blocked_at
        from intermediate.int_accounts__changes
        where outcome in ('complied_global', 'complied_local')
        group by account_id
    ) as blocks using (account_id)
"""
TRUE_PAIRS = """
    select former.unique_id as unique_id_l, latter.unique_id as unique_id_r, 1.0 as clerical_match_score
    from true_pairs
    inner join mirror_accounts as former on predecessor_account_id = former.account_id
    inner join mirror_accounts as latter on successor_account_id = latter.account_id
    where former.blocked_at < latter.first_reported_at
    order by all
"""
# A pair is asked about when the first account was blocked before the second was reported.
ASKED_PAIR_COUNT = """
    select count(*) from mirror_accounts as former
    inner join mirror_accounts as latter on former.blocked_at < latter.first_reported_at
        and former.unique_id < latter.unique_id
"""


def train(warehouse: Path, true_pairs: list[tuple[str, str]]) -> dict[str, Any]:
    """The trained settings, in Splink's save format, from a built warehouse and its true pairs of account ids."""
    with connect(warehouse) as connection:
        _prepare(connection, true_pairs)
        settings = _estimate(connection)
        label_count = int(read_value(connection, "select count(*) from true_labels"))
        stranger_count = int(read_value(connection, "select count(*) from strangers"))
        settings["probability_two_random_records_match"] = round(
            label_count / int(read_value(connection, ASKED_PAIR_COUNT)), DECIMALS
        )
    for comparison in settings["comparisons"]:
        name = comparison["output_column_name"]
        levels = {level["label_for_charts"]: level for level in comparison["comparison_levels"]}
        levels.pop(UNKNOWN)
        _average_with_expected(levels, EXPECTED[name], 1.0 if name == STATED_ALONE else 0.5)
        _add_to_u(levels, stranger_count * (stranger_count - 1) // 2)
        if name == STATED_ALONE:
            _fall(list(levels.values()))
    return settings


def _prepare(connection: "DuckDBPyConnection", true_pairs: list[tuple[str, str]]) -> None:
    prepare_features(connection)
    connection.execute("create temp table true_pairs (predecessor_account_id varchar, successor_account_id varchar)")
    connection.executemany("insert into true_pairs values (?, ?)", true_pairs)
    connection.execute(f"create temp table stated_accounts as {STATED_ACCOUNTS}")
    connection.execute("create or replace temp table mirror_accounts as select * from stated_accounts order by 1")
    connection.execute(f"create temp table true_labels as {TRUE_PAIRS}")
    connection.execute(
        "create temp table strangers as select * from mirror_accounts "
        "where account_id not in (select successor_account_id from true_pairs) order by unique_id"
    )


def _estimate(connection: "DuckDBPyConnection") -> dict[str, Any]:
    """u among strangers, then m among the true pairs."""
    among_strangers = make_linker(connection, settings_creator(), "strangers")
    among_strangers.training.estimate_u_using_random_sampling(
        MAX_SAMPLED_PAIRS, seed=SAMPLING_SEED, min_count_per_level=None, num_chunks=1
    )
    among_all = make_linker(connection, among_strangers.misc.save_model_to_json())
    among_all.training.estimate_m_from_pairwise_labels("true_labels")  # type: ignore[no-untyped-call]
    return among_all.misc.save_model_to_json()


def _average_with_expected(levels: dict[str, dict[str, Any]], expected: dict[str, float], share: float) -> None:
    """Give what was expected of mirrors this share of the say, and what was seen of them the rest."""
    for name, level in levels.items():
        seen = level.get("m_probability", 0.0)
        level["m_probability"] = round((1 - share) * seen + share * expected[name], DECIMALS)


def _add_to_u(levels: dict[str, dict[str, Any]], pair_count: int) -> None:
    """Add one observation, shared by the levels."""
    for level in levels.values():
        seen = level.get("u_probability", 0.0) * pair_count
        level["u_probability"] = round((seen + 1 / len(levels)) / (pair_count + 1), DECIMALS)


def _fall(levels: list[dict[str, Any]]) -> None:
    """Let no level weigh more than the one before: neighbours that do share m as they share u (pooled violators)."""
    pools: list[list[dict[str, Any]]] = []
    for level in levels:
        pools.append([level])
        while len(pools) > 1 and _factor(pools[-2]) < _factor(pools[-1]):
            pools[-2:] = [pools[-2] + pools[-1]]
    for pool in pools:
        factor = _factor(pool)
        for level in pool:
            level["m_probability"] = round(factor * level["u_probability"], DECIMALS)


def _factor(pool: list[dict[str, Any]]) -> float:
    """How much likelier these levels are among mirrors than among strangers (a Bayes factor)."""
    m, u = (sum(level[f"{name}_probability"] for level in pool) for name in "mu")
    return float(m / u)
