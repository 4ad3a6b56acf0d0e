-- The backlog of a date is a running sum of what came and what left; nothing is withheld here.
with moves as (
    {%- for date_day, sign in [('started_date', 1), ('ended_date', -1)] %}
    select
        platform_id, age_band, account_id, {{ date_day }} as date_day, {{ sign }} as requests,
        {{ sign }} * coalesce(followers, 0) as followers,
        case when followers is null then {{ sign }} else 0 end as missing
    from {{ ref('int_requests__pending_spells') }}
    where {{ date_day }} is not null
    {{ "union all" if not loop.last }}
    {%- endfor %}
),

-- How many of an account's requests add its followers: it is counted once, whatever names it.
moves_of_accounts as (
    select
        platform_id, age_band, account_id, date_day,
        sum(requests) as requests, sum(followers) as followers, sum(missing) as missing,
        sum(requests - missing) as adding_change,
        sum(sum(requests - missing)) over (
            partition by platform_id, age_band, account_id order by date_day
            rows between unbounded preceding and current row
        ) as adding_count
    from moves
    group by platform_id, age_band, account_id, date_day
),

changes as (
    select
        platform_id, age_band, date_day,
        sum(requests) as requests, sum(followers) as followers, sum(missing) as missing,
        sum(case when adding_count > 0 then 1 else 0 end - case when adding_count > adding_change then 1 else 0 end)
            as accounts
    from moves_of_accounts
    group by platform_id, age_band, date_day
),

-- Requests of one day in one band: from when to when any of them is in it.
cohorts as (
    select
        platform_id, age_band, reported_date,
        min(started_date) as started_date,
        max(coalesce(ended_date, {{ days_later(utc_date(as_of()), 1) }})) as ended_date
    from {{ ref('int_requests__pending_spells') }}
    group by platform_id, age_band, reported_date
),

-- A cohort is the oldest of its band from when all older ones have left, so no two are the oldest on one day.
successions as (
    select
        *,
        greatest(started_date, max(ended_date) over (
            partition by platform_id, age_band order by reported_date rows between unbounded preceding and 1 preceding
        )) as oldest_from_date
    from cohorts
),

platforms as (
    select platform_id, {{ utc_date('min(reported_at)') }} as first_date
    from {{ ref('int_requests__outcomes') }}
    group by platform_id
),

cells as (
    {%- for name, first_day, last_day in age_bands() %}
    select dates.date_day, platforms.platform_id, '{{ name }}' as age_band
    from platforms
    inner join {{ ref('dim_date') }} as dates on platforms.first_date <= dates.date_day
    {{ "union all" if not loop.last }}
    {%- endfor %}
),

stocks as (
    select
        cells.*,
        sum(coalesce(changes.requests, 0)) over cell as pending_count,
        sum(coalesce(changes.followers, 0)) over cell as followers,
        sum(coalesce(changes.missing, 0)) over cell as followers_missing_count,
        sum(coalesce(changes.accounts, 0)) over cell as accounts_counted_count,
        last_value(successions.reported_date ignore nulls) over cell as oldest_reported_date
    from cells
    left join changes on {{ same('cells', 'changes', ['date_day', 'platform_id', 'age_band']) }}
    left join successions
        on {{ same('cells', 'successions', ['platform_id', 'age_band']) }}
        and cells.date_day = successions.oldest_from_date and successions.oldest_from_date < successions.ended_date
    window cell as (
        partition by cells.platform_id, cells.age_band order by cells.date_day
        rows between unbounded preceding and current row
    )
)

select
    date_day, platform_id, age_band,
    cast(pending_count as bigint) as pending_count,
    cast(followers as bigint) as followers,
    cast(followers_missing_count as bigint) as followers_missing_count,
    cast(accounts_counted_count as bigint) as accounts_counted_count,
    case when pending_count > 0 then {{ pending_age_days('oldest_reported_date', 'date_day') }} end as oldest_age_days
from stocks
