with records as (
    select
        complaint_id,
        {{ parse_timestamp('received_at') }} as received_at,
        {{ parse_timestamp('recorded_at') }} as recorded_at,
        intake_channel,
        platform as platform_label,
        claimed_group as group_label,
        status,
        request_id,
        coalesce(is_retracted = 'true', false) as is_retracted,
        _batch_id as batch_id,
        {{ record_hash([
            'complaint_id', 'received_at', 'recorded_at', 'intake_channel', 'platform', 'claimed_group',
            'status', 'request_id', 'is_retracted'
        ]) }} as record_hash
    from {{ source('raw', 'complaints') }}
)

{{ latest_delivery('records', 'complaint_id') }}
