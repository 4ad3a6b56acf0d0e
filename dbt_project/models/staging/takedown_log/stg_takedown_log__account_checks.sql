with records as (
    select
        check_id,
        platform as platform_label,
        handle,
        url,
        {{ parse_timestamp('checked_at') }} as checked_at,
        {{ parse_timestamp('recorded_at') }} as recorded_at,
        status,
        cast(followers as bigint) as followers,
        _batch_id as batch_id,
        {{ record_hash([
            'check_id', 'platform', 'handle', 'url', 'checked_at', 'recorded_at', 'status', 'followers'
        ]) }} as record_hash
    from {{ source('raw', 'account_checks') }}
)

{{ latest_delivery('records', 'check_id') }}
