{# Counts by outcome and rates, per platform and for all: fct_compliance_summary, and compliance_at() of a release.
   `requests`: takedown requests with their outcomes; `requested`: the accounts they name; `account_changes`: what
   became of these; `instant`: when. #}
{% macro compliance_summary(requests, requested, account_changes, instant) -%}
{%- set complied = "('complied_global', 'complied_local')" -%}
{%- set rates = {
    'complied_of_reported': ('complied_count', 'reported_count'),
    'complied_of_decided': ('complied_count', 'decided_count'),
    'response': ('responded_count', 'reported_count'),
} -%}
with accounts as (
    {{ account_standing(account_changes) }}
),

account_counts as (
    select
        coalesce(requested.platform_id, 'all') as platform_id,
        count(*) as accounts_reported_count,
        count(*) filter (where accounts.outcome in {{ complied }}) as accounts_complied_count,
        -- Of no account the sum is a known zero; of accounts that nobody counted it is not known.
        case when count(*) = 0 then 0 else sum(accounts.followers) end as followers_reported,
        case when count(*) filter (where accounts.outcome in {{ complied }}) = 0 then 0
            else sum(case when accounts.outcome in {{ complied }} then accounts.followers end) end as followers_removed
    from {{ requested }} as requested
    inner join accounts on requested.account_id = accounts.account_id
    group by grouping sets ((requested.platform_id), ())
),

request_counts as (
    select
        coalesce(platform_id, 'all') as platform_id,
        count(*) as reported_count,
        count(*) filter (where outcome in {{ complied }}) as complied_count,
        {%- for outcome in ['complied_global', 'complied_local', 'partial', 'declined', 'not_found',
            'already_removed', 'pending', 'reversed'] %}
        count(*) filter (where outcome = '{{ outcome }}') as {{ outcome }}_count,
        {%- endfor %}
        count(*) filter (where outcome in ('complied_global', 'complied_local', 'partial', 'declined', 'reversed'))
            as decided_count,
        count(*) filter (where first_response_at is not null) as responded_count
    from {{ requests }}
    group by grouping sets ((platform_id), ())
)

select
    requests.platform_id,
    requests.platform_id = 'all' as is_total,
    {{ utc_date(instant) }} as as_of_date,
    {%- for count in ['reported', 'complied', 'complied_global', 'complied_local', 'partial', 'declined', 'not_found',
        'already_removed', 'pending', 'reversed', 'decided', 'responded'] %}
    cast(requests.{{ count }}_count as bigint) as {{ count }}_count,
    {%- endfor %}
    cast(accounts.accounts_reported_count as bigint) as accounts_reported_count,
    cast(accounts.accounts_complied_count as bigint) as accounts_complied_count,
    cast(accounts.followers_reported as bigint) as followers_reported,
    cast(accounts.followers_removed as bigint) as followers_removed,
    {%- for name, (numerator, denominator) in rates.items() %}
    {{ rate_columns(name, 'requests.' ~ numerator, 'requests.' ~ denominator) }}{{ "," if not loop.last }}
    {%- endfor %}
from request_counts as requests
left join account_counts as accounts
    on requests.platform_id = accounts.platform_id
{%- endmacro %}
