{{ config(meta={
    'dagster': {'ref': {'name': 'fct_time_to_action_cube'}},
    'question': 'Is every curve of a filter state drawn from its requests, and only while enough are at risk?'
}) }}
{#- Every request under each of its states, by lists of what it counts as. The product of the shares that each day left
    over, where the model sums logarithms; Greenwood by his own formula. -#}
{%- set dimensions = filter_dimensions() -%}
{%- set state = (dimensions + ['period_id']) | join(', ') -%}
with cells as (
    select
        {%- for name in dimensions %}
        filed.{{ name }},
        {%- endfor %}
        filed.month_start_date,
        durations.duration_days,
        count(*) as ended_count,
        count(*) filter (where durations.is_action) as action_count
    from {{ ref('int_requests__filed') }} as filed
    inner join {{ ref('int_requests__durations') }} as durations on filed.request_id = durations.request_id
    group by all
),

days as (
    select *, duration_days as day_number from cells
    union all by name
    select distinct * replace (0 as ended_count, 0 as action_count), 0 as day_number from cells
),

ended as (
    select
        {%- for name in dimensions %}
        of_{{ name }}.counted_as as {{ name }},
        {%- endfor %}
        of_period.counted_as as period_id,
        days.day_number,
        sum(days.ended_count) as ended_count,
        sum(days.action_count) as action_count
    from days
    {%- for name in dimensions %}
    cross join unnest(['all', days.{{ name }}]) as of_{{ name }} (counted_as)
    {%- endfor %}
    cross join unnest([
        'all',
        concat(year(days.month_start_date), '-Q', quarter(days.month_start_date)),
        left(cast(days.month_start_date as varchar), 7)
    ]) as of_period (counted_as)
    group by all
),

watched as (
    select
        *,
        sum(ended_count) over (partition by {{ state }}) as survival_denominator,
        sum(ended_count) over (partition by {{ state }}) - coalesce(sum(ended_count) over (
            partition by {{ state }} order by day_number rows between unbounded preceding and 1 preceding
        ), 0) as at_risk_count
    from ended
),

curves as (
    select
        *,
        product(1 - {{ ratio('action_count', 'at_risk_count') }}) over so_far as survival_rate,
        sqrt(sum({{ ratio('action_count', '(at_risk_count * (at_risk_count - action_count))') }}) over so_far) as spread
    from watched
    where at_risk_count >= {{ var('min_at_risk') }}
    window so_far as (
        partition by {{ state }} order by day_number rows between unbounded preceding and current row
    )
),

recounted as (
    select
        *,
        survival_rate * survival_denominator as survival_numerator,
        case when survival_rate in (0, 1) then survival_rate else pow(survival_rate, exp(
            1.959963984540054 * {{ ratio('spread', '-ln(survival_rate)') }}
        )) end as survival_low,
        case when survival_rate in (0, 1) then survival_rate else pow(survival_rate, exp(
            -1.959963984540054 * {{ ratio('spread', '-ln(survival_rate)') }}
        )) end as survival_high
    from curves
),

published as (
    select * from {{ ref('fct_time_to_action_cube') }}
)

{{ differing('published', 'recounted', dimensions + ['period_id', 'day_number'],
    ['at_risk_count', 'action_count', 'survival_denominator'],
    ['survival_rate', 'survival_numerator', 'survival_low', 'survival_high']) }}
