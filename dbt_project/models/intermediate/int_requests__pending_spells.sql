-- A request is pending at the end of every day from its report's to the one before its first decision's. Within that
-- time it is cut where its age band or its account's last known count of followers changes, so that a backlog of any
-- date is a running sum and no request is joined to every day.
with bands as (
    {%- for name, first_day, last_day in age_bands() %}
    select '{{ name }}' as age_band, {{ first_day }} as first_day{{ " union all" if not loop.last }}
    {%- endfor %}
),

waits as (
    select
        states.request_id,
        states.account_id,
        requests.platform_id,
        {{ utc_date('states.started_at') }} as reported_date,
        {{ utc_date('states.ended_at') }} as ended_date,
        {{ days_later(utc_date(as_of()), 1) }} as horizon_date
    from {{ ref('int_requests__states') }} as states
    inner join {{ ref('int_requests__outcomes') }} as requests on states.request_id = requests.request_id
    where states.state_number = 0
),

counts as (
    select account_id, changed_date, max_by(followers, change_number) as followers
    from {{ ref('int_accounts__blurred') }}
    where followers is not null
    group by account_id, changed_date
),

known as (
    select *, lead(changed_date) over (partition by account_id order by changed_date) as next_changed_date
    from counts
),

cuts as (
    select
        waits.*,
        {{ days_later('waits.reported_date', 'bands.first_day') }} as started_date,
        bands.age_band,
        cast(null as bigint) as followers
    from waits
    cross join bands
    union all
    select
        waits.*,
        -- What was known before the report counts from the report on.
        greatest(waits.reported_date, known.changed_date) as started_date,
        cast(null as varchar) as age_band,
        known.followers
    from waits
    inner join known
        on waits.account_id = known.account_id
        and (known.next_changed_date is null or waits.reported_date < known.next_changed_date)
),

days as (
    select
        request_id,
        account_id,
        platform_id,
        reported_date,
        ended_date,
        started_date,
        max(age_band) as age_band,
        max(followers) as followers
    from cuts
    where started_date < coalesce(ended_date, horizon_date)
    group by request_id, account_id, platform_id, reported_date, ended_date, started_date
)

select
    request_id,
    account_id,
    platform_id,
    reported_date,
    started_date,
    coalesce(lead(started_date) over in_order, ended_date) as ended_date,
    last_value(age_band ignore nulls) over so_far as age_band,
    last_value(followers ignore nulls) over so_far as followers
from days
window
    in_order as (partition by request_id order by started_date),
    so_far as (partition by request_id order by started_date rows between unbounded preceding and current row)
