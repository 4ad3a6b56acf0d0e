"""The SQL of the three tables of filter states of a test release, from the same requests as everything else in it."""

from tests.small_release_tables import OUTCOMES, rate_columns

STATE = "platform_id, agency_id, group_id, requested_action"
_ALL = ", ".join(f"coalesce({column}, 'all') AS {column}" for column in STATE.split(", "))
_AGE = "date_diff('day', reported_on, as_of)"
_AGES = {"0_1": (0, 1), "2_7": (2, 7), "8_30": (8, 30), "31_90": (31, 90), "over_90": (91, 100_000)}
_COUNTS = {
    "reported": "true",
    "complied": "outcome LIKE 'complied%'",
    **{outcome: f"outcome = '{outcome}'" for outcome in (*OUTCOMES, "pending")},
    "decided": "outcome LIKE 'complied%' OR outcome IN ('partial', 'declined', 'reversed')",
    "responded": "outcome <> 'pending'",
    **{
        f"pending_{name}": f"outcome = 'pending' AND {_AGE} BETWEEN {low} AND {high}"
        for name, (low, high) in _AGES.items()
    },
    "ever_complied": "outcome LIKE 'complied%' OR outcome = 'reversed'",
    "ever_reversed": "outcome = 'reversed'",
    "appealed": "outcome = 'declined'",
    "decided_appealed": "outcome = 'declined'",
    "no_legal_basis": "legal_basis = 'none'",
    "undesignated_group": "followers % 3 = 0",
    "designation_known": "followers % 2 = 0 OR followers % 3 = 0",
    "due": f"{_AGE} > 2",
    "breached": f"{_AGE} > 2 AND followers % 2 = 0",
    "open_breached": f"{_AGE} > 2 AND followers % 2 = 0 AND outcome = 'pending'",
}
_RIGHTS = (
    ("reversed_of_complied", "ever_reversed_count", "ever_complied_count"),
    ("appealed_of_decided", "decided_appealed_count", "decided_count"),
    ("not_found_of_reported", "not_found_count", "reported_count"),
    ("no_legal_basis_of_reported", "no_legal_basis_count", "reported_count"),
    ("undesignated_of_known", "undesignated_group_count", "designation_known_count"),
)
_COUNTED = ", ".join(f"count(*) FILTER (WHERE {condition}) AS {name}_count" for name, condition in _COUNTS.items())

# A request of the small release says neither its legal basis nor its period: both are made here.
FILED_SQL = """
CREATE TABLE _filed AS
SELECT *, 'suspend' AS requested_action, year(reported_on) || '-Q' || quarter(reported_on) AS quarter_id,
       ['peca_37', 'ata_11b', 'none'][1 + followers % 3] AS legal_basis,
       strftime(reported_on, '%Y-%m') AS month_id
FROM _requests;
"""

CUBE_SQL = f"""
CREATE TABLE fct_compliance_cube AS
WITH counted AS (
    SELECT {_ALL}, coalesce(legal_basis, 'all') AS legal_basis, period_id, {_COUNTED}
    FROM (SELECT *, unnest(['all', quarter_id, month_id]) AS period_id FROM _filed)
    GROUP BY period_id, CUBE ({STATE}, legal_basis)
), rated AS (
    SELECT *, {rate_columns("complied_of_reported", "complied_count", "reported_count")},
           {rate_columns("complied_of_decided", "complied_count", "decided_count")},
           {rate_columns("response", "responded_count", "reported_count")},
           {", ".join(rate_columns(*share) for share in _RIGHTS)}
    FROM counted
), compared AS (
    SELECT *, max(complied_of_reported_rate) FILTER (WHERE platform_id = 'all') OVER
               (PARTITION BY agency_id, group_id, requested_action, legal_basis, period_id) AS overall
    FROM rated
)
SELECT * EXCLUDE (overall),
       CASE WHEN reported_count < 5 THEN 'withheld' WHEN complied_of_reported_high < overall THEN 'below'
            WHEN complied_of_reported_low > overall THEN 'above' ELSE 'neither' END AS complied_of_reported_standing,
       CASE WHEN complied_of_reported_rate > 0.5 THEN 4::BIGINT END AS median_days_to_action
FROM compared;
"""

# As fct_time_to_action of the small release: four a day, none censored, cut where fewer than ten are at risk.
DURATION_CUBE_SQL = f"""
CREATE TABLE fct_time_to_action_cube AS
WITH counted AS (
    SELECT {_ALL}, period_id, count(*)::INTEGER AS n
    FROM (SELECT *, unnest(['all', quarter_id, month_id]) AS period_id FROM _filed)
    GROUP BY period_id, CUBE ({STATE})
)
SELECT {STATE}, period_id, day AS day_number, n - 4 * day AS at_risk_count, least(4, n - 4 * day) AS action_count,
       greatest(n - 4 * day - 4, 0)::DOUBLE / n AS survival_rate, survival_rate * n AS survival_numerator,
       n AS survival_denominator, greatest(survival_rate - 0.1, 0) AS survival_low,
       least(survival_rate + 0.1, 1) AS survival_high
FROM counted, LATERAL (SELECT unnest(range(0, n // 4 + 1)) AS day) WHERE n - 4 * day >= 10;
"""

COHORT_CUBE_SQL = f"""
CREATE TABLE fct_compliance_cohort_cube AS
WITH judged AS (
    SELECT *, date_trunc('month', reported_on)::DATE AS month_start_date, horizon AS horizon_days,
           reported_on + CAST(horizon AS INTEGER) <= as_of AS is_eligible
    FROM _filed, (VALUES (1), (7), (30), (90)) AS horizons(horizon)
), counted AS (
    SELECT {_ALL}, month_start_date, horizon_days, count(*) AS reported_count,
           count(*) FILTER (WHERE NOT is_eligible) AS too_young_count,
           count(*) FILTER (WHERE is_eligible) AS eligible_count,
           count(*) FILTER (WHERE is_eligible AND outcome LIKE 'complied%'
                            AND decided_on <= reported_on + CAST(horizon AS INTEGER)) AS complied_count
    FROM judged GROUP BY month_start_date, horizon_days, CUBE ({STATE})
)
SELECT * EXCLUDE (complied_within_numerator, complied_within_denominator)
FROM (SELECT *, {rate_columns("complied_within", "complied_count", "eligible_count")} FROM counted);
"""

CUBES_SQL = (FILED_SQL, CUBE_SQL, DURATION_CUBE_SQL, COHORT_CUBE_SQL)
