with moves as (
    select platform_id, status, {{ utc_date('started_at') }} as date_day, 1 as entered, 0 as exited
    from {{ ref('int_complaints__changes') }}
    union all
    select platform_id, status, {{ utc_date('ended_at') }} as date_day, 0 as entered, 1 as exited
    from {{ ref('int_complaints__changes') }}
    where ended_at is not null
),

flows as (
    select
        date_day,
        platform_id,
        status,
        sum(entered) as entered_count,
        sum(exited) as left_count
    from moves
    group by date_day, platform_id, status
),

span as (
    select
        min(date_day) as first_date,
        {{ utc_date(as_of()) }} as last_date
    from moves
),

days as (
    {{ date_series('(select first_date from span)', '(select last_date from span)') }}
),

platforms as (
    select distinct platform_id from moves
),

statuses as (
    {%- for status in ['under_investigation', 'reported', 'dismissed'] %}
    select '{{ status }}' as status{{ " union all" if not loop.last }}
    {%- endfor %}
),

cells as (
    select days.date_day, platforms.platform_id, statuses.status
    from days
    cross join platforms
    cross join statuses
)

select
    cells.date_day,
    cells.platform_id,
    cells.status,
    cast(coalesce(flows.entered_count, 0) as bigint) as entered_count,
    cast(coalesce(flows.left_count, 0) as bigint) as left_count,
    cast(sum(coalesce(flows.entered_count, 0) - coalesce(flows.left_count, 0)) over (
        partition by cells.platform_id, cells.status
        order by cells.date_day rows between unbounded preceding and current row
    ) as bigint) as total_count
from cells
left join flows
    on cells.date_day = flows.date_day
    and cells.platform_id = flows.platform_id
    and cells.status = flows.status
