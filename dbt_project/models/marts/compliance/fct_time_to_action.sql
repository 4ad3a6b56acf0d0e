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
    {{ survival_sums('filled', 'platform_id') }}
),

shares as (
    select *, {{ survival_share() }} as survival_rate
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
    {{ survival_columns() }}
from shares
