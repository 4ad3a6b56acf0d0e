{%- set dimensions = filter_dimensions() + ['legal_basis'] -%}
{%- set state = (dimensions + ['period_id']) | join(', ') -%}
with requests as (
    select filed.*, durations.duration_days, durations.is_action
    from {{ ref('int_requests__filed') }} as filed
    inner join {{ ref('int_requests__durations') }} as durations on filed.request_id = durations.request_id
),

cells as (
    select
        {{ dimensions | join(', ') }},
        month_start_date,
        duration_days as day_number,
        count(*) as ended_count,
        count(*) filter (where is_action) as action_count
    from requests
    group by {{ dimensions | join(', ') }}, month_start_date, duration_days
    union all
    -- The day that every curve starts on, also where nothing ended on it.
    select distinct
        {{ dimensions | join(', ') }},
        month_start_date,
        0 as day_number,
        0 as ended_count,
        0 as action_count
    from requests
),

periods as (
    {{ in_periods('cells') }}
),

ended as (
    select
        {{- state_columns(dimensions) }},
        period_id,
        day_number,
        cast(sum(ended_count) as bigint) as ended_count,
        cast(sum(action_count) as bigint) as action_count
    from periods
    group by period_id, day_number, cube ({{ dimensions | join(', ') }})
),

watched as (
    select
        *,
        sum(ended_count) over (
            partition by {{ state }} order by day_number desc rows between unbounded preceding and current row
        ) as at_risk_count,
        sum(ended_count) over (partition by {{ state }}) as reported_count
    from ended
),

shown as (
    select * from watched where at_risk_count >= {{ var('min_at_risk') }}
),

curves as (
    {{ survival_sums('shown', state) }}
),

shares as (
    select *, {{ survival_share() }} as survival_rate
    from curves
)

select
    {{ state }},
    cast(day_number as bigint) as day_number,
    cast(at_risk_count as bigint) as at_risk_count,
    action_count,
    {{ survival_columns() }}
from shares
