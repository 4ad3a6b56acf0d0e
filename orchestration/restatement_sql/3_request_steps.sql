-- What every concerned request adds to each measure on each date: as the new log has it, less as the old one has it.
-- Wants: asked_request, asked_state, account_level (of both logs; sign 1: the new, -1: the old), meeting_window.
create or replace temp table request_step as
with move as (
    select *, started_date as date_day, 1 as entered, was_complied as is_within from asked_state
    union all
    select *, ended_date, -1, stays_complied from asked_state where ended_date is not null
),
complied_move as (select * from move where outcome in ('complied_global', 'complied_local') and not is_within)
select 'stock' as moves, case outcome when 'pending' then 'pending_count' else concat('total_', outcome, '_count') end
    as metric, request_id, platform_id, agency_id, group_id, requested_action, date_day, sign * entered as amount
from move
union all
select 'flow', concat(outcome, case entered when 1 then '_count' else '_left_count' end), request_id, platform_id,
    agency_id, group_id, requested_action, date_day, sign
from move where outcome <> 'pending'
union all
select unnest(['flow', 'stock']), unnest(['reported_count', 'total_reported_count']), request_id, platform_id,
    agency_id, group_id, requested_action, date_day, sign
from move where outcome = 'pending' and entered = 1
union all
select 'stock', 'total_complied_count', request_id, platform_id, agency_id, group_id, requested_action, date_day,
    sign * entered
from complied_move
union all
select 'flow', case entered when 1 then 'complied_count' else 'complied_left_count' end, request_id, platform_id,
    agency_id, group_id, requested_action, date_day, sign
from complied_move;

-- A wait is in one age band after the other, and in each of them with what was last counted on its account: that is
-- moved by what is known of the account, too.
create or replace temp table backlog_step as
with band (age_band, first_day, last_day) as (
    values ('0-1', 0, 1), ('2-7', 2, 7), ('8-30', 8, 30), ('31-90', 31, 90), ('90+', 91, 100000)
),
wait as (
    select sign, request_id, account_id, platform_id, age_band, started_date + first_day as from_date,
        least(coalesce(ended_date, date '9999-01-01'), started_date + last_day + 1) as until_date
    from asked_state cross join band
    where outcome = 'pending' and from_date < until_date
),
counted as (
    select wait.* replace (
        greatest(wait.from_date, level.from_date) as from_date, least(wait.until_date, level.until_date) as until_date
    ), level.followers
    from wait inner join account_level as level using (sign, account_id)
    where level.followers is not null and wait.from_date < level.until_date and level.from_date < wait.until_date
),
spell as (
    select 'pending_count' as metric, wait.*, 1 as amount from wait
    union all
    select 'followers_missing_count', wait.*, 1 from wait
    union all
    select 'followers_missing_count', counted.* exclude (followers), -1 from counted
    union all
    select 'followers', counted.* from counted
)
select metric, case when metric = 'pending_count' or account_id is null then 'request' else 'account' end as unit,
    case unit when 'request' then request_id else account_id end as unit_id, platform_id, age_band,
    unnest([from_date, until_date]) as date_day, unnest([sign * amount, -sign * amount]) as amount
from spell;

create or replace temp table cohort_step as
with judged as (
    select *, cast(date_trunc('month', cast(reported_at at time zone 'UTC' as date)) as date) as date_day,
        unnest([1, 7, 30, 90]) as horizon_days
    from asked_request
)
select unnest(['reported_count', 'eligible_count']) as metric, request_id, platform_id, horizon_days, date_day,
    sign as amount
from judged
union all
select 'complied_count', request_id, platform_id, horizon_days, date_day, sign
from judged where complied_at <= reported_at + horizon_days * interval 24 hour;

-- Of a meeting, once a window: a request moved within it moves nothing there. Both logs are asked in the windows that
-- the former release told, since what a meeting that was moved takes along is the meeting's doing.
create or replace temp table window_step as
with judged as (
    select sign, request_id, engagement_id, window_name, window_first_date as date_day, complied_at,
        reported_at + interval 168 hour as judged_at
    from asked_request as asked inner join meeting_window as met
        on met.platform_id in (asked.platform_id, 'all')
        and cast(reported_at at time zone 'UTC' as date) between window_first_date and window_last_date
    where met.is_old
)
select 'requests_count' as metric, request_id, engagement_id, window_name, date_day, sign as amount
from judged
union all
select unnest(case when complied_at <= judged_at then ['judged_count', 'complied_count'] else ['judged_count'] end),
    request_id, engagement_id, window_name, date_day, sign
from judged where judged_at <= (select as_of from raw.clock);
