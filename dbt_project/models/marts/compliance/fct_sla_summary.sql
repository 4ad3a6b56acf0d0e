with counted as (
    select
        coalesce(platform_id, 'all') as platform_id,
        clock,
        count(*) as covered_count,
        count(*) filter (where is_due) as due_count,
        count(*) filter (where is_breached) as breached_count,
        count(*) filter (where is_breached and is_open) as open_count,
        bool_or(is_agreement_synthetic) as is_agreement_synthetic
    from {{ ref('int_requests__agreed_clocks') }}
    group by grouping sets ((platform_id, clock), (clock))
)

select
    platform_id,
    platform_id = 'all' as is_total,
    clock,
    cast(covered_count as bigint) as covered_count,
    cast(due_count as bigint) as due_count,
    cast(breached_count as bigint) as breached_count,
    cast(open_count as bigint) as open_count,
    {{ rate_columns('breached', 'breached_count', 'due_count', has_parts=false) }},
    is_agreement_synthetic
from counted
