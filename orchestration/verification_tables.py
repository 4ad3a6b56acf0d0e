"""What of a release's tables can be computed again from the release itself, and whether it comes out the same.

Belongs here: SQL between tables, macros and files of one release. Does not: hashes and documents (verification).
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from orchestration.release_tables import guarded, quote
from orchestration.warehouse import read_value

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Package = Mapping[str, Any]
# What the log gives again, and what the release says: name, replayed, published. Both name the same columns.
REPLAYED = {
    "fct_compliance_summary = compliance_as_of": (
        "select * from compliance_as_of($as_of, blurred := true)",
        "select * from marts.fct_compliance_summary",
    ),
    "fct_requests = requests_as_of": ("select * from requests_as_of($as_of)", "select * from marts.fct_requests"),
    "fct_mirrors = mirrors_as_of": ("select * from mirrors_as_of($as_of)", "select * from marts.fct_mirrors"),
}
LAST_DAY = "date_day = (select max(date_day) from marts.fct_reach_daily)"
SUMMED = ("followers_reported", "followers_removed", "followers_live", "followers_regained", "followers_net_removed")
WEEKLY = (
    *("accounts_active_count", "accounts_reported_count", "accounts_first_reported_count", "accounts_complied_count"),
    *("mirrors_count", "accounts_live_count", "followers", "iso_year", "iso_week"),
)
# Flow into and out of each outcome, whose running sum is the stock.
OUTCOMES = ("complied", "partial", "declined", "not_found", "already_removed", "reversed")
# What a filter state restricts beside its period, and what can be counted of its requests in a release.
STATE = ("platform_id", "agency_id", "group_id", "requested_action", "legal_basis")
STATE_COUNTS = {
    "reported_count": "count(*)",
    **{f"{name}_count": f"count(*) filter (where outcome = '{name}')" for name in ("pending", *OUTCOMES[1:])},
    "complied_count": "count(*) filter (where starts_with(outcome, 'complied'))",
    "responded_count": "count(first_response_at)",
    "ever_complied_count": "count(complied_at)",
    "ever_reversed_count": "count(reversed_at)",
}
CSV_OPTIONS = (
    "header = true, nullstr = '', allow_quoted_nulls = false, auto_detect = false, quote = '\"', escape = '\"'"
)


def differing(connection: "DuckDBPyConnection", one: str, other: str, parameters: Mapping[str, Any]) -> str:
    """How many rows only one of two queries gives, with the first of them; empty when they give the same."""
    both = (
        f"((select 'computed' as side, * from (({one}) except all ({other})))"
        f" union all (select 'published' as side, * from (({other}) except all ({one}))))"
    )
    rows = connection.execute(f"select count(*) over () as rows_count, * from {both} limit 1", parameters).fetchall()
    if not rows:
        return ""
    count, side, *values = rows[0]
    shown = ", ".join(str(value) for value in values[:6])
    return f"{count} rows differ, first (only {side}): {shown}"


def replayed(connection: "DuckDBPyConnection", as_of: str) -> Iterator[tuple[str, str]]:
    """Name and fault of each comparison of a table with the log, asked as of the release's own instant."""
    for name, (computed, published) in REPLAYED.items():
        yield name, differing(connection, computed, published, {"as_of": as_of})
    yield "last day of fct_reach_daily = reach_as_of", _reach_fault(connection, as_of)
    yield "fct_group_activity_weekly = group_activity_as_of, where not withheld", _weeks_fault(connection, as_of)


def _reach_fault(connection: "DuckDBPyConnection", as_of: str) -> str:
    """By platform, and by group where it is named: groups that are withheld are there as one."""
    platforms = f"select platform_id, {', '.join(f'sum({column}) as {column}' for column in SUMMED)} from "
    is_open = f"not exists (from marts.fct_reach_daily as cells where {LAST_DAY} and cells.is_stock_suppressed "
    is_open += "and cells.platform_id = reach.platform_id)"
    # Replaying takes longest, and is asked for twice.
    connection.execute(
        "create or replace temp table replayed as from reach_as_of($as_of, blurred := true)", {"as_of": as_of}
    )
    computed = f"{platforms} replayed as reach where {is_open} group by platform_id"
    published = f"{platforms} marts.fct_reach_daily as reach where {LAST_DAY} and {is_open} group by platform_id"
    named = f"(select platform_id, group_id from marts.fct_reach_daily where {LAST_DAY} and not is_stock_suppressed)"
    groups = f"select platform_id, group_id, {', '.join(SUMMED)} from "
    one = f"{groups} replayed semi join {named} using (platform_id, group_id)"
    other = f"{groups} marts.fct_reach_daily where {LAST_DAY} and not is_stock_suppressed and group_id <> 'withheld'"
    return differing(connection, computed, published, {}) or differing(connection, one, other, {})


def _weeks_fault(connection: "DuckDBPyConnection", as_of: str) -> str:
    """Figure by figure, where the release gives one: what it withholds, the log gives all the same."""
    key = ("week_start_date", "group_id", "platform_id")
    given = ", ".join(f"case when weeks.{name} is not null then log.{name} end as {name}" for name in WEEKLY)
    weeks = "marts.fct_group_activity_weekly as weeks"
    computed = f"select {', '.join(key)}, {given} from group_activity_as_of($as_of, blurred := true) as log "
    computed += f"inner join {weeks} using ({', '.join(key)}) where not weeks.is_suppressed"
    published = f"select {', '.join((*key, *WEEKLY))} from {weeks} where not is_suppressed"
    return differing(connection, computed, published, {"as_of": as_of})


def stock_faults(connection: "DuckDBPyConnection") -> str:
    """Rows of fct_compliance_daily whose stocks are not the running sums of the flows; empty when there is none."""
    window = "over (partition by platform_id, agency_id, group_id, requested_action order by date_day)"
    sums = [f"sum({name}_count - {name}_left_count) {window} <> total_{name}_count" for name in OUTCOMES]
    sums.append(f"sum(reported_count) {window} <> total_reported_count")
    parts = " - ".join(f"total_{name}_count" for name in OUTCOMES)
    sums.append(f"total_reported_count - {parts} <> pending_count")
    query = (
        "select count(*), any_value(concat_ws(' ', date_day, platform_id, agency_id, group_id, requested_action)) from "
        f"(select *, {' or '.join(sums)} as is_wrong from marts.fct_compliance_daily) where is_wrong"
    )
    ((count, first),) = connection.execute(query).fetchall()
    return f"{count} rows, such as {first}" if count else ""


def state_faults(connection: "DuckDBPyConnection") -> str:
    """Filter states that do not count what the requests say; empty when there is none."""
    month = "strftime(make_timestamp(epoch_us(reported_at)), '%Y-%m')"
    quarter = "concat(left(month, 5), 'Q', quarter(cast(concat(month, '-01') as date)))"
    states = ", ".join(f"coalesce({name}, 'all') as {name}" for name in STATE)
    counted = ", ".join(f"{condition} as {name}" for name, condition in STATE_COUNTS.items())
    computed = f"""
        with named as (select distinct platform_id, group_id as named_id from marts.fct_compliance_daily),
        requests as (
            select * replace (coalesce(named_id, 'withheld') as group_id, coalesce(legal_basis, 'none') as legal_basis),
                {month} as month
            from marts.fct_requests
            left join named on fct_requests.platform_id = named.platform_id and group_id = named_id
        ),
        dated as (select *, unnest(['all', {quarter}, month]) as period_id from requests)
        select {states}, period_id, {counted} from dated group by period_id, cube ({", ".join(STATE)})"""
    published = f"select {', '.join((*STATE, 'period_id', *STATE_COUNTS))} from marts.fct_compliance_cube"
    return differing(connection, computed, published, {})


def claim_faults(connection: "DuckDBPyConnection") -> str:
    """Claims whose own query gives another interval than the one published; empty when there is none."""
    claims = connection.execute(
        "select claim_id, computed_low, computed_high, evidence_query from marts.fct_claims order by claim_id"
    ).fetchall()
    wrong = [
        f"{name} says {low} to {high}, its query gives {found}"
        for name, low, high, query in claims
        if (found := connection.execute(query).fetchall()) != [(low, high)]
    ]
    return "; ".join(wrong)


def file_faults(connection: "DuckDBPyConnection", tier: Path, resources: Sequence[Package]) -> Iterator[str]:
    """Tables of a tier that are not row for row the same in the DuckDB file, in Parquet and in CSV."""
    for resource in resources:
        path = quote(tier / resource["path"])
        table = resource["name"].removesuffix(".csv")
        fields = [(field["name"], field["type"]) for field in resource["schema"]["fields"]]
        if resource["format"] == "parquet":
            one, other = f"select * from marts.{table}", f"select * from read_parquet({path})"
        else:
            one, other = _as_text(table, fields), _csv_as_text(path, fields)
        if digest(connection, one) != digest(connection, other):
            yield f"{tier.name}/{resource['path']} is not marts.{table}"


def digest(connection: "DuckDBPyConnection", query: str) -> str:
    """A digest of the rows of a query, whatever their order."""
    return str(
        read_value(
            connection,
            f"select concat(count(*), '-', coalesce(sum(cast(hash(rows) as hugeint)), 0)) from ({query}) as rows",
        )
    )


def _as_text(table: str, fields: Sequence[tuple[str, str]]) -> str:
    columns = ", ".join(f'cast("{name}" as varchar) as "{name}"' for name, _ in fields)
    texts = [name for name, kind in fields if kind == "string"]
    return f"select {columns} from ({guarded(f'marts.{table}', [name for name, _ in fields], texts)})"


def _csv_as_text(path: str, fields: Sequence[tuple[str, str]]) -> str:
    columns = ", ".join(f"'{name}': 'varchar'" for name, _ in fields)
    return f"select * from read_csv({path}, columns = {{{columns}}}, {CSV_OPTIONS})"
