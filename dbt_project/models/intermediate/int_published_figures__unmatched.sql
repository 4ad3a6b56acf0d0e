with figures as (
    select * from {{ ref('int_published_figures__named') }} where not is_named
),

labels as (
    select *, 'country' as label_kind, coalesce(country_label, '(blank)') as label
    from figures
    where country_code is null
    union all
    select *, 'product' as label_kind, product_label as label
    from figures
    where product is null
    union all
    select *, 'requestor' as label_kind, requestor_label as label
    from figures
    where requestor is null
    union all
    select *, 'reason' as label_kind, reason_label as label
    from figures
    where reason is null
)

select
    publisher,
    report,
    vintage,
    source_file,
    source_file_sha256,
    label_kind,
    label,
    count(*) as figures_count
from labels
group by publisher, report, vintage, source_file, source_file_sha256, label_kind, label
