{{ config(meta={
    'dagster': {'ref': {'name': 'fct_time_to_action_cube'}},
    'question': 'Are the curves of platforms, and of all, those of the table by platform?'
}) }}
with published as (
    select *
    from {{ ref('fct_time_to_action_cube') }}
    where agency_id = 'all' and group_id = 'all' and requested_action = 'all' and period_id = 'all'
),

-- Between the days on which something ended, the share stays what it was.
by_platform as (
    select *
    from {{ ref('fct_time_to_action') }}
    where at_risk_count >= {{ var('min_at_risk') }} and (day_number = 0 or action_count + censored_count > 0)
)

{{ differing('published', 'by_platform', ['platform_id', 'day_number'],
    ['at_risk_count', 'action_count', 'survival_denominator'],
    ['survival_rate', 'survival_numerator', 'survival_low', 'survival_high']) }}
