with records as (
    select
        request_id,
        batch_ref,
        agency as agency_label,
        platform as platform_label,
        object_type,
        handle,
        display_name,
        url,
        claimed_group as group_label,
        legal_basis as legal_basis_label,
        requested_action,
        channel,
        cast(followers_at_report as bigint) as followers_at_report,
        {{ parse_timestamp('reported_at') }} as reported_at,
        {{ parse_timestamp('recorded_at') }} as recorded_at,
        coalesce(is_retracted = 'true', false) as is_retracted,
        _batch_id as batch_id,
        {{ record_hash([
            'request_id', 'batch_ref', 'agency', 'platform', 'object_type', 'handle', 'display_name',
            'url', 'claimed_group', 'legal_basis', 'requested_action', 'channel', 'followers_at_report',
            'reported_at', 'recorded_at', 'is_retracted'
        ]) }} as record_hash
    from {{ source('raw', 'requests') }}
)

{{ latest_delivery('records', 'request_id') }}
