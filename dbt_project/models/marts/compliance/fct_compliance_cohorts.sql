with horizons as (
    {%- for days in [1, 7, 30, 90] %}
    select cast({{ days }} as bigint) as horizon_days{{ " union all" if not loop.last }}
    {%- endfor %}
),

judged as (
    select
        requests.platform_id,
        cast(date_trunc('month', {{ utc_date('requests.reported_at') }}) as date) as month_start_date,
        horizons.horizon_days,
        requests.complied_at,
        {{ hours_later('requests.reported_at', '24 * horizons.horizon_days') }} as horizon_at
    from {{ ref('int_requests__outcomes') }} as requests
    cross join horizons
),

counted as (
    select
        month_start_date,
        coalesce(platform_id, 'all') as platform_id,
        horizon_days,
        count(*) as reported_count,
        count(*) filter (where horizon_at <= {{ as_of() }}) as eligible_count,
        count(*) filter (where horizon_at <= {{ as_of() }} and complied_at <= horizon_at) as complied_count
    from judged
    group by grouping sets ((month_start_date, platform_id, horizon_days), (month_start_date, horizon_days))
)

select
    month_start_date,
    platform_id,
    platform_id = 'all' as is_total,
    horizon_days,
    cast(reported_count as bigint) as reported_count,
    cast(reported_count - eligible_count as bigint) as too_young_count,
    cast(eligible_count as bigint) as eligible_count,
    cast(complied_count as bigint) as complied_count,
    {{ rate_columns('complied_within', 'complied_count', 'eligible_count', has_parts=false) }}
from counted
