{{ config(meta={
    'dagster': {'ref': {'name': 'fct_compliance_summary'}},
    'question': 'Does every platform row count what the requests, one by one, say?'
}) }}
-- Counted from the requests themselves; the account's standing is that of the latest request that names it.
{%- set outcomes = ['complied_global', 'complied_local', 'partial', 'declined', 'not_found', 'already_removed',
    'pending', 'reversed'] -%}
{%- set rates = {
    'complied_of_reported': ('complied_count', 'reported_count'),
    'complied_of_decided': ('complied_count', 'decided_count'),
    'response': ('responded_count', 'reported_count'),
} -%}
{%- set counts = ['reported_count', 'complied_count', 'decided_count', 'responded_count', 'accounts_reported_count',
    'accounts_complied_count'] -%}
{%- set sums = ['reported_sum', 'removed_sum', 'reported_missing', 'removed_missing'] -%}
{%- set columns = ['is_total', 'as_of_date', 'followers_reported', 'followers_removed'] + counts -%}
{%- for outcome in outcomes %}{% do columns.append(outcome ~ '_count') %}{% endfor -%}
{%- for name in rates %}{% do columns.extend([name ~ '_numerator', name ~ '_denominator']) %}{% endfor %}
with numbered as (
    select
        *,
        request_id = last(request_id order by reported_at, request_id) over (
            partition by account_id order by reported_at, request_id
            rows between unbounded preceding and unbounded following
        ) as is_latest
    from {{ ref('fct_requests') }}
),

counted as (
    select
        platform_id,
        count(*) as reported_count,
        {%- for outcome in outcomes %}
        sum(case outcome when '{{ outcome }}' then 1 else 0 end) as {{ outcome }}_count,
        {%- endfor %}
        sum(case when starts_with(outcome, 'complied') then 1 else 0 end) as complied_count,
        sum(case when outcome in ('pending', 'not_found', 'already_removed') then 0 else 1 end) as decided_count,
        count(first_response_at) as responded_count,
        count(distinct account_id) as accounts_reported_count,
        sum(case when is_latest and starts_with(outcome, 'complied') then 1 else 0 end) as accounts_complied_count
    from numbered
    group by platform_id
),

last_day as (
    select
        platform_id,
        sum(followers_reported) as reported_sum,
        sum(followers_removed) as removed_sum,
        sum(accounts_followers_missing_count) as reported_missing,
        sum(accounts_removed_followers_missing_count) as removed_missing
    from {{ ref('fct_reach_daily') }}
    where date_day = (select max(date_day) from {{ ref('dim_date') }})
    group by platform_id
),

platforms as (
    select counted.*, last_day.* exclude (platform_id)
    from counted
    left join last_day on counted.platform_id = last_day.platform_id
),

summed as (
    select *, false as is_total from platforms
    union all by name
    select
        'all' as platform_id,
        true as is_total,
        {%- for outcome in outcomes %}
        coalesce(sum({{ outcome }}_count), 0) as {{ outcome }}_count,
        {%- endfor %}
        {%- for count in counts + sums %}
        coalesce(sum({{ count }}), 0) as {{ count }}{{ "," if not loop.last }}
        {%- endfor %}
    from platforms
),

recounted as (
    select
        *,
        {%- for name, (numerator, denominator) in rates.items() %}
        {{ numerator }} as {{ name }}_numerator,
        {{ denominator }} as {{ name }}_denominator,
        {%- endfor %}
        -- Of accounts that nobody counted the sum is not known; of no account it is 0.
        case when accounts_reported_count > reported_missing or accounts_reported_count = 0 then reported_sum end
            as followers_reported,
        case when accounts_complied_count > removed_missing or accounts_complied_count = 0 then removed_sum end
            as followers_removed,
        {{ utc_date(as_of()) }} as as_of_date
    from summed
),

published as (
    select * from {{ ref('fct_compliance_summary') }}
)

{{ differing('published', 'recounted', ['platform_id'], columns) }}
