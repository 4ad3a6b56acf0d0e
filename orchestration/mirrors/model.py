"""The model: how two accounts are compared, in Splink's terms, and what the saved model says of a pair.

Belongs here: comparisons and their levels, the one blocking rule, prediction, and the tables `raw.mirror_evidence` and
`raw.mirror_weights`. Does not: estimating parameters (training); a build only applies those saved in model.json.
"""

import json
import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

from orchestration.mirrors.features import MAX_ACCOUNTS_PER_KEY, prepare_features
from orchestration.mirrors.variables import shown_probability
from orchestration.warehouse import read_value

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection
    from splink import Linker, SettingsCreator

MODEL_FILE = Path(__file__).with_name("model.json")
STATIC = ("handle", "display_name", "followers")  # what does not depend on the instant that is asked about
DYNAMIC = ("group", "timing")  # computed in SQL from the log; their weights are in raw.mirror_weights
UNKNOWN = "unknown"
WEIGHT_DECIMALS = 9


def write_mirrors(connection: "DuckDBPyConnection") -> dict[str, int | float]:
    """Fill `raw.mirror_evidence` and `raw.mirror_weights` anew from raw requests up to the clock.

    Returns what a reader of the tables must know: how many accounts and pairs there were, how often a key was dropped
    because as many accounts as max_accounts_per_key had it before, and the weight from which a pair is kept.
    """
    prepare_features(connection)
    settings = json.loads(MODEL_FILE.read_text(encoding="utf-8"))
    compared_pair_count = score(connection, only(settings, STATIC))
    connection.execute("create schema if not exists raw")
    floor = static_weight_floor(settings)
    connection.execute(f"create or replace table raw.mirror_evidence as {_evidence(settings, floor)}")
    write_weights(connection, settings)
    ((account_count, dropped_key_count),) = connection.execute(
        "select count(*), coalesce(sum(dropped_key_count), 0) from mirror_accounts"
    ).fetchall()
    return {
        "account_count": account_count,
        "dropped_key_count": int(dropped_key_count),
        "max_accounts_per_key": MAX_ACCOUNTS_PER_KEY,
        "compared_pair_count": compared_pair_count,
        "static_weight_floor": floor,
    }


def score(connection: "DuckDBPyConnection", settings: "dict[str, Any] | SettingsCreator") -> int:
    """Make the temporary table `mirror_scores`: every blocked pair of mirror_accounts with its weights, by Splink.

    Returns the number of pairs.
    """
    linker = make_linker(connection, settings)
    try:
        pairs = linker.inference.predict(warning_mode="never")
        connection.execute(f"create or replace temp table mirror_scores as select * from {pairs.physical_name}")
    finally:  # Splink works in tables of the warehouse file
        linker.table_management.delete_tables_created_by_splink_from_db()  # type: ignore[no-untyped-call]
    return int(read_value(connection, "select count(*) from mirror_scores"))


def make_linker(
    connection: "DuckDBPyConnection", settings: "dict[str, Any] | SettingsCreator", table: str = "mirror_accounts"
) -> "Linker":
    """A Splink linker over a temporary table of accounts."""
    from splink import DuckDBAPI, Linker

    accounts = DuckDBAPI(connection).register(table, table_name="accounts")
    return Linker(accounts, settings, log_level=None)


def only(settings: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    """The settings with these comparisons alone."""
    kept = [comparison for comparison in settings["comparisons"] if comparison["output_column_name"] in names]
    return settings | {"comparisons": kept}


def settings_creator() -> "SettingsCreator":
    """The model before training."""
    from splink import SettingsCreator

    return SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="unique_id",
        comparisons=[_comparison(name, levels) for name, levels in COMPARISONS.items()],
        blocking_rules_to_generate_predictions=[
            {"blocking_rule": "l.block_keys = r.block_keys", "arrays_to_explode": ["block_keys"]}
        ],
        retain_matching_columns=True,
        retain_intermediate_calculation_columns=True,
        linker_uid="mirrors",
    )


def _comparison(name: str, levels: dict[str, str]) -> dict[str, Any]:
    unknown, *others = levels.items()
    return {
        "output_column_name": name,
        "comparison_description": name,
        "comparison_levels": [
            {"sql_condition": unknown[1], "label_for_charts": unknown[0], "is_null_level": True},
            *({"sql_condition": condition, "label_for_charts": level} for level, condition in others),
        ],
    }


MISSING = "{0}_letters_l is null or {0}_letters_r is null"
# A name that many bore before tells nobody apart, nor does one of generic words (Daily News). Bearers are counted in
# the order of recording, so that the count stays the same later.
COMMON = (
    "({0}_core_l = {0}_core_r and greatest({0}_place_l, {0}_place_r) > 5) or ({0}_is_generic_l and {0}_is_generic_r)"
)
REPEATED = "(is_display_of_handle_l and is_display_of_handle_r)"  # agreement would be counted twice


def _name_levels(column: str, unknown: str) -> dict[str, str]:
    """Levels of a handle or display name, from the strongest to none."""
    left, right = f"{column}_{{}}_l", f"{column}_{{}}_r"

    def both(text: str) -> str:
        return f"{left.format(text)} = {right.format(text)}"

    def distance(text: str) -> str:
        return f"levenshtein({left.format(text)}, {right.format(text)})"

    numbers = both("numbers")
    shared = f"len(list_intersect({left.format('words')}, {right.format('words')}))"
    counts = f"len({left.format('words')}), len({right.format('words')})"
    crossed = f"{left.format('letters')} = {right.format('core')} or {left.format('core')} = {right.format('letters')}"
    return {
        UNKNOWN: unknown,
        "same": both("letters"),
        "same_but_affix": f"{both('core')} or {crossed}",
        "same_words": both("sorted"),
        "one_letter": f"{distance('core')} <= 1 and length({left.format('core')}) >= 6 and {numbers}",
        # Between Urdu and Latin only: in one script, other vowels are another word (amber, ember).
        "same_sound": f"{both('sound')} and {left.format('is_romanised')} <> {right.format('is_romanised')}",
        "words_left_out": f"{shared} >= 2 and {shared} = len({right.format('words')})",
        "words_added": f"{shared} >= 2 and {shared} = len({left.format('words')})",
        "one_word": f"{shared} >= 2 and {shared} >= greatest({counts}) - 1",
        "different": "ELSE",
    }


# l is the predecessor (first reported earlier), r the successor. The first level of each is where nothing is known.
COMPARISONS: dict[str, dict[str, str]] = {
    "handle": _name_levels("handle", f"{MISSING} or {COMMON}".format("handle")),
    "display_name": _name_levels("display", f"{MISSING} or {COMMON} or {REPEATED}".format("display")),
    "followers": {
        UNKNOWN: "followers_l is null or followers_r is null or followers_l = 0",
        "fewer": "followers_r <= 0.5 * followers_l",
        "alike": "followers_r <= 1.5 * followers_l",
        "more": "ELSE",
    },
    "group": {
        UNKNOWN: "named_group_id_l = 'unattributed' or named_group_id_r = 'unattributed'",
        "same_named_group": "named_group_id_l = named_group_id_r",
        "same_group": "group_id_l = group_id_r",
        "different_group": "ELSE",
    },
    "timing": {
        UNKNOWN: "blocked_at_l is null or first_reported_at_r <= blocked_at_l",
        "within_7_days": "epoch(first_reported_at_r) - epoch(blocked_at_l) < 8 * 86400",
        "within_30_days": "epoch(first_reported_at_r) - epoch(blocked_at_l) < 31 * 86400",
        "within_90_days": "epoch(first_reported_at_r) - epoch(blocked_at_l) < 91 * 86400",
        "later": "ELSE",
    },
}


def _evidence(settings: dict[str, Any], floor: float) -> str:
    weights = " + ".join(f"{name}_weight" for name in STATIC)
    columns = ", ".join(
        f"{level_name(settings, name)} as {name}_level, round(mw_{name}, {WEIGHT_DECIMALS}) as {name}_weight"
        for name in STATIC
    )
    return f"""select * from (
        select left_side.account_id as predecessor_account_id, right_side.account_id as successor_account_id, {columns}
        from mirror_scores
        inner join mirror_accounts as left_side on unique_id_l = left_side.unique_id
        inner join mirror_accounts as right_side on unique_id_r = right_side.unique_id
    ) where {weights} >= {floor}
    order by predecessor_account_id, successor_account_id"""


def levels_of(settings: dict[str, Any], name: str) -> list[tuple[str, int, dict[str, Any]]]:
    """The levels of a comparison: name, Splink's comparison vector value, and the level as saved."""
    (comparison,) = [found for found in settings["comparisons"] if found["output_column_name"] == name]
    levels = comparison["comparison_levels"]
    known = len(levels) - 2  # the highest value, of the first level after the unknown one
    return [(level["label_for_charts"], -1 if n == 0 else known - n + 1, level) for n, level in enumerate(levels)]


def level_name(settings: dict[str, Any], name: str) -> str:
    """SQL that names the level of a comparison that Splink numbered."""
    cases = " ".join(f"when {value} then '{level}'" for level, value, _ in levels_of(settings, name))
    return f"case gamma_{name} {cases} end"


def static_weight_floor(settings: dict[str, Any]) -> float:
    """The weight of names and followers below which the best of groups and timings cannot make a pair shown."""
    rows = weight_rows(settings)
    (prior,) = [weight for name, _, weight, _, _ in rows if name == "prior"]
    best = sum(max(weight for found, _, weight, _, _ in rows if found == name) for name in DYNAMIC)
    shown = shown_probability()
    return round(math.log2(shown) - math.log2(1 - shown) - prior - best, WEIGHT_DECIMALS)


def weight_rows(settings: dict[str, Any]) -> list[tuple[str, str, float, float | None, float | None]]:
    """(comparison, level, weight, m, u) of the saved model; the prior's weight is that of two random accounts."""
    prior = settings["probability_two_random_records_match"]
    rows: list[tuple[str, str, float, float | None, float | None]] = [
        ("prior", "any_two_accounts", round(math.log2(prior) - math.log2(1 - prior), WEIGHT_DECIMALS), None, None)
    ]
    for name in (*STATIC, *DYNAMIC):
        for level, value, saved in levels_of(settings, name):
            m, u = saved.get("m_probability"), saved.get("u_probability")
            weight = 0.0 if value < 0 or m is None or u is None else round(math.log2(m) - math.log2(u), WEIGHT_DECIMALS)
            rows.append((name, level, weight, m, u))
    return rows


def write_weights(connection: "DuckDBPyConnection", settings: dict[str, Any]) -> None:
    """Fill `raw.mirror_weights` anew from the saved model."""
    connection.execute(
        "create or replace table raw.mirror_weights "
        "(comparison varchar, level varchar, weight double, m_probability double, u_probability double)"
    )
    connection.executemany("insert into raw.mirror_weights values (?, ?, ?, ?, ?)", weight_rows(settings))
