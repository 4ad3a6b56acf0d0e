select
    requests.request_id,
    requests.account_id,
    0 as state_number,
    'pending' as outcome,
    cast(null as varchar) as outcome_before,
    first_decisions.outcome as outcome_after,
    requests.reported_at as started_at,
    first_decisions.started_at as ended_at,
    requests.followers_at_report as followers
from {{ ref('int_requests__outcomes') }} as requests
left join {{ ref('int_requests__decisions') }} as first_decisions
    on requests.request_id = first_decisions.request_id
    and first_decisions.decision_number = 1

union all

select
    requests.request_id,
    requests.account_id,
    decisions.decision_number as state_number,
    decisions.outcome,
    coalesce(decisions.outcome_before, 'pending') as outcome_before,
    decisions.outcome_after,
    decisions.started_at,
    decisions.ended_at,
    decisions.followers_at_action as followers
from {{ ref('int_requests__outcomes') }} as requests
inner join {{ ref('int_requests__decisions') }} as decisions
    on requests.request_id = decisions.request_id
