with last_seen as (
    select
        account_id,
        status,
        row_number() over (
            partition by account_id order by observed_at desc, observation_source desc, observation_id desc
        ) as number_from_latest
    from {{ ref('int_accounts__observations') }}
    where status is not null and status <> 'unknown'
),

named as (
    select
        account_id,
        platform_id,
        object_type,
        min(case when is_takedown then reported_at end) over (partition by account_id) as first_reported_at,
        row_number() over (
            partition by account_id order by reported_at desc, request_id desc
        ) as number_from_latest
    from {{ ref('int_requests__known') }}
)

select
    named.account_id,
    named.platform_id,
    named.object_type,
    named.first_reported_at,
    coalesce(last_seen.status, 'unknown') as current_status
from named
left join last_seen
    on named.account_id = last_seen.account_id
    and last_seen.number_from_latest = 1
where named.number_from_latest = 1
