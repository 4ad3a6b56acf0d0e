with records as (
    select
        response_id,
        request_id,
        platform as platform_label,
        event_type,
        {{ parse_timestamp('event_at') }} as event_at,
        {{ parse_timestamp('recorded_at') }} as recorded_at,
        cast(followers_at_action as bigint) as followers_at_action,
        reason,
        reference,
        coalesce(is_retracted = 'true', false) as is_retracted,
        _batch_id as batch_id,
        {{ record_hash([
            'response_id', 'request_id', 'platform', 'event_type', 'event_at', 'recorded_at',
            'followers_at_action', 'reason', 'reference', 'is_retracted'
        ]) }} as record_hash
    from {{ source('raw', 'responses') }}
)

{{ latest_delivery('records', 'response_id') }}
