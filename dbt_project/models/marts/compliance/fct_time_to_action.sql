with ended as (
    select
        coalesce(platform_id, 'all') as platform_id,
        duration_days,
        count(*) as ended_count,
        count(*) filter (where is_action) as action_count,
        count(*) filter (where is_lapsed) as lapsed_count,
        count(*) filter (where is_declined) as declined_count
    from {{ ref('int_requests__durations') }}
    group by grouping sets ((platform_id, duration_days), (duration_days))
),

platforms as (
    select
        platform_id,
        sum(ended_count) as reported_count,
        max(duration_days) as last_day
    from ended
    group by platform_id
),

days as (
    {{ number_series('day_number', '0', '(select max(last_day) from platforms)') }}
),

filled as (
    select
        platforms.platform_id,
        days.day_number,
        platforms.reported_count,
        platforms.reported_count - coalesce(sum(ended.ended_count) over (
            partition by platforms.platform_id order by days.day_number
            rows between unbounded preceding and 1 preceding
        ), 0) as at_risk_count,
        {%- for count in ['ended', 'action', 'lapsed', 'declined'] %}
        coalesce(ended.{{ count }}_count, 0) as {{ count }}_count{{ "," if not loop.last }}
        {%- endfor %}
    from platforms
    inner join days on platforms.last_day >= days.day_number
    left join ended
        on platforms.platform_id = ended.platform_id
        and days.day_number = ended.duration_days
),

curves as (
    select
        *,
        -- Where all that are left are acted on, the share is 0 and has no logarithm; that is the curve's last day.
        cast(coalesce(sum(case when action_count < at_risk_count
            then {{ addable('ln(' ~ ratio('at_risk_count - action_count', 'at_risk_count') ~ ')') }} end
        ) over so_far, 0) as double) as log_survival,
        cast(coalesce(sum(
            {{ addable(ratio(ratio('action_count', 'at_risk_count'), 'at_risk_count - action_count')) }}
        ) over so_far, 0) as double) as greenwood
    from filled
    window so_far as (
        partition by platform_id order by day_number rows between unbounded preceding and current row
    )
),

shares as (
    select
        *,
        case when action_count = at_risk_count then 0.0 else {{ settled('exp(log_survival)') }} end as survival_rate
    from curves
)

select
    platform_id,
    platform_id = 'all' as is_total,
    day_number,
    cast(reported_count as bigint) as reported_count,
    cast(at_risk_count as bigint) as at_risk_count,
    cast(action_count as bigint) as action_count,
    cast(ended_count - action_count as bigint) as censored_count,
    cast(lapsed_count as bigint) as lapsed_count,
    cast(declined_count as bigint) as declined_count,
    survival_rate,
    survival_rate * reported_count as survival_numerator,
    cast(reported_count as bigint) as survival_denominator,
    {{ settled(survival_bound('survival_rate', 'log_survival', 'greenwood', '+')) }} as survival_low,
    {{ settled(survival_bound('survival_rate', 'log_survival', 'greenwood', '-')) }} as survival_high
from shares
