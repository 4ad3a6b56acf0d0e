{# The columns of fct_reach_daily, nothing withheld: the stocks of every platform and group at the end of each date
   from its first change on, with what is missing in them and between which bounds they lie. A missing count lies
   between nothing and the largest one seen on the platform by then (for a mirror: on any platform), rounded up by
   reach_ceiling: a ceiling seen, no estimate. Where none was ever seen there is no upper bound.
   `changes`: as reach_changes gives them; `dates`: date_day. #}
{% macro reach_days(changes, dates) -%}
{%- set stocks = reach_stocks().keys() | list + reach_mirror_stocks().keys() | list -%}
with cells as (
    select
        dates.date_day,
        firsts.platform_id,
        firsts.group_id
    from (
        select
            platform_id,
            group_id,
            min(date_day) as first_date
        from {{ changes }}
        group by platform_id, group_id
    ) as firsts
    inner join {{ dates }} as dates on firsts.first_date <= dates.date_day
),

summed as (
    select
        cells.date_day,
        cells.platform_id,
        cells.group_id,
        {%- for stock in stocks %}
        cast(sum(coalesce(changes.{{ stock }}, 0)) over (
            partition by cells.platform_id, cells.group_id order by cells.date_day
            rows between unbounded preceding and current row
        ) as bigint) as {{ stock }},
        {%- endfor %}
        -- Every group of a date is of the same age: the frame takes in the whole date.
        max(changes.followers_seen) over (partition by cells.platform_id order by cells.date_day) as platform_seen,
        max(changes.followers_seen) over (order by cells.date_day) as any_seen
    from cells
    left join {{ changes }} as changes
        on cells.date_day = changes.date_day
        and cells.platform_id = changes.platform_id
        and cells.group_id = changes.group_id
),

with_ceilings as (
    select
        *,
        {{ reach_ceiling('platform_seen') }} as platform_ceiling,
        {{ reach_ceiling('any_seen') }} as any_ceiling
    from summed
)

select
    date_day,
    platform_id,
    group_id,
    {%- for stock in stocks %}
    {{ stock }},
    {%- endfor %}
    {%- for stock, missing, ceiling in reach_bounds() %}
    {{ stock }} as {{ stock }}_low,
    {{ stock }} + case when {{ missing }} = 0 then 0 else {{ missing }} * {{ ceiling }} end as {{ stock }}_high,
    {%- endfor %}
    followers_removed - followers_regained as followers_net_removed,
    followers_removed_low - followers_regained_high as followers_net_removed_low,
    followers_removed_high - followers_regained_low as followers_net_removed_high
from with_ceilings
{%- endmacro %}
