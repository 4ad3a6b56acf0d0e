-- A declined request can still be turned, so it stays at risk: the as-of alone ends its observation, as it does for a
-- pending one. Of what was not found or already gone nothing is left to act on. A reversal undoes no action.
with ends as (
    select
        request_id,
        platform_id,
        reported_at,
        complied_at is not null as is_action,
        complied_at is null and outcome in ('not_found', 'already_removed') as is_lapsed,
        complied_at is null and outcome in ('declined', 'partial') as is_declined,
        case
            when complied_at is not null then complied_at
            when outcome in ('not_found', 'already_removed') then outcome_at
            else {{ as_of() }}
        end as ended_at
    from {{ ref('int_requests__outcomes') }}
)

select
    request_id,
    platform_id,
    is_action,
    is_lapsed,
    is_declined,
    {{ whole_days_between('reported_at', 'ended_at') }} as duration_days
from ends
