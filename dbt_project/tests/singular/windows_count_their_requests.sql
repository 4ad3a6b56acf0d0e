{{ config(meta={
    'dagster': {'ref': {'name': 'fct_engagement_outcomes'}},
    'question': 'Do the windows around meetings lie where they should, and count the requests in them?'
}) }}
with windows as (
    select engagement_id, platform_id, held_on, agency_id, level, 'before' as window_name, -30 as first_day
    from {{ ref('int_engagements__known') }}
    union all
    select engagement_id, platform_id, held_on, agency_id, level, 'after' as window_name, 1 as first_day
    from {{ ref('int_engagements__known') }}
),

dated as (
    select
        *,
        {{ days_later('held_on', 'first_day') }} as window_first_date,
        {{ days_later('held_on', 'first_day + 29') }} as window_last_date
    from windows
),

requests as (
    select
        platform_id,
        {{ utc_date('reported_at') }} as reported_date,
        {{ hours_between('reported_at', as_of()) }} >= 168 as is_judged,
        coalesce({{ hours_between('reported_at', 'complied_at') }} <= 168, false) as is_complied
    from {{ ref('fct_requests') }}
),

counted as (
    select
        dated.engagement_id,
        dated.window_name,
        count(requests.platform_id) as requests_count,
        count(*) filter (where requests.is_judged) as judged_count,
        count(*) filter (where requests.is_judged and requests.is_complied) as complied_count
    from dated
    left join requests
        on (dated.platform_id = 'all' or dated.platform_id = requests.platform_id)
        and dated.window_first_date <= requests.reported_date and dated.window_last_date >= requests.reported_date
    group by dated.engagement_id, dated.window_name
),

recounted as (
    select
        dated.*,
        counted.requests_count,
        counted.judged_count,
        counted.complied_count,
        counted.complied_count as complied_of_judged_numerator,
        counted.judged_count as complied_of_judged_denominator,
        {{ utc_date(as_of()) }} >= {{ days_later('dated.window_last_date', 7) }} as is_window_complete,
        (
            select count(*)
            from {{ ref('int_engagements__known') }} as others
            where
                others.engagement_id <> dated.engagement_id
                and (others.platform_id in (dated.platform_id, 'all') or dated.platform_id = 'all')
                and others.held_on between {{ days_later('dated.window_first_date', -30) }}
                and {{ days_later('dated.window_last_date', 30) }}
        ) as overlapping_engagements_count
    from dated
    inner join counted on {{ same('dated', 'counted', ['engagement_id', 'window_name']) }}
),

published as (
    select * from {{ ref('fct_engagement_outcomes') }}
)

{{ differing('published', 'recounted', ['engagement_id', 'window_name'], [
    'held_on', 'agency_id', 'platform_id', 'level', 'window_first_date', 'window_last_date', 'is_window_complete',
    'overlapping_engagements_count', 'requests_count', 'judged_count', 'complied_count',
    'complied_of_judged_numerator', 'complied_of_judged_denominator'
]) }}
