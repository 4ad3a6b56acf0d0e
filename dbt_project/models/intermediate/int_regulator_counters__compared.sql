with counters as (
    select
        counters.as_of as as_of_date,
        counters.window as window_label,
        case when counters.platform = 'TOTAL' then 'all' else labels.platform_id end as platform_id,
        counters.urls_processed as urls_processed_count,
        counters.blocked as blocked_count,
        counters.still_accessible as still_accessible_count,
        counters.rejected as rejected_count,
        counters.source
    from {{ ref('regulator_url_counters') }} as counters
    left join {{ ref('platform_labels') }} as labels on lower(counters.platform) = labels.label
),

-- Only counters that say they cover the same stretch of time can be expected not to fall.
followed as (
    select
        *,
        {%- for count in ['urls_processed', 'blocked', 'rejected'] %}
        lag({{ count }}_count) over same_window as previous_{{ count }}_count,
        {%- endfor %}
        lag(as_of_date) over same_window as previous_as_of_date
    from counters
    window same_window as (partition by window_label, platform_id order by as_of_date)
)

select
    followed.as_of_date,
    followed.window_label,
    followed.platform_id,
    followed.platform_id = 'all' as is_total,
    windows.country_code,
    windows.window_start_date,
    followed.urls_processed_count,
    followed.blocked_count,
    followed.still_accessible_count,
    followed.rejected_count,
    followed.urls_processed_count - followed.blocked_count - followed.still_accessible_count - followed.rejected_count
        as parts_gap_count,
    followed.previous_as_of_date,
    coalesce(greatest(followed.previous_urls_processed_count - followed.urls_processed_count, 0), 0)
        as processed_fall_count,
    coalesce(greatest(followed.previous_blocked_count - followed.blocked_count, 0), 0) as blocked_fall_count,
    coalesce(greatest(followed.previous_rejected_count - followed.rejected_count, 0), 0) as rejected_fall_count,
    'agency' as speaker,
    followed.source
from followed
left join {{ ref('regulator_windows') }} as windows on followed.window_label = windows.window_label
