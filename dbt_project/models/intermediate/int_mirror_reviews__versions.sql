-- A retraction may say no more than which review it withdraws; the rest is that of the version before.
with filled as (
    select
        review_id,
        recorded_at,
        is_retracted,
        has_conflict,
        {%- for column in [
            'predecessor_platform_label', 'predecessor_subject', 'successor_platform_label', 'successor_subject',
            'verdict', 'reviewed_at'
        ] %}
        coalesce({{ column }}, case when is_retracted then lag({{ column }}) over (
            partition by review_id order by recorded_at
        ) end) as {{ column }},
        {%- endfor %}
        lead(recorded_at) over (partition by review_id order by recorded_at) as superseded_at
    from {{ ref('stg_takedown_log__mirror_reviews') }}
)

select
    reviews.review_id,
    predecessors.account_id as predecessor_account_id,
    successors.account_id as successor_account_id,
    reviews.verdict,
    reviews.reviewed_at,
    reviews.recorded_at,
    reviews.superseded_at,
    reviews.is_retracted,
    reviews.has_conflict,
    reviews.predecessor_platform_label,
    reviews.successor_platform_label
from filled as reviews
left join {{ ref('stg_warehouse__account_keys') }} as predecessors
    on reviews.predecessor_platform_label = predecessors.platform_label
    and reviews.predecessor_subject = predecessors.subject
left join {{ ref('stg_warehouse__account_keys') }} as successors
    on reviews.successor_platform_label = successors.platform_label
    and reviews.successor_subject = successors.subject
