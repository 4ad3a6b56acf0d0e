{%- set days = 30 -%}
-- The day itself is in neither window: the source gives no hour, so what was reported then may be before or after.
with windows as (
    select
        engagement_id,
        platform_id,
        'before' as window_name,
        {{ days_later('held_on', -days) }} as first_date,
        {{ days_later('held_on', -1) }} as last_date
    from {{ ref('int_engagements__known') }}
    union all
    select
        engagement_id,
        platform_id,
        'after' as window_name,
        {{ days_later('held_on', 1) }} as first_date,
        {{ days_later('held_on', days) }} as last_date
    from {{ ref('int_engagements__known') }}
)

select
    windows.engagement_id,
    windows.platform_id,
    windows.window_name,
    windows.first_date,
    windows.last_date,
    cast(count(others.engagement_id) as bigint) as overlapping_engagements_count
from windows
left join {{ ref('int_engagements__known') }} as others
    on windows.engagement_id <> others.engagement_id
    and (windows.platform_id = others.platform_id or 'all' in (windows.platform_id, others.platform_id))
    and {{ days_later('others.held_on', -days) }} <= windows.last_date
    and {{ days_later('others.held_on', days) }} >= windows.first_date
group by
    windows.engagement_id,
    windows.platform_id,
    windows.window_name,
    windows.first_date,
    windows.last_date
