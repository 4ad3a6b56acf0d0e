with named as (
    select
        account_id,
        platform_id,
        object_type,
        case when is_takedown then reported_at end as reported_at,
        reported_at as named_at,
        request_id as naming_id
    from {{ ref('int_requests__known') }}
    union all
    select
        account_id,
        platform_id,
        cast(null as varchar) as object_type,
        cast(null as timestamp with time zone) as reported_at,
        observed_at as named_at,
        observation_id as naming_id
    from {{ ref('int_accounts__observations') }}
    where observation_source = 'check'
),

accounts as (
    select
        account_id,
        min(platform_id) as platform_id,
        min(reported_at) as first_reported_at
    from named
    group by account_id
),

last_typed as (
    select
        account_id,
        object_type,
        row_number() over (
            partition by account_id order by named_at desc, naming_id desc
        ) as number_from_latest
    from named
    where object_type is not null
),

last_seen as (
    select
        account_id,
        status,
        row_number() over (
            partition by account_id order by observed_at desc, observation_source desc, observation_id desc
        ) as number_from_latest
    from {{ ref('int_accounts__observations') }}
    where status is not null and status <> 'unknown'
)

select
    accounts.account_id,
    accounts.platform_id,
    last_typed.object_type,
    accounts.first_reported_at,
    coalesce(last_seen.status, 'unknown') as current_status
from accounts
left join last_typed
    on accounts.account_id = last_typed.account_id
    and last_typed.number_from_latest = 1
left join last_seen
    on accounts.account_id = last_seen.account_id
    and last_seen.number_from_latest = 1
