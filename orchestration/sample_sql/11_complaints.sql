-- Citizens' complaints: 2,417 under investigation on 25 July (open).
-- The others were settled or withdrawn before, or come later.
create table complaint as
with cohort as (
    select * from (
        values
        -- led_count: how many of them led to a request
        ('reported before', 240, 240, null, null), ('dismissed before', 110, 0, date '2025-04-02', 100),
        ('withdrawn before', 4, 0, date '2025-07-01', 5), ('open', 2417, 150, date '2025-04-02', 115),
        ('late', 20, 0, date '2025-07-10', 14), ('new', 560, 70, date '2025-07-28', 92)
    ) as plan (cohort, complaint_count, led_count, first_day, day_span)
), numbered as (
    select row_number() over (order by cohort, nth) as complaint_no, cohort, nth, led_count, first_day, day_span
    from cohort
    cross join lateral unnest(range(1, complaint_count + 1)) as t (nth)
), source_ask as (
    -- the request a complaint led to
    select
        *, row_number() over (partition by cohort order by draw(ask_no, 'complaint'), ask_no) as nth
    from (
        select ask.*, case
            when wave = 'july' and recorded_at < timestamp '2025-07-26' then 'reported before'
            when wave = 'august' then 'open'
            when wave = 'autumn' then 'new'
        end as cohort
        from ask
        where ask_no not in (select ask_no from pending_role where role_rank between 18 and 20)
    )
    where cohort is not null
), dated as (
    select
        complaint_no, numbered.cohort, numbered.nth, platform, claimed_group,
        source_ask.recorded_at as led_at, source_ask.ask_no,
        case
            when numbered.cohort = 'open' and ask_no is not null
                then office_time_between(date '2025-07-08', 14, complaint_no, 'day')
            when ask_no is not null
                then office_time(
                    cast(reported_at as date) - 1 - cast(floor(8 * draw(complaint_no, 'day')) as integer), complaint_no
                )
            -- more and more of them
            else office_time(
                first_day + cast(floor(day_span * sqrt(draw(complaint_no, 'day'))) as integer), complaint_no
            )
        end as received_at
    from numbered
    left join source_ask on numbered.cohort = source_ask.cohort and numbered.nth = source_ask.nth
        and numbered.nth <= led_count
)
select
    complaint_no, received_at, cohort, nth, ask_no, led_at,
    coalesce(platform, pick(complaint_no, 'platform', [
        'facebook', 'facebook', 'tiktok', 'x', 'x', 'whatsapp', 'telegram', 'instagram'])) as platform,
    coalesce(claimed_group, pick(complaint_no, 'group', ['TTP', 'TTP', 'ISKP', 'BLA', 'BLF', null])) as claimed_group,
    pick(complaint_no, 'intake', ['web_form', 'web_form', 'web_form', 'phone', 'email', 'walk_in']) as intake_channel,
    case cohort when 'late' then office_time_between(date '2025-07-27', 5, complaint_no, 'late')
        else plus_minutes(received_at, 5 + 480 * draw(complaint_no, 'recorded')) end as recorded_at
from dated;

create table complaint_record as
with first_version as (
    select
        * exclude (ask_no), cast(null as bigint) as ask_no, 1 as version, 'under_investigation' as status,
        false as is_retracted
    from complaint
)
select * from first_version
union all by name
select * replace (plus_minutes(greatest(led_at, recorded_at), 60) as recorded_at), 2 as version, 'reported' as status,
    false as is_retracted
from complaint where ask_no is not null
union all by name
select * replace (case cohort
        when 'dismissed before' then plus_minutes(recorded_at, 1440 * (1 + 7 * draw(complaint_no, 'settled')))
        when 'open' then office_time_between(date '2025-07-30', 88, complaint_no, 'settled')
        else plus_minutes(recorded_at, 1440 * (2 + 20 * draw(complaint_no, 'settled')))
    end as recorded_at), 2 as version, 'dismissed' as status, false as is_retracted
from complaint
where ask_no is null
    and (cohort = 'dismissed before' or (cohort = 'open' and nth <= 420) or (cohort = 'new' and nth between 71 and 150))
union all by name
select * replace (case cohort when 'open' then timestamp '2025-08-05 07:30:00' else timestamp '2025-07-09 07:30:00' end
    as recorded_at), 2 as version, 'under_investigation' as status, true as is_retracted
from complaint
where cohort = 'withdrawn before' or (cohort = 'open' and nth between 421 and 425);

-- Settled after the log's end: not settled yet.
delete from complaint_record where recorded_at > timestamp '2025-10-31 23:00:00';
