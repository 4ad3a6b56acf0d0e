"""The SQL of the public tables about regulator, claims and coverage of a test release, written by hand."""

COUNTERS_SQL = """
CREATE TABLE fct_regulator_counters AS
SELECT as_of_date::DATE AS as_of_date, 'cumulative' AS window_label, platform_id, platform_id = 'all' AS is_total,
       NULL::DATE AS window_start_date, processed::BIGINT AS urls_processed_count, blocked::BIGINT AS blocked_count,
       accessible::BIGINT AS still_accessible_count, rejected::BIGINT AS rejected_count,
       (processed - blocked - accessible - rejected)::BIGINT AS parts_gap_count, before::DATE AS previous_as_of_date,
       0::BIGINT AS processed_fall_count, 0::BIGINT AS blocked_fall_count, fall::BIGINT AS rejected_fall_count,
       'agency' AS speaker, 'press report' AS source
FROM (VALUES
    ('2022-09-22', 'all', 1206876, 1135814, 60470, 10592, NULL, 0),
    ('2022-09-22', 'x', 63233, 31870, 28070, 3293, NULL, 0),
    ('2022-12-22', 'all', 1226890, 1153722, 62692, 10467, '2022-09-22', 125),
    ('2022-12-22', 'x', 67166, 34010, 30065, 3091, '2022-09-22', 202),
    ('2024-06-30', 'x', 69372, 41414, NULL, NULL, NULL, 0),
    ('2024-11-02', 'x', NULL, 53842, NULL, NULL, NULL, 0)
) AS given(as_of_date, platform_id, processed, blocked, accessible, rejected, before, fall);
CREATE TABLE fct_ledger_variance AS
SELECT 'PK' AS country_code, platform_id, as_of_date::DATE AS as_of_date, '2021-01..2024-06' AS window_label, publisher,
       report, measure, unit, DATE '2021-01-01' AS period_start, as_of_date::DATE AS period_end,
       'urls_processed' AS government_measure, 'url' AS government_unit, government::DOUBLE AS government_value,
       'agency' AS government_speaker, low::DOUBLE AS platform_value_low, high::DOUBLE AS platform_value_high,
       'platform' AS platform_speaker, 7::BIGINT AS half_years_expected_count,
       covered::BIGINT AS half_years_covered_count, present::BIGINT AS half_years_present_count,
       false AS is_same_unit, false AS is_same_population, ratio::DOUBLE AS ratio_low, ratio::DOUBLE AS ratio_high,
       variance_type, reason
FROM (VALUES
    ('x', '2024-06-30', 'x', 'x_removal_requests', 'received', 'account', 69372, NULL, NULL, 0, 0, NULL,
     'missing_side', 'X published nothing after 2020-H2.'),
    ('facebook', '2024-06-30', 'meta', 'meta_content_restrictions', 'restricted', 'item', 94141, 25000, 26000, 6, 5,
     NULL, 'unit_mismatch', 'URLs are not items.'),
    ('facebook', '2024-06-30', 'meta', 'meta_content_restrictions', 'restricted', 'account', 94141, 7, NULL, 6, 6,
     NULL, 'unit_mismatch', 'URLs are not accounts.'),
    ('tiktok', '2024-06-30', 'tiktok', 'tiktok_removal_requests', 'received', 'url', 100, 101, 101, 7, 7, 1.01,
     'agree', 'Both count URLs of the same window.'),
    ('tiktok', '2024-06-30', 'tiktok', 'tiktok_removal_requests', 'received', 'request', 100, 3, 3, 7, 7, NULL,
     'unit_mismatch', 'URLs are not requests.'),
    ('tiktok', '2024-11-02', 'tiktok', 'tiktok_removal_requests', 'received', 'request', 200, 3, 3, 1, 1, NULL,
     'unit_mismatch', 'URLs are not requests.')
) AS given(platform_id, as_of_date, publisher, report, measure, unit, government, low, high, covered, present, ratio,
           variance_type, reason);
"""

CLAIMS_SQL = """
CREATE TABLE fct_claims AS
SELECT claim_id, 'Dawn, "2025" <i>x</i>' AS document, '2025-08' AS published_on, DATE '2025-08-15' AS as_of_date,
       'officials' AS speaker, phrase AS statement, phrase,
       replace(metric, 'rate', 'complied_of_reported_rate') AS metric,
       platforms, unit, 'over' AS qualifier, low::DOUBLE AS claimed_low,
       high::DOUBLE AS claimed_high, found_low::DOUBLE AS computed_low, found_high::DOUBLE AS computed_high, verdict,
       'Because ' || claim_id || '.' AS verdict_reason,
       replace(basis, 'sample', 'synthetic_sample') AS basis,
       CASE WHEN found_low IS NOT NULL THEN 'SELECT 1 AS computed_low -- ' || claim_id END AS evidence_query
FROM (VALUES
    ('reported', 'over 850 <b>x</b>', 'reported_count', 'all', 'account', 851, NULL, 852, 852, 'supported', 'sample'),
    ('blocked', '533 accounts', 'complied_count', 'all', 'account', 533, 533, 533, 533, 'supported', 'sample'),
    ('rate_x', 'around 28%', 'rate', 'x;whatsapp', 'account', 0.275, 0.285, 0.31, 0.32, 'contradicted', 'sample'),
    ('rate_fb', 'over 90%', 'rate', 'facebook;tiktok', 'account', 0.9, 1, 0.917, 0.917, 'supported', 'sample'),
    ('identified', 'over 850', 'identified_count', 'all', 'account', 851, NULL, NULL, NULL, 'undetermined', 'none'),
    ('followers', 'over 2 million', 'followers_removed', 'all', 'follower', 2000001, NULL, 9000000, 9000000,
     'supported', 'sample'),
    ('banned', 'banned by the US and the UK', 'designation', 'all', 'group', NULL, NULL, NULL, NULL,
     'contradicted', 'designations')
) AS given(claim_id, phrase, metric, platforms, unit, low, high, found_low, found_high, verdict, basis);
CREATE TABLE fct_claim_feasibility AS
SELECT DATE '2025-08-15' AS as_of_date, scenario, platform_set, low::BIGINT AS reported_low,
       high::BIGINT AS reported_high,
       105::BIGINT AS complied_low, 120::BIGINT AS complied_high, low::DOUBLE AS reported_low_bound,
       high::DOUBLE AS reported_high_bound, 105.0::DOUBLE AS complied_low_bound, 120.0::DOUBLE AS complied_high_bound,
       is_feasible, 'What is assumed in ' || scenario AS assumption
FROM (VALUES ('literal', 'x;whatsapp', 0, NULL, true), ('cooperative', 'x;whatsapp', 374, 440, true),
             ('cooperative_30', 'x;whatsapp', 387, 453, true), ('as_worded', 'x;whatsapp', NULL, NULL, false),
             ('cooperative', 'facebook', 1, 400, true)) AS given(scenario, platform_set, low, high, is_feasible);
"""

COVERAGE_SQL = """
CREATE TABLE fct_coverage AS
SELECT publisher, report, make_date(year, 6 * half - 5, 1) AS period_start,
       last_day(make_date(year, 6 * half, 1)) AS period_end,
       coverage_status <> 'not_due' AS is_expected, coverage_status = 'present' AS is_present,
       (coverage_status = 'present')::BIGINT AS vintages_count,
       CASE WHEN coverage_status = 'present' THEN DATE '2025-03-13' END AS newest_vintage, 1::BIGINT AS files_count,
       10::BIGINT AS rows_read_count, rejected::BIGINT AS rows_rejected_count, 0::BIGINT AS unmatched_labels_count,
       coverage_status, make_date(year + half - 1, 12, 31) AS due_date
FROM (VALUES
    ('x', 'x_removal_requests', 2020, 1, 'gap', 0), ('x', 'x_removal_requests', 2020, 2, 'present', 3),
    ('x', 'x_removal_requests', 2021, 1, 'silent', 0), ('x', 'x_removal_requests', 2021, 2, 'silent', 0),
    ('google', 'google_removals', 2021, 1, 'present', 0), ('google', 'google_removals', 2021, 2, 'not_collected', 0),
    ('google', 'google_removals', 2022, 1, 'not_due', 0)
) AS given(publisher, report, year, half, coverage_status, rejected);
CREATE TABLE fct_published_files AS
SELECT publisher, report, vintage::DATE AS vintage, source_file, repeat('ab', 32) AS source_file_sha256, layout,
       read::BIGINT AS read_count, loaded::BIGINT AS loaded_count, rejected::BIGINT AS rejected_count,
       ignored::BIGINT AS ignored_count, unmatched::BIGINT AS unmatched_label_count,
       0::BIGINT AS unmatched_figures_count,
       DATE '2020-07-01' AS first_period_start, DATE '2020-12-31' AS last_period_end, is_carried_over, source
FROM (VALUES
    ('x', 'x_removal_requests', '2025-03-13', 'Removal_Requests.csv', 'two tables', 120, 100, 3, 17, 1, false,
     'X, retyped'),
    ('google', 'google_removals', '2024-09-13', 'removals.zip/a.csv', 'half-year', 11, 10, 0, 1, 0, false,
     'Google, kept by <b>a</b>'),
    ('google', 'google_removals', '2023-03-04', 'old.csv', NULL, NULL, 40, NULL, NULL, 0, true, NULL)
) AS given(publisher, report, vintage, source_file, layout, read, loaded, rejected, ignored, unmatched,
           is_carried_over, source);
"""
