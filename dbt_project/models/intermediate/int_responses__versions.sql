-- A retraction may say no more than which response it withdraws; the rest is that of the version before.
with filled as (
    select
        response_id,
        recorded_at,
        is_retracted,
        has_conflict,
        followers_at_action,
        {%- for column in ['request_id', 'event_type', 'event_at', 'platform_label'] %}
        coalesce({{ column }}, case when is_retracted then lag({{ column }}) over (
            partition by response_id order by recorded_at
        ) end) as {{ column }},
        {%- endfor %}
        lead(recorded_at) over (
            partition by response_id order by recorded_at
        ) as superseded_at
    from {{ ref('stg_takedown_log__responses') }}
)

select
    responses.response_id,
    responses.request_id,
    responses.event_type,
    event_types.is_automatic,
    responses.event_at,
    responses.recorded_at,
    responses.superseded_at,
    responses.is_retracted,
    responses.has_conflict,
    responses.followers_at_action,
    platforms.platform_id,
    responses.platform_label
from filled as responses
left join {{ ref('platform_labels') }} as platforms
    on lower(trim(responses.platform_label)) = platforms.label
left join {{ ref('event_types') }} as event_types
    on responses.event_type = event_types.event_type
