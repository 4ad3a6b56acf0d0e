{%- set whole = ['publisher', 'report', 'country_code', 'period_start', 'period_end', 'unit', 'measure'] -%}
{%- set cell = whole + ['platform_id', 'product', 'reason'] -%}
-- What a finer file, of whatever vintage, adds up to for the cell: the trace of requests counted once for each
-- product and reason that they name.
with finer as (
    select distinct
        {{ cell | join(', ') }}, requestor, value_low
    from {{ ref('int_published_figures__summed') }}
    where value_low = value_high
)

select
    restated.*,
    case
        when restated.old_value_low is null then 'first_given'
        when regrouped.suspected_cause is not null then regrouped.suspected_cause
        when restated.new_value_low is null then 'withdrawn'
        when restated.old_value_low = restated.new_value_high + arrivals.appeared then 'requestors_regrouped'
        when restated.new_value_low = restated.old_value_high + departures.vanished then 'requestors_regrouped'
        -- Within 1 % of what came or went.
        when abs(restated.old_value_low - restated.new_value_high - arrivals.appeared) * 100 <= arrivals.appeared
            then 'requestors_regrouped_in_part'
        when abs(restated.new_value_low - restated.old_value_high - departures.vanished) * 100 <= departures.vanished
            then 'requestors_regrouped_in_part'
        when
            totals.publisher is not null and restated.comparison = 'sum_of_parts'
            -- A file that counts requests by a lower rule is below the sum in each part.
            and (
                restated.unit <> 'request' or restated.new_value_low > restated.old_value_high
                or (restated.product = 'all' and restated.reason = 'all')
            )
            then 'counted_another_way_in_another_file'
        when
            finer.value_low is not null and restated.unit = 'request' and restated.comparison = 'same_grain'
            and restated.new_value_high < restated.old_value_low
            then 'counted_once_per_product_and_reason'
        when
            restated.new_value_low >= restated.old_value_low and restated.new_value_high <= restated.old_value_high
            then 'given_more_exactly'
        else 'unknown'
    end as suspected_cause
from {{ ref('int_restatements__changed') }} as restated
left join finer
    on restated.requestor = finer.requestor
    and restated.old_value_low = finer.value_low
    and restated.old_value_high = finer.value_low
    {%- for name in cell %}
    and restated.{{ name }} = finer.{{ name }}
    {%- endfor %}
left join {{ ref('int_restatements__requestors') }} as arrivals
    on restated.new_vintage = arrivals.vintage and arrivals.appeared > 0
    {%- for name in cell %}
    and restated.{{ name }} = arrivals.{{ name }}
    {%- endfor %}
left join {{ ref('int_restatements__requestors') }} as departures
    on restated.old_vintage = departures.vintage and departures.vanished > 0
    {%- for name in cell %}
    and restated.{{ name }} = departures.{{ name }}
    {%- endfor %}
left join {{ ref('int_restatements__regrouped') }} as regrouped
    on restated.new_vintage = regrouped.new_vintage and restated.old_vintage = regrouped.old_vintage
    and restated.requestor = regrouped.requestor and restated.comparison = regrouped.comparison
    {%- for name in cell %}
    and restated.{{ name }} = regrouped.{{ name }}
    {%- endfor %}
-- The whole that did not change, while the cell is said to have grown.
left join {{ ref('int_restatements__totals') }} as totals
    on restated.new_vintage = totals.new_vintage and restated.old_vintage = totals.old_vintage
    and totals.old_value_low = totals.new_value_low and totals.old_value_high = totals.new_value_high
    {%- for name in whole %}
    and restated.{{ name }} = totals.{{ name }}
    {%- endfor %}
