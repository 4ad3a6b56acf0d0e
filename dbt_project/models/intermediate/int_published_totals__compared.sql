{%- set place -%}
    totals.publisher, totals.report, totals.vintage, totals.country_code, totals.period_start, totals.period_end,
    totals.requestor, totals.unit
{%- endset -%}
-- Only what is given exactly can be held against anything: no bounds, no blanks.
with totals as (
    select
        *,
        basis = 'sum_of_parts' as is_sum,
        case when is_complete and value_low = value_high then value_low end as known_count,
        case when published_total_low = published_total_high then published_total_low end as published_count
    from {{ ref('int_published_totals__settled') }}
),

parts as (
    select
        *,
        bool_or(part_measure = measure) over (partition by publisher, report, unit, measure) as has_own_splits
    from {{ ref('published_total_parts') }}
),

-- A total is made of its own splits, or of counts under other measures, as the seed says; where its own splits are one
-- part among others, they are not the whole by themselves.
asked as (
    select {{ place }}, totals.measure, totals.measure as part_measure, 'splits' as parts_kind, totals.published_count
    from totals
    left join parts
        on totals.publisher = parts.publisher
        and totals.report = parts.report
        and totals.unit = parts.unit
        and totals.measure = parts.measure
        and totals.measure = parts.part_measure
    where parts.measure is null
    union all
    select
        {{ place }}, totals.measure, parts.part_measure, 'measures' as parts_kind,
        coalesce(totals.published_count, case when not parts.has_own_splits then totals.known_count end)
            as published_count
    from totals
    inner join parts
        on totals.publisher = parts.publisher
        and totals.report = parts.report
        and totals.unit = parts.unit
        and totals.measure = parts.measure
),

found as (
    select
        asked.*,
        case when totals.is_sum or asked.part_measure <> asked.measure then totals.known_count end as part_count
    from asked
    left join totals
        on asked.publisher = totals.publisher
        and asked.report = totals.report
        and asked.vintage = totals.vintage
        and asked.country_code = totals.country_code
        and asked.period_start = totals.period_start
        and asked.period_end = totals.period_end
        and asked.requestor = totals.requestor
        and asked.unit = totals.unit
        and asked.part_measure = totals.measure
    where asked.published_count is not null
)

select
    {{ place | replace('totals.', '') }},
    measure,
    parts_kind,
    max(published_count) as published_count,
    sum(part_count) as parts_sum
from found
group by {{ place | replace('totals.', '') }}, measure, parts_kind
having count(*) = count(part_count)
