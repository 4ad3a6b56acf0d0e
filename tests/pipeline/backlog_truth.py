"""Every request on every day on which it is pending: what running sums spare a large log.

Belongs here: the plain join that the backlog is held against. Does not: what is asked of it (the tests).
"""

WAITING = """
    select
        dates.date_day, requests.platform_id, requests.account_id, dates.date_day - reported.day as age_days,
        (select max_by(changes.followers, changes.change_number) from intermediate.int_accounts__blurred as changes
         where changes.account_id = requests.account_id and changes.changed_date <= dates.date_day) as followers
    from marts.fct_requests as requests
    join intermediate.int_requests__states as states on states.request_id = requests.request_id and state_number = 0
    cross join lateral (select cast(requests.reported_at as date) as day, cast(states.ended_at as date) as end_day)
        as reported
    join marts.dim_date as dates
        on dates.date_day >= reported.day and (reported.end_day is null or dates.date_day < reported.end_day)
"""
BANDS = """case when age_days < 2 then '0-1' when age_days < 8 then '2-7' when age_days < 31 then '8-30'
    when age_days < 91 then '31-90' else '90+' end"""
TRUE_BACKLOG = f"""
    select date_day, platform_id, {BANDS} as age_band, count(*) as pending_count,
        coalesce(sum(followers), 0) as followers, count(*) - count(followers) as followers_missing_count,
        count(distinct case when followers is not null then account_id end) as accounts_counted_count,
        max(age_days) as oldest_age_days
    from ({WAITING}) group by all
"""
