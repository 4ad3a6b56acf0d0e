with parts as (
    select
        *,
        count(*) over (partition by publisher, report, rate_name, unit) as parts_count
    from {{ ref('published_rate_parts') }}
),

-- A rate is worked out where every one of its parts is known, and not where one is missing.
summed as (
    select
        totals.publisher,
        totals.report,
        totals.vintage,
        totals.country_code,
        totals.period_start,
        totals.period_end,
        totals.requestor,
        parts.rate_name,
        parts.unit,
        sum(totals.value_low) filter (where parts.part = 'numerator') as numerator_low,
        sum(totals.value_high) filter (where parts.part = 'numerator') as numerator_high,
        sum(totals.value_low) filter (where parts.part = 'denominator') as denominator_low,
        sum(totals.value_high) filter (where parts.part = 'denominator') as denominator_high
    from {{ ref('int_published_totals__settled') }} as totals
    inner join parts
        on totals.publisher = parts.publisher
        and totals.report = parts.report
        and totals.unit = parts.part_unit
        and totals.measure = parts.measure
    where totals.is_complete
    group by
        totals.publisher, totals.report, totals.vintage, totals.country_code, totals.period_start, totals.period_end,
        totals.requestor, parts.rate_name, parts.unit, parts.parts_count
    having count(*) = parts.parts_count
)

select
    summed.publisher,
    summed.report,
    summed.vintage,
    summed.country_code,
    summed.period_start,
    summed.period_end,
    products.platform_id,
    products.product,
    summed.requestor,
    'all' as reason,
    summed.rate_name,
    summed.unit,
    'warehouse' as speaker,
    -- Known as intervals, the least part of the most asked for is the least rate, and the other way round. A part that
    -- is more than its whole contradicts it, and makes no rate.
    case
        when summed.numerator_low <= summed.denominator_high
            then {{ ratio('summed.numerator_low', 'summed.denominator_high') }}
    end as rate_low,
    case
        when summed.numerator_high <= summed.denominator_low
            then {{ ratio('summed.numerator_high', 'summed.denominator_low') }}
        when summed.denominator_high > 0 and summed.numerator_low <= summed.denominator_high then 1
    end as rate_high,
    summed.numerator_low,
    summed.numerator_high,
    summed.denominator_low,
    summed.denominator_high
from summed
inner join {{ ref('published_products') }} as products
    on summed.publisher = products.publisher and products.label = 'all'
