with in_order as (
    select
        *,
        row_number() over (
            partition by account_id
            -- What was counted at an instant is known to whoever looked at the same instant without counting.
            order by
                observed_at,
                case when followers is null then 1 else 0 end,
                case when observation_source = 'check' then 1 else 0 end,
                observation_id
        ) as observation_number
    from {{ ref('int_accounts__observations') }}
),

carried as (
    select
        *,
        last_value(followers ignore nulls) over so_far as carried_followers,
        last_value(case when followers is not null then observed_at end ignore nulls) over so_far as carried_from_at
    from in_order
    window so_far as (
        partition by account_id order by observation_number rows between unbounded preceding and current row
    )
)

select
    account_id,
    platform_id,
    observed_at,
    followers,
    carried_followers,
    carried_from_at,
    {{ hours_between('carried_from_at', 'observed_at') }} as carried_age_hours,
    status,
    observation_source,
    observation_id
from carried
