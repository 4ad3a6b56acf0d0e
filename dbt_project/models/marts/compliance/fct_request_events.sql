select
    responses.response_id,
    responses.request_id,
    requests.account_id,
    responses.platform_id,
    responses.event_type,
    responses.is_automatic,
    responses.event_at,
    responses.recorded_at,
    {{ known_superseded_at('responses') }} as superseded_at,
    responses.is_retracted,
    responses.followers_at_action,
    event_outcomes.outcome,
    requests.request_id is not null as has_known_request
from {{ ref('int_responses__versions') }} as responses
left join {{ ref('int_requests__known') }} as requests
    on responses.request_id = requests.request_id
left join {{ ref('event_outcomes') }} as event_outcomes
    on responses.event_type = event_outcomes.event_type
    and requests.object_type = event_outcomes.object_type
where responses.recorded_at <= {{ as_of() }}
    -- A retraction of what was never delivered is about nothing.
    and responses.event_at is not null
