{%- set cell = [
    'publisher', 'report', 'country_code', 'period_start', 'period_end', 'platform_id', 'product', 'reason', 'unit',
    'measure'
] -%}
-- What a finer file, of whatever vintage, adds up to for the cell: the trace of requests counted once for each
-- product and reason that they name.
with finer as (
    select distinct
        {{ cell | join(', ') }}, requestor, value_low
    from {{ ref('int_published_figures__summed') }}
    where value_low = value_high
),

requestors as (
    select
        publisher,
        report,
        requestor,
        min(vintage) as first_vintage,
        max(vintage) as last_vintage
    from {{ ref('int_published_figures__known') }}
    group by publisher, report, requestor
),

-- Beside the cell: figures of requestors that no vintage before named, and of those that none names any more.
regrouped as (
    select
        {{ 'figures.' ~ cell | join(', figures.') }},
        figures.vintage,
        sum(figures.value_low) filter (where figures.vintage = requestors.first_vintage) as appeared,
        sum(figures.value_low) filter (where figures.vintage = requestors.last_vintage) as vanished
    from {{ ref('int_published_figures__known') }} as figures
    inner join requestors
        on figures.publisher = requestors.publisher
        and figures.report = requestors.report
        and figures.requestor = requestors.requestor
        and (figures.vintage = requestors.first_vintage or figures.vintage = requestors.last_vintage)
    where figures.value_low = figures.value_high and not figures.is_total
    group by {{ 'figures.' ~ cell | join(', figures.') }}, figures.vintage
)

select
    restated.*,
    case
        when restated.old_value_low is null then 'first_given'
        when restated.new_value_low is null then 'withdrawn'
        when restated.old_value_low = restated.new_value_high + arrivals.appeared then 'requestors_regrouped'
        when restated.new_value_low = restated.old_value_high + departures.vanished then 'requestors_regrouped'
        when
            finer.value_low is not null and restated.unit = 'request' and restated.comparison = 'same_grain'
            and restated.new_value_high < restated.old_value_low
            then 'counted_once_per_product_and_reason'
        when
            restated.new_value_low >= restated.old_value_low and restated.new_value_high <= restated.old_value_high
            then 'given_more_exactly'
        else 'unknown'
    end as suspected_cause
from {{ ref('int_restatements__compared') }} as restated
left join finer
    on restated.requestor = finer.requestor
    and restated.old_value_low = finer.value_low
    and restated.old_value_high = finer.value_low
    {%- for name in cell %}
    and restated.{{ name }} = finer.{{ name }}
    {%- endfor %}
left join regrouped as arrivals
    on restated.new_vintage = arrivals.vintage
    {%- for name in cell %}
    and restated.{{ name }} = arrivals.{{ name }}
    {%- endfor %}
left join regrouped as departures
    on restated.old_vintage = departures.vintage
    {%- for name in cell %}
    and restated.{{ name }} = departures.{{ name }}
    {%- endfor %}
