-- What else moves cells than the steps of a request or an account: complaints, and the rows that stand for several others.
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

-- Where a pair of group and platform is not named, daily tables count it under the group `withheld`.
insert into touch
select touch.* replace ('withheld' as group_id)
from touch inner join (select distinct platform_id, group_id from unnamed_pair) as unnamed using (platform_id, group_id)
where table_name <> 'fct_group_activity_weekly';

insert into touch
select * replace ('all' as platform_id) from touch where table_name = 'fct_compliance_cohorts';
