-- One row per response of a platform, in its first version.
create table response as
with paced as (
    select
        ask.*, received_share, acknowledged_share, first_decision_at,
        coalesce(
            date_diff('minute', ask.recorded_at, first_decision_at),
            1440 * (1 + 4 * draw(ask.ask_no, 'pace'))
        ) as pace_minutes
    from ask
    inner join platform_plan using (platform)
    left join (
        select ask_no, min(event_at) as first_decision_at from decision group by ask_no
    ) using (ask_no)
    -- a withdrawn request has no responses: they would point at nothing
    where wave <> 'void' and ask_no not in (select ask_no from pending_role where role_rank between 18 and 20)
), happened as (
    select ask_no, event_type, event_at, recorded_at as late_recorded_at from decision
    union all
    select ask_no, 'received', plus_minutes(reported_at, 1 + 9 * draw(ask_no, 'received at')), null
    from paced where draw(ask_no, 'received') < received_share
    union all
    select
        ask_no, 'acknowledged',
        plus_minutes(recorded_at, pace_minutes * (0.1 + 0.3 * draw(ask_no, 'acknowledged at'))), null
    from paced where draw(ask_no, 'acknowledged') < acknowledged_share
    union all
    select
        ask_no, 'info_requested',
        plus_minutes(recorded_at, pace_minutes * (0.5 + 0.4 * draw(ask_no, 'asked at'))), null
    from paced where draw(ask_no, 'asked') < case platform when 'x' then 0.12 else 0.03 end
    union all
    -- an account reported as suspended by mistake
    select ask_no, 'suspended', plus_minutes(recorded_at, 1440 * (2 + 3 * draw(ask_no, 'mistaken'))), null
    from paced where ask_no in (select ask_no from pending_role where role_rank between 15 and 17)
)
select
    row_number() over (order by event_at, happened.ask_no, event_type) as response_no,
    format('RQ-2025-{:05d}', happened.ask_no) as request_id, happened.ask_no, ask.platform, event_type, event_at,
    coalesce(late_recorded_at, least(
        plus_minutes(greatest(event_at, ask.recorded_at), 5 + 240 * pow(draw(happened.ask_no, event_type), 3)),
        -- what happens in office hours or later is logged on the same day
        greatest(event_at, ask.recorded_at, date_trunc('day', event_at) + interval '23 hours 30 minutes')
    )) as recorded_at,
    case when event_type in ('suspended', 'removed', 'geo_restricted', 'content_removed') then followers end
        as followers_at_action,
    case event_type
        when 'declined' then pick(happened.ask_no, 'reason', [
            'No violation of our rules found',
            'Reviewed against our policies.' || chr(10) || 'No violation found, "as of today".',
            'Please send a court order, or a valid legal process'])
        when 'geo_restricted' then 'Withheld in Pakistan under local law'
        when 'info_requested' then 'Please send the exact URL, with date'
        when 'content_removed' then 'Some posts removed; the account stays'
        -- what was handed over, in the platforms' own words, some of which no list of fields knows
        when 'data_disclosed' then pick(happened.ask_no, 'fields', [
            'Registration IP; e-mail address',
            'Subscriber name, Phone number, E-mail, IP address at registration',
            'Basic subscriber information; login IPs.;  Device IDs',
            'email; phone no.; last login; Kontaktliste',
            'Registration date; Registration IP' || chr(10) || 'address; Payment data (see sheet 2)',
            'Attached as agreed'])
        when 'data_refused' then pick(happened.ask_no, 'refusal', [
            'Please use the treaty on mutual legal assistance',
            'No emergency; no valid legal process, see section 4'])
    end as reason,
    case when draw(happened.ask_no, 'ticket') < 0.6
        then upper(left(ask.platform, 2))
            || '-' || format('{:06d}', hash(getvariable('seed'), happened.ask_no) % 1000000)
    end as reference
from happened
inner join ask using (ask_no)
inner join account using (account_no)
where event_at <= timestamp '2025-10-31 20:00:00'
union all
-- three answers to requests that nobody knows
select
    90000 + n, format('RQ-2025-{:05d}', 99000 + n), null, 'facebook', 'suspended',
    timestamp '2025-08-19 07:00:00' + to_days(cast(n as integer)),
    timestamp '2025-08-19 09:00:00' + to_days(cast(n as integer)), 120 * n, null, null
from unnest(range(1, 4)) as t (n);
