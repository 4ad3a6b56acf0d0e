with counters as (
    select * from {{ ref('int_regulator_counters__compared') }}
),

-- What the platforms named beside a total have together, each count by itself.
platform_sums as (
    select
        as_of_date,
        window_label,
        sum(urls_processed_count) as urls_processed_count,
        sum(blocked_count) as blocked_count,
        sum(still_accessible_count) as still_accessible_count,
        sum(rejected_count) as rejected_count
    from counters
    where not is_total
    group by as_of_date, window_label
),

totals as (
    select
        totals.urls_processed_count < sums.urls_processed_count
        or totals.blocked_count < sums.blocked_count
        or totals.still_accessible_count < sums.still_accessible_count
        or totals.rejected_count < sums.rejected_count as is_exceeded
    from counters as totals
    inner join platform_sums as sums
        on totals.as_of_date = sums.as_of_date and totals.window_label = sums.window_label
    where totals.is_total
),

-- A window that lies inside another cannot hold more than it.
nested as (
    select
        wide.urls_processed_count < narrow.urls_processed_count
        or wide.blocked_count < narrow.blocked_count as is_exceeded
    from counters as wide
    inner join counters as narrow
        on
            wide.platform_id = narrow.platform_id
            and wide.country_code = narrow.country_code
            and wide.window_label <> narrow.window_label
            and wide.window_start_date <= narrow.window_start_date
            and wide.as_of_date >= narrow.as_of_date
)

select
    'regulator_parts_make_the_total' as law_id,
    count(*) filter (where parts_gap_count <> 0) as violation_count,
    count(parts_gap_count) as checked_count
from counters
union all
select
    'regulator_counters_do_not_fall' as law_id,
    count(*) filter (where processed_fall_count > 0 or blocked_fall_count > 0 or rejected_fall_count > 0)
        as violation_count,
    count(previous_as_of_date) as checked_count
from counters
union all
select
    'regulator_platforms_fit_the_total' as law_id,
    count(*) filter (where is_exceeded) as violation_count,
    count(*) as checked_count
from totals
union all
select
    'regulator_windows_fit_into_wider_ones' as law_id,
    count(*) filter (where is_exceeded) as violation_count,
    count(*) as checked_count
from nested
