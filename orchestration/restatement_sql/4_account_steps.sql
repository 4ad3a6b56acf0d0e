-- What every concerned account, and every pair of an account and its mirror, adds to each measure on each date: as the
-- new log has it, less as the old one has it.
-- Wants: account_level (from when until when an account stood how, by the day), account_move (every change of it),
-- asked_request, pair (counted mirrors of both logs).
create or replace temp table account_step as
with levelled as (
    select *, 1 as reported, cast(outcome in ('complied_global', 'complied_local') as integer) as removed,
        cast(outcome in ('pending', 'partial', 'declined', 'reversed') as integer) as live,
        cast(followers is null as integer) as missing, coalesce(followers, 0) as counted
    from account_level
),
level as (
    select
        'account' as unit, account_id as unit_id, sign, platform_id, group_id, from_date, until_date,
        unnest([
            'followers_reported', 'followers_removed', 'followers_live', 'accounts_followers_missing_count',
            'accounts_removed_followers_missing_count', 'accounts_live_followers_missing_count',
            'accounts_live_count', 'followers', 'followers_net_removed'
        ]) as metric,
        unnest([
            counted, counted * removed, counted * live, missing, missing * removed, missing * live, live,
            counted * live, counted * removed
        ]) as amount
    from levelled
    union all
    -- What a mirror brings back counts where its predecessor is.
    select 'pair', pair.successor_account_id, pair.sign, pair.platform_id, pair.group_id, from_date, until_date,
        unnest([
            'followers_regained', 'mirrors_live_count', 'mirrors_live_followers_missing_count', 'followers_net_removed'
        ]),
        unnest([counted * live, live, missing * live, -counted * live])
    from pair inner join levelled
        on pair.sign = levelled.sign and pair.successor_account_id = levelled.account_id
)
select unit, unit_id, 'stock' as moves, metric, platform_id, group_id, unnest([from_date, until_date]) as date_day,
    unnest([sign * amount, -sign * amount]) as amount
from level;

-- An account counts once a week.
insert into account_step
with activity as (
    select 'account' as unit, sign, account_id, platform_id, group_id,
        cast(reported_at at time zone 'UTC' as date) as date_day, 'accounts_reported_count' as metric
    from asked_request
    union all
    select 'account', sign, account_id, platform_id, group_id, date_day, 'accounts_first_reported_count'
    from account_move where change_number = 1
    union all
    select 'account', sign, account_id, platform_id, group_id, date_day, 'accounts_complied_count'
    from account_move where is_removed and not was_removed
    union all
    select 'pair', move.sign, account_id, move.platform_id, move.group_id, date_day, 'mirrors_count'
    from account_move as move inner join pair on move.sign = pair.sign and account_id = successor_account_id
    where change_number = 1
),
named as (
    select * from activity
    union all
    select activity.* replace ('accounts_active_count' as metric) from activity where unit = 'account'
),
weekly as (select distinct * replace (cast(date_trunc('week', date_day) as date) as date_day) from named)
select unit, account_id, 'flow', metric, platform_id, group_id, date_day, sign from weekly;
