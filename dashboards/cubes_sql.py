"""What the shards of each cube hold, as SELECTs over the public tables: keys `at_*`, what they run along, measures.

Belongs here: sums of additive counts, which rates are withheld, the lengths of error bars. Does not: rates (the release
publishes them finished), files (cubes). 'all' stands for no restriction.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dashboards.data import Release
from dashboards.filters import ALL
from dashboards.filters_bar import COLUMNS
from dashboards.series import DAILY_LIMIT, whole

STATES = ("platform", "agency", "group", "action")
KEYS: Mapping[str, str] = dict(COLUMNS.items())
RATE_DIGITS, BAR_DIGITS = 9, 6  # enough that no text and no mark changes, and half the bytes
COMPLIANCE, DURATIONS, COHORTS = "fct_compliance_cube", "fct_time_to_action_cube", "fct_compliance_cohort_cube"
DAILY, REACH, ACTIVITY = "fct_compliance_daily", "fct_reach_daily", "fct_group_activity_weekly"


@dataclass(frozen=True)
class Cube:
    """One cube: the table it is made of, its dimensions, what its rows run along within a state, and its rows."""

    name: str
    table: str
    dimensions: tuple[str, ...]
    along: tuple[str, ...]
    sql: str

    @property
    def has_period(self) -> bool:
        return "period" in self.dimensions


def cubes(release: Release) -> list[Cube]:
    """The cubes that this release has the tables of."""
    known = release.facts.tables
    made = []
    if COMPLIANCE in known:
        made.append(_compliance(release, "compliance", f"legal_basis = '{ALL}'", (*STATES, "period")))
        made.append(_compliance(release, "basis", f"legal_basis <> '{ALL}'", (*STATES, "basis", "period")))
    if DURATIONS in known:
        made.append(_durations())
    if COHORTS in known:
        made.append(_cohorts(release))
    if COMPLIANCE in known and release.has_rows(DAILY):
        made.append(_stocks(release))
    if COMPLIANCE in known and release.has_rows(REACH):
        made.append(_reach(release))
    if COMPLIANCE in known and release.has_rows(ACTIVITY):
        made.extend(_activity(release))
    return made


def keys_of(dimensions: Sequence[str]) -> str:
    """The key columns of a published cube as `at_<dimension>`."""
    return ", ".join(f"{KEYS[dimension]} AS at_{dimension}" for dimension in dimensions)


def _columns(release: Release, table: str) -> list[str]:
    return [field.name for field in release.facts.table(table).fields]


def _compliance(release: Release, name: str, restricted: str, dimensions: tuple[str, ...]) -> Cube:
    columns = _columns(release, COMPLIANCE)
    families = [column.removesuffix("_rate") for column in columns if column.endswith("_rate")]
    parts = {f"{family}_{part}" for family in families for part in ("rate", "low", "high")}
    plain = [column for column in columns if column not in (*KEYS.values(), *parts)]
    rates = [
        rate_sql(family, f"{family}_denominator", release.facts.min_cell(COMPLIANCE, f"{family}_rate"))
        for family in families
    ]
    standings = [standing_sql(family, dimensions) for family in families if f"{family}_standing" not in columns]
    measures = ", ".join([*plain, *rates, *standings])
    sql = f"SELECT {keys_of(dimensions)}, {measures} FROM {COMPLIANCE} WHERE {restricted}"
    return Cube(name, COMPLIANCE, dimensions, (), sql)


def rate_sql(family: str, denominator: str, least: int) -> str:
    """Status, rate, bounds and error bars of a family; a rate on fewer than `least` is blank from here on."""
    shown = f"CASE WHEN {denominator} >= {least} THEN"
    digits = {part: f"{shown} round({family}_{part}, {RATE_DIGITS}) END" for part in ("rate", "low", "high")}
    bars = {"above": f"{family}_high - {family}_rate", "below": f"{family}_rate - {family}_low"}
    return ", ".join(
        [
            f"CASE WHEN {denominator} = 0 OR {denominator} IS NULL THEN 'none' "
            f"WHEN {denominator} < {least} THEN 'withheld' ELSE 'shown' END AS {family}_status",
            *(f"{sql} AS {family}_{part}" for part, sql in digits.items()),
            *(
                f"coalesce({shown} round(greatest({sql}, 0), {BAR_DIGITS}) END, 0) AS {family}_{part}"
                for part, sql in bars.items()
            ),
        ]
    )


def standing_sql(family: str, dimensions: Sequence[str]) -> str:
    """Whether the whole interval of a rate lies to one side of the rate of all platforms in the otherwise same state.

    Over the columns of rate_sql, which are blank where the rate is withheld: then it stands nowhere.
    """
    others = ", ".join(KEYS[name] for name in dimensions if name != "platform")
    overall = f"max({family}_rate) FILTER (WHERE platform_id = '{ALL}') OVER (PARTITION BY {others})"
    return (
        f"CASE WHEN {family}_status <> 'shown' THEN 'withheld' WHEN {family}_rate = {overall} THEN 'neither' "
        f"WHEN {family}_high < {overall} THEN 'below' WHEN {family}_low > {overall} THEN 'above' "
        f"ELSE 'neither' END AS {family}_standing"
    )


def _durations() -> Cube:
    rates = ", ".join(f"round(survival_{part}, {RATE_DIGITS}) AS survival_{part}" for part in ("rate", "low", "high"))
    dimensions = (*STATES, "period")
    sql = f"SELECT {keys_of(dimensions)}, day_number AS day, at_risk_count, action_count, {rates} FROM {DURATIONS}"
    return Cube("durations", DURATIONS, dimensions, ("day",), sql)


def _cohorts(release: Release) -> Cube:
    rate = rate_sql("complied_within", "eligible_count", release.facts.min_cell(COHORTS, "complied_within_rate"))
    sql = f"""SELECT {keys_of(STATES)}, month_start_date AS month, horizon_days AS horizon, reported_count,
                     eligible_count, complied_count, {rate} FROM {COHORTS}"""
    return Cube("cohorts", COHORTS, STATES, ("month", "horizon"), sql)


def shown_days(table: str) -> str:
    """The days of a daily table that drawings show, as series.thin picks them."""
    return f"""SELECT date_day FROM (
        SELECT date_day, count(*) OVER () AS days, max(date_day) OVER () - date_day AS before
        FROM (SELECT DISTINCT date_day FROM {table})) WHERE days <= {DAILY_LIMIT} OR before % 7 = 0"""


def _stocks(release: Release) -> Cube:
    """Only the days on which a stock of the state changed: a stock holds until the next."""
    stocks = [name for name in _columns(release, DAILY) if name.startswith("total_") or name == "pending_count"]
    steps = ", ".join(f"{name} - coalesce(lag({name}) OVER cell, 0) AS {name}" for name in stocks)
    moved = ", ".join(f"sum({name}) AS {name}" for name in stocks)
    held = ", ".join(f"sum({name}) OVER state AS {name}" for name in stocks)
    keys = ", ".join(KEYS[name] for name in STATES)
    states = ", ".join(f"coalesce({KEYS[name]}, '{ALL}') AS at_{name}" for name in STATES)
    changed = " OR ".join(f"{name} <> 0" for name in stocks)
    sql = f"""
        WITH steps AS (
            SELECT date_day, {keys}, {steps} FROM {DAILY} SEMI JOIN ({shown_days(DAILY)}) USING (date_day)
            WINDOW cell AS (PARTITION BY {keys} ORDER BY date_day)
        ), moved AS (
            SELECT {states}, date_day AS day, {moved} FROM steps WHERE {changed} GROUP BY date_day, CUBE ({keys})
        )
        SELECT * REPLACE ({held}) FROM moved
        WINDOW state AS (PARTITION BY {", ".join(f"at_{name}" for name in STATES)} ORDER BY day)
    """
    return Cube("stocks", DAILY, STATES, ("day",), sql)


def _reach(release: Release) -> Cube:
    """Only the days on which something changed. A sum of which a part is withheld or unbounded is nothing."""
    columns = [name for name in _columns(release, REACH) if name.startswith(("followers_", "accounts_", "mirrors_"))]
    columns = [name for name in columns if not name.endswith("_date")]
    sums = ", ".join(whole(name) for name in columns)
    changed = " OR ".join(f"{name} IS DISTINCT FROM lag({name}) OVER state" for name in columns)
    sql = f"""
        WITH summed AS (
            SELECT coalesce(platform_id, '{ALL}') AS at_platform, coalesce(group_id, '{ALL}') AS at_group,
                   date_day AS day, {sums}
            FROM {REACH} SEMI JOIN ({shown_days(REACH)}) USING (date_day)
            GROUP BY date_day, CUBE (platform_id, group_id)
        ), compared AS (
            SELECT *, {changed} OR lag(day) OVER state IS NULL AS is_kept
            FROM summed WINDOW state AS (PARTITION BY at_platform, at_group ORDER BY day)
        )
        SELECT * EXCLUDE (is_kept) FROM compared WHERE is_kept
    """
    return Cube("reach", REACH, ("platform", "group"), ("day",), sql)


def _activity(release: Release) -> list[Cube]:
    columns = [name for name in _columns(release, ACTIVITY) if name.endswith("_count")]
    sums = ", ".join(marked_sum(name) for name in columns)
    states = f"coalesce(platform_id, '{ALL}') AS at_platform, coalesce(group_id, '{ALL}') AS at_group"
    periods = f"""(SELECT *, unnest(['{ALL}', year(week_start_date) || '-Q' || quarter(week_start_date),
                          strftime(week_start_date, '%Y-%m')]) AS period_id FROM {ACTIVITY})"""
    whole = f"""SELECT {states}, period_id AS at_period, {sums}, bool_or(is_suppressed) AS is_suppressed
                FROM {periods} GROUP BY period_id, CUBE (platform_id, group_id)"""
    weekly = f"""SELECT {states}, week_start_date AS week, {sums}, bool_or(is_suppressed) AS is_suppressed
                 FROM {ACTIVITY} GROUP BY week_start_date, CUBE (platform_id, group_id)"""
    return [
        Cube("activity", ACTIVITY, ("platform", "group", "period"), (), whole),
        Cube("activity_weeks", ACTIVITY, ("platform", "group"), ("week",), weekly),
    ]


def marked_sum(column: str) -> str:
    """What is known of a count, and whether that is all, nought, a part, or nothing (figures_over_time.cell_text)."""
    status = column.removesuffix("_count") + "_status"
    return f"""sum({column}) AS {column},
        CASE WHEN bool_or(is_suppressed) AND coalesce(sum({column}), 0) = 0 THEN 'withheld'
             WHEN sum({column}) IS NULL THEN 'none' WHEN bool_or(is_suppressed) THEN 'part'
             WHEN sum({column}) = 0 THEN 'zero' ELSE 'known' END AS {status}
    """
