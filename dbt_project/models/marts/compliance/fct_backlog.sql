-- What the live accounts of a platform have is public. So a band whose followers are those of few accounts is withheld
-- together with the next smallest ones that add any, until the withheld ones hold min_cell counted accounts together.
with small as (
    select
        *,
        pending_count between 1 and {{ var('min_cell') }} - 1
        or accounts_counted_count between 1 and {{ var('min_cell') }} - 1 as is_small
    from {{ ref('int_backlog_cells__daily') }}
),

ranked as (
    select
        *,
        max(case when is_small then 1 else 0 end) over (partition by date_day, platform_id) as has_small,
        row_number() over (
            partition by date_day, platform_id order by is_small desc, accounts_counted_count asc, age_band asc
        ) as smallness_rank
    from small
),

covered as (
    select
        *,
        coalesce(sum(accounts_counted_count) over (
            partition by date_day, platform_id order by smallness_rank
            rows between unbounded preceding and 1 preceding
        ), 0) as covered_count
    from ranked
),

withheld as (
    select
        *,
        is_small
        or (has_small = 1 and accounts_counted_count > 0 and covered_count < {{ var('min_cell') }}) as is_suppressed
    from covered
)

select
    date_day,
    platform_id,
    age_band,
    is_suppressed,
    pending_count,
    case when not is_suppressed then followers end as followers,
    case when not is_suppressed then followers_missing_count end as followers_missing_count,
    oldest_age_days
from withheld
