select
    responses.response_id,
    responses.request_id,
    responses.event_type,
    event_types.is_automatic,
    responses.event_at,
    responses.recorded_at,
    lead(responses.recorded_at) over (
        partition by responses.response_id order by responses.recorded_at
    ) as superseded_at,
    responses.is_retracted,
    responses.has_conflict,
    responses.followers_at_action,
    platforms.platform_id,
    responses.platform_label
from {{ ref('stg_takedown_log__responses') }} as responses
left join {{ ref('platform_labels') }} as platforms
    on lower(trim(responses.platform_label)) = platforms.label
left join {{ ref('event_types') }} as event_types
    on responses.event_type = event_types.event_type
