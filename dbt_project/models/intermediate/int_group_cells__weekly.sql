with weeks as (
    select distinct dates.week_start_date
    from {{ ref('int_dates__spanned') }} as dates
),

cells as (
    select
        weeks.week_start_date,
        groups.group_id,
        platforms.platform_id
    from weeks
    cross join (select group_id from {{ ref('groups') }} where parent_group_id is null and group_id <> 'withheld') as groups
    cross join (select distinct platform_id from {{ ref('int_requests__outcomes') }}) as platforms
),

reported as (
    select
        {{ week_start(utc_date('reported_at')) }} as week_start_date,
        group_id,
        platform_id,
        count(distinct account_id) as accounts_reported_count
    from {{ ref('int_requests__outcomes') }}
    group by 1, 2, 3
),

changes as (
    select
        {{ week_start('contributions.changed_date') }} as week_start_date,
        accounts.group_id,
        accounts.platform_id,
        sum(case when contributions.change_number = 1 then 1 else 0 end) as accounts_first_reported_count,
        count(distinct case when contributions.removed_change = 1 then contributions.account_id end)
            as accounts_complied_count,
        sum(contributions.live_change) as live_change,
        sum(contributions.followers_live_change) as followers_live_change
    from {{ ref('int_accounts__contributions') }} as contributions
    inner join {{ ref('int_accounts__requested') }} as accounts
        on contributions.account_id = accounts.account_id
    group by 1, 2, 3
)

select
    cells.week_start_date,
    cells.group_id,
    cells.platform_id,
    coalesce(reported.accounts_reported_count, 0) as accounts_reported_count,
    cast(coalesce(changes.accounts_first_reported_count, 0) as bigint) as accounts_first_reported_count,
    coalesce(changes.accounts_complied_count, 0) as accounts_complied_count,
    cast(sum(coalesce(changes.live_change, 0)) over (
        partition by cells.group_id, cells.platform_id order by cells.week_start_date
        rows between unbounded preceding and current row
    ) as bigint) as accounts_live_count,
    cast(sum(coalesce(changes.followers_live_change, 0)) over (
        partition by cells.group_id, cells.platform_id order by cells.week_start_date
        rows between unbounded preceding and current row
    ) as bigint) as followers
from cells
left join reported
    on cells.week_start_date = reported.week_start_date
    and cells.group_id = reported.group_id
    and cells.platform_id = reported.platform_id
left join changes
    on cells.week_start_date = changes.week_start_date
    and cells.group_id = changes.group_id
    and cells.platform_id = changes.platform_id
