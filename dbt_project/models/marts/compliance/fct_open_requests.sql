with counted as (
    select account_id, max_by(followers, change_number) as followers
    from {{ ref('int_accounts__changes') }}
    where followers is not null
    group by account_id
),

aged as (
    select
        *,
        {{ pending_age_days(utc_date('reported_at'), utc_date(as_of())) }} as age_days
    from {{ ref('int_requests__outcomes') }}
    where outcome = 'pending'
)

select
    aged.request_id,
    aged.account_id,
    aged.platform_id,
    aged.agency_id,
    aged.requested_action,
    aged.reported_at,
    aged.first_response_at is not null as has_first_response,
    aged.age_days,
    {{ age_band('aged.age_days') }} as age_band,
    counted.followers as followers_at_stake,
    row_number() over (partition by aged.platform_id order by aged.reported_at, aged.request_id) as age_rank
from aged
left join counted on aged.account_id = counted.account_id
