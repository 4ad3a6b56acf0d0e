-- What the new log has and the old one has not, by key and record time, and why that moves the past.
-- Wants: request_log, response_log, check_log, complaint_log, review_log (both logs together; was_known: the old log
-- has this version), meeting_window (of both releases), and the variable known_until: the last instant that both
-- releases know.
create or replace temp table record as
with complaint as (
    select
        *,
        lag(platform_id) over in_order is not distinct from platform_id
        and lag(received_at) over in_order is not distinct from received_at as is_next_status
    from complaint_log
    window in_order as (partition by complaint_id order by recorded_at, was_known desc)
)
select 'request' as log, request_id as record_key, request_id, reported_at as happened_at, recorded_at, is_retracted,
    was_known, false as is_own_event
from request_log
union all
select 'response', response_id, request_id, event_at, recorded_at, is_retracted, was_known, false
from response_log
union all
select 'check', check_id, null, checked_at, recorded_at, is_retracted, was_known, false
from check_log
union all
-- A complaint changes its status when that is recorded, which corrects nothing.
select 'complaint', complaint_id, null, case when is_next_status and not is_retracted then recorded_at
    else received_at end, recorded_at, is_retracted, was_known, is_next_status and not is_retracted
from complaint
union all
select 'review', review_id, null, reviewed_at, recorded_at, is_retracted, was_known, false
from review_log;

create or replace temp table change as
with in_order as (
    select
        *,
        recorded_at > min(recorded_at) over (partition by log, record_key) as is_later_version,
        -- A correction moves what stood before it, too.
        case when is_own_event then happened_at
            else min(happened_at) over (partition by log, record_key order by recorded_at) end as moved_at
    from record
)
select
    concat_ws('/', log, record_key, recorded_at) as change_id, log, record_key, request_id,
    case
        when is_retracted then 'retraction'
        when is_later_version and not is_own_event then 'correction'
        -- A person's verdict is about mirrors of the past whenever it is given.
        when log = 'review' then 'review'
        else 'late_record'
    end as cause,
    cast(moved_at at time zone 'UTC' as date) as from_date
from in_order
where not was_known and (moved_at <= getvariable('known_until') or log = 'review');

-- An account is counted under the group of its latest request: asked for again under another one, it takes its
-- past along.
insert into change
with asked as (
    select account_id, request_id, recorded_at, group_id, reported_at, was_known from request_log where is_takedown
)
select
    concat_ws('/', 'asked_again', again.request_id, again.recorded_at), 'asked_again', again.request_id,
    again.request_id, 'asked_again', cast(min(earlier.reported_at) at time zone 'UTC' as date)
from asked as again
inner join asked as earlier
    on again.account_id = earlier.account_id and again.group_id <> earlier.group_id
    and again.request_id <> earlier.request_id and earlier.reported_at <= getvariable('known_until')
where not again.was_known and again.reported_at > getvariable('known_until')
group by all;

-- The log of meetings is not released: what a release knows of one is in its windows.
insert into change
select
    concat_ws('/', 'engagement', engagement_id), 'engagement', engagement_id, null,
    case when bool_or(is_old) then 'correction' else 'late_record' end, min(window_first_date)
from meeting_window
group by engagement_id
having
    bool_or(not is_old) and (not bool_or(is_old) or count(distinct (held_on, platform_id)) > 1)
    and min(held_on) <= cast(getvariable('known_until') at time zone 'UTC' as date);
