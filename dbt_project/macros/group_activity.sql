{# The columns of fct_group_activity_weekly. A group counts as listed by an authority in every week that ends on or
   after the last date by which it was listed; a row of the register that says it is not listed lists nothing.
   A splinter's or an alias unit's own listing is not its whole group's.
   `cells`: as int_group_cells__weekly, with is_suppressed and is_stock_suppressed; `designations`: as
   bridge_group_designation. #}
{% macro group_activity(cells, designations) -%}
{%- set authorities = ['un', 'us', 'uk', 'pk'] -%}
with listed as (
    select
        named_group_id as group_id,
        {%- for authority in authorities %}
        min(case when authority_id = '{{ authority }}' then listed_by_date end)
            as listed_{{ authority }}_date{{ "," if not loop.last }}
        {%- endfor %}
    from {{ designations }}
    where is_listed
    group by named_group_id
)

select
    cells.week_start_date,
    cells.group_id,
    cells.platform_id,
    cast(extract(isoyear from cells.week_start_date) as integer) as iso_year,
    cast(extract(week from cells.week_start_date) as integer) as iso_week,
    cells.is_suppressed,
    cells.is_stock_suppressed,
    {%- set with_stocks = [
        'accounts_active_count', 'accounts_complied_count', 'accounts_live_count', 'followers'
    ] %}
    {%- for column in ['accounts_active_count', 'accounts_reported_count', 'accounts_first_reported_count',
        'accounts_complied_count', 'mirrors_count', 'accounts_live_count', 'followers'] %}
    case when not cells.is_suppressed{{ ' and not cells.is_stock_suppressed' if column in with_stocks }}
        then cells.{{ column }} end as {{ column }},
    {%- endfor %}
    {%- for authority in authorities %}
    coalesce(listed.listed_{{ authority }}_date < cells.week_start_date + interval 7 day, false)
        as is_designated_{{ authority }}{{ "," if not loop.last }}
    {%- endfor %}
from {{ cells }} as cells
left join listed on cells.group_id = listed.group_id
{%- endmacro %}
