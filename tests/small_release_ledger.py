"""The SQL of the ledger's public tables of a test release: published totals and rates, restatements, claims, coverage.

Written by hand, one line per thing that a page must show: exact, range, blank, withheld, zero-filled, silent, faulty.
"""

_PERIOD = """make_date(left(half_year, 4)::INT, 6 * right(half_year, 1)::INT - 5, 1) AS period_start,
       last_day(make_date(left(half_year, 4)::INT, 6 * right(half_year, 1)::INT, 1)) AS period_end"""

# Each line: publisher, country, half-year, unit, measure, low, high, basis, parts without a number, publisher's total.
TOTALS_SQL = f"""
CREATE TABLE _reports AS
SELECT publisher, report, vintage::DATE AS vintage
FROM (VALUES ('x', 'x_removal_requests', '2025-03-13'), ('meta', 'meta_content_restrictions', '2024-05-30'),
             ('tiktok', 'tiktok_removal_requests', '2026-11-21'), ('google', 'google_removals', '2024-09-13'))
     AS known(publisher, report, vintage);
CREATE TABLE fct_published_totals AS
SELECT publisher, report, vintage, country_code, {_PERIOD}, 'all' AS requestor, unit, measure, low::DOUBLE AS value_low,
       high::DOUBLE AS value_high, basis, blank::BIGINT AS blank_count, blank = 0 AS is_complete, false AS is_repeated,
       own::DOUBLE AS published_total_low, own::DOUBLE AS published_total_high
FROM (VALUES
    ('x', 'PK', '2020-H2', 'request', 'received', 417, 417, 'sum_of_parts', 0, 417),
    ('x', 'PK', '2020-H2', 'account', 'received', 6518, 6518, 'sum_of_parts', 0, 6518),
    ('x', 'PK', '2020-H2', 'account', 'removed_terms_of_service', 724, 724, 'published_total', 0, 724),
    ('x', 'PK', '2020-H2', 'account', 'withheld', 0, 0, 'published_total', 0, 0),
    ('x', 'PK', '2019-H1', 'request', 'received', NULL, NULL, 'sum_of_parts', 2, NULL),
    ('meta', 'PK', '2023-H2', 'item', 'restricted', 2180, 2180, 'sum_of_parts', 0, 2180),
    ('meta', 'PK', '2023-H1', 'item', 'restricted', 11000, 12000, 'sum_of_parts', 0, NULL),
    ('meta', 'PK', '2023-H2', 'item', 'restricted_by_others', 37, 37, 'sum_of_parts', 0, NULL),
    ('tiktok', 'PK', '2025-H1', 'request', 'received', 372, 372, 'published_total', 0, 372),
    ('tiktok', 'PK', '2025-H1', 'item', 'received', 1000, 1000, 'published_total', 0, 1000),
    ('tiktok', 'PK', '2025-H1', 'item', 'removed_guidelines', 700, 700, 'published_total', 0, 700),
    ('tiktok', 'PK', '2025-H1', 'item', 'not_actioned', 282, 282, 'published_total', 0, 282),
    ('google', 'US', '2023-H2', 'request', 'received', 1, 1, 'sum_of_parts', 0, NULL),
    ('google', 'US', '2023-H1', 'request', 'received', 0, 9, 'sum_of_parts', 0, NULL),
    ('google', 'US', '2022-H2', 'request', 'received', 5, NULL, 'sum_of_parts', 1, NULL)
) AS given(publisher, country_code, half_year, unit, measure, low, high, basis, blank, own)
JOIN _reports USING (publisher);
INSERT INTO fct_published_totals
SELECT publisher, report, vintage, country_code, period_start, period_end, requestor, unit, measure,
       sum(value_low), CASE WHEN bool_and(value_low IS NOT NULL) THEN sum(value_high) END, 'sum_of_parts',
       count(*) FILTER (value_low IS NULL), bool_and(value_low IS NOT NULL), false, NULL, NULL
FROM (FROM fct_published_figures UNION ALL SELECT * REPLACE ('all' AS requestor) FROM fct_published_figures)
WHERE NOT is_total
GROUP BY ALL;
UPDATE fct_published_totals SET published_total_low = 440, published_total_high = 440
WHERE country_code = 'PK' AND requestor = 'all' AND unit = 'request' AND period_start = DATE '2020-07-01';
INSERT INTO fct_published_figures
SELECT 'x', 'x_removal_requests', DATE '2025-03-13', 'PK', DATE '2019-01-01', DATE '2019-06-30', 'all', who, 'all',
       'request', 'received', NULL, NULL, status, false, 'platform', false, 'x'
FROM (VALUES ('Court Orders', 'zero_filled'), ('Other Legal Demands', 'not_reported')) AS blank(who, status);
CREATE TABLE dim_country AS
SELECT * FROM (VALUES ('PK', 'Pakistan'), ('US', 'United States'), ('ZZ', 'none')) AS known(country_code, country_name);
"""

# X: published 0.41 of requests, recomputed 724 of 6,518. TikTok pools content and accounts. One n is below 5, one open.
RATES_SQL = f"""
CREATE TABLE fct_published_rates AS
SELECT publisher, report, coalesce(earlier::DATE, vintage) AS vintage, country_code, {_PERIOD},
       publisher AS platform_id, 'all' AS product,
       replace(requestor, 'ICA', 'Information and Communications Authority') AS requestor,
       'all' AS reason, rate || '_rate' AS rate_name, unit,
       CASE basis WHEN 'published' THEN 'platform' ELSE 'warehouse' END AS speaker, low::DOUBLE AS rate_low,
       high::DOUBLE AS rate_high, NULL::DOUBLE AS numerator_low,
       NULL::DOUBLE AS numerator_high, n_low::DOUBLE AS denominator_low, n_high::DOUBLE AS denominator_high, basis
FROM (VALUES
    ('x', 'PK', '2020-H2', 'all', 'complied', 'request', 0.41, 0.41, 417, 417, 'published', NULL),
    ('x', 'PK', '2020-H2', 'all', 'accounts_acted_on', 'account', 0.111077, 0.111077, 6518, 6518, 'recomputed', NULL),
    ('tiktok', 'PK', '2025-H1', 'all', 'removal', 'item+account', 0.636, 0.636, 1280, 1280, 'published', NULL),
    ('tiktok', 'PK', '2025-H1', 'all', 'removal', 'item', 0.718, 0.718, 1000, 1000, 'recomputed', NULL),
    ('tiktok', 'PK', '2024-H2', 'all', 'removal', 'account', 1.0, 1.0, 4, 4, 'recomputed', NULL),
    ('tiktok', 'PK', '2024-H1', 'all', 'removal', 'account', 0.5, 0.5, NULL, NULL, 'published', NULL),
    ('google', 'PK', '2022-H1', 'ICA', 'removed_legal', 'item', 0.735, 0.745, 4391, 4391, 'published', NULL),
    ('google', 'PK', '2022-H1', 'ICA', 'removed_legal', 'item', 0.5, 0.5, 4391, 4391, 'published', '2023-03-04'),
    ('google', 'US', '2022-H1', 'Police', 'removed_legal', 'item', 0.735, 0.745, 10, 10, 'published', NULL),
    ('google', 'US', '2022-H1', 'all', 'removed_legal', 'item', 0.2, 0.3, 0, 9, 'published', NULL)
) AS given(publisher, country_code, half_year, requestor, rate, unit, low, high, n_low, n_high, basis, earlier)
JOIN _reports USING (publisher);
"""

RESTATEMENTS_SQL = """
CREATE TABLE fct_restatements AS
SELECT 'google' AS publisher, 'google_removals' AS report, country_code, period_start::DATE AS period_start,
       last_day(period_start::DATE + INTERVAL 5 MONTH)::DATE AS period_end, 'google' AS platform_id, 'all' AS product,
       requestor, 'all' AS reason, unit, 'received' AS measure, DATE '2024-09-13' AS new_vintage, comparison,
       DATE '2023-03-04' AS old_vintage, old_low::DOUBLE AS old_value_low, old_high::DOUBLE AS old_value_high,
       CASE WHEN old_low IS NULL THEN 'not_reported' WHEN old_low = old_high THEN 'exact' ELSE 'bounded' END
           AS old_value_status,
       new_low::DOUBLE AS new_value_low, new_low::DOUBLE AS new_value_high,
       CASE WHEN comparison = 'left_out' THEN 'absent' WHEN new_low IS NULL THEN 'withheld' ELSE 'exact' END
           AS new_value_status,
       CASE WHEN old_low = old_high AND old_low > 0 THEN new_low / old_low END AS ratio, suspected_cause
FROM (VALUES
    ('PK', '2022-01-01', 'Information and Communications Authority', 'request', 432, 432, 439, 'same_grain', 'unknown'),
    ('PK', '2022-01-01', 'Information and Communications Authority', 'item', 6190, 6190, 6197, 'same_grain', 'unknown'),
    ('PK', '2021-01-01', 'Police', 'request', NULL, NULL, 4, 'same_grain', 'first_given'),
    ('US', '2021-01-01', 'all', 'request', 100, 100, 10, 'sum_of_parts', 'counted_once_per_product_and_reason'),
    ('US', '2021-07-01', 'all', 'request', 20, 20, 0, 'same_grain', 'unknown'),
    ('US', '2020-07-01', 'Police', 'item', 0, 9, 3, 'same_grain', 'given_more_exactly'),
    ('US', '2020-01-01', 'Police', 'item', 7, 7, NULL, 'same_grain', 'withdrawn'),
    ('PK', '2020-01-01', 'Police', 'request', 3, 3, NULL, 'left_out', 'withdrawn'),
    ('PK', '2020-07-01', 'Police', 'request', 9, 9, NULL, 'left_out', 'requestors_regrouped'),
    ('PK', '2020-07-01', 'all', 'request', 611, 611, 8, 'total', 'unknown'),
    ('US', '2019-07-01', 'all', 'request', 9, 9, 99, 'sum_of_parts', 'counted_another_way_in_another_file')
) AS given(country_code, period_start, requestor, unit, old_low, old_high, new_low, comparison, suspected_cause);
"""
