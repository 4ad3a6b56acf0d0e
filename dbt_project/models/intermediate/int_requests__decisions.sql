-- A reinstatement undoes compliance; after anything else it changes nothing. Nor does the same decision said again.
with events as (
    select
        requests.request_id,
        responses.response_id,
        responses.event_at,
        responses.recorded_at,
        responses.followers_at_action,
        event_outcomes.outcome
    from {{ ref('int_requests__known') }} as requests
    inner join {{ ref('int_responses__known') }} as responses
        on requests.request_id = responses.request_id
    inner join {{ ref('event_outcomes') }} as event_outcomes
        on responses.event_type = event_outcomes.event_type
        and requests.object_type = event_outcomes.object_type
    where requests.is_takedown
),

with_decision_before as (
    select
        *,
        last_value(case when outcome <> 'reversed' then outcome end ignore nulls) over (
            partition by request_id
            order by event_at, recorded_at, response_id
            rows between unbounded preceding and 1 preceding
        ) as decision_before
    from events
),

effective as (
    select
        *,
        lag(outcome) over (
            partition by request_id order by event_at, recorded_at, response_id
        ) as outcome_before
    from with_decision_before
    where outcome <> 'reversed' or decision_before in ('complied_global', 'complied_local')
)

select
    request_id,
    response_id,
    outcome,
    outcome_before,
    event_at as started_at,
    lead(event_at) over (
        partition by request_id order by event_at, recorded_at, response_id
    ) as ended_at,
    lead(outcome) over (
        partition by request_id order by event_at, recorded_at, response_id
    ) as outcome_after,
    row_number() over (
        partition by request_id order by event_at, recorded_at, response_id
    ) as decision_number,
    followers_at_action
from effective
where outcome is distinct from outcome_before
