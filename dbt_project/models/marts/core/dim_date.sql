select
    date_day,
    iso_year,
    iso_week,
    week_start_date,
    month_start_date,
    is_weekend
from {{ ref('int_dates__spanned') }}
