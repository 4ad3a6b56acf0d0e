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
