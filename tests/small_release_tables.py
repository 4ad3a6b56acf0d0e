"""The SQL that turns invented requests into the public tables of a test release."""

REFERENCE_SQL = """
CREATE TABLE dim_platform AS
    SELECT platform_id, platform_name, NULL::VARCHAR AS former_names, 'Operator' AS operator,
           NULL::VARCHAR AS local_office, 'open' AS access_status FROM _platforms;
CREATE TABLE dim_agency AS
    SELECT * FROM (VALUES ('nccia', 'NCCIA'), ('pta', 'PTA')) AS agencies(agency_id, agency_name);
CREATE TABLE dim_group AS
    SELECT group_id, group_name, NULL::VARCHAR AS parent_group_id, NULL::VARCHAR AS aliases FROM _groups
    UNION ALL SELECT 'withheld', 'Withheld: small cell', NULL, NULL;
CREATE TABLE bridge_group_designation AS
    SELECT group_id || '_' || authority_id AS designation_id, group_id, group_id AS named_group_id, authority_id,
           authority, 'proscribed' AS status,
           'Instrument of ' || group_name AS instrument, DATE '2011-01-01' AS listed_on, 'month' AS listed_on_precision,
           NULL::VARCHAR AS alias_or_unit, authority_id <> 'uk' AS is_listed, 'QDe.132' AS reference,
           'press, "2010" <i>x</i>' AS source, 'high' AS confidence
    FROM _groups, (VALUES ('un', 'UN Security Council'), ('uk', 'UK Home Office')) AS listing(authority_id, authority);
CREATE TABLE fct_law_violations AS
    SELECT 'law_1' AS law_id, 'Do the outcomes add up?' AS question, 0::BIGINT AS violation_count,
           10::BIGINT AS checked_count;
"""

# complied is hit exactly because 7919 is prime: (i * 7919) % n visits every residue once.
REQUESTS_SQL = """
CREATE TABLE _requests AS
WITH numbered AS (
    SELECT platform_id, n, complied, i, (i * 7919) % n AS lot, as_of,
           first_day + CAST(floor(sqrt((i + 0.5) / n) * (as_of - first_day)) AS INTEGER) AS reported_on
    FROM _platforms, range(n) AS counter(i), _clock
)
SELECT platform_id, platform_id || '-' || i AS account_id, CASE i % 3 WHEN 0 THEN 'pta' ELSE 'nccia' END AS agency_id,
       group_id AS true_group_id, reported_on, date_trunc('week', reported_on)::DATE AS week,
       least(reported_on + CAST(1 + i % 11 AS INTEGER), as_of) AS decided_on,
       CASE WHEN lot < complied AND lot % 9 = 4 THEN 'complied_local' WHEN lot < complied THEN 'complied_global'
            ELSE ['pending', 'declined', 'pending', 'partial', 'pending', 'reversed', 'not_found', 'pending',
                  'already_removed'][1 + (lot - complied) % 9] END AS outcome,
       1000 + 37 * (i % 211) AS followers, as_of
FROM numbered JOIN _groups ON place = (i * i + i // 3) % (SELECT count(*) FROM _groups);
ALTER TABLE _requests ADD COLUMN group_id VARCHAR;
UPDATE _requests
SET group_id = CASE WHEN cell.n < (SELECT named_from FROM _clock) THEN 'withheld' ELSE true_group_id END
FROM (SELECT week, platform_id, true_group_id AS g, count(*) AS n FROM _requests GROUP BY ALL) AS cell
WHERE cell.week = _requests.week AND cell.platform_id = _requests.platform_id AND cell.g = _requests.true_group_id;
CREATE TABLE _states AS
    SELECT *, 'pending' AS state, reported_on AS since, CASE WHEN outcome <> 'pending' THEN decided_on END AS until
    FROM _requests
    UNION ALL
    SELECT *, CASE WHEN outcome = 'reversed' THEN 'complied_global' ELSE outcome END, decided_on,
           CASE WHEN outcome = 'reversed' THEN least(decided_on + 9, as_of) END
    FROM _requests WHERE outcome <> 'pending'
    UNION ALL
    SELECT *, 'reversed', least(decided_on + 9, as_of), NULL FROM _requests WHERE outcome = 'reversed';
CREATE TABLE dim_date AS
    SELECT day::DATE AS date_day, date_trunc('week', day)::DATE AS week_start_date
    FROM _clock, generate_series(as_of, first_day, to_days(-step)) AS days(day);
"""

OUTCOMES = ("complied_global", "complied_local", "partial", "declined", "not_found", "already_removed", "reversed")
_HELD = "since <= date_day AND (until IS NULL OR until > date_day)"
_STOCKS = ", ".join(
    f"count(*) FILTER (WHERE {_HELD} AND state = '{outcome}') AS total_{outcome}_count" for outcome in OUTCOMES
)

DAILY_SQL = f"""
CREATE TABLE fct_compliance_daily AS
SELECT date_day, platform_id, agency_id, group_id, 'suspend' AS requested_action,
       count(*) FILTER (WHERE state = 'pending' AND since = date_day) AS reported_count,
       count(*) FILTER (WHERE state LIKE 'complied%' AND since = date_day) AS complied_count,
       count(*) FILTER (WHERE state LIKE 'complied%' AND until = date_day) AS complied_left_count,
       count(*) FILTER (WHERE state = 'pending' AND since <= date_day) AS total_reported_count,
       count(*) FILTER (WHERE {_HELD} AND state LIKE 'complied%') AS total_complied_count, {_STOCKS},
       count(*) FILTER (WHERE {_HELD} AND state = 'pending') AS pending_count
FROM dim_date CROSS JOIN _states GROUP BY ALL;
"""

_COUNTS = ", ".join(
    f"count(*) FILTER (WHERE outcome = '{outcome}') AS {outcome}_count" for outcome in (*OUTCOMES, "pending")
)


def rate_columns(name: str, numerator: str, denominator: str) -> str:
    """Numerator, denominator, rate and Wilson 95 % bounds of one rate, NULL for a denominator of 0."""
    n, p, z = f"nullif({denominator}, 0)", f"({numerator})::DOUBLE / nullif({denominator}, 0)", 1.959963984540054
    middle = f"({p} + {z * z / 2} / {n})"
    spread = f"{z} * sqrt({p} * (1 - {p}) / {n} + {z * z / 4} / ({n} * {n}))"
    return (f"{p} AS {name}_rate, {numerator} AS {name}_numerator, {denominator} AS {name}_denominator, "
            f"({middle} - {spread}) / (1 + {z * z} / {n}) AS {name}_low, "
            f"({middle} + {spread}) / (1 + {z * z} / {n}) AS {name}_high")  # fmt: skip


SUMMARY_SQL = f"""
CREATE TABLE fct_compliance_summary AS
WITH counted AS (
    SELECT coalesce(platform_id, 'all') AS platform_id, grouping(platform_id) = 1 AS is_total, max(as_of) AS as_of_date,
           count(*) AS reported_count, count(*) FILTER (WHERE outcome LIKE 'complied%') AS complied_count, {_COUNTS},
           count(*) AS accounts_reported_count,
           count(*) FILTER (WHERE outcome LIKE 'complied%') AS accounts_complied_count,
           sum(followers)::BIGINT AS followers_reported,
           coalesce(sum(followers) FILTER (WHERE outcome LIKE 'complied%'), 0)::BIGINT AS followers_removed
    FROM _requests GROUP BY GROUPING SETS ((platform_id), ())
), more AS (
    SELECT *, complied_count + partial_count + declined_count + reversed_count AS decided_count,
           reported_count - pending_count AS responded_count FROM counted
)
SELECT *, {rate_columns("complied_of_reported", "complied_count", "reported_count")},
       {rate_columns("complied_of_decided", "complied_count", "decided_count")},
       {rate_columns("response", "responded_count", "reported_count")}
FROM more;
"""

# Mirrors followed accounts of the first group, on every platform but X, where what they tell is withheld.
REACH_SQL = f"""
CREATE TABLE fct_reach_daily AS
WITH days AS (
    SELECT date_day, platform_id, group_id, platform_id = 'x' AS is_stock_suppressed,
           sum(followers) FILTER (WHERE state = 'pending' AND since <= date_day) AS reported,
           sum(followers) FILTER (WHERE {_HELD} AND state LIKE 'complied%') AS removed,
           sum(followers) FILTER (WHERE {_HELD} AND state NOT LIKE 'complied%') AS live,
           CASE WHEN platform_id <> 'x' THEN CASE group_id WHEN 'group_0' THEN 5 ELSE 0 END END AS mirrors_live_count
    FROM dim_date CROSS JOIN _states GROUP BY ALL
)
SELECT date_day, platform_id, group_id, is_stock_suppressed, coalesce(reported, 0)::BIGINT AS followers_reported,
       coalesce(removed, 0)::BIGINT AS followers_removed, coalesce(live, 0)::BIGINT AS followers_live,
       followers_reported AS followers_reported_low, followers_removed AS followers_removed_low,
       followers_live AS followers_live_low, followers_removed AS followers_removed_high,
       CASE WHEN platform_id <> 'telegram' THEN followers_live + 1000 END AS followers_live_high,
       CASE WHEN platform_id <> 'telegram' THEN followers_reported + 1000 END AS followers_reported_high,
       1 AS accounts_followers_missing_count, 1 AS accounts_live_followers_missing_count,
       0 AS accounts_removed_followers_missing_count, mirrors_live_count,
       0 * mirrors_live_count AS mirrors_live_followers_missing_count, 1000 * mirrors_live_count AS followers_regained,
       followers_regained AS followers_regained_low, followers_regained AS followers_regained_high,
       followers_removed - followers_regained AS followers_net_removed,
       followers_net_removed AS followers_net_removed_low, followers_net_removed AS followers_net_removed_high
FROM days;
"""

WEEKLY_SQL = """
CREATE TABLE fct_group_activity_weekly AS
SELECT week AS week_start_date, true_group_id AS group_id, platform_id, count(*) < 5 AS is_suppressed,
       CASE WHEN count(*) >= 5 THEN count(*) END AS accounts_first_reported_count,
       CASE WHEN count(*) >= 5 THEN count(*) % 2 END AS mirrors_count
FROM _requests GROUP BY ALL;
"""

# Half-years, two vintages, the regulator and the police; 2022-H1 is restated, one figure is a range, one is blank.
PUBLISHED_SQL = """
CREATE TABLE fct_published_figures AS
SELECT 'google' AS publisher, 'google_removals' AS report, vintage, 'PK' AS country_code, period_start,
       last_day(period_start + INTERVAL 5 MONTH)::DATE AS period_end, 'all' AS product, requestor, 'all' AS reason,
       unit, 'received' AS measure,
       CASE WHEN requestor <> 'Police' OR year(period_start) <> 2021 THEN base + changed END::DOUBLE AS value_low,
       value_low AS value_high, CASE WHEN value_low IS NULL THEN 'not_reported' ELSE 'exact' END AS value_status,
       false AS is_total, 'platform' AS speaker, false AS is_repeated, 'google' AS platform_id
FROM (VALUES (DATE '2023-03-04'), (DATE '2024-09-13')) AS vintages(vintage),
     (VALUES (DATE '2020-07-01'), (DATE '2021-01-01'), (DATE '2021-07-01'), (DATE '2022-01-01'), (DATE '2023-07-01'))
         AS periods(period_start),
     (VALUES ('Information and Communications Authority', 'request', 432), ('Police', 'request', 4),
             ('Information and Communications Authority', 'item', 6190), ('Police', 'item', 20))
         AS cells(requestor, unit, base),
     LATERAL (SELECT CASE WHEN vintage > DATE '2024-01-01' AND period_start = DATE '2022-01-01' THEN 7 ELSE 0 END)
         AS restated(changed)
WHERE vintage > period_start + INTERVAL 6 MONTH;
INSERT INTO fct_published_figures
SELECT * REPLACE (999999 AS value_low, 999999 AS value_high, true AS is_total) FROM fct_published_figures;
"""
