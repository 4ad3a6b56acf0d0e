-- Within a week and platform the sum over groups is public. So a small cell is withheld together with the next smallest
-- ones, those that hold anything first, until the withheld ones are two or more and hold min_cell accounts together.
with small as (
    select
        *,
        accounts_active_count between 1 and {{ var('min_cell') }} - 1 as is_small
    from {{ ref('int_group_cells__weekly') }}
),

ranked as (
    select
        *,
        max(case when is_small then 1 else 0 end) over (
            partition by week_start_date, platform_id
        ) as has_small,
        row_number() over (
            partition by week_start_date, platform_id
            order by is_small desc, accounts_active_count = 0 asc, accounts_active_count asc, group_id asc
        ) as smallness_rank
    from small
),

covered as (
    select
        *,
        coalesce(sum(accounts_active_count) over (
            partition by week_start_date, platform_id order by smallness_rank
            rows between unbounded preceding and 1 preceding
        ), 0) as covered_count
    from ranked
),

withheld as (
    select
        *,
        is_small or (has_small = 1 and (smallness_rank = 2 or covered_count < {{ var('min_cell') }})) as is_withheld
    from covered
),

over_time as (
    select
        *,
        sum(case when is_withheld then 1 else 0 end) over (
            partition by group_id, platform_id order by week_start_date
            rows between unbounded preceding and current row
        ) as withheld_so_far_count,
        sum(case when is_withheld then 1 else 0 end) over (
            partition by group_id, platform_id
        ) as withheld_ever_count
    from withheld
)

select
    week_start_date,
    group_id,
    platform_id,
    is_small,
    is_withheld,
    -- A stock after a withheld week would give its flow away; a stock of one account its followers.
    withheld_so_far_count > 0
    or accounts_live_count between 1 and {{ var('min_cell') }} - 1 as is_stock_withheld,
    withheld_ever_count = 0 as is_pair_named
from over_time
