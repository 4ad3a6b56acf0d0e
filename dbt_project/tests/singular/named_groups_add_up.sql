{{ config(meta={
    'dagster': {'ref': {'name': 'fct_group_activity_named_weekly'}},
    'question': 'Do the accounts of a group under all its names add up to the accounts of the group, week by week?'
}) }}
-- A week before a name's first on a platform has no row and adds nothing.
with named as (
    select
        week_start_date,
        group_id,
        platform_id,
        sum(accounts_first_reported_count) as accounts_first_reported_count,
        sum(accounts_complied_count) as accounts_complied_count,
        sum(accounts_live_count) as accounts_live_count,
        sum(followers) as followers
    from {{ ref('fct_group_activity_named_weekly') }}
    group by week_start_date, group_id, platform_id
),

-- The cells of whole groups are public and blurred; followers under a name are as they were counted.
counted as (
    {{ group_cells(
        "(select distinct week_start_date from " ~ ref('int_dates__spanned') ~ ")", ref('groups'),
        ref('int_requests__outcomes'), ref('int_accounts__requested'),
        "(" ~ reach_contributions(ref('int_accounts__changes')) ~ ")", ref('int_mirrors__paired')
    ) }}
)

select cells.week_start_date, cells.group_id, cells.platform_id
from counted as cells
full join named on {{ same('cells', 'named', ['week_start_date', 'group_id', 'platform_id']) }}
where
    cells.group_id is null
    or cells.accounts_first_reported_count <> coalesce(named.accounts_first_reported_count, 0)
    or cells.accounts_complied_count <> coalesce(named.accounts_complied_count, 0)
    or cells.accounts_live_count <> coalesce(named.accounts_live_count, 0)
    or cells.followers <> coalesce(named.followers, 0)
