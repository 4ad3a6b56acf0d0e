{# Weekly activity of groups in every week up to `v`, as known at `k`: the columns of fct_group_activity_weekly, nothing
   withheld. The last week is told as far as `v`. `blurred`: as in compliance_at.sql. #}
{% macro group_activity_at() -%}
with {{ log_at('v', 'k') }},

{{ mirrors_log() }},

told_changes as (
    {{ blurred_changes('account_changes', 'blurred') }}
),

contributions as materialized (
    {{ reach_contributions('told_changes') }}
),

weeks as (
    select distinct {{ week_start('days.date_day') }} as week_start_date
    from (
        {{ date_series(
            '(select ' ~ week_start(utc_date('min(reported_at)')) ~ ' from outcomes)',
            '(select ' ~ utc_date('world_at') ~ ' from instants)'
        ) }}
    ) as days
),

cells as (
    select
        *,
        false as is_suppressed,
        false as is_stock_suppressed
    from (
        {{ group_cells('weeks', released('dim_group'), 'outcomes', 'requested', 'contributions', 'mirrors') }}
    ) as counted
)

select *
from (
    {{ group_activity('cells', released('bridge_group_designation')) }}
) as told
{%- endmacro %}
