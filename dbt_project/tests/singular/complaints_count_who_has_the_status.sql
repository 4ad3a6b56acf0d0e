{{ config(meta={
    'dagster': {'ref': {'name': 'fct_complaint_flow'}},
    'question': 'Is every stock the complaints that had the status when the day ended, and every flow its change?'
}) }}
with spells as (
    select
        platform_id,
        status,
        {{ utc_date('started_at') }} as first_date,
        {{ utc_date('ended_at') }} as end_date
    from {{ ref('int_complaints__changes') }}
),

dates as (
    select unnest(generate_series(min(first_date), {{ utc_date(as_of()) }}, interval 1 day)) as date_day from spells
),

platforms as (
    select distinct platform_id, unnest(['under_investigation', 'reported', 'dismissed']) as status from spells
),

cells as (
    select dates.date_day, platforms.platform_id, platforms.status
    from dates
    cross join platforms
),

recounted as (
    select
        cells.date_day,
        cells.platform_id,
        cells.status,
        count(*) filter (where spells.first_date = cells.date_day) as entered_count,
        count(*) filter (where spells.end_date = cells.date_day) as left_count,
        count(*) filter (where spells.end_date is null or spells.end_date > cells.date_day)
        - count(*) filter (where spells.platform_id is null) as total_count
    from cells
    left join spells
        on cells.platform_id = spells.platform_id
        and cells.status = spells.status
        and cells.date_day >= spells.first_date
        and (spells.end_date is null or cells.date_day <= spells.end_date)
    group by cells.date_day, cells.platform_id, cells.status
),

published as (
    select * from {{ ref('fct_complaint_flow') }}
)

{{ differing('published', 'recounted', ['date_day', 'platform_id', 'status'],
    ['entered_count', 'left_count', 'total_count']) }}
