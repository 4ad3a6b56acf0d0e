{%- set cell -%}
    publisher, report, vintage, country_code, period_start, period_end, platform_id, product, requestor, reason,
    rate_name, unit
{%- endset -%}
with totals as (
    select * from {{ ref('int_published_totals__compared') }}
),

-- A difference that a seed row explains, with its source, breaks no law.
broken as (
    select distinct
        totals.publisher, totals.report, totals.vintage, totals.country_code, totals.period_start, totals.requestor,
        totals.unit, totals.measure, totals.parts_kind
    from totals
    left join {{ ref('published_exceptions') }} as explained
        on totals.publisher = explained.publisher
        and totals.report = explained.report
        and explained.country_code in (totals.country_code, 'all')
        and totals.period_start = explained.period_start
        and totals.unit = explained.unit
        and totals.measure = explained.measure
    where totals.published_count <> totals.parts_sum and explained.publisher is null
),

rates as (
    select
        {{ cell }},
        max(case when basis = 'published' then rate_low end) as published_low,
        max(case when basis = 'published' then rate_high end) as published_high,
        max(case when basis = 'recomputed' then rate_low end) as recomputed_low,
        max(case when basis = 'recomputed' then rate_high end) as recomputed_high
    from {{ ref('fct_published_rates') }}
    group by {{ cell }}
),

-- What cannot both be true: nothing of the one lies in the other, by more than a double is off.
held as (
    select recomputed_high < published_low - 1e-9 or recomputed_low > published_high + 1e-9 as is_contradicted
    from rates
    where published_low is not null and recomputed_low is not null
)

select
    'published_parts_make_the_total' as law_id,
    (select count(*) from broken) as violation_count,
    count(*) as checked_count
from totals
union all
select
    'recomputed_rates_agree_with_the_published' as law_id,
    count(*) filter (where is_contradicted) as violation_count,
    count(*) as checked_count
from held
