{{ config(meta={
    'dagster': {'ref': {'name': 'fct_disclosure_summary'}},
    'question': 'Do the counts of requests for data say what the requests, one by one, say?'
}) }}
{%- set outcomes = ['disclosed', 'refused', 'not_found', 'acknowledged', 'pending'] -%}
{%- set parts = {
    'disclosed_of_requested': ('disclosed_count', 'requested_count'),
    'disclosed_of_decided': ('disclosed_count', 'decided_count'),
    'response': ('responded_count', 'requested_count'),
} -%}
{%- set columns = ['is_total', 'requested_count', 'decided_count', 'responded_count'] -%}
{%- for outcome in outcomes %}{% do columns.append(outcome ~ '_count') %}{% endfor -%}
{%- for name in parts %}{% do columns.extend([name ~ '_numerator', name ~ '_denominator']) %}{% endfor %}
with requests as (
    select *, false as is_total from {{ ref('fct_disclosure') }}
    union all by name
    select * replace ('all' as platform_id), true as is_total from {{ ref('fct_disclosure') }}
),

counted as (
    select
        platform_id,
        requested_action,
        is_total,
        count(*) as requested_count,
        {%- for outcome in outcomes %}
        sum(case outcome when '{{ outcome }}' then 1 else 0 end) as {{ outcome }}_count,
        {%- endfor %}
        count(*) filter (where outcome not in ('not_found', 'acknowledged', 'pending')) as decided_count,
        count(hours_to_first_response) as responded_count
    from requests
    group by platform_id, requested_action, is_total
),

recounted as (
    select
        *,
        {%- for name, (numerator, denominator) in parts.items() %}
        {{ numerator }} as {{ name }}_numerator,
        {{ denominator }} as {{ name }}_denominator{{ "," if not loop.last }}
        {%- endfor %}
    from counted
),

published as (
    select * from {{ ref('fct_disclosure_summary') }}
)

{{ differing('published', 'recounted', ['platform_id', 'requested_action'], columns) }}
