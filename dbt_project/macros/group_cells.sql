{# Every week x whole group x platform of the log, with the flows of the week and the stocks at its end; nothing
   withheld. `weeks`: week_start_date; `groups`: group_id, parent_group_id; the others as the int_ models they are
   named after. A mirror counts where the successor is, in the week that it is first reported in. #}
{% macro group_cells(weeks, groups, outcomes, requested, contributions, mirrors) -%}
with cells as (
    select
        weeks.week_start_date,
        whole_groups.group_id,
        platforms.platform_id
    from {{ weeks }} as weeks
    cross join (
        select group_id from {{ groups }} where parent_group_id is null and group_id <> 'withheld'
    ) as whole_groups
    cross join (select distinct platform_id from {{ outcomes }}) as platforms
),

changes as (
    select
        {{ week_start('contributions.changed_date') }} as week_start_date,
        accounts.group_id,
        accounts.platform_id,
        contributions.*
    from {{ contributions }} as contributions
    inner join {{ requested }} as accounts on contributions.account_id = accounts.account_id
),

activity as (
    select
        {{ week_start(utc_date('reported_at')) }} as week_start_date,
        group_id,
        platform_id,
        account_id,
        'reported' as activity
    from {{ outcomes }}
    union all
    select week_start_date, group_id, platform_id, account_id, 'first_reported' as activity
    from changes
    where change_number = 1
    union all
    select week_start_date, group_id, platform_id, account_id, 'complied' as activity
    from changes
    where removed_change = 1
    union all
    select accounts.first_reported_week_date, accounts.group_id, accounts.platform_id, accounts.account_id, 'mirror'
    from {{ mirrors }} as mirrors
    inner join {{ requested }} as accounts on mirrors.successor_account_id = accounts.account_id
    where mirrors.is_counted
),

active as (
    select
        week_start_date,
        group_id,
        platform_id,
        count(distinct account_id) as accounts_active_count,
        {%- for flow in ['reported', 'first_reported', 'complied'] %}
        count(distinct case when activity = '{{ flow }}' then account_id end) as accounts_{{ flow }}_count,
        {%- endfor %}
        count(distinct case when activity = 'mirror' then account_id end) as mirrors_count
    from activity
    group by week_start_date, group_id, platform_id
),

stock_changes as (
    select
        week_start_date,
        group_id,
        platform_id,
        sum(live_change) as accounts_live_count,
        sum(followers_live_change) as followers
    from changes
    group by week_start_date, group_id, platform_id
)

select
    cells.week_start_date,
    cells.group_id,
    cells.platform_id,
    {%- for flow in ['accounts_active_count', 'accounts_reported_count', 'accounts_first_reported_count',
        'accounts_complied_count', 'mirrors_count'] %}
    coalesce(active.{{ flow }}, 0) as {{ flow }},
    {%- endfor %}
    {%- for stock in ['accounts_live_count', 'followers'] %}
    cast(sum(coalesce(stock_changes.{{ stock }}, 0)) over (
        partition by cells.group_id, cells.platform_id order by cells.week_start_date
        rows between unbounded preceding and current row
    ) as bigint) as {{ stock }}{{ "," if not loop.last }}
    {%- endfor %}
from cells
left join active on {{ same('cells', 'active', ['week_start_date', 'group_id', 'platform_id']) }}
left join stock_changes on {{ same('cells', 'stock_changes', ['week_start_date', 'group_id', 'platform_id']) }}
{%- endmacro %}
