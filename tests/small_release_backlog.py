"""The SQL of the tables of the backlog page of a test release: each ugly case of them once."""

from tests.small_release_tables import rate_columns

# Followers of fewer than five pending requests are withheld; every ninth account was never counted.
BACKLOG_SQL = """
CREATE TABLE fct_backlog AS
WITH waiting AS (
    SELECT date_day, platform_id, followers, date_day - reported_on AS age, account_id LIKE '%9' AS is_missing,
           CASE WHEN age <= 1 THEN '0-1' WHEN age <= 7 THEN '2-7' WHEN age <= 30 THEN '8-30'
                WHEN age <= 90 THEN '31-90' ELSE '90+' END AS age_band
    FROM dim_date JOIN _states ON state = 'pending' AND since <= date_day AND (until IS NULL OR until > date_day)
), bands AS (
    SELECT date_day, platform_id, age_band
    FROM dim_date, _platforms, (VALUES ('0-1'), ('2-7'), ('8-30'), ('31-90'), ('90+')) AS named(age_band)
)
SELECT date_day, platform_id, age_band, count(age) BETWEEN 1 AND 4 AS is_suppressed, count(age) AS pending_count,
       CASE WHEN NOT is_suppressed
            THEN coalesce(sum(followers) FILTER (NOT is_missing), 0)::BIGINT END AS followers,
       CASE WHEN NOT is_suppressed THEN count(*) FILTER (is_missing) END AS followers_missing_count,
       max(age)::BIGINT AS oldest_age_days
FROM bands LEFT JOIN waiting USING (date_day, platform_id, age_band) GROUP BY ALL;
"""

# Hours are agreed with Facebook for both clocks, with Telegram for one and for too few requests, with X for none.
LATE_SQL = """
CREATE TABLE fct_sla_summary AS
WITH given AS (
    SELECT platform_id, clock, covered, due, late, missing
    FROM (VALUES ('facebook', 'first_response', 60, 58, 20, 1), ('facebook', 'decision', 60, 55, 11, 4),
                 ('telegram', 'decision', 3, 3, 1, 1))
        AS hours(platform_id, clock, covered, due, late, missing) SEMI JOIN _platforms USING (platform_id)
), whole AS (
    FROM given UNION ALL
    SELECT 'all', clock, sum(covered), sum(due), sum(late), sum(missing) FROM given GROUP BY clock
)
SELECT platform_id, platform_id = 'all' AS is_total, clock, covered::BIGINT AS covered_count, due::BIGINT AS due_count,
       late::BIGINT AS breached_count, missing::BIGINT AS open_count, late / due AS breached_rate,
       greatest(breached_rate - 0.1, 0) AS breached_low, least(breached_rate + 0.1, 1) AS breached_high,
       true AS is_agreement_synthetic
FROM whole;
"""

# A step past its day with X, one to come with Facebook, one that was met again, a window too small and one not over.
MEETINGS_SQL = f"""
CREATE TABLE fct_engagement_outcomes AS
WITH meetings AS (
    SELECT * FROM (VALUES
        ('EN-1', DATE '2025-07-16', 'pta', 'facebook', 'technical', DATE '2025-07-20', true, 3, 3, 20, 18),
        ('EN-2', DATE '2025-07-22', 'nccia', 'x', 'country_representative', DATE '2025-08-01', true, 30, 6, 40, 9),
        ('EN-3', DATE '2025-07-28', NULL, 'all', 'ministerial', NULL, true, 50, 20, 60, 33),
        ('EN-4', DATE '2025-08-10', 'pta', 'facebook', NULL, DATE '2025-09-09', false, 0, 0, 7, 7)
    ) AS held(engagement_id, held_on, agency_id, platform_id, level, next_due_on, is_over, n_before, k_before, n_after,
              k_after)
), windows AS (
    SELECT *, 'before' AS window_name, n_before AS n, k_before AS k FROM meetings
    UNION ALL SELECT *, 'after', n_after, k_after FROM meetings
)
SELECT engagement_id, window_name, held_on, agency_id, platform_id, level, next_due_on,
       CASE window_name WHEN 'before' THEN held_on - 30 ELSE held_on + 1 END AS window_first_date,
       CASE window_name WHEN 'before' THEN held_on - 1 ELSE held_on + 30 END AS window_last_date,
       is_over OR window_name = 'before' AS is_window_complete, 1::BIGINT AS overlapping_engagements_count,
       n::BIGINT AS requests_count, n::BIGINT AS judged_count, k::BIGINT AS complied_count,
       {rate_columns("complied_of_judged", "k", "n")}
FROM windows;
"""
