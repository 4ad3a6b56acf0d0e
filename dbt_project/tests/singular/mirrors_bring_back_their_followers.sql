{{ config(meta={
    'dagster': {'ref': {'name': 'fct_reach_daily'}},
    'question': 'Is what mirrors brought back what their accounts had, and is it bounded by what was seen?'
}) }}
with standing as (
    select
        account_id,
        changed_date as first_date,
        lead(changed_date) over (partition by account_id order by changed_date) as end_date,
        max_by(outcome, change_number) in ('pending', 'partial', 'declined', 'reversed') as is_live,
        max_by(followers, change_number) filter (where followers is not null) as counted_that_day
    from {{ ref('int_accounts__blurred') }}
    group by account_id, changed_date
),

carried as (
    select
        *,
        last_value(counted_that_day ignore nulls) over (
            partition by account_id order by first_date rows between unbounded preceding and current row
        ) as followers
    from standing
),

mirrors as (
    select
        dates.date_day,
        predecessors.platform_id,
        case when cells.is_pair_named then predecessors.group_id else 'withheld' end as group_id,
        count(*) as mirrors_live_count,
        count(*) - count(carried.followers) as mirrors_live_followers_missing_count,
        coalesce(sum(carried.followers), 0) as followers_regained
    from {{ ref('fct_mirrors') }} as mirrors
    inner join {{ ref('int_accounts__requested') }} as predecessors
        on mirrors.predecessor_account_id = predecessors.account_id
    inner join {{ ref('int_group_cells__withheld') }} as cells
        on {{ same('predecessors', 'cells', ['platform_id', 'group_id']) }}
        and predecessors.first_reported_week_date = cells.week_start_date
    inner join carried on mirrors.successor_account_id = carried.account_id and carried.is_live
    inner join {{ ref('int_dates__spanned') }} as dates
        on carried.first_date <= dates.date_day
        and (carried.end_date is null or carried.end_date > dates.date_day)
    where mirrors.is_counted
    group by all
),

highest as (
    select changed_date, max(followers) as followers from {{ ref('int_accounts__blurred') }} group by changed_date
),

seen as (
    select dates.date_day, max(highest.followers) as followers
    from {{ ref('int_dates__spanned') }} as dates
    inner join highest on dates.date_day >= highest.changed_date
    group by dates.date_day
),

recounted as (
    select
        published.*,
        coalesce(mirrors.mirrors_live_count, 0) as live_count,
        coalesce(mirrors.mirrors_live_followers_missing_count, 0) as missing_count,
        coalesce(mirrors.followers_regained, 0) as regained,
        case when seen.followers is not null then pow(10, greatest(1, ceil(log10(greatest(seen.followers, 1))))) end
            as ceiling
    from {{ ref('fct_reach_daily') }} as published
    left join seen on published.date_day = seen.date_day
    left join mirrors on {{ same('published', 'mirrors', ['date_day', 'platform_id', 'group_id']) }}
),

bounded as (
    select
        *,
        regained + case when missing_count = 0 then 0 else missing_count * ceiling end as regained_high
    from recounted
)

select date_day, platform_id, group_id
from bounded
where
    not is_stock_suppressed
    and (
        live_count between 1 and {{ var('min_cell') }} - 1
        or mirrors_live_count is distinct from live_count
        or mirrors_live_followers_missing_count is distinct from missing_count
        or followers_regained is distinct from regained
        or followers_regained_low is distinct from regained
        or followers_regained_high is distinct from regained_high
        or followers_net_removed is distinct from followers_removed - regained
        or followers_net_removed_low is distinct from followers_removed_low - regained_high
        or followers_net_removed_high is distinct from followers_removed_high - regained
    )
