{%- set cell = [
    'publisher', 'report', 'country_code', 'period_start', 'period_end', 'platform_id', 'product', 'reason', 'unit',
    'measure'
] -%}
-- Beside a cell: figures of requestors that no vintage before named, and of those that none names any more.
with requestors as (
    select
        publisher,
        report,
        requestor,
        min(vintage) as first_vintage,
        max(vintage) as last_vintage
    from {{ ref('int_published_figures__known') }}
    group by publisher, report, requestor
)

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
