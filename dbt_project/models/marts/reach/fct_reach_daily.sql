{%- set stocks = {
    'followers_reported': 'followers_reported', 'followers_removed': 'followers_removed',
    'followers_live': 'followers_live', 'accounts_followers_missing_count': 'missing'
} -%}
with changes as (
    select
        contributions.changed_date as date_day,
        accounts.platform_id,
        case when cells.is_pair_named then accounts.group_id else 'withheld' end as group_id,
        {%- for change in stocks.values() %}
        sum(contributions.{{ change }}_change) as {{ change }}_change{{ "," if not loop.last }}
        {%- endfor %}
    from {{ ref('int_accounts__contributions') }} as contributions
    inner join {{ ref('int_accounts__requested') }} as accounts
        on contributions.account_id = accounts.account_id
    inner join {{ ref('int_group_cells__withheld') }} as cells
        on accounts.first_reported_week_date = cells.week_start_date
        and accounts.group_id = cells.group_id
        and accounts.platform_id = cells.platform_id
    group by
        contributions.changed_date,
        accounts.platform_id,
        case when cells.is_pair_named then accounts.group_id else 'withheld' end
),

cells as (
    select dates.date_day, firsts.platform_id, firsts.group_id
    from (
        select platform_id, group_id, min(date_day) as first_date from changes group by platform_id, group_id
    ) as firsts
    inner join {{ ref('dim_date') }} as dates on firsts.first_date <= dates.date_day
)

select
    cells.date_day,
    cells.platform_id,
    cells.group_id,
    {%- for stock, change in stocks.items() %}
    cast(sum(coalesce(changes.{{ change }}_change, 0)) over cell as bigint) as {{ stock }},
    {%- endfor %}
    cast(null as bigint) as followers_regained,
    cast(null as bigint) as followers_net_removed
from cells
left join changes
    on cells.date_day = changes.date_day
    and cells.platform_id = changes.platform_id
    and cells.group_id = changes.group_id
window cell as (
    partition by cells.platform_id, cells.group_id order by cells.date_day
    rows between unbounded preceding and current row
)
