select
    week_start_date,
    group_id,
    platform_id,
    is_withheld,
    is_stock_withheld
from {{ source('raw', 'withheld_before') }}
