{{ config(meta={
    'dagster': {'ref': {'name': 'fct_time_to_action'}},
    'question': 'Is every day of the curve what is left of the day before, and does it count its requests?'
}) }}
-- The product of the shares that each day left over, where the model sums logarithms; Greenwood by his own formula.
with one_by_one as (
    select platform_id, duration_days, is_action, is_lapsed, is_declined, false as is_total
    from {{ ref('int_requests__durations') }}
    union all
    select 'all' as platform_id, duration_days, is_action, is_lapsed, is_declined, true as is_total
    from {{ ref('int_requests__durations') }}
),

durations as (
    select *, count(*) as requests from one_by_one group by all
),

days as (
    select platform_id, is_total, unnest(generate_series(0, max(duration_days))) as day_number
    from durations
    group by platform_id, is_total
),

counted as (
    select
        days.platform_id,
        days.day_number,
        days.is_total,
        sum(durations.requests) as reported_count,
        coalesce(sum(durations.requests) filter (where durations.duration_days >= days.day_number), 0) as at_risk_count,
        coalesce(sum(durations.requests) filter (
            where durations.duration_days = days.day_number and durations.is_action
        ), 0) as action_count,
        coalesce(sum(durations.requests) filter (
            where durations.duration_days = days.day_number and not durations.is_action
        ), 0) as censored_count,
        coalesce(sum(durations.requests) filter (
            where durations.duration_days = days.day_number and durations.is_lapsed
        ), 0) as lapsed_count,
        coalesce(sum(durations.requests) filter (
            where durations.duration_days = days.day_number and durations.is_declined
        ), 0) as declined_count
    from days
    inner join durations on days.platform_id = durations.platform_id
    group by days.platform_id, days.day_number, days.is_total
),

curves as (
    select
        *,
        product(1 - {{ ratio('action_count', 'at_risk_count') }}) over so_far as survival,
        sqrt(sum({{ ratio('action_count', '(at_risk_count * (at_risk_count - action_count))') }}) over so_far) as spread
    from counted
    window so_far as (
        partition by platform_id order by day_number rows between unbounded preceding and current row
    )
),

recounted as (
    select
        *,
        reported_count as survival_denominator,
        survival as survival_rate,
        survival * reported_count as survival_numerator,
        case when survival in (0, 1) then survival else pow(survival, exp(
            1.959963984540054 * {{ ratio('spread', '-ln(survival)') }}
        )) end as survival_low,
        case when survival in (0, 1) then survival else pow(survival, exp(
            -1.959963984540054 * {{ ratio('spread', '-ln(survival)') }}
        )) end as survival_high
    from curves
),

published as (
    select * from {{ ref('fct_time_to_action') }}
)

{{ differing('published', 'recounted', ['platform_id', 'day_number'],
    ['is_total', 'reported_count', 'at_risk_count', 'action_count', 'censored_count', 'lapsed_count', 'declined_count',
    'survival_denominator'], ['survival_rate', 'survival_numerator', 'survival_low', 'survival_high']) }}
