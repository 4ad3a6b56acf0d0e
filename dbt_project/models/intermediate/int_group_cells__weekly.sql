with weeks as (
    select distinct week_start_date
    from {{ ref('int_dates__spanned') }}
),

whole_groups as (
    select group_id
    from {{ ref('groups') }}
    where parent_group_id is null and group_id <> 'withheld'
),

platforms as (
    select distinct platform_id
    from {{ ref('int_requests__outcomes') }}
),

cells as (
    select weeks.week_start_date, whole_groups.group_id, platforms.platform_id
    from weeks
    cross join whole_groups
    cross join platforms
),

changes as (
    select
        {{ week_start('contributions.changed_date') }} as week_start_date,
        accounts.group_id,
        accounts.platform_id,
        contributions.*
    from {{ ref('int_accounts__contributions') }} as contributions
    inner join {{ ref('int_accounts__requested') }} as accounts
        on contributions.account_id = accounts.account_id
),

activity as (
    select
        {{ week_start(utc_date('reported_at')) }} as week_start_date,
        group_id,
        platform_id,
        account_id,
        'reported' as activity
    from {{ ref('int_requests__outcomes') }}
    union all
    select week_start_date, group_id, platform_id, account_id, 'first_reported' as activity
    from changes
    where change_number = 1
    union all
    select week_start_date, group_id, platform_id, account_id, 'complied' as activity
    from changes
    where removed_change = 1
),

active as (
    select
        week_start_date,
        group_id,
        platform_id,
        count(distinct account_id) as accounts_active_count,
        count(distinct case when activity = 'reported' then account_id end) as accounts_reported_count,
        count(distinct case when activity = 'first_reported' then account_id end) as accounts_first_reported_count,
        count(distinct case when activity = 'complied' then account_id end) as accounts_complied_count
    from activity
    group by week_start_date, group_id, platform_id
),

stock_changes as (
    select
        week_start_date,
        group_id,
        platform_id,
        sum(live_change) as live_change,
        sum(followers_live_change) as followers_change
    from changes
    group by week_start_date, group_id, platform_id
)

select
    cells.week_start_date,
    cells.group_id,
    cells.platform_id,
    {%- for flow in ['active', 'reported', 'first_reported', 'complied'] %}
    coalesce(active.accounts_{{ flow }}_count, 0) as accounts_{{ flow }}_count,
    {%- endfor %}
    cast(sum(coalesce(stock_changes.live_change, 0)) over weeks_so_far as bigint) as accounts_live_count,
    cast(sum(coalesce(stock_changes.followers_change, 0)) over weeks_so_far as bigint) as followers
from cells
left join active
    on cells.week_start_date = active.week_start_date
    and cells.group_id = active.group_id
    and cells.platform_id = active.platform_id
left join stock_changes
    on cells.week_start_date = stock_changes.week_start_date
    and cells.group_id = stock_changes.group_id
    and cells.platform_id = stock_changes.platform_id
window weeks_so_far as (
    partition by cells.group_id, cells.platform_id order by cells.week_start_date
    rows between unbounded preceding and current row
)
