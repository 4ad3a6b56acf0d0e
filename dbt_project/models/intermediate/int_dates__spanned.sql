with span as (
    select
        {{ week_start(utc_date('min(requests.reported_at)')) }} as first_date,
        {{ utc_date(as_of()) }} as last_date
    from {{ ref('int_requests__outcomes') }} as requests
),

days as (
    {{ date_series('(select first_date from span)', '(select last_date from span)') }}
)

select
    date_day,
    cast(extract(isoyear from date_day) as integer) as iso_year,
    cast(extract(week from date_day) as integer) as iso_week,
    {{ week_start('date_day') }} as week_start_date,
    cast(date_trunc('month', date_day) as date) as month_start_date,
    extract(isodow from date_day) in (6, 7) as is_weekend
from days
