with records as (
    select
        engagement_id,
        cast(held_on as date) as held_on,
        {{ parse_timestamp('recorded_at') }} as recorded_at,
        agency as agency_label,
        platform as platform_label,
        level,
        mode,
        subject,
        outcome,
        cast(next_due_on as date) as next_due_on,
        _batch_id as batch_id,
        {{ record_hash([
            'engagement_id', 'held_on', 'recorded_at', 'agency', 'platform', 'level', 'mode', 'subject',
            'outcome', 'next_due_on'
        ]) }} as record_hash
    from {{ source('raw', 'engagements') }}
)

{{ latest_delivery('records', 'engagement_id') }}
