{%- set whole -%}
    leaves.publisher, leaves.report, leaves.vintage, leaves.country_code, leaves.period_start, leaves.period_end,
    leaves.unit, leaves.measure
{%- endset -%}
-- Figures that name requestor, product and reason, added up to each coarser split that a publisher also uses.
with leaves as (
    select *
    from {{ ref('int_published_figures__known') }}
    where
        requestor <> 'all' and product <> 'all' and reason <> 'all'
        and not is_total and not is_repeated
        and measure not like '%percent' and measure not like '%rate'
),

summed as (
    select
        {{ whole }},
        leaves.platform_id,
        coalesce(leaves.product, 'all') as product,
        coalesce(leaves.requestor, 'all') as requestor,
        coalesce(leaves.reason, 'all') as reason,
        sum(leaves.value_low) as value_low,
        sum(leaves.value_high) as value_high,
        min(leaves.source_file) as source_file,
        min(leaves.source_file_sha256) as source_file_sha256
    from leaves
    group by grouping sets (
        ({{ whole }}, leaves.requestor),
        ({{ whole }}, leaves.platform_id, leaves.product, leaves.reason),
        ({{ whole }})
    )
    -- A sum with a part unknown is no sum.
    having count(*) = count(leaves.value_low)
)

select
    summed.publisher,
    summed.report,
    summed.vintage,
    summed.country_code,
    summed.period_start,
    summed.period_end,
    coalesce(summed.platform_id, whole.platform_id) as platform_id,
    summed.product,
    summed.requestor,
    summed.reason,
    summed.unit,
    summed.measure,
    summed.value_low,
    summed.value_high,
    summed.source_file,
    summed.source_file_sha256
from summed
inner join {{ ref('published_products') }} as whole on summed.publisher = whole.publisher and whole.label = 'all'
