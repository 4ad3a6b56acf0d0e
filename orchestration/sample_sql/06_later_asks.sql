-- Accounts that look like a blocked one, and are reported after it: predecessor and successor.
create table mirror_account as
with chosen as (
    select *, row_number() over (partition by platform order by draw(ask_no, 'mirror'), ask_no) as platform_rank
    from august_ask
    where outcome = 'complied' and platform in ('facebook', 'tiktok', 'instagram', 'telegram', 'x')
        and plus_minutes(recorded_at, delay_minutes) < timestamp '2025-08-12'
), numbered as (
    select *, row_number() over (order by platform, platform_rank) as mirror_no
    from chosen
    where platform_rank <= case platform when 'instagram' then 6 when 'telegram' then 8 else 10 end
)
select
    5000 + mirror_no as account_no, account_no as predecessor_no,
    case when mirror_no % 7 = 0 then 'telegram' else numbered.platform end as platform,
    case when mirror_no % 7 = 0 then 'channel' else object_type end as object_type,
    case mirror_no % 6
        when 0 then handle || '_2'
        when 1 then 'new_' || handle
        when 2 then 'sample' || replace(substr(handle, 8), '_', '')
        when 3 then 'sample_' || translate(substr(handle, 8), 'aeio', '4310')
        when 4 then replace(handle, '_', '.')
        else handle || right(handle, 1)
    end as handle,
    display_name || case mirror_no % 3 when 0 then '' when 1 then ' 2' else ' (new)' end as display_name,
    numbered.claimed_group, follower_case,
    greatest(1, cast(follower_weight * (0.05 + 0.4 * draw(mirror_no, 'share')) as bigint)) as follower_weight,
    greatest(date '2025-08-16', cast(plus_minutes(recorded_at, delay_minutes) as date) + 3)
        + cast(floor(60 * draw(mirror_no, 'return')) as integer) as report_day
from numbered
inner join wave_account using (account_no);

-- Asked again after 15 August: 15 after a refusal by the same agency, 25 by the other agency.
create table ask_again as
select
    7000 + row_number() over (order by again_kind, again_rank) as ask_no,
    account_no, platform, 'again' as wave, claimed_group, requested_action,
    case when again_kind = 'refused' then agency when agency = 'PTA' then 'NCCIA' else 'PTA' end as agency,
    office_time_between(date '2025-08-20', 55, ask_no + 7000, 'again day') as reported_at
from (
    select
        *, case outcome when 'declined' then 'refused' else 'other agency' end as again_kind,
        row_number() over (partition by outcome is not distinct from 'declined' order by draw(ask_no, 'again'), ask_no)
            as again_rank
    from august_ask
    where outcome = 'declined' or (outcome is null and ask_no not in (
        select ask_no from pending_role where role_rank <= 20
    ))
)
where again_rank <= case again_kind when 'refused' then 15 else 25 end;

-- Requests for data are no takedown requests and have numbers of their own.
create table data_ask as
select
    8000 + row_number() over (order by draw(ask_no, 'data'), ask_no) as ask_no,
    account_no, platform, 'data' as wave, claimed_group, agency,
    case when draw(ask_no, 'preserve') < 0.35 then 'preserve' else 'disclose' end as requested_action,
    office_time(cast(reported_at as date) + 1 + cast(floor(60 * draw(ask_no, 'data day')) as integer), ask_no)
        as reported_at
from august_ask
where agency <> 'FIA Cybercrime Wing'
order by draw(ask_no, 'data'), ask_no
limit 45;

create table ask as
select * from wave_ask
union all by name
select
    account_no as ask_no, account_no, platform, 'mirror' as wave, claimed_group, 'suspend' as requested_action,
    case when draw(account_no, 'agency') < 0.7 then 'NCCIA' else 'PTA' end as agency,
    office_time(report_day, account_no) as reported_at,
    plus_minutes(office_time(report_day, account_no), 5 + 300 * draw(account_no, 'recorded')) as recorded_at
from mirror_account
union all by name
select *, plus_minutes(reported_at, 5 + 300 * draw(ask_no, 'recorded')) as recorded_at from ask_again
union all by name
select *, plus_minutes(reported_at, 5 + 300 * draw(ask_no, 'recorded')) as recorded_at from data_ask;

-- Followers are scaled so that those of the 533 sum to 2.15 million (less rounding), whatever the seed.
create table account as
with known as (
    select * exclude (wave, wave_no, wave_size, first_day, day_span, growth, claimed_group), null as predecessor_no
    from wave_account
    union all by name
    select * exclude (claimed_group, report_day)
    from mirror_account
), total as (
    select cast(sum(follower_weight) as bigint) as weight_sum
    from august_ask
    inner join wave_account using (account_no)
    where outcome = 'complied' and follower_case = 'known'
)
select
    known.* exclude (follower_case, follower_weight),
    case follower_case when 'zero' then 0 when 'known' then follower_weight * 2150000 // weight_sum end as followers
from known
cross join total;
