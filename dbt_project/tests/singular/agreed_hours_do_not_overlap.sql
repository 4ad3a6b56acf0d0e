{{ config(meta={
    "question": "Is there never more than one agreement for a platform, an action and a clock on one day?"
}) }}
with in_order as (
    select
        *,
        lead(valid_from) over (
            partition by platform_id, requested_action, clock, basis, is_synthetic order by valid_from
        ) as next_valid_from
    from {{ ref('agreed_hours') }}
)

select * from in_order where next_valid_from <= coalesce(valid_to, next_valid_from)
