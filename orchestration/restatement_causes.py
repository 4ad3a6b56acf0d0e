"""Why a past cell is told differently: the records that the new log has, the old one has not, and that touch it.

Belongs here: the two logs side by side, and which of their records can move a cell. A cause is named only where such
a record touches the cell. Does not: which cells changed (restatement_cells).
"""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from orchestration.restatement_cells import DIMENSIONS

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

SQL_DIR = Path(__file__).with_name("restatement_sql")
# In this order they are told.
RECORD_CAUSES = ("late_record", "correction", "retraction", "asked_again", "review")
VERSION = {"recorded_at": "timestamptz", "is_retracted": "boolean"}
# The released logs: key, and what is read of them. A log that a release lacks has no records.
LOGS: Mapping[str, tuple[str, str, Mapping[str, str]]] = {
    "request": (
        "fct_request_versions",
        "request_id",
        {
            **{name: "varchar" for name in ("account_id", "platform_id", "agency_id", "group_id", "requested_action")},
            **{"is_takedown": "boolean", "reported_at": "timestamptz"},
        },
    ),
    "response": ("fct_request_events", "response_id", {"request_id": "varchar", "event_at": "timestamptz"}),
    "check": ("fct_account_check_versions", "check_id", {"account_id": "varchar", "checked_at": "timestamptz"}),
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
# An upper bound stands on the largest count seen on the platform, or anywhere: whatever its group, a record moves it.
BREADTHS: Mapping[str, tuple[str, ...]] = {"on_platform": ("platform_id",), "anywhere": ()}
PAIRS = ("fct_mirrors", {"predecessor_account_id": "varchar", "successor_account_id": "varchar"})


def find_touches(connection: "DuckDBPyConnection", old: Mapping[str, str], new: Mapping[str, str]) -> None:
    """Write the temporary table `touch`: what each record that only the new log has can move.

    `old` and `new` are the relations of a release by table name. Wants the variable known_until and `unnamed_pair`.
    """
    for log, (table, key, columns) in LOGS.items():
        query = _both(old.get(table), new.get(table), {key: "varchar", **VERSION, **columns})
        # The same version may say something else in the two logs where reference data changed: it was known. And of
        # a log that the old release does not have, nobody knows what is new.
        was_known = f"bool_or(is_old) over (partition by {key}, recorded_at)" if table in old else "true"
        connection.execute(
            f"create or replace temp table {log}_log as "
            f"select * exclude (is_old), {was_known} as was_known from ({query})"
        )
    table, columns = PAIRS
    pairs = _both(old.get(table), new.get(table), columns)
    connection.execute(f"create or replace temp table mirror_log as select * exclude (is_old) from ({pairs})")
    for step in sorted(SQL_DIR.glob("*.sql")):
        connection.execute(step.read_text(encoding="utf-8"))


def explain_cells(connection: "DuckDBPyConnection") -> None:
    """Write the temporary table `cell_cause`: the causes of the cells of `restated_cell`, and how many records each."""
    connection.execute(
        "create or replace temp table cell_cause "
        "(table_name varchar, cell_key varchar, scope varchar, moves varchar, cause varchar, change_id varchar)"
    )
    given = ", ".join(f"bool_or({name} is not null)" for name in DIMENSIONS)
    kinds = connection.execute(f"select table_name, scope, moves, {given} from restated_cell group by all order by all")
    for table, scope, moves, *present in kinds.fetchall():
        dimensions = [name for name, is_there in zip(DIMENSIONS, present, strict=True) if is_there]
        connection.execute(_touched_cells(scope, moves, dimensions), [table, scope, moves])


def _both(old: str | None, new: str | None, columns: Mapping[str, str]) -> str:
    names = ", ".join(f"cast({name} as {kind}) as {name}" for name, kind in columns.items())
    empty = ", ".join(f"cast(null as {kind}) as {name}" for name, kind in columns.items())
    selects = [f"select {names}, {age} from {source}" for source, age in ((old, "true"), (new, "false")) if source]
    both = " union all ".join([*selects, f"select {empty}, false where false"])
    return f"select * from ({both}) as t ({', '.join(columns)}, is_old)"


def _touched_cells(scope: str, moves: str, dimensions: list[str]) -> str:
    """Cells of a table beside the records that agree with every dimension they have, and that fall on their dates."""
    kind, _, breadth = scope.partition(" ")
    told_by = [name for name in dimensions if name in BREADTHS.get(breadth, DIMENSIONS)]
    same = "".join(f" and cell.{name} = touch.{name}" for name in told_by)
    return f"""
        insert into cell_cause
        with cell as (
            select distinct table_name, cell_key, scope, moves, dated_on, ended_on, settled_on, {", ".join(DIMENSIONS)}
            from restated_cell where table_name = ? and scope = ? and moves = ?
        )
        select distinct table_name, cell_key, cell.scope, cell.moves, cause, change_id
        from cell inner join touch
            on touch.scope = '{kind}' and touch.moves = '{moves}' and touch.from_date <= cell.settled_on{same}
            and (touch.touched_date is null or touch.touched_date between cell.dated_on and cell.ended_on)"""
