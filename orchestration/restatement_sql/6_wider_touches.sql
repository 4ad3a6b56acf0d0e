-- What else moves cells than the steps of a request or an account: complaints, meetings, and the rows that stand for
-- several others.
insert into touch by name
with status as (
    select complaint_id, platform_id, status from complaint_log where status is not null and not is_retracted
    union
    -- Whatever its first record says, it began so.
    select complaint_id, platform_id, 'under_investigation' from complaint_log where not is_retracted
),
happened as (
    select complaint_id, cast(unnest([received_at, recorded_at]) at time zone 'UTC' as date) as date_day
    from complaint_log
),
moved as (
    select unit_id, platform_id, status, from_date
    from unit_change inner join status on unit = 'complaint' and unit_id = complaint_id
)
select distinct 'fct_complaint_flow' as table_name, 'complaint' as unit, unit_id,
    unnest(['entered_count', 'left_count']) as metric, 'flow' as moves, platform_id, status, date_day as from_date,
    date_day + 1 as until_date
from moved inner join happened on unit_id = complaint_id and date_day >= moved.from_date
union all
select distinct 'fct_complaint_flow', 'complaint', unit_id, 'total_count', 'stock', platform_id, status, from_date,
    date 'infinity'
from moved;

-- A meeting that was learned of or moved since brings whatever its windows hold. In those of others it counts as one.
insert into touch by name
with meeting as (
    select is_old, engagement_id, platform_id, min(window_first_date) as first_date, max(window_last_date) as last_date
    from meeting_window group by all
),
met_near as (
    select met.engagement_id, window_name, window_first_date, other.engagement_id as unit_id,
        case when met.is_old then -1 else 1 end as sign
    from meeting_window as met inner join meeting as other
        on met.is_old = other.is_old and met.engagement_id <> other.engagement_id
        and (met.platform_id = other.platform_id or 'all' in (met.platform_id, other.platform_id))
        and other.first_date <= window_last_date and other.last_date >= window_first_date
),
brought as (
    select engagement_id as unit_id, engagement_id, window_name, window_first_date, cast(null as bigint) as amount,
        unnest([
            'requests_count', 'judged_count', 'complied_count', 'complied_of_judged_rate',
            'overlapping_engagements_count'
        ]) as metric
    from meeting_window
    union
    select unit_id, engagement_id, window_name, window_first_date, sum(sign), 'overlapping_engagements_count'
    from met_near group by all having sum(sign) <> 0
)
select 'fct_engagement_outcomes' as table_name, unit, unit_id, metric, 'flow' as moves, engagement_id, window_name,
    window_first_date as from_date, window_first_date + 1 as until_date, amount
from brought inner join (select distinct unit, unit_id from unit_change) as changed using (unit_id)
where unit = 'engagement';

-- Where a pair of group and platform is not named, daily tables count it under the group `withheld`.
insert into touch
select touch.* replace ('withheld' as group_id)
from touch inner join (select distinct platform_id, group_id from unnamed_pair) as unnamed using (platform_id, group_id)
where table_name <> 'fct_group_activity_weekly';

insert into touch
select * replace ('all' as platform_id) from touch where table_name = 'fct_compliance_cohorts';
