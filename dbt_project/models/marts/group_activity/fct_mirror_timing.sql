with counted as (
    select
        coalesce(timing_level, 'all') as timing_level,
        count(*) as mirrors_count,
        median(cast(days_to_reappearance as double)) as median_days
    from {{ ref('int_mirrors__paired') }}
    where is_counted
    group by grouping sets ((timing_level), ())
),

-- A level withheld alone would be what the others leave of the whole, so one small level withholds them all.
withheld as (
    select
        *,
        timing_level = 'all' as is_total,
        max(case when timing_level <> 'all' and mirrors_count < {{ var('min_cell') }} then 1 else 0 end) over () = 1
            as has_small_level
    from counted
    where mirrors_count > 0
),

marked as (
    select
        *,
        case when is_total then mirrors_count < {{ var('min_cell') }} else has_small_level end as is_suppressed
    from withheld
)

select
    timing_level,
    is_total,
    is_suppressed,
    case when not is_suppressed then mirrors_count end as mirrors_count,
    -- The median of few pairs is one pair's.
    case when is_total and mirrors_count >= 2 * {{ var('min_cell') }} then median_days end as median_days
from marked
