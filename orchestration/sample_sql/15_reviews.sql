-- What persons said of candidate mirrors: of ten true ones, and of an account of others whose name is like a blocked one's.
-- None in the scenario that matching is measured on: a verdict would help the machine there.
create table reviewed_pair as
with asked as (
    select account_no, min(reported_at) as reported_at, arg_min(claimed_group, reported_at) as claimed_group
    from ask group by account_no
), true_pair as (
    select
        predecessor_no, account_no as successor_no, reported_at,
        row_number() over (order by draw(account_no, 'review'), account_no) as pair_no
    from mirror_account
    inner join asked using (account_no)
    where predecessor_no is not null and reported_at < timestamp '2025-10-10'
), decoy as (
    select blocked.account_no as predecessor_no, latter.account_no as successor_no, asked.reported_at, 11 as pair_no
    from august_ask as blocked
    inner join account as former on blocked.account_no = former.account_no
    inner join account as latter
        on latter.handle <> former.handle
        and latter.handle in (replace(former.handle, '_ember_', '_amber_'), replace(former.handle, '_amber_', '_ember_'))
    inner join asked on latter.account_no = asked.account_no
    -- early enough for its verdict to be known on 15 August
    where blocked.outcome = 'complied' and asked.reported_at < timestamp '2025-08-06'
        and plus_minutes(blocked.recorded_at, blocked.delay_minutes) < asked.reported_at
    order by blocked.claimed_group is distinct from asked.claimed_group, asked.reported_at, latter.account_no
    limit 1
)
select * from (from true_pair where pair_no <= 10 union all by name from decoy)
where getvariable('scenario') = 'cooperative-telegram';

-- verdicts: one is unsure and then sure under the same key, one is withdrawn, one is learned of weeks later, one pair
-- is looked at twice under two keys.
create table review_record as
with looked_at as (
    select
        *, pair_no as review_no, 1 as version, false as is_retracted,
        case when pair_no = 11 then 'rejected' when pair_no in (6, 7, 9) then 'unsure' else 'confirmed' end as verdict,
        plus_minutes(reported_at, 1440 * (2 + 5 * draw(successor_no, 'reviewed'))) as reviewed_at
    from reviewed_pair
    union all
    select
        *, 12 as review_no, 1 as version, false as is_retracted, 'confirmed' as verdict,
        plus_minutes(reported_at, 1440 * (8 + 4 * draw(successor_no, 'reviewed again'))) as reviewed_at
    from reviewed_pair
    where pair_no = 9
), first_version as (
    select
        *, case when review_no = 10 then timestamp '2025-10-29 07:20:00'
            else plus_minutes(reviewed_at, 10 + 2000 * draw(review_no, 'review recorded')) end as recorded_at
    from looked_at
)
select * from first_version
union all
select * replace (2 as version, 'confirmed' as verdict, timestamp '2025-10-26 09:05:00' as recorded_at)
from first_version where review_no = 7
union all
-- a withdrawal says no more than what it withdraws
select * replace (2 as version, true as is_retracted, timestamp '2025-10-27 05:40:00' as recorded_at)
from first_version where review_no = 8;

create table review_delivery as
with placed as (
    select
        *, case when version > 1 or review_no = 10 then '00-amendments'
            when recorded_at < timestamp '2025-10-01' then '2025-09' else '2025-10' end as delivery,
        row_number() over (order by recorded_at desc, review_no) as position
    from review_record
)
select * from placed
union all
-- one row again in a later file
select * replace ('2025-10' as delivery) from placed where review_no = 1;

insert into delivery_plan
select 'mirror_reviews', delivery, if(delivery = '00-amendments', 'jsonl', 'csv'), null
from (select distinct delivery from review_delivery)
order by delivery;

create macro mirror_reviews_rows(name, first_replica, last_replica) as table
select
    replica, position,
    format('RV-2025-{:03d}', review_no) || replica_tag('-R', replica) as review_id,
    -- a person writes a former name of the platform, and the handle with its @
    case when is_retracted then null when former.platform = 'x' then 'Twitter' else former_plan.label end
        as predecessor_platform,
    case when not is_retracted then if(former.platform = 'x', '@', '') || former.handle || replica_words('_', replica)
        end as predecessor_handle,
    case when not is_retracted then latter_plan.label end as successor_platform,
    case when not is_retracted then latter.handle || replica_words('_', replica) end as successor_handle,
    case when not is_retracted then verdict end as verdict,
    case when not is_retracted then iso_time(reviewed_at, true, replica) end as reviewed_at,
    iso_time(recorded_at, true, replica) as recorded_at,
    is_retracted
from review_delivery
inner join account as former on review_delivery.predecessor_no = former.account_no
inner join account as latter on review_delivery.successor_no = latter.account_no
inner join platform_plan as former_plan on former.platform = former_plan.platform
inner join platform_plan as latter_plan on latter.platform = latter_plan.platform
cross join range(first_replica, last_replica) as replicas (replica)
where delivery = name;
