{%- set columns -%}
    publisher,
    report,
    vintage,
    country_code,
    period_start,
    period_end,
    platform_id,
    product,
    requestor,
    reason,
    rate_name,
    unit,
    speaker,
    rate_low,
    rate_high,
    numerator_low,
    numerator_high,
    denominator_low,
    denominator_high
{%- endset -%}
select
    {{ columns }},
    'published' as basis
from {{ ref('int_published_rates__published') }}
union all
select
    {{ columns }},
    'recomputed' as basis
from {{ ref('int_published_rates__recomputed') }}
