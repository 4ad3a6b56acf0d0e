{%- set cell -%}
    publisher, report, vintage, country_code, period_start, period_end, platform_id, product, requestor, reason
{%- endset -%}
-- A rate published as 0.41 lies in 0.405 to 0.415, one as 83 percent in 0.825 to 0.835: half a unit of the last digit.
with figures as (
    select * from {{ ref('int_published_figures__known') }}
),

rates as (
    select
        *,
        power(10, decimals_count) * case when measure like '%percent' then 100 else 1 end as scale,
        -- The digits as a whole number; of doubles only the rounding through decimal is the same on every engine.
        cast(round(cast(value_low * power(10, decimals_count) as decimal(38, 9)), 0) as double) as digits
    from figures
    where (measure like '%percent' or measure like '%rate') and value_status in ('exact', 'undefined')
),

-- What a rate is a share of: what was received of its unit, or of both units where the publisher pools them.
received as (
    select {{ cell }}, unit, value_low, value_high
    from figures
    where measure = 'received'
    union all
    select {{ cell }}, 'item+account' as unit, sum(value_low) as value_low, sum(value_high) as value_high
    from figures
    where measure = 'received' and unit in ('item', 'account')
    group by {{ cell }}
    having count(value_low) = 2
),

measured as (
    select
        rates.*,
        received.value_low as denominator_low,
        received.value_high as denominator_high,
        coalesce(received.value_high, 1) > 0 as is_divisible,
        ceil({{ ratio('greatest(2 * rates.digits - 1, 0) * received.value_low', '2 * rates.scale') }}) as least_count,
        floor({{ ratio('(2 * rates.digits + 1) * received.value_high', '2 * rates.scale') }}) as most_count,
        {{ ratio('greatest(2 * rates.digits - 1, 0)', '2 * rates.scale') }} as least_rate,
        {{ ratio('2 * rates.digits + 1', '2 * rates.scale') }} as most_rate
    from rates
    left join received
        on rates.publisher = received.publisher
        and rates.report = received.report
        and rates.vintage = received.vintage
        and rates.country_code = received.country_code
        and rates.period_start = received.period_start
        and rates.period_end = received.period_end
        and rates.platform_id = received.platform_id
        and rates.product = received.product
        and rates.requestor = received.requestor
        and rates.reason = received.reason
        and rates.unit = received.unit
)

select
    {{ cell }},
    replace(measure, '_percent', '_rate') as rate_name,
    unit,
    speaker,
    -- greatest and least pass over what is missing, so it is kept out of them.
    case when is_divisible and value_low is not null then least_rate end as rate_low,
    case when is_divisible and value_low is not null then least(most_rate, 1) end as rate_high,
    -- No whole number may round to the rate: half of one item is none. Then the two figures contradict each other.
    case when least_count <= most_count and value_low is not null then least_count end as numerator_low,
    case when least_count <= most_count and value_low is not null then least(most_count, denominator_high) end
        as numerator_high,
    denominator_low,
    denominator_high
from measured
