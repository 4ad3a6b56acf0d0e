-- A label that no seed knows leaves its column NULL, and the not_null test below names it: never guessed.
select
    figures.publisher,
    figures.report,
    figures.vintage,
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
    figures.is_total,
    figures.speaker,
    figures.source_file,
    figures.source_file_sha256,
    figures.source_row
from {{ ref('stg_google_removals__figures') }} as figures
left join {{ ref('google_products') }} as products on lower(figures.product_label) = products.label
left join {{ ref('google_requestors') }} as requestors on lower(figures.requestor_label) = requestors.label
left join {{ ref('google_reasons') }} as reasons on lower(figures.reason_label) = reasons.label
