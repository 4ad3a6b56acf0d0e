{%- set crossings = {
    'quarter_days': 'survival_rate <= 0.75', 'median_days': 'survival_rate <= 0.5',
    'three_quarters_days': 'survival_rate <= 0.25',
    'median_low_days': 'survival_low <= 0.5', 'median_high_days': 'survival_high <= 0.5',
} -%}
with summed as (
    select
        platform_id,
        is_total,
        max(reported_count) as reported_count,
        sum(action_count) as action_count,
        sum(lapsed_count) as lapsed_count,
        sum(declined_count) as declined_count,
        max(day_number) as observed_days
        {%- for name, condition in crossings.items() %},
        min(case when {{ condition }} then day_number end) as {{ name }}
        {%- endfor %}
    from {{ ref('fct_time_to_action') }}
    group by platform_id, is_total
)

select
    platform_id,
    is_total,
    {{ utc_date(as_of()) }} as as_of_date,
    cast(reported_count as bigint) as reported_count,
    cast(action_count as bigint) as action_count,
    cast(reported_count - action_count as bigint) as censored_count,
    cast(lapsed_count as bigint) as lapsed_count,
    cast(declined_count as bigint) as declined_count,
    observed_days,
    median_days is not null as is_median_reached,
    {{ crossings | join(',\n    ') }}
from summed
