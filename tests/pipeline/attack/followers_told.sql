-- Every public sum of followers: where it stands, the series that it is of, the day, as known when.
with last_day as (
    select max(date_day) as day from marts.dim_date
)

select 'fct_reach_daily' as place, last_day.day as known_on, concat_ws('|', measure, platform_id, group_id) as series,
    date_day, told
from (
    select date_day, platform_id, group_id, followers_reported as reported, followers_removed as removed,
        followers_live as live, followers_regained as regained
    from marts.fct_reach_daily
) unpivot (told for measure in (reported, removed, live, regained))
cross join last_day
union all
select 'fct_reach_daily, groups together', last_day.day, concat_ws('|', measure, platform_id), date_day, sum(told)
from (
    select date_day, platform_id, followers_reported as reported, followers_removed as removed, followers_live as live
    from marts.fct_reach_daily
) unpivot (told for measure in (reported, removed, live))
cross join last_day
group by all
union all
select 'fct_compliance_summary', as_of_date, concat_ws('|', measure, platform_id), as_of_date, told
from (
    select as_of_date, platform_id, followers_reported as reported, followers_removed as removed
    from marts.fct_compliance_summary
    where not is_total
) unpivot (told for measure in (reported, removed))
union all
select 'fct_compliance_at_claims', as_of_date, concat_ws('|', 'removed', platform_id), as_of_date, followers_removed
from marts.fct_compliance_at_claims
where not is_total and followers_removed is not null
union all
select 'fct_backlog', last_day.day, concat_ws('|', 'backlog', platform_id, age_band), date_day, followers
from marts.fct_backlog
cross join last_day
where followers is not null
union all
select 'fct_group_activity_weekly', last_day.day, concat_ws('|', 'live', platform_id, group_id),
    least(week_start_date + 6, last_day.day), followers
from marts.fct_group_activity_weekly
cross join last_day
where followers is not null
