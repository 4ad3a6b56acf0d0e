-- A code stands where it is one that is known and the label, if any country bears it, is not another country's: a code
-- that contradicts its label may be the wrong one of the two, and nobody can tell which.
with country_names as (
    select label, country_code
    from {{ ref('stg_published_reports__country_names') }}
    group by label, country_code
),

-- A label that names two countries names none, but contradicts neither's code.
labels as (
    select
        label,
        case when count(*) = 1 then min(country_code) end as country_code
    from country_names
    group by label
)

select
    texts.publisher,
    texts.report,
    texts.vintage,
    texts.country_label,
    case
        when nullif(texts.country_code, '') is null then labels.country_code
        when labels.label is null or confirmed.label is not null then known.country_code
    end as country_code,
    texts.period_start,
    texts.period_end,
    texts.product_label,
    texts.requestor_label,
    texts.reason_label,
    texts.unit,
    texts.measure,
    texts.value_text,
    texts.is_total,
    texts.is_repeated,
    texts.is_zero_filled,
    texts.speaker,
    texts.source_file,
    texts.source_file_sha256,
    texts.source_row,
    texts.is_carried_over
from {{ ref('stg_published_reports__figure_texts') }} as texts
left join labels on lower(texts.country_label) = labels.label
left join country_names as confirmed
    on lower(texts.country_label) = confirmed.label and texts.country_code = confirmed.country_code
left join {{ ref('stg_published_reports__countries') }} as known on texts.country_code = known.country_code
