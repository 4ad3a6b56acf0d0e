-- Carries the state of the account's latest request and its last known follower count over every instant at which
-- either changed, so that stocks on any date are running sums of differences and no account is joined to every day.
with request_windows as (
    select
        request_id,
        account_id,
        reported_at,
        lead(reported_at) over (partition by account_id order by reported_at, request_id) as next_reported_at
    from {{ ref('int_requests__outcomes') }}
),

instants as (
    select
        states.account_id,
        states.started_at as changed_at,
        0 as is_observation,
        states.state_number as tie_breaker,
        states.request_id as instant_id,
        states.outcome,
        states.followers
    from {{ ref('int_requests__states') }} as states
    inner join request_windows
        on states.request_id = request_windows.request_id
        and (request_windows.next_reported_at is null or states.started_at < request_windows.next_reported_at)
    union all
    select
        observations.account_id,
        observations.observed_at as changed_at,
        1 as is_observation,
        0 as tie_breaker,
        observations.observation_id as instant_id,
        null as outcome,
        observations.followers
    from {{ ref('int_accounts__observations') }} as observations
    inner join {{ ref('int_accounts__requested') }} as accounts
        on observations.account_id = accounts.account_id
    where
        observations.observation_source = 'check'
        and observations.followers is not null
        and observations.observed_at >= accounts.first_reported_at
),

in_order as (
    select
        *,
        row_number() over (
            partition by account_id order by changed_at, is_observation, tie_breaker, instant_id
        ) as change_number
    from instants
),

with_outcome as (
    select
        *,
        last_value(outcome ignore nulls) over (
            partition by account_id order by change_number
            rows between unbounded preceding and current row
        ) as carried_outcome
    from in_order
)

select
    account_id,
    changed_at,
    {{ utc_date('changed_at') }} as changed_date,
    change_number,
    carried_outcome as outcome,
    last_value(
        -- What a check counts on a removed account is not what the removal took away.
        case when is_observation = 0 or carried_outcome not in ('complied_global', 'complied_local')
            then followers end ignore nulls
    ) over (
        partition by account_id order by change_number
        rows between unbounded preceding and current row
    ) as followers
from with_outcome
