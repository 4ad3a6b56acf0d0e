with responses as (
    select
        responses.request_id,
        min(case when not responses.is_automatic then responses.event_at end) as first_response_at
    from {{ ref('int_responses__known') }} as responses
    group by responses.request_id
),

decisions as (
    select
        decisions.request_id,
        min(case when decisions.outcome in ('complied_global', 'complied_local', 'partial', 'declined', 'reversed')
            then decisions.started_at end) as decided_at,
        min(case when decisions.outcome in ('complied_global', 'complied_local')
            then decisions.started_at end) as complied_at,
        max(case when decisions.outcome = 'reversed' then decisions.started_at end) as reversed_at,
        max_by(decisions.outcome, decisions.decision_number) as outcome,
        max_by(decisions.started_at, decisions.decision_number) as outcome_at,
        max_by(decisions.followers_at_action, decisions.decision_number)
            filter (where decisions.followers_at_action is not null) as followers_at_action
    from {{ ref('int_requests__decisions') }} as decisions
    group by decisions.request_id
)

select
    requests.*,
    responses.first_response_at,
    decisions.decided_at,
    decisions.complied_at,
    decisions.reversed_at,
    coalesce(decisions.outcome, 'pending') as outcome,
    decisions.outcome_at,
    decisions.followers_at_action
from {{ ref('int_requests__known') }} as requests
left join responses on requests.request_id = responses.request_id
left join decisions on requests.request_id = decisions.request_id
where requests.is_takedown
