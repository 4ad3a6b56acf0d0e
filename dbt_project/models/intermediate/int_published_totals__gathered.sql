-- Percentages and rates are never added. A figure that does not apply (N/A) is nothing, not a gap in the sum.
with figures as (
    select
        *,
        value_low is null and value_status <> 'not_applicable' as is_blank
    from {{ ref('int_published_figures__known') }}
    where measure not like '%percent' and measure not like '%rate'
),

-- Each figure counts for its requestor and for all requestors together; one that is over all, for the latter only.
asked as (
    select *, requestor as total_requestor from figures where requestor <> 'all'
    union all
    select *, 'all' as total_requestor from figures
),

judged as (
    select
        *,
        not is_total as is_part,
        product = 'all' and reason = 'all' and requestor = total_requestor as is_own_total
    from asked
)

select
    publisher,
    report,
    vintage,
    country_code,
    period_start,
    period_end,
    total_requestor as requestor,
    unit,
    measure,
    count(*) filter (where is_part) as parts_count,
    count(*) filter (where is_part and is_blank) as blank_count,
    sum(value_low) filter (where is_part) as parts_low,
    sum(value_high) filter (where is_part) as parts_high,
    coalesce(bool_or(is_repeated) filter (where is_part), false) as has_repeated_parts,
    max(value_low) filter (where is_own_total) as own_low,
    max(value_high) filter (where is_own_total) as own_high,
    coalesce(bool_or(is_repeated) filter (where is_own_total), false) as is_own_repeated
from judged
group by publisher, report, vintage, country_code, period_start, period_end, total_requestor, unit, measure
