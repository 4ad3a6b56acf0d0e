with checks as (
    {{ account_check_versions() }}
),

known as (
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
),

accounts as (
    select
        as_of_date,
        account_id,
        min(reported_at) as first_reported_at
    from {{ ref('int_claims__outcomes') }}
    group by as_of_date, account_id
),

counted as (
    {{ counted_checks('known', 'accounts', scope=['as_of_date']) }}
)

select *
from counted
