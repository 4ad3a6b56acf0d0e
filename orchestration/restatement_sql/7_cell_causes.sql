-- The causes of every restated cell: the records about whatever moved it, where it moved it. And does that add up?
-- Wants: restated_cell, touch, unit_change.
create or replace temp table moved_cell as
with told_by as (
    select table_name, cell_key, metric, dated_on, ended_on, settled_on,
        coalesce(new_value, 0) - coalesce(old_value, 0) as difference,
        coalesce(platform_id, '') as platform_id, coalesce(agency_id, '') as agency_id,
        coalesce(group_id, '') as group_id, coalesce(requested_action, '') as requested_action,
        coalesce(status, '') as status, coalesce(age_band, '') as age_band,
        coalesce(engagement_id, '') as engagement_id, coalesce(window_name, '') as window_name,
        case table_name when 'fct_compliance_cohorts' then settled_on - ended_on else 0 end as horizon_days
    from restated_cell
),
touching as (
    select unit, unit_id, moves, from_date, until_date, amount, table_name, metric,
        coalesce(platform_id, '') as platform_id, coalesce(agency_id, '') as agency_id,
        coalesce(group_id, '') as group_id, coalesce(requested_action, '') as requested_action,
        coalesce(status, '') as status, coalesce(age_band, '') as age_band,
        coalesce(engagement_id, '') as engagement_id, coalesce(window_name, '') as window_name,
        coalesce(horizon_days, 0) as horizon_days
    from touch
)
select table_name, cell_key, metric, settled_on, difference, unit, unit_id, amount
from told_by inner join touching using (
    table_name, metric, platform_id, agency_id, group_id, requested_action, status, age_band, engagement_id, window_name,
    horizon_days
)
-- A stock stands as its period ends; a flow is all that happened in it.
where case moves when 'stock' then ended_on >= from_date and ended_on < until_date
    else from_date between dated_on and ended_on end;

-- A ceiling stands on the largest count seen by then on the platform, or anywhere, whatever the group: where nothing
-- nearer moved the bound, the records about the accounts whose count is another one did.
insert into moved_cell by name
with ceiling as (
    select distinct unit, unit_id, platform_id, from_date
    from touch where table_name = 'fct_reach_daily' and metric = 'followers_reported'
)
select distinct table_name, cell_key, metric, settled_on, unit, unit_id
from restated_cell inner join ceiling
    on from_date <= dated_on
    and (
        metric in ('followers_regained_high', 'followers_net_removed_low')
        or restated_cell.platform_id = ceiling.platform_id
    )
where table_name = 'fct_reach_daily' and (ends_with(metric, '_high') or metric = 'followers_net_removed_low')
    and (table_name, cell_key, metric) not in (select (table_name, cell_key, metric) from moved_cell);

create or replace temp table cell_cause as
select distinct table_name, cell_key, metric, unit, unit_id, cause, change_id
from moved_cell inner join unit_change using (unit, unit_id)
where from_date <= settled_on;

create or replace temp table cell_sum as
select table_name, cell_key, metric,
    bool_or(amount is null) or abs(sum(amount) - any_value(difference)) < 0.001 as is_sum
from moved_cell semi join cell_cause using (table_name, cell_key, metric, unit, unit_id)
group by table_name, cell_key, metric;
