-- Day n is the n-th 24 hours after the report, and a request is watched for as many as had passed whole by the as-of:
-- what was done within a day that is not over counts when it is, or the day would be judged by those who were quick.
-- A declined request can still be turned, so it stays at risk: the as-of alone ends its observation, as it does for a
-- pending one. Of what was not found or already gone nothing is left to act on. A reversal undoes no action.
with dated as (
    select
        request_id,
        platform_id,
        outcome,
        complied_at,
        {{ whole_days_between('reported_at', as_of()) }} as watched_days,
        {{ begun_days_between('reported_at', 'complied_at') }} as action_day,
        {{ whole_days_between('reported_at', 'outcome_at') }} as days_to_outcome
    from {{ ref('int_requests__outcomes') }}
),

judged as (
    select
        *,
        coalesce(action_day <= watched_days, false) as is_action,
        complied_at is null and outcome in ('not_found', 'already_removed') as is_lapsed,
        complied_at is null and outcome in ('declined', 'partial') as is_declined
    from dated
)

select
    request_id,
    platform_id,
    is_action,
    is_lapsed,
    is_declined,
    case
        when is_action then action_day
        when is_lapsed then days_to_outcome
        else watched_days
    end as duration_days
from judged
