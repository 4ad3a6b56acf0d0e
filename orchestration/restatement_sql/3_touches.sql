-- Which cells a change can move, by their dimensions and dates: stocks from from_date on (touched_date is NULL), flows
-- on a date on which something happened to the same request, account or complaint, cohorts of the date of its report.
create or replace temp table account_change as
select distinct change_id, cause, from_date, account_id
from change
inner join request_dimension using (request_id)
where log in ('request', 'response', 'asked_again')
union
select change_id, cause, from_date, account_id
from change
inner join check_log on change.log = 'check' and change.record_key = check_log.check_id;

create or replace temp table touch_of_account as
with first_report as (
    select account_id as successor_account_id, min(date_day) as first_date
    from request_report inner join request_dimension using (request_id)
    group by account_id
),
-- A mirror is counted for two accounts, from the first report of the second on: what moves one moves the other's cells.
pair as (
    select predecessor_account_id as account_id, successor_account_id as other_account_id, first_date
    from mirror_log inner join first_report using (successor_account_id)
    union
    select successor_account_id, predecessor_account_id, first_date
    from mirror_log inner join first_report using (successor_account_id)
),
mirror_change as (
    select * from account_change
    union
    select change_id, cause, greatest(from_date, first_date), other_account_id
    from account_change inner join pair using (account_id)
    union
    select change_id, cause, first_date, unnest([predecessor_account_id, successor_account_id])
    from change
    inner join review_log on change.log = 'review' and change.record_key = review_log.review_id
    inner join first_report using (successor_account_id)
)
select 'account' as scope, * from account_change
union all
select 'mirror', * from mirror_change;

create or replace temp table touch as
with touching as (
    select
        'request' as scope, 'stock' as moves, change_id, cause, from_date, cast(null as date) as touched_date,
        platform_id, agency_id, group_id, requested_action, cast(null as varchar) as status
    from change inner join request_dimension using (request_id)
    where log in ('request', 'response')
    union all
    select 'request', 'flow', change_id, cause, from_date, date_day, platform_id, agency_id, group_id,
        requested_action, null
    from change inner join request_dimension using (request_id) inner join request_date using (request_id)
    where log in ('request', 'response') and date_day >= from_date
    union all
    select 'request', 'cohort', change_id, cause, from_date, date_day, platform_id, agency_id, group_id,
        requested_action, null
    from change inner join request_dimension using (request_id) inner join request_report using (request_id)
    where log in ('request', 'response')
    union all
    select scope, 'stock', change_id, cause, from_date, null, platform_id, null, group_id, null, null
    from touch_of_account inner join account_dimension using (account_id)
    union all
    select scope, 'flow', change_id, cause, from_date, date_day, platform_id, null, group_id, null, null
    from touch_of_account inner join account_dimension using (account_id) inner join account_date using (account_id)
    where date_day >= from_date
    union all
    select 'complaint', 'stock', change_id, cause, from_date, null, platform_id, null, null, null, status
    from change inner join complaint_dimension on log = 'complaint' and record_key = complaint_id
    union all
    select 'complaint', 'flow', change_id, cause, from_date, date_day, platform_id, null, null, null, status
    from change inner join complaint_dimension on log = 'complaint' and record_key = complaint_id
    inner join complaint_date using (complaint_id)
    where date_day >= from_date
),
-- Where a pair of group and platform is not named, daily tables count it under the group `withheld`.
named as (
    select * from touching
    union
    select touching.* replace ('withheld' as group_id)
    from touching inner join unnamed_pair using (platform_id, group_id)
)
select * from named
union
select * replace ('all' as platform_id) from named;
