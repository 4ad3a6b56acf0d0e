with checks as (
    {{ account_check_versions() }}
),

accounts as (
    select
        as_of_date,
        account_id,
        min(reported_at) as first_reported_at
    from {{ ref('int_claims__outcomes') }}
    group by as_of_date, account_id
)

select
    dates.as_of_date,
    checks.account_id,
    checks.checked_at as observed_at,
    checks.check_id as observation_id,
    checks.followers
from {{ ref('int_claims__dates') }} as dates
inner join checks
    on {{ is_known('checks', 'dates.as_of') }}
    and checks.checked_at <= dates.as_of
inner join accounts
    on dates.as_of_date = accounts.as_of_date
    and checks.account_id = accounts.account_id
    and checks.checked_at >= accounts.first_reported_at
where checks.followers is not null
