-- What was published shows how far time has come, even where the build is as of an earlier date.
with horizon as (
    select greatest({{ utc_date(as_of()) }}, coalesce(max(vintage), {{ utc_date(as_of()) }})) as last_date
    from {{ ref('int_published_files__accounted') }}
),

days as (
    {{ date_series('(select min(first_period_start) from ' ~ ref('reporting_schedules') ~ ')',
        '(select last_date from horizon)') }}
),

half_years as (
    select
        date_day as period_start,
        cast(last_day({{ months_later('date_day', 5) }}) as date) as period_end
    from days
    where extract(day from date_day) = 1 and extract(month from date_day) in (1, 7)
)

select
    schedules.publisher,
    schedules.report,
    half_years.period_start,
    half_years.period_end,
    cast(last_day({{ months_later('half_years.period_end', 'schedules.months_to_publish') }}) as date) as due_date,
    horizon.last_date as horizon_date
from {{ ref('reporting_schedules') }} as schedules
inner join half_years on schedules.first_period_start <= half_years.period_start
inner join horizon on half_years.period_end <= horizon.last_date
