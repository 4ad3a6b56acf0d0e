"""The SQL of the tables of durations, cohorts and rights of a test release: round numbers, and each ugly case once."""

from tests.small_release_tables import rate_columns

# Four requests a day are complied with, none is censored: a straight line to 0. Telegram has too few for a curve.
CURVES_SQL = """
CREATE TABLE fct_time_to_action AS
WITH counted AS (
    SELECT platform_id, n, false AS is_total FROM _platforms
    UNION ALL SELECT 'all', sum(n)::INTEGER, true FROM _platforms
)
SELECT platform_id, is_total, day AS day_number, n AS reported_count, n - 4 * day AS at_risk_count,
       least(4, n - 4 * day) AS action_count, 0 AS censored_count,
       greatest(n - 4 * day - 4, 0)::DOUBLE / n AS survival_rate, survival_rate * n AS survival_numerator,
       n AS survival_denominator, greatest(survival_rate - 0.1, 0) AS survival_low,
       least(survival_rate + 0.1, 1) AS survival_high
FROM counted, range(0, 1000) AS days(day) WHERE 4 * day < n;
CREATE TABLE fct_time_to_action_summary AS
SELECT platform_id, is_total, max(reported_count) AS reported_count, sum(action_count)::BIGINT AS action_count,
       max(day_number) AS observed_days, min(day_number) FILTER (survival_rate <= 0.75) AS quarter_days,
       min(day_number) FILTER (survival_rate <= 0.5) AS median_days,
       min(day_number) FILTER (survival_rate <= 0.25) AS three_quarters_days,
       min(day_number) FILTER (survival_low <= 0.5) AS median_low_days,
       min(day_number) FILTER (survival_high <= 0.5) AS median_high_days
FROM fct_time_to_action GROUP BY ALL;
"""

COHORTS_SQL = """
CREATE TABLE fct_compliance_cohorts AS
SELECT DATE '2025-07-01' AS month_start_date, 'all' AS platform_id, true AS is_total, horizon AS horizon_days,
       eligible AS eligible_count, complied AS complied_count, complied / nullif(eligible, 0) AS complied_within_rate,
       0.2::DOUBLE AS complied_within_low, 0.6::DOUBLE AS complied_within_high
FROM (VALUES (1, 50, 20), (30, 4, 4), (90, 0, 0)) AS given(horizon, eligible, complied);
"""

SHARES = ("reversed_of_complied", "appealed_of_decided", "not_found_of_reported", "undesignated_of_known",
          "no_legal_basis_of_reported", "corrected_of_reported", "retracted_of_recorded")  # fmt: skip
RIGHTS_SQL = f"""
CREATE TABLE fct_rights_summary AS
WITH counted AS (
    SELECT agency_id, false AS is_total, CASE agency_id WHEN 'pta' THEN 4 ELSE 100 END AS n FROM dim_agency
    UNION ALL SELECT 'all', true, 104
)
SELECT agency_id, is_total, n AS reported_count, n // 2 AS designation_unknown_count,
       {", ".join(rate_columns(share, "n // 4", "n") for share in SHARES)}
FROM counted;
"""
