{{ config(meta={
    'dagster': {'ref': {'name': 'fct_compliance_daily'}},
    'question': 'Is every stock of a day the number of requests that were in that state when it ended?'
}) }}
-- Requests are counted where they stand at the end of each day, not summed up from what came and went.
{%- set outcomes = ['complied_global', 'complied_local', 'partial', 'declined', 'not_found', 'already_removed',
    'reversed'] -%}
{%- set columns = ['total_reported_count', 'total_complied_count', 'pending_count'] -%}
{%- for outcome in outcomes %}{% do columns.append('total_' ~ outcome ~ '_count') %}{% endfor %}
with placed as (
    select
        requests.platform_id,
        requests.agency_id,
        requests.requested_action,
        published.published_group_id as group_id,
        states.outcome,
        {{ utc_date('states.started_at') }} as first_date,
        coalesce({{ utc_date('states.ended_at') }}, date '9999-12-31') as end_date
    from {{ ref('int_requests__states') }} as states
    inner join {{ ref('fct_requests') }} as requests on states.request_id = requests.request_id
    inner join {{ ref('int_requests__published_group') }} as published on states.request_id = published.request_id
),

recounted as (
    select
        dates.date_day,
        placed.platform_id,
        placed.agency_id,
        placed.group_id,
        placed.requested_action,
        count(*) as total_reported_count,
        count(*) filter (where starts_with(placed.outcome, 'complied')) as total_complied_count,
        {%- for outcome in outcomes %}
        count(*) filter (where placed.outcome = '{{ outcome }}') as total_{{ outcome }}_count,
        {%- endfor %}
        count(*) filter (where placed.outcome = 'pending') as pending_count
    from placed
    inner join {{ ref('int_dates__spanned') }} as dates
        on placed.first_date <= dates.date_day and placed.end_date > dates.date_day
    group by all
),

published as (
    select * from {{ ref('fct_compliance_daily') }}
)

{{ differing('published', 'recounted',
    ['date_day', 'platform_id', 'agency_id', 'group_id', 'requested_action'], columns) }}
