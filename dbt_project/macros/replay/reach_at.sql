{# Reach by platform and group on the day of `v`, as known at `k`: the columns of fct_reach_daily, groups always named
   and nothing withheld. Every change counts as of that day, so that it is the only one there is. `blurred`: as in
   compliance_at.sql. #}
{% macro reach_at() -%}
with {{ log_at('v', 'k') }},

{{ mirrors_log() }},

days as (
    select {{ utc_date('instants.world_at') }} as date_day
    from instants
),

told_changes as (
    {{ blurred_changes('account_changes', 'blurred') }}
),

changes_by_then as (
    select
        told_changes.account_id,
        told_changes.change_number,
        told_changes.outcome,
        told_changes.followers,
        days.date_day as changed_date
    from told_changes
    cross join days
),

contributions as materialized (
    {{ reach_contributions('changes_by_then') }}
),

changes as materialized (
    {{ reach_changes('contributions', 'requested', 'mirrors') }}
),

reached as (
    {{ reach_days('changes', 'days') }}
)

select
    {%- for column in reach_columns() %}
    {{ 'false as ' if column == 'is_stock_suppressed' }}{{ column }}{{ "," if not loop.last }}
    {%- endfor %}
from reached
{%- endmacro %}
