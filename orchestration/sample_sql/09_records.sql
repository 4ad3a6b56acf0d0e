-- Every version of every request and response: a later record with the same key replaces the earlier one.
create table request_record as
with first_version as (
    select
        ask.*, account.object_type, handle, display_name, 1 as version, false as is_retracted,
        cast(floor(followers * (0.85 + 0.15 * draw(ask_no, 'at report'))) as bigint) as followers_at_report,
        pick(ask_no, 'basis', [
            'PECA 2016 s.37', 'PECA 2016 s.37', 'PECA 2016 s.9', 'PECA 2016 s.11', 'ATA 1997 s.11B', 'ATA 1997 s.11B',
            'ATA 1997 s.11W', null]) as legal_basis,
        case
            when batch_ref is not null then pick(batch_ref, 'channel', ['letter', 'email'])
            else pick(ask_no, 'channel', ['portal', 'portal', 'email', 'liaison'])
        end as channel,
        case when ask.platform = 'x' and draw(ask_no, 'alias') < 0.12 then 'Twitter' else label end as platform_label,
        row_number() over (
            partition by wave, ask.claimed_group order by draw(ask_no, 'correction'), ask_no
        ) as group_rank
    from ask
    inner join account using (account_no)
    inner join platform_plan on ask.platform = platform_plan.platform
), stable as (
    -- corrected records must not be withdrawn ones
    select * from first_version
    where wave = 'july' and ask_no not in (select ask_no from pending_role where role_rank between 18 and 20)
)
select * from first_version
union all
-- attributed to one group, then to another: before 15 August (ranks 1, 2) and after it (3, 4)
select * replace (
    2 as version, 'BLF' as claimed_group,
    case when group_rank <= 2 then plus_minutes(recorded_at, 4 * 1440) else timestamp '2025-09-02 06:15:00' end
        as recorded_at
)
from stable where claimed_group = 'BLA' and group_rank <= 4
union all
-- the follower count and the legal basis were wrong
select * replace (
    2 as version, coalesce(followers_at_report, 900) + 100 as followers_at_report, 'ATA 1997 s.11B' as legal_basis,
    case when group_rank <= 3 then plus_minutes(recorded_at, 3 * 1440) else timestamp '2025-09-10 10:40:00' end
        as recorded_at
)
from stable where claimed_group = 'TTP' and group_rank <= 6
union all
-- the report had been made two days earlier
select * replace (
    2 as version, plus_minutes(reported_at, -2 * 1440) as reported_at, timestamp '2025-09-05 05:20:00' as recorded_at
)
from stable where claimed_group = 'ISKP' and group_rank <= 2
union all
select * replace (
    2 as version, true as is_retracted,
    case wave when 'void' then plus_minutes(recorded_at, 5 * 1440) else timestamp '2025-08-25 08:30:00' end
        as recorded_at
)
from first_version
where wave = 'void' or ask_no in (select ask_no from pending_role where role_rank between 18 and 20);

create table response_record as
with first_version as (
    select
        response.*, 1 as version, false as is_retracted, complied_role.role_rank as complied_rank,
        pending_role.role_rank as pending_rank,
        case when response.platform = 'x' and draw(response_no, 'alias') < 0.05 then 'Twitter' else label end
            as platform_label
    from response
    inner join platform_plan on response.platform = platform_plan.platform
    left join complied_role using (ask_no)
    left join pending_role using (ask_no)
), stable as (
    select * from first_version
    where event_type in ('suspended', 'removed', 'geo_restricted') and event_at < timestamp '2025-08-16'
)
select * from first_version
union all
-- withdrawn: three suspensions after 15 August, three mistaken ones before it
select * replace (
    2 as version, true as is_retracted,
    case when complied_rank is null then plus_minutes(recorded_at, 2 * 1440) else timestamp '2025-08-28 09:10:00' end
        as recorded_at
)
from stable where complied_rank between 13 and 15 or pending_rank between 15 and 17
union all
-- everywhere, or in the country only: four were logged the wrong way round
select * replace (
    2 as version, timestamp '2025-09-15 06:45:00' as recorded_at, null as reason,
    case event_type when 'geo_restricted' then 'suspended' else 'geo_restricted' end as event_type
)
from stable where complied_rank between 16 and 19
union all
select * replace (
    2 as version, timestamp '2025-09-18 11:05:00' as recorded_at,
    coalesce(followers_at_action, 0) + 250 as followers_at_action
)
from stable where complied_rank between 20 and 24;
