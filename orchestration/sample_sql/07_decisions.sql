-- One row per thing a platform decided. recorded_at is set where the log learned of it late.
-- What became of the requests known on 15 August, up to that day:
create table decision as
select
    ask_no, unnest(case
        when outcome = 'complied' and draw(ask_no, 'first said no') < 0.04 then ['declined', compliance_event]
        when outcome = 'complied' then [compliance_event]
        when outcome = 'reversed' then ['suspended', 'appealed', 'reinstated']
        when outcome = 'partial' then ['content_removed']
        else [outcome]
    end) as event_type,
    unnest(case
        when outcome = 'complied' and draw(ask_no, 'first said no') < 0.04
            then [plus_minutes(recorded_at, 0.4 * delay_minutes), plus_minutes(recorded_at, delay_minutes)]
        when outcome = 'reversed' then [
            plus_minutes(recorded_at, 0.4 * delay_minutes), plus_minutes(recorded_at, 0.6 * delay_minutes),
            plus_minutes(recorded_at, delay_minutes)]
        else [plus_minutes(recorded_at, delay_minutes)]
    end) as event_at,
    case when ask_no in (select ask_no from late_answer)
        then office_time_between(date '2025-07-28', 7, ask_no, 'late answer day') end as recorded_at
from august_ask
where outcome is not null;

-- Decided before 15 August, recorded after it.
insert into decision
select
    ask_no, case when role_rank <= 10 then compliance_event when role_rank <= 13 then 'declined' else 'not_found' end,
    office_time_between(date '2025-08-09', 6, ask_no, 'late day'),
    office_time_between(date '2025-08-17', 6, ask_no, 'late record')
from pending_role
inner join august_ask using (ask_no)
where role_rank <= 14;

-- Silence broken in autumn.
insert into decision
select
    ask_no, pick(ask_no, 'autumn answer', [
        compliance_event, compliance_event, compliance_event, compliance_event, 'declined', 'declined', 'not_found']),
    office_time_between(date '2025-08-16', 70, ask_no, 'autumn day'), null
from pending_role
inner join august_ask using (ask_no)
where role_rank > 20 and draw(ask_no, 'autumn answer') < later_share;

-- Reinstated in autumn: twelve that had been complied with by 15 August, three of them then suspended again.
insert into decision
select
    ask_no, unnest(['appealed', 'reinstated']),
    unnest([appealed_at, plus_minutes(appealed_at, 1440 * (1 + 14 * draw(ask_no, 'reinstated')))]), null
from (
    select *, office_time_between(date '2025-08-18', 40, ask_no, 'appeal') as appealed_at
    from complied_role
    where role_rank <= 12
);
insert into decision
select decision.ask_no, 'suspended', plus_minutes(event_at, 1440 * (1 + 9 * draw(ask_no, 'again suspended'))), null
from decision
inner join complied_role using (ask_no)
where role_rank <= 3 and event_type = 'reinstated';

-- Six of the refusals known on 15 August were overturned in autumn.
insert into decision
select ask_no, 'suspended', office_time_between(date '2025-08-20', 50, ask_no, 'overturned'), null
from august_ask
where outcome = 'declined'
order by draw(ask_no, 'overturned'), ask_no
limit 6;

-- Requests made later: by chance, with the share that the platform had complied with on 15 August.
insert into decision
with drawn as (
    select
        ask_no, recorded_at, wave, requested_action, median_hours, geo_share,
        coalesce(complied / nullif(august, 0), 0.8) as complied_share, draw(ask_no, 'fate') as fate
    from ask
    inner join platform_plan using (platform)
    where wave in ('late', 'autumn', 'mirror', 'again', 'data')
), placed as (
    select *, (fate - complied_share) / (1 - complied_share) as rest from drawn
), answered as (
    select
        ask_no, plus_minutes(recorded_at, 60 * median_hours * tail(ask_no, 'delay')) as event_at,
        case
            when requested_action = 'preserve' then null
            when requested_action = 'disclose'
                then case when fate < 0.4 then 'data_disclosed' when fate < 0.75 then 'data_refused' end
            when rest < 0 then case when draw(ask_no, 'geo') < geo_share then 'geo_restricted' else 'suspended' end
            when rest < 0.15 then 'declined'
            when rest < 0.20 then 'content_removed'
            when rest < 0.24 then 'not_found'
            when rest < 0.27 then 'already_removed'
        end as event_type
    from placed
)
select ask_no, event_type, event_at, null from answered where event_type is not null;

-- What would happen after the log's end has not happened.
delete from decision where event_at > timestamp '2025-10-31 12:00:00';
