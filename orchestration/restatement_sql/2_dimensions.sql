-- By what requests, accounts and complaints are counted, and on which dates something happened to them: in every
-- version, since a correction touches the cells that it leaves and those that it enters.
create or replace temp table request_dimension as
select distinct request_id, account_id, platform_id, agency_id, group_id, requested_action
from request_log
where is_takedown and platform_id is not null;

create or replace temp table account_dimension as
select distinct account_id, platform_id, group_id from request_dimension;

create or replace temp table complaint_dimension as
with status as (
    select complaint_id, status from complaint_log where status is not null
    union
    -- Whatever its first record says, it began so.
    select complaint_id, 'under_investigation' from complaint_log
)
select distinct complaint_id, complaint_log.platform_id, status.status
from complaint_log inner join status using (complaint_id)
where complaint_log.platform_id is not null and not complaint_log.is_retracted;

create or replace temp table request_report as
select distinct request_id, cast(reported_at at time zone 'UTC' as date) as date_day
from request_log
where reported_at is not null;

create or replace temp table request_date as
select * from request_report
union
select request_id, cast(event_at at time zone 'UTC' as date) from response_log where event_at is not null;

create or replace temp table account_date as
select account_id, date_day from request_date inner join request_dimension using (request_id)
union
select account_id, cast(checked_at at time zone 'UTC' as date) from check_log;

create or replace temp table complaint_date as
select complaint_id, cast(unnest([received_at, recorded_at]) at time zone 'UTC' as date) as date_day from complaint_log;
