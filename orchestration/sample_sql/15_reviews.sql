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
