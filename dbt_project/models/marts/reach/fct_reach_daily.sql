with accounts as (
    select
        accounts.account_id,
        accounts.platform_id,
        case when cells.is_pair_named then accounts.group_id else 'withheld' end as group_id
    from {{ ref('int_accounts__requested') }} as accounts
    inner join {{ ref('int_group_cells__withheld') }} as cells
        on accounts.first_reported_week_date = cells.week_start_date
        and accounts.group_id = cells.group_id
        and accounts.platform_id = cells.platform_id
),

changes as (
    {{ reach_changes(ref('int_accounts__contributions'), 'accounts', ref('int_mirrors__paired')) }}
),

days as (
    {{ reach_days('changes', ref('dim_date')) }}
),

-- What mirrors brought back is shown for all of a platform's rows of a day, or for none: then no sum over its groups
-- gives away the few that one row holds.
withheld as (
    select
        *,
        max(case when mirrors_live_count between 1 and {{ var('min_cell') }} - 1 then 1 else 0 end) over (
            partition by platform_id, date_day
        ) = 1 as is_stock_suppressed
    from days
)

select
    {%- for column in reach_columns() %}
    {% if column in reach_mirror_columns() %}case when not is_stock_suppressed then {{ column }} end as {% endif -%}
    {{ column }}{{ "," if not loop.last }}
    {%- endfor %}
from withheld
