-- One row per check of an account: rounds of looking whether it is still there.
create table account_check as
with rounds as (
    select unnest([
        date '2025-06-30', date '2025-07-24', date '2025-08-14', date '2025-08-31', date '2025-09-30', date '2025-10-25'
    ]) as round_day
), reported as (
    select account_no, min(reported_at) as reported_at from ask where wave <> 'data' group by account_no
), checked as (
    select
        reported.account_no, round_day,
        plus_minutes(cast(round_day as timestamp), 180 + 900 * draw(account_no, round_day)) as checked_at
    from reported
    inner join rounds on reported_at < cast(round_day as timestamp)
    where draw(account_no, strftime(round_day, '%m-%d')) < 0.55
), acted as (
    select account_no, event_at, event_type
    from decision
    inner join ask using (ask_no)
    where event_type in ('suspended', 'removed', 'geo_restricted', 'reinstated', 'not_found', 'already_removed')
    -- one state per moment: ASOF joins need it to be reproducible
    qualify row_number() over (partition by account_no, event_at order by ask_no desc, event_type) = 1
), seen as (
    select
        checked.*,
        case
            when draw(checked.account_no, checked_at) < 0.03 then 'unknown'
            when event_type in ('suspended', 'removed')
                then pick(checked.account_no, 'gone', ['suspended', 'suspended', 'not_found'])
            when event_type = 'geo_restricted' then 'restricted'
            when event_type in ('not_found', 'already_removed') then 'not_found'
            else 'live'
        end as status
    from checked
    asof left join acted on checked.account_no = acted.account_no and acted.event_at <= checked.checked_at
)
select
    row_number() over (order by checked_at, account_no) as check_no,
    account_no, platform, handle, checked_at, status, draw(account_no, 'capital') < 0.03 as is_in_capitals,
    -- one in fifty is written up nine days later
    plus_minutes(checked_at, case when draw(account_no, checked_at) > 0.98 and round_day < date '2025-10-01'
        then 9 * 1440 else 5 + 300 * draw(account_no, 'recorded') end) as recorded_at,
    case
        -- one counter per platform showed nothing
        when status = 'live' and row_number() over (partition by platform, status order by checked_at, account_no) = 3
            then 0
        when status in ('live', 'restricted') and draw(account_no, checked_at) < 0.95
            then cast(floor(followers * (0.9 + 0.25 * draw(account_no, 'grown'))) as bigint)
    end as followers
from seen
inner join account using (account_no);
