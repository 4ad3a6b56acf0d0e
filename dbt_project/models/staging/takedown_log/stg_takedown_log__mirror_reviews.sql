with records as (
    select
        review_id,
        predecessor_platform as predecessor_platform_label,
        nullif(trim(predecessor_handle), '') as predecessor_subject,
        successor_platform as successor_platform_label,
        nullif(trim(successor_handle), '') as successor_subject,
        verdict,
        {{ parse_timestamp('reviewed_at') }} as reviewed_at,
        {{ parse_timestamp('recorded_at') }} as recorded_at,
        coalesce(is_retracted = 'true', false) as is_retracted,
        _batch_id as batch_id,
        {{ record_hash([
            'review_id', 'predecessor_platform', 'predecessor_handle', 'successor_platform', 'successor_handle',
            'verdict', 'reviewed_at', 'recorded_at', 'is_retracted'
        ]) }} as record_hash
    from {{ source('raw', 'mirror_reviews') }}
)

{{ latest_delivery('records', 'review_id') }}
