{#- As long on both sides of the meeting: a request is judged by its first 168 hours, whenever it was made. -#}
{%- set follow_up_hours = 168 -%}
with requests as (
    select
        platform_id,
        {{ utc_date('reported_at') }} as reported_date,
        {{ hours_later('reported_at', follow_up_hours) }} <= {{ as_of() }} as is_judged,
        coalesce(complied_at <= {{ hours_later('reported_at', follow_up_hours) }}, false) as is_complied
    from {{ ref('int_requests__outcomes') }}
),

days as (
    select
        coalesce(platform_id, 'all') as platform_id,
        reported_date,
        count(*) as requests_count,
        count(*) filter (where is_judged) as judged_count,
        count(*) filter (where is_judged and is_complied) as complied_count
    from requests
    group by grouping sets ((platform_id, reported_date), (reported_date))
),

counts as (
    select
        windows.engagement_id,
        windows.window_name,
        coalesce(sum(days.requests_count), 0) as requests_count,
        coalesce(sum(days.judged_count), 0) as judged_count,
        coalesce(sum(days.complied_count), 0) as complied_count
    from {{ ref('int_engagements__windows') }} as windows
    left join days
        on windows.platform_id = days.platform_id
        and days.reported_date between windows.first_date and windows.last_date
    group by windows.engagement_id, windows.window_name
)

select
    windows.engagement_id,
    windows.window_name,
    engagements.held_on,
    engagements.agency_id,
    engagements.platform_id,
    engagements.level,
    engagements.next_due_on,
    windows.first_date as window_first_date,
    windows.last_date as window_last_date,
    {{ hours_later(last_instant('windows.last_date'), follow_up_hours) }} <= {{ as_of() }} as is_window_complete,
    windows.overlapping_engagements_count,
    cast(counts.requests_count as bigint) as requests_count,
    cast(counts.judged_count as bigint) as judged_count,
    cast(counts.complied_count as bigint) as complied_count,
    {{ rate_columns('complied_of_judged', 'counts.complied_count', 'counts.judged_count') }}
from {{ ref('int_engagements__windows') }} as windows
inner join {{ ref('int_engagements__known') }} as engagements
    on windows.engagement_id = engagements.engagement_id
inner join counts
    on windows.engagement_id = counts.engagement_id
    and windows.window_name = counts.window_name
