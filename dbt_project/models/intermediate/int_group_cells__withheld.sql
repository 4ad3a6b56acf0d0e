-- Within a week and platform the sum over groups is public, so a single withheld cell could be had by subtraction:
-- where just one is small, the next smallest is withheld with it, even if it is empty.
with small as (
    select
        *,
        accounts_active_count between 1 and {{ var('min_cell') }} - 1 as is_small
    from {{ ref('int_group_cells__weekly') }}
),

ranked as (
    select
        *,
        sum(case when is_small then 1 else 0 end) over (
            partition by week_start_date, platform_id
        ) as small_count,
        row_number() over (
            partition by week_start_date, platform_id
            order by is_small desc, accounts_active_count asc, group_id asc
        ) as smallness_rank
    from small
)

select
    week_start_date,
    group_id,
    platform_id,
    is_small,
    is_small or (small_count = 1 and smallness_rank = 2) as is_withheld
from ranked
