{%- set dimensions = filter_dimensions() -%}
with horizons as (
    {%- for days in [1, 7, 30, 90] %}
    select cast({{ days }} as bigint) as horizon_days{{ " union all" if not loop.last }}
    {%- endfor %}
),

judged as (
    select
        filed.*,
        horizons.horizon_days,
        requests.complied_at,
        {{ hours_later('requests.reported_at', '24 * horizons.horizon_days') }} as horizon_at
    from {{ ref('int_requests__filed') }} as filed
    inner join {{ ref('int_requests__outcomes') }} as requests on filed.request_id = requests.request_id
    cross join horizons
),

cells as (
    select
        {{ dimensions | join(', ') }},
        month_start_date,
        horizon_days,
        count(*) as reported_count,
        count(*) filter (where horizon_at <= {{ as_of() }}) as eligible_count,
        count(*) filter (where horizon_at <= {{ as_of() }} and complied_at <= horizon_at) as complied_count
    from judged
    group by {{ dimensions | join(', ') }}, month_start_date, horizon_days
),

counted as (
    select
        {{- state_columns(dimensions) }},
        month_start_date,
        horizon_days,
        {%- for count in ['reported', 'eligible', 'complied'] %}
        cast(sum({{ count }}_count) as bigint) as {{ count }}_count{{ "," if not loop.last }}
        {%- endfor %}
    from cells
    group by month_start_date, horizon_days, cube ({{ dimensions | join(', ') }})
)

select
    {{ dimensions | join(',\n    ') }},
    month_start_date,
    horizon_days,
    reported_count,
    cast(reported_count - eligible_count as bigint) as too_young_count,
    eligible_count,
    complied_count,
    {{ rate_columns('complied_within', 'complied_count', 'eligible_count', has_parts=false) }}
from counted
