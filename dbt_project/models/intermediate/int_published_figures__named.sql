-- A label that no seed knows leaves its column NULL: never guessed. Such figures are counted, and not published.
select
    figures.publisher,
    figures.report,
    figures.vintage,
    figures.country_label,
    figures.country_code,
    figures.period_start,
    figures.period_end,
    products.platform_id,
    products.product,
    requestors.requestor,
    reasons.reason,
    figures.product_label,
    figures.requestor_label,
    figures.reason_label,
    figures.unit,
    figures.measure,
    figures.value_low,
    figures.value_high,
    figures.value_status,
    figures.decimals_count,
    figures.is_total,
    figures.is_repeated,
    figures.speaker,
    figures.source_file,
    figures.source_file_sha256,
    figures.source_row,
    figures.is_carried_over,
    figures.country_code is not null and products.product is not null
    and requestors.requestor is not null and reasons.reason is not null as is_named
from {{ ref('stg_published_reports__figures') }} as figures
left join {{ ref('published_products') }} as products
    on figures.publisher = products.publisher and lower(figures.product_label) = products.label
left join {{ ref('published_requestors') }} as requestors
    on figures.publisher = requestors.publisher and lower(figures.requestor_label) = requestors.label
left join {{ ref('published_reasons') }} as reasons
    on figures.publisher = reasons.publisher and lower(figures.reason_label) = reasons.label
