{{ config(meta={
    'dagster': {'ref': {'name': 'fct_time_to_action_summary'}},
    'question': 'Do the medians and counts of a platform say what its curve says?'
}) }}
-- A share is first crossed on the day after all the days that are still above it.
{%- set crossings = {
    'quarter_days': ('survival_rate', 0.75), 'median_days': ('survival_rate', 0.5),
    'three_quarters_days': ('survival_rate', 0.25),
    'median_low_days': ('survival_low', 0.5), 'median_high_days': ('survival_high', 0.5),
} %}
with ends as (
    select
        platform_id,
        is_total,
        count(*) - 1 as observed_days,
        max(survival_denominator) as reported_count,
        sum(action_count) as action_count,
        sum(censored_count) as censored_count,
        sum(lapsed_count) as lapsed_count,
        sum(declined_count) as declined_count,
        {%- for name, (share, height) in crossings.items() %}
        count(*) filter (where {{ share }} > {{ height }}) as {{ name }}{{ "," if not loop.last }}
        {%- endfor %}
    from {{ ref('fct_time_to_action') }}
    group by platform_id, is_total
),

recounted as (
    select
        * replace (
            {%- for name in crossings %}
            nullif({{ name }}, observed_days + 1) as {{ name }}{{ "," if not loop.last }}
            {%- endfor %}
        ),
        median_days <= observed_days as is_median_reached,
        {{ utc_date(as_of()) }} as as_of_date
    from ends
),

published as (
    select * from {{ ref('fct_time_to_action_summary') }}
)

{{ differing('published', 'recounted', ['platform_id'],
    ['is_total', 'as_of_date', 'reported_count', 'action_count', 'censored_count', 'lapsed_count', 'declined_count',
    'observed_days', 'is_median_reached'] + crossings.keys() | list) }}
