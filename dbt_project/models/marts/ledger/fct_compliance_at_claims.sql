{%- set outcomes = ['partial', 'declined', 'not_found', 'already_removed', 'pending', 'reversed'] -%}
{%- set is_complied = "account_states.outcome in ('complied_global', 'complied_local')" -%}
with account_states as (
    select
        *,
        {{ blurred_followers('account_id', 'followers') }} as blurred_followers
    from ({{ account_standing(ref('int_claims__account_changes'), scope=['as_of_date']) }}) as standing
),

-- An account's id is made from its platform, so all of its requests are on one.
account_platforms as (
    select distinct
        as_of_date,
        account_id,
        platform_id
    from {{ ref('int_claims__outcomes') }}
),

account_counts as (
    select
        account_states.as_of_date,
        coalesce(account_platforms.platform_id, 'all') as platform_id,
        count(*) as accounts_reported_count,
        count(*) filter (where {{ is_complied }}) as accounts_complied_count,
        count(*) filter (where account_states.outcome = 'pending') as accounts_pending_count,
        sum(account_states.blurred_followers) filter (where {{ is_complied }}) as followers_removed,
        count(account_states.followers) filter (where {{ is_complied }}) as counted_count,
        sum(account_states.followers) filter (where {{ is_complied }}) as counted_followers,
        max(account_states.followers) filter (where {{ is_complied }}) as largest_followers
    from account_states
    inner join account_platforms
        on account_states.as_of_date = account_platforms.as_of_date
        and account_states.account_id = account_platforms.account_id
    group by grouping sets (
        (account_states.as_of_date, account_platforms.platform_id), (account_states.as_of_date)
    )
),

request_counts as (
    select
        as_of_date,
        coalesce(platform_id, 'all') as platform_id,
        count(*) as reported_count,
        count(*) filter (where outcome in ('complied_global', 'complied_local')) as complied_count,
        {%- for outcome in outcomes %}
        count(*) filter (where outcome = '{{ outcome }}') as {{ outcome }}_count{{ "," if not loop.last }}
        {%- endfor %}
    from {{ ref('int_claims__outcomes') }}
    group by grouping sets ((as_of_date, platform_id), (as_of_date))
),

complaint_counts as (
    select
        as_of_date,
        'all' as platform_id,
        count(*) filter (where status = 'under_investigation') as complaints_under_investigation_count
    from {{ ref('int_claims__complaints') }}
    group by as_of_date
)

select
    requests.as_of_date,
    requests.platform_id,
    requests.platform_id = 'all' as is_total,
    {%- for count in ['reported', 'complied'] + outcomes %}
    cast(requests.{{ count }}_count as bigint) as {{ count }}_count,
    {%- endfor %}
    cast(accounts.accounts_reported_count as bigint) as accounts_reported_count,
    cast(accounts.accounts_complied_count as bigint) as accounts_complied_count,
    cast(accounts.accounts_pending_count as bigint) as accounts_pending_count,
    cast(accounts.followers_removed as bigint) as followers_removed,
    {%- for end in ['low', 'high'] %}
    cast({{ coarse_followers(
        end, 'accounts.counted_followers', 'accounts.counted_count', 'accounts.largest_followers'
    ) }} as bigint) as followers_removed_{{ end }},
    {%- endfor %}
    cast(complaints.complaints_under_investigation_count as bigint) as complaints_under_investigation_count
from request_counts as requests
left join account_counts as accounts
    on requests.as_of_date = accounts.as_of_date
    and requests.platform_id = accounts.platform_id
left join complaint_counts as complaints
    on requests.as_of_date = complaints.as_of_date
    and requests.platform_id = complaints.platform_id
