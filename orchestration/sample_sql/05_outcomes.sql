-- The requests known on 15 August: each gets the outcome of its slot, or none (pending).
-- Earlier reports are likelier to be decided, so the rank leans on the date.
create table august_ask as
with ranked as (
    select
        *,
        row_number() over (
            partition by platform
            order by
                date_diff('day', date '2025-04-01', cast(reported_at as date)) / 230.0 + draw(ask_no, 'fate'),
                ask_no
        ) as slot
    from wave_ask
    where wave in ('july', 'august')
), decided as (
    select
        ranked.*, outcome, median_hours, geo_share, later_share,
        date_diff('minute', recorded_at, timestamp '2025-08-15 21:00:00') * (0.3 + 0.6 * draw(ask_no, 'window'))
            as longest_minutes
    from ranked
    inner join platform_plan using (platform)
    left join outcome_slot using (platform, slot)
)
select
    *,
    least(60 * median_hours * tail(ask_no, 'delay'), longest_minutes) as delay_minutes,
    case when draw(ask_no, 'geo') < geo_share then 'geo_restricted' else pick(ask_no, 'global', [
        'suspended', 'suspended', 'suspended', 'removed']) end as compliance_event
from decided;

-- Roles that a few requests play, by rank, so that each happens for every seed.
create table complied_role as
select ask_no, row_number() over (order by draw(ask_no, 'role'), ask_no) as role_rank
from august_ask
where outcome = 'complied' and draw(ask_no, 'first said no') >= 0.04;

create table late_answer as
select ask_no
from august_ask
where outcome = 'complied' and wave = 'july'
    and plus_minutes(recorded_at, delay_minutes) between timestamp '2025-07-05' and timestamp '2025-07-24'
order by draw(ask_no, 'late answer'), ask_no
limit 10;

-- 1-14: decided before 15 August, recorded after. 15-17: a suspension recorded in error and withdrawn.
-- 18-20: the request itself is withdrawn in autumn. The rest: silence, or a decision in autumn.
create table pending_role as
select
    ask_no,
    row_number() over (order by (reported_at > timestamp '2025-07-20'), draw(ask_no, 'role'), ask_no) as role_rank
from august_ask
where outcome is null;
