with listed as (
    select
        named_group_id as group_id,
        {%- for authority in ['un', 'us', 'uk', 'pk'] %}
        min(case when authority_id = '{{ authority }}' then listed_by_date end)
            as listed_{{ authority }}_date{{ "," if not loop.last }}
        {%- endfor %}
    from {{ ref('bridge_group_designation') }}
    where is_listed
    group by named_group_id
)

select
    cells.week_start_date,
    cells.group_id,
    cells.platform_id,
    cast(extract(isoyear from cells.week_start_date) as integer) as iso_year,
    cast(extract(week from cells.week_start_date) as integer) as iso_week,
    withheld.is_withheld as is_suppressed,
    withheld.is_stock_withheld as is_stock_suppressed,
    {%- for flow in ['active', 'reported', 'first_reported', 'complied'] %}
    case when not withheld.is_withheld then cells.accounts_{{ flow }}_count end as accounts_{{ flow }}_count,
    {%- endfor %}
    {%- for stock in ['accounts_live_count', 'followers'] %}
    case when not (withheld.is_withheld or withheld.is_stock_withheld) then cells.{{ stock }} end as {{ stock }},
    {%- endfor %}
    cast(null as bigint) as mirrors_count,
    {%- for authority in ['un', 'us', 'uk', 'pk'] %}
    coalesce(listed.listed_{{ authority }}_date < cells.week_start_date + interval 7 day, false)
        as is_designated_{{ authority }}{{ "," if not loop.last }}
    {%- endfor %}
from {{ ref('int_group_cells__weekly') }} as cells
inner join {{ ref('int_group_cells__withheld') }} as withheld
    on cells.week_start_date = withheld.week_start_date
    and cells.group_id = withheld.group_id
    and cells.platform_id = withheld.platform_id
left join listed on cells.group_id = listed.group_id
