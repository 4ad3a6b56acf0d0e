{{ config(meta={
    'dagster': {'ref': {'name': 'fct_backlog'}},
    'question': 'Is the backlog of every day the requests that were waiting when it ended, each in its age?'
}) }}
-- Requests are counted where they wait at the end of each day. Followers are what the account was last seen with.
with waiting as (
    select
        dates.date_day,
        requests.platform_id,
        spells.account_id,
        spells.followers,
        {{ days_between(utc_date('requests.reported_at'), 'dates.date_day') }} as age_days
    from {{ ref('int_requests__states') }} as states
    inner join {{ ref('fct_requests') }} as requests on states.request_id = requests.request_id
    inner join {{ ref('int_dates__spanned') }} as dates
        on dates.date_day >= {{ utc_date('states.started_at') }}
        and (states.ended_at is null or dates.date_day < {{ utc_date('states.ended_at') }})
    left join {{ ref('int_requests__pending_spells') }} as spells
        on states.request_id = spells.request_id
        and dates.date_day >= spells.started_date
        and (spells.ended_date is null or dates.date_day < spells.ended_date)
    where states.state_number = 0
),

waiting_in_bands as (
    select *, {{ age_band('age_days') }} as age_band from waiting
),

cells as (
    select dates.date_day, firsts.platform_id, unnest(['0-1', '2-7', '8-30', '31-90', '90+']) as age_band
    from (
        select platform_id, {{ utc_date('min(reported_at)') }} as first_date
        from {{ ref('fct_requests') }}
        group by platform_id
    ) as firsts
    inner join {{ ref('int_dates__spanned') }} as dates on firsts.first_date <= dates.date_day
),

counted as (
    select
        cells.date_day,
        cells.platform_id,
        cells.age_band,
        count(waiting.platform_id) as pending_count,
        coalesce(sum(waiting.followers), 0) as followers,
        count(waiting.platform_id) - count(waiting.followers) as followers_missing_count,
        count(distinct waiting.account_id) filter (where waiting.followers is not null) as accounts_counted_count,
        max(waiting.age_days) as oldest_age_days
    from cells
    left join waiting_in_bands as waiting on {{ same('cells', 'waiting', ['date_day', 'platform_id', 'age_band']) }}
    group by cells.date_day, cells.platform_id, cells.age_band
),

published as (
    select * from {{ ref('fct_backlog') }}
),

recounted as (
    select
        counted.* replace (
            case when not published.is_suppressed then counted.followers end as followers,
            case when not published.is_suppressed then counted.followers_missing_count end as followers_missing_count
        )
    from counted
    left join published on {{ same('counted', 'published', ['date_day', 'platform_id', 'age_band']) }}
)

{{ differing('published', 'recounted', ['date_day', 'platform_id', 'age_band'],
    ['pending_count', 'followers', 'followers_missing_count', 'oldest_age_days']) }}
union all
select published.date_day, published.platform_id, published.age_band
from published
inner join counted on {{ same('published', 'counted', ['date_day', 'platform_id', 'age_band']) }}
where
    not published.is_suppressed
    and (
        counted.pending_count between 1 and {{ var('min_cell') }} - 1
        or counted.accounts_counted_count between 1 and {{ var('min_cell') }} - 1
    )
