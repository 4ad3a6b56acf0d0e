{{ config(meta={
    'dagster': {'ref': {'name': 'fct_mirror_timing'}},
    'question': 'Do the days to reappearance count the mirrors one by one, and is the median theirs?'
}) }}
{%- set k = var('min_cell') -%}
with mirrors as (
    select
        days_to_reappearance as days,
        case
            when days_to_reappearance <= 7 then 'within_7_days'
            when days_to_reappearance <= 30 then 'within_30_days'
            when days_to_reappearance <= 90 then 'within_90_days'
            else 'later'
        end as timing_level
    from {{ ref('fct_mirrors') }}
    where is_counted
),

counted as (
    select timing_level, false as is_total, count(*) as mirrors, cast(null as double) as median_of_all
    from mirrors group by timing_level
    union all
    select
        'all' as timing_level, true as is_total, count(*) as mirrors, quantile_cont(days, 0.5) as median_of_all
    from mirrors having count(*) > 0
),

recounted as (
    select
        timing_level,
        is_total,
        case when is_total then mirrors else min(mirrors) filter (where not is_total) over () end < {{ k }}
            as is_suppressed,
        case when mirrors >= 2 * {{ k }} then median_of_all end as median_days,
        mirrors
    from counted
),

withheld as (
    select *, case when not is_suppressed then mirrors end as mirrors_count from recounted
),

published as (select * from {{ ref('fct_mirror_timing') }})

{{ differing('published', 'withheld', ['timing_level'], ['is_total', 'is_suppressed', 'mirrors_count'],
    ['median_days']) }}
