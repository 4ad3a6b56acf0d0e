{{ config(meta={
    'dagster': {'ref': {'name': 'fct_reach_daily'}},
    'question': 'Is the reach of every day the sum over the accounts that had been reported when it ended?'
}) }}
-- Every account as it stood at the end of each day, where the model sums up changes. The ceiling of what is not known
-- is read off the accounts too.
with spells as (
    select
        account_id,
        changed_date as first_date,
        outcome,
        followers,
        row_number() over (partition by account_id, changed_date order by change_number desc) as number_of_day
    from {{ ref('int_accounts__blurred') }}
),

standing as (
    select
        *,
        starts_with(outcome, 'complied') as is_removed,
        outcome in ('pending', 'partial', 'declined', 'reversed') as is_live,
        lead(first_date) over (partition by account_id order by first_date) as end_date
    from spells
    where number_of_day = 1
),

named as (
    select
        accounts.account_id,
        accounts.platform_id,
        case when cells.is_pair_named then accounts.group_id else 'withheld' end as group_id
    from {{ ref('int_accounts__requested') }} as accounts
    inner join {{ ref('int_group_cells__withheld') }} as cells
        on {{ same('accounts', 'cells', ['platform_id', 'group_id']) }}
        and accounts.first_reported_week_date = cells.week_start_date
),

days as (
    select dates.date_day, named.platform_id, named.group_id, standing.*
    from standing
    inner join named on standing.account_id = named.account_id
    inner join {{ ref('int_dates__spanned') }} as dates
        on standing.first_date <= dates.date_day
        and (standing.end_date is null or standing.end_date > dates.date_day)
),

recounted as (
    select
        date_day,
        platform_id,
        group_id,
        coalesce(sum(followers), 0) as followers_reported,
        coalesce(sum(followers) filter (where is_removed), 0) as followers_removed,
        coalesce(sum(followers) filter (where is_live), 0) as followers_live,
        count(*) filter (where followers is null) as accounts_followers_missing_count,
        count(*) filter (where followers is null and is_removed) as accounts_removed_followers_missing_count,
        count(*) filter (where followers is null and is_live) as accounts_live_followers_missing_count
    from days
    group by date_day, platform_id, group_id
),

published as (
    select * from {{ ref('fct_reach_daily') }}
)

{{ differing('published', 'recounted', ['date_day', 'platform_id', 'group_id'], [
    'followers_reported', 'followers_removed', 'followers_live', 'accounts_followers_missing_count',
    'accounts_removed_followers_missing_count', 'accounts_live_followers_missing_count'
]) }}
