{{ config(meta={
    'dagster': {'ref': {'name': 'fct_group_activity_weekly'}},
    'question': 'Are the followers of a group in every week shown those of its accounts that were up when it ended?'
}) }}
{%- set keys = ['week_start_date', 'group_id', 'platform_id'] %}
-- Every account as it stood at the end of each week, where the model sums up changes; blurred as there.
with spells as (
    select
        *,
        {{ week_start('changed_date') }} as first_week_date,
        lead({{ week_start('changed_date') }}) over (partition by account_id order by change_number) as end_week_date
    from {{ ref('int_accounts__blurred') }}
),

recounted as (
    select cells.week_start_date, cells.group_id, cells.platform_id, sum(spells.followers) as followers
    from spells
    inner join {{ ref('int_accounts__requested') }} as accounts on spells.account_id = accounts.account_id
    inner join {{ ref('fct_group_activity_weekly') }} as cells
        on {{ same('accounts', 'cells', ['group_id', 'platform_id']) }}
        and spells.first_week_date <= cells.week_start_date
        and (spells.end_week_date is null or spells.end_week_date > cells.week_start_date)
    where spells.outcome in ('pending', 'partial', 'declined', 'reversed')
    group by all
)

select published.week_start_date, published.group_id, published.platform_id
from {{ ref('fct_group_activity_weekly') }} as published
left join recounted on {{ same('published', 'recounted', keys) }}
where
    published.followers is distinct from
    case when not (published.is_suppressed or published.is_stock_suppressed) then coalesce(recounted.followers, 0) end
