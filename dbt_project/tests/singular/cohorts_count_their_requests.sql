{{ config(meta={
    'dagster': {'ref': {'name': 'fct_compliance_cohorts'}},
    'question': 'Does every cohort count what its requests, one by one, say?'
}) }}
with days as (
    select unnest([1, 7, 30, 90]) as horizon_days
),

requests as (
    select
        days.horizon_days,
        requests.platform_id,
        cast(date_trunc('month', {{ utc_date('requests.reported_at') }}) as date) as month_start_date,
        {{ hours_between('requests.reported_at', as_of()) }} >= 24 * days.horizon_days as is_old_enough,
        {{ hours_between('requests.reported_at', 'requests.complied_at') }} <= 24 * days.horizon_days as is_in_time
    from {{ ref('fct_requests') }} as requests
    cross join days
),

twice as (
    select *, false as is_total from requests
    union all by name
    select * replace ('all' as platform_id), true as is_total from requests
),

recounted as (
    select
        month_start_date,
        platform_id,
        horizon_days,
        is_total,
        count(*) as reported_count,
        count(*) filter (where not is_old_enough) as too_young_count,
        count(*) filter (where is_old_enough) as eligible_count,
        count(*) filter (where is_old_enough and is_in_time) as complied_count
    from twice
    group by month_start_date, platform_id, horizon_days, is_total
),

published as (
    select * from {{ ref('fct_compliance_cohorts') }}
)

{{ differing('published', 'recounted', ['month_start_date', 'platform_id', 'horizon_days'],
    ['is_total', 'reported_count', 'too_young_count', 'eligible_count', 'complied_count']) }}
