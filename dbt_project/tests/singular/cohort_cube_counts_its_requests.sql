{{ config(meta={
    'dagster': {'ref': {'name': 'fct_compliance_cohort_cube'}},
    'question': 'Does every cohort of a filter state count what its requests say, and add up to those by platform?'
}) }}
{%- set dimensions = filter_dimensions() -%}
{%- set cohort = ['month_start_date', 'horizon_days'] -%}
{%- set counts = ['reported_count', 'too_young_count', 'eligible_count', 'complied_count'] -%}
with published as (
    {{ open_states(ref('fct_compliance_cohort_cube'), dimensions, dimensions + cohort, counts) }}
),

summed as (
    {{ closed_states(ref('fct_compliance_cohort_cube'), dimensions, dimensions + cohort, counts) }}
),

requests as (
    select
        filed.* exclude (request_id),
        horizon_days,
        {{ hours_between('requests.reported_at', as_of()) }} >= 24 * horizon_days as is_old_enough,
        {{ hours_between('requests.reported_at', 'requests.complied_at') }} <= 24 * horizon_days as is_in_time
    from {{ ref('int_requests__filed') }} as filed
    inner join {{ ref('fct_requests') }} as requests on filed.request_id = requests.request_id
    cross join unnest([1, 7, 30, 90]) as horizons (horizon_days)
),

recounted as (
    select
        'nothing' as left_open,
        {{ (dimensions + cohort) | join(', ') }},
        count(*) as reported_count,
        count(*) filter (where not is_old_enough) as too_young_count,
        count(*) filter (where is_old_enough) as eligible_count,
        count(*) filter (where is_old_enough and is_in_time) as complied_count
    from requests
    group by {{ (dimensions + cohort) | join(', ') }}
    union all
    select * from summed
    union all
    select
        'agency, group and action' as left_open,
        platform_id, 'all' as agency_id, 'all' as group_id, 'all' as requested_action,
        {{ (cohort + counts) | join(', ') }}
    from {{ ref('fct_compliance_cohorts') }}
),

told as (
    select 'nothing' as left_open, {{ (dimensions + cohort + counts) | join(', ') }}
    from {{ ref('fct_compliance_cohort_cube') }}
    where 'all' not in ({{ dimensions | join(', ') }})
    union all
    select * from published
    union all
    select 'agency, group and action' as left_open, {{ (dimensions + cohort + counts) | join(', ') }}
    from {{ ref('fct_compliance_cohort_cube') }}
    where agency_id = 'all' and group_id = 'all' and requested_action = 'all'
)

{{ differing('told', 'recounted', ['left_open'] + dimensions + cohort, counts) }}
