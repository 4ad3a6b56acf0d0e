"""Why a past cell is told differently: the records that the new log has, the old one has not, and that moved it.

Belongs here: the two logs side by side, both replayed by the rules of this release as its own macros state them, and
where they differ (restatement_sql). A cause is named only where what its record is about stands otherwise in the cell.
Does not: which cells changed (restatement_cells), nor any rule of how a request or an account stands.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from orchestration.warehouse import read_value

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

SQL_DIR = Path(__file__).with_name("restatement_sql")
CHANGES = ("1_changes", "2_concerned")
TOUCHES = ("3_request_steps", "4_account_steps", "5_touches", "6_wider_touches")
# In this order they are told.
RECORD_CAUSES = ("late_record", "correction", "retraction", "asked_again", "review")
VERSION = {"recorded_at": "timestamptz", "superseded_at": "timestamptz", "is_retracted": "boolean"}
# The released logs: key, and what is read of them.
LOGS: Mapping[str, tuple[str, str, Mapping[str, str]]] = {
    "request": (
        "fct_request_versions",
        "request_id",
        {
            **{name: "varchar" for name in ("account_id", "platform_id", "agency_id", "group_id", "named_group_id")},
            **{"requested_action": "varchar", "object_type": "varchar", "is_takedown": "boolean"},
            **{"reported_at": "timestamptz", "followers_at_report": "bigint"},
        },
    ),
    "response": (
        "fct_request_events",
        "response_id",
        {
            **{"request_id": "varchar", "event_type": "varchar", "is_automatic": "boolean"},
            **{"event_at": "timestamptz", "followers_at_action": "bigint"},
        },
    ),
    "check": (
        "fct_account_check_versions",
        "check_id",
        {"account_id": "varchar", "checked_at": "timestamptz", "status": "varchar", "followers": "bigint"},
    ),
    "complaint": (
        "fct_complaint_versions",
        "complaint_id",
        {"platform_id": "varchar", "status": "varchar", "received_at": "timestamptz"},
    ),
    "review": (
        "fct_mirror_reviews",
        "review_id",
        {
            **{"predecessor_account_id": "varchar", "successor_account_id": "varchar"},
            **{"reviewed_at": "timestamptz"},
        },
    ),
}
PAIRS = (
    "fct_mirrors",
    {
        **{"predecessor_account_id": "varchar", "successor_account_id": "varchar", "platform_id": "varchar"},
        **{"group_id": "varchar", "is_counted": "boolean"},
    },
)
# Every meeting is in it with both of its windows.
WINDOWS = (
    "fct_engagement_outcomes",
    {
        **{name: "varchar" for name in ("engagement_id", "window_name", "platform_id")},
        **{name: "date" for name in ("held_on", "window_first_date", "window_last_date")},
    },
)
# Parts of the definitions of a release's macros (dbt_project/macros/replay): the log replayed, and the changes of
# accounts with the followers that public tables tell. Each is a macro, and what its part stands between.
REPLAYED = ("requests_at", "with ", ",\n\npublished as (")
TOLD = ("group_activity_at", "\n\ntold_changes as (", "),\n\ncontributions as ")
SIDES = {"old": -1, "new": 1}
CONCERNED = {
    "fct_request_versions": "select * from request_log where request_id in (from concerned_request)",
    "fct_request_events": "select * from response_log where request_id in (from concerned_request)",
    "fct_account_check_versions": "select * from check_log where account_id in (from concerned_account)",
}
REPLAYS = {
    "asked_request": "select request_id, account_id, platform_id, agency_id, group_id, requested_action, "
    "reported_at, complied_at from outcomes",
    "asked_state": """
        select request_id, states.account_id, platform_id, agency_id, group_id, requested_action, states.outcome,
            states.outcome in ('complied_global', 'complied_local') as is_complied,
            is_complied and coalesce(outcome_before in ('complied_global', 'complied_local'), false) as was_complied,
            is_complied and coalesce(outcome_after in ('complied_global', 'complied_local'), false) as stays_complied,
            cast(started_at at time zone 'UTC' as date) as started_date,
            cast(ended_at at time zone 'UTC' as date) as ended_date
        from states inner join outcomes using (request_id)""",
    "account_move": """
        select account_id, platform_id, group_id, change_number, changed_date as date_day, told_changes.outcome,
            followers, told_changes.outcome in ('complied_global', 'complied_local') as is_removed,
            coalesce(lag(is_removed) over (partition by account_id order by change_number), false) as was_removed
        from told_changes inner join requested using (account_id)""",
}
# From when until when an account stood how, at the end of the day.
LEVELS = """
    select sign, account_id, platform_id, group_id, date_day as from_date,
        max_by(outcome, change_number) as outcome, max_by(followers, change_number) as followers,
        coalesce(
            lead(date_day) over (partition by sign, account_id order by date_day), date 'infinity'
        ) as until_date
    from account_move group by sign, account_id, platform_id, group_id, date_day"""
COUNTED_PAIRS = """
    select case when is_old then -1 else 1 end as sign, predecessor_account_id, successor_account_id, platform_id,
        group_id
    from mirror_log where is_counted and successor_account_id in (from concerned_account)"""


def find_touches(connection: "DuckDBPyConnection", old: Mapping[str, str], new: Mapping[str, str]) -> None:
    """Write the temporary tables `unit_change`, what each record that only the new log has is about, and `touch`,
    which cells that moves and by how much.

    `old` and `new` are the relations of a release by table name. Wants the variable known_until and `unnamed_pair`.
    """
    for log, (table, key, columns) in LOGS.items():
        query = _both(connection, table, old, new, {key: "varchar", **VERSION, **columns})
        # The same version may say something else in the two logs where reference data changed: it was known.
        connection.execute(
            f"create or replace temp table {log}_log as "
            f"select *, bool_or(is_old) over (partition by {key}, recorded_at) as was_known from ({query})"
        )
    for name, (table, columns) in {"mirror_log": PAIRS, "meeting_window": WINDOWS}.items():
        connection.execute(f"create or replace temp table {name} as {_both(connection, table, old, new, columns)}")
    _run(connection, *CHANGES)
    _replay_logs(connection)
    _run(connection, *TOUCHES)


def explain_cells(connection: "DuckDBPyConnection") -> None:
    """Write the temporary tables `cell_cause`: the causes of the cells of `restated_cell`, with the records of each,
    and `cell_sum`: does what they moved add up to the difference?
    """
    _run(connection, "7_cell_causes")


def _replay_logs(connection: "DuckDBPyConnection") -> None:
    """Write asked_request, asked_state, account_move, account_level and pair: of both logs, told apart by their sign.

    Wants the logs, concerned_request and concerned_account, and the variable known_until.
    """
    rules = _rules(connection)
    for side in SIDES:
        for name, query in CONCERNED.items():
            is_of_side = "is_old" if side == "old" else "not is_old"
            connection.execute(f"create or replace temp table {side}_{name} as {query} and {is_of_side}")
        connection.execute(f"create or replace temp view {side}_dim_event_outcome as from marts.dim_event_outcome")
    for name, query in REPLAYS.items():
        for side, sign in SIDES.items():
            select = f"select {sign} as sign, replayed.* from ({query}) as replayed"
            verb = f"create or replace temp table {name} as" if side == "old" else f"insert into {name} by name"
            connection.execute(f"{verb} {_of_side(rules, side)} {select}")
    connection.execute(f"create or replace temp table account_level as {LEVELS}")
    connection.execute(f"create or replace temp table pair as {COUNTED_PAIRS}")


def _rules(connection: "DuckDBPyConnection") -> str:
    told = re.sub(r"\bblurred\b", "true", _part(connection, *TOLD))
    return f"with {_part(connection, *REPLAYED)}, told_changes as ({told})"


def _part(connection: "DuckDBPyConnection", macro: str, begin: str, end: str) -> str:
    query = "select max(definition) from marts.dim_as_of_macro where macro_name = $macro"
    definition = str(read_value(connection, query, {"macro": macro}))
    part, found, _ = definition.partition(begin)[2].partition(end)
    if not found:
        raise ValueError(
            f"marts.dim_as_of_macro: {macro} has nothing between {begin.strip()!r} and {end.strip()!r}; "
            f"dbt_project/macros/replay/{macro}.sql and orchestration/restatement_causes.py must agree"
        )
    return part


def _of_side(rules: str, side: str) -> str:
    """The rules asked of one log. It holds what it knew, so only the world is cut: at the instant that it is as of."""
    world = "(select as_of from raw.clock)"
    if side == "old":
        # Of a former release of a later instant, all that it holds.
        world = (
            "(select case when as_of > getvariable('known_until') then getvariable('known_until') "
            "else timestamptz 'infinity' end from raw.clock)"
        )
    return (
        rules.replace('"marts"."', f'"{side}_')
        .replace("as_instant(v)", world)
        .replace("as_instant(k)", "timestamptz 'infinity'")
    )


def _run(connection: "DuckDBPyConnection", *steps: str) -> None:
    for step in steps:
        connection.execute((SQL_DIR / f"{step}.sql").read_text(encoding="utf-8"))


def _both(
    connection: "DuckDBPyConnection",
    table: str,
    old: Mapping[str, str],
    new: Mapping[str, str],
    columns: Mapping[str, str],
) -> str:
    """The rows of both logs. Of one that the old release lacks, or has in less detail, nobody knows what is new."""
    former = old.get(table)
    if former is None or not columns.keys() <= _columns(connection, former):
        former = new.get(table)
    names = ", ".join(f"cast({name} as {kind}) as {name}" for name, kind in columns.items())
    empty = ", ".join(f"cast(null as {kind}) as {name}" for name, kind in columns.items())
    sources = ((former, "true"), (new.get(table), "false"))
    selects = [f"select {names}, {age} as is_old from {source}" for source, age in sources if source]
    return " union all ".join([*selects, f"select {empty}, false as is_old where false"])


def _columns(connection: "DuckDBPyConnection", relation: str) -> set[str]:
    return {str(name) for name, *_ in connection.execute(f"describe select * from {relation}").fetchall()}
