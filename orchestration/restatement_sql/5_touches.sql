-- Which cells each request, account, pair or complaint moves, from when until when (the first day it does not), and by
-- how much; amount is NULL where that does not add up to what the cell moved by.
create or replace temp table touch as
with step as (
    select 'fct_compliance_daily' as table_name, 'request' as unit, request_id as unit_id, * exclude (request_id)
    from request_step
    union all by name
    select 'fct_backlog' as table_name, 'stock' as moves, * from backlog_step
    union all by name
    select 'fct_compliance_cohorts' as table_name, 'flow' as moves, 'request' as unit, request_id as unit_id,
        * exclude (request_id)
    from cohort_step
    union all by name
    select 'fct_engagement_outcomes' as table_name, 'flow' as moves, 'request' as unit, request_id as unit_id,
        * exclude (request_id)
    from window_step
    union all by name
    select unnest(case moves when 'flow' then ['fct_group_activity_weekly']
        else ['fct_group_activity_weekly', 'fct_reach_daily'] end) as table_name, *
    from account_step
),
difference as (
    select * exclude (amount), sum(amount) as amount from step group by all having sum(amount) <> 0
),
in_order as (
    select
        * replace (case moves when 'flow' then amount else sum(amount) over so_far end as amount),
        case moves when 'flow' then date_day + 1 else coalesce(lead(date_day) over so_far, date 'infinity') end
            as until_date
    from difference
    window so_far as (
        partition by table_name, unit, unit_id, moves, metric, platform_id, agency_id, group_id, requested_action,
            age_band, horizon_days, engagement_id, window_name
        order by date_day
    )
)
select * exclude (date_day), date_day as from_date, cast(null as varchar) as status
from in_order
where amount <> 0;

-- What follows from several measures moves where one of them does; what is no sum adds up to nothing.
insert into touch by name
with derived (table_name, metric, derived_metric, is_sum) as (
    select 'fct_reach_daily', concat('followers_', stock), concat('followers_', stock, '_low'), true
    from (values ('reported'), ('removed'), ('live'), ('regained')) as stocks (stock)
    union all
    select 'fct_reach_daily', unnest(['followers_reported', 'accounts_followers_missing_count']),
        'followers_reported_high', false
    union all
    select 'fct_reach_daily', unnest(['followers_removed', 'accounts_removed_followers_missing_count']),
        'followers_removed_high', false
    union all
    select 'fct_reach_daily', unnest(['followers_live', 'accounts_live_followers_missing_count']),
        'followers_live_high', false
    union all
    select 'fct_reach_daily', unnest(['followers_regained', 'mirrors_live_followers_missing_count']),
        'followers_regained_high', false
    union all
    select 'fct_reach_daily', unnest(['followers_removed', 'followers_regained', 'mirrors_live_followers_missing_count']),
        'followers_net_removed_low', false
    union all
    select 'fct_reach_daily', unnest([
        'followers_removed', 'accounts_removed_followers_missing_count', 'followers_regained'
    ]), 'followers_net_removed_high', false
    union all
    select 'fct_backlog', 'pending_count', 'oldest_age_days', false
    union all
    select 'fct_compliance_cohorts', unnest(['complied_count', 'eligible_count']), 'complied_within_rate', false
    union all
    select 'fct_engagement_outcomes', unnest(['complied_count', 'judged_count']), 'complied_of_judged_rate', false
)
select touch.* replace (derived_metric as metric, case when is_sum then amount end as amount)
from touch inner join derived using (table_name, metric);
